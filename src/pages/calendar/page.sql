-- SPDX-License-Identifier: EUPL-1.2
-- What has a day: of the same lists as the page tasks, and for everybody the council's days.  `changed` and `sequence` come
-- of the entry that set the day last, so that the same book gives the same bytes.  A date that is known to the month is held
-- on its last day.  What is more than a year ago is left out.

-- :events
WITH happens(uid, date, day, event, path, seq, first_seq, begins, ends, is_cancelled) AS (
	SELECT 'answer-' || p.opened_seq, p.answer_by, NULL, 'answer_due', '/follow_up', p.opened_seq, p.opened_seq, NULL, NULL, 0
	FROM period AS p
	WHERE p.state = 'open' AND :roles & 62 AND EXISTS (SELECT 1 FROM light AS l JOIN measure AS m ON m.id = l.measure
		WHERE l.period = p.id AND l.process = 'none' AND m.state = 'ongoing'
			AND (m.reporter = :actor OR m.responsible = :organisation))
	UNION ALL
	SELECT 'answers-' || p.opened_seq, p.answer_by, NULL, 'answers_in', '/letters', p.opened_seq, p.opened_seq, NULL, NULL, 0
	FROM period AS p WHERE p.state = 'open' AND :roles & 2
	UNION ALL
	SELECT 'proposal-' || p.seq, NULL, p.last_day, 'proposal_waiting', '/tasks', p.seq, p.seq, NULL, NULL, 0
	FROM proposal AS p
	WHERE p.state = 'open' AND p.last_day >= :today AND p.by <> :actor AND (p.second IS NULL OR p.second = :actor)
		AND instr(:families, ' ' || p.family || ' ')
		AND NOT EXISTS (SELECT 1 FROM bias WHERE person = :actor AND obj = p.obj)
	UNION ALL
	SELECT 'proposal-' || p.seq, NULL, p.last_day, 'own_proposal_ends', '/tasks', p.seq, p.seq, NULL, NULL, 0
	FROM proposal AS p WHERE p.state = 'open' AND p.last_day >= :today AND p.by = :actor
	UNION ALL
	SELECT 'pilot-' || x.seq, x.decide_by, NULL, 'pilot_decision', '/measure/' || m.number, x.seq, x.seq, NULL, NULL, 0
	FROM pilot AS x JOIN measure AS m ON m.id = x.measure
	WHERE x.ended_seq IS NULL AND m.state <> 'closed'
		AND (:roles & 2 OR :roles & 62 AND (m.reporter = :actor OR m.responsible = :organisation))
	UNION ALL
	SELECT 'goal-' || o.seq, NULL, g.due_day, 'goal_due', '/measure/' || m.number, g.seq, o.seq, NULL, NULL, 0
	FROM measure AS m CROSS JOIN goal AS g ON g.measure = m.id JOIN object AS o ON o.id = g.id
	WHERE g.due_day IS NOT NULL AND NOT g.is_closed AND m.state NOT IN ('closed', 'completed') AND :roles & 62
		AND (m.reporter = :actor OR m.responsible = :organisation)
	UNION ALL
	SELECT 'page-' || min(f.seq), f.meeting, NULL, 'council_day', '/council_page?frozen=' || max(f.number), max(f.seq), min(f.seq),
		NULL, NULL, 0
	FROM (SELECT number, seq, meeting FROM frozen ORDER BY number DESC LIMIT 24) AS f -- of more than a year
	WHERE f.meeting IS NOT NULL AND NOT EXISTS (SELECT 1 FROM meeting WHERE sort = 'council' AND day = f.meeting)
	GROUP BY f.meeting
	UNION ALL
	SELECT 'meeting-' || m.seq, m.day, NULL, m.sort || '_meets', '/meeting/' || m.number, (SELECT max(seq) FROM log
		WHERE obj = m.id AND kind IN ('meeting_called', 'meeting_changed', 'meeting_cancelled')), m.seq, m.begins, m.ends,
		m.cancelled_seq IS NOT NULL
	FROM meeting AS m WHERE :roles & 254 AND m.day > date((:today - 366) * 86400, 'unixepoch')
	UNION ALL
	SELECT 'action-' || min(l.seq), NULL, a.due_day, 'action_due', '/meetings', max(l.seq), min(l.seq), NULL, NULL, 0
	FROM action AS a JOIN log AS l ON l.obj = a.id AND l.kind = 'action_set'
	WHERE a.state = 'open' AND a.responsible = :organisation AND :roles & 62 GROUP BY a.id
), dated AS (
	SELECT uid, event, path, seq, first_seq, begins, ends, is_cancelled, coalesce(day, CAST(strftime('%s', CASE
		WHEN length(date) = 4 THEN date || '-12-31'
		WHEN substr(date, 6, 1) = 'Q' THEN date(substr(date, 1, 4) || '-01-01', (3 * substr(date, 7, 1)) || ' months', '-1 day')
		WHEN length(date) = 7 THEN date(date || '-01', '1 month', '-1 day')
		ELSE date END) AS INTEGER) / 86400) AS last_day
	FROM happens
)
SELECT d.uid AS uid, d.last_day AS day, d.begins AS begins, d.ends AS ends, d.event AS event, d.path AS path,
	d.is_cancelled AS is_cancelled, l.t AS changed, d.seq - d.first_seq AS sequence,
	CASE WHEN d.path LIKE '/measure/%' THEN substr(d.path, 10) END AS measure
FROM dated AS d JOIN log AS l ON l.seq = d.seq
WHERE d.last_day > :today - 366
ORDER BY d.last_day, d.begins, d.uid
