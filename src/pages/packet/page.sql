-- SPDX-License-Identifier: EUPL-1.2
-- What one brings to a meeting, in the order of its paper.  What waits and what was decided belong to a meeting that lies ahead.

-- :meeting
SELECT sort AS meeting_of, day, begins, ends, text(place_text, 'place') AS venue, number FROM meeting WHERE id = :meeting

-- The measures stand after the proposals and questions that are about them, each once.  A day begins two hours before
-- Greenwich's, in winter one: there rather a decision too many than one that no packet has.
-- :documents
WITH now AS MATERIALIZED (
	SELECT m.*, m.cancelled_seq IS NULL AND strftime('%s', m.day) / 86400 >= :today AS is_ahead,
		coalesce((SELECT strftime('%s', max(b.day)) / 86400 FROM meeting AS b
			WHERE b.sort = m.sort AND b.day < m.day AND b.cancelled_seq IS NULL), 0) AS before_day
	FROM meeting AS m WHERE m.id = :meeting
), waits AS MATERIALIZED (
	SELECT p.seq, p.family, iif(p.family = 'closing', p.obj, NULL) AS measure, 1 AS is_proposal
	FROM now CROSS JOIN proposal AS p ON p.state = 'open' AND p.last_day >= :today AND p.family IN ('closing', 'decision')
	WHERE now.is_ahead
	UNION ALL SELECT q.seq, NULL, q.measure, 0 FROM now CROSS JOIN question AS q ON q.answered_seq IS NULL WHERE now.is_ahead
)
SELECT document, measure, title, day, path FROM (
	SELECT 1 AS place, 0 AS seq, 'call' AS document, NULL AS measure, NULL AS title, day, '/meeting/' || number AS path FROM now
	UNION ALL
	SELECT 2, b.number, 'notes', NULL, NULL, b.day, '/notes?id=' || b.number
	FROM now CROSS JOIN meeting AS b ON b.sort = now.sort AND b.day < now.day JOIN notes AS n ON n.meeting = b.id
	WHERE n.approved_at IS NULL OR n.approved_at = now.id
	UNION ALL
	SELECT 3, 0, 'report', NULL, NULL, NULL, '/council_page' FROM now WHERE is_ahead AND EXISTS (SELECT 1 FROM period)
	UNION ALL
	SELECT 4, w.seq, 'proposal', m.number, text(m.title_text, 'title'), NULL, '/decision/' || w.seq
	FROM waits AS w LEFT JOIN measure AS m ON m.id = w.measure WHERE w.is_proposal
	UNION ALL
	SELECT 5, m.number, 'measure', m.number, text(m.title_text, 'title'), NULL, '/measure/' || m.number
	FROM measure AS m WHERE m.id IN (SELECT measure FROM waits)
	UNION ALL
	SELECT 6, p.seq, 'decision', m.number, text(m.title_text, 'title'), NULL, '/decision/' || p.seq
	FROM now CROSS JOIN proposal AS p ON p.state = 'seconded' AND p.family IN ('closing', 'decision')
	JOIN log AS l ON l.seq = p.end_seq LEFT JOIN measure AS m ON m.id = p.obj
	WHERE now.is_ahead AND (strftime('%s', l.t) + 7200) / 86400 >= now.before_day
)
ORDER BY place, seq
