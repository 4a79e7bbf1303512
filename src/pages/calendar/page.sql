-- SPDX-License-Identifier: EUPL-1.2
-- What has a day: of the same lists as the page tasks, and for everybody the council's days.  `changed` and `sequence` come
-- of the entry that set the day last, so that the same book gives the same bytes.  A date that is known to the month is held
-- on its last day.

-- :events
WITH meets AS MATERIALIZED (
	SELECT m.seq, m.sort, m.day, m.begins, m.ends, m.cancelled_seq, (SELECT max(seq) FROM log WHERE obj = m.id
		AND kind IN ('meeting_called', 'meeting_changed', 'meeting_cancelled')) AS changed_seq
	FROM meeting AS m
), happens(uid, date, day, event, path, seq, first_seq) AS (
	SELECT 'answer-' || p.opened_seq, p.answer_by, NULL, 'answer_due', '/follow_up', p.opened_seq, p.opened_seq
	FROM period AS p
	WHERE p.state = 'open' AND :roles & 62 AND EXISTS (SELECT 1 FROM light AS l JOIN measure AS m ON m.id = l.measure
		WHERE l.period = p.id AND l.process = 'none' AND m.state = 'ongoing'
			AND (m.reporter = :actor OR m.responsible = :organisation))
	UNION ALL
	SELECT 'answers-' || p.opened_seq, p.answer_by, NULL, 'answers_in', '/letters', p.opened_seq, p.opened_seq
	FROM period AS p WHERE p.state = 'open' AND :roles & 2
	UNION ALL
	SELECT 'proposal-' || p.seq, NULL, p.last_day, 'proposal_waiting', '/tasks', p.seq, p.seq
	FROM proposal AS p
	WHERE p.state = 'open' AND p.last_day >= :today AND p.by <> :actor AND (p.second IS NULL OR p.second = :actor)
		AND instr(:families, ' ' || p.family || ' ')
		AND NOT EXISTS (SELECT 1 FROM bias WHERE person = :actor AND obj = p.obj)
	UNION ALL
	SELECT 'proposal-' || p.seq, NULL, p.last_day, 'own_proposal_ends', '/tasks', p.seq, p.seq
	FROM proposal AS p WHERE p.state = 'open' AND p.last_day >= :today AND p.by = :actor
	UNION ALL
	SELECT 'pilot-' || x.seq, x.decide_by, NULL, 'pilot_decision', '/measure/' || m.number, x.seq, x.seq
	FROM pilot AS x JOIN measure AS m ON m.id = x.measure
	WHERE x.ended_seq IS NULL AND m.state <> 'closed'
		AND (:roles & 2 OR :roles & 62 AND (m.reporter = :actor OR m.responsible = :organisation))
	UNION ALL
	SELECT 'goal-' || o.seq, NULL, g.due_day, 'goal_due', '/measure/' || m.number, g.seq, o.seq
	FROM measure AS m CROSS JOIN goal AS g ON g.measure = m.id JOIN object AS o ON o.id = g.id
	WHERE g.due_day IS NOT NULL AND NOT g.is_closed AND m.state NOT IN ('closed', 'completed') AND :roles & 62
		AND (m.reporter = :actor OR m.responsible = :organisation)
	UNION ALL
	SELECT 'page-' || min(f.seq), f.meeting, NULL, 'council_day', '/council_page?frozen=' || max(f.number), max(f.seq), min(f.seq)
	FROM frozen AS f WHERE f.meeting IS NOT NULL AND NOT EXISTS (SELECT 1 FROM meeting WHERE sort = 'council' AND day = f.meeting)
	GROUP BY f.meeting
	UNION ALL
	SELECT 'meeting-' || seq, day, NULL, sort || '_meets', '/calendar', coalesce(changed_seq, seq), seq FROM meets
)
SELECT h.uid AS uid, coalesce(h.day, CAST(strftime('%s', CASE
		WHEN length(h.date) = 4 THEN h.date || '-12-31'
		WHEN substr(h.date, 6, 1) = 'Q' THEN date(substr(h.date, 1, 4) || '-01-01', (3 * substr(h.date, 7, 1)) || ' months', '-1 day')
		WHEN length(h.date) = 7 THEN date(h.date || '-01', '1 month', '-1 day')
		ELSE h.date END) AS INTEGER) / 86400) AS day,
	m.begins AS begins, m.ends AS ends, h.event AS event, h.path AS path, coalesce(m.cancelled_seq IS NOT NULL, 0) AS is_cancelled,
	l.t AS changed, h.seq - h.first_seq AS sequence
FROM happens AS h JOIN log AS l ON l.seq = h.seq LEFT JOIN meets AS m ON h.uid = 'meeting-' || m.seq
ORDER BY day, begins, uid
