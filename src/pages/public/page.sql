-- SPDX-License-Identifier: EUPL-1.2
-- Only what period_published has made public, and only with the words of then (table published): nothing becomes public by
-- being saved.

-- :summary
SELECT text(c.name_text, 'name') AS council,
	(SELECT text(l.name_text, 'name') FROM plan AS l WHERE EXISTS (SELECT 1 FROM measure AS m JOIN published AS b
		ON b.measure = m.id WHERE m.plan = l.id) ORDER BY l.number DESC LIMIT 1) AS plan,
	(SELECT count(*) FROM period WHERE state = 'published') AS published_periods,
	CASE WHEN :roles & 2 THEN (SELECT code FROM period WHERE state = 'closed' ORDER BY first_day DESC LIMIT 1) END AS to_publish
FROM council AS c

-- :shown
SELECT p.code AS period, l.t AS published, p.published_seq AS entry, text(max(b.function_text), 'function') AS function,
	count(*) AS measure_count, sum(b.process = 'green') AS green, sum(b.process = 'yellow') AS yellow, sum(b.process = 'red') AS red,
	sum(b.process = 'completed') AS completed, sum(b.process = 'paused') AS paused,
	sum(b.process = 'not_started') AS not_started, sum(b.process = 'none') AS none
FROM period AS p JOIN log AS l ON l.seq = p.published_seq JOIN published AS b ON b.period = p.id
WHERE p.state = 'published' AND p.id = coalesce(:period,
	(SELECT id FROM period WHERE state = 'published' ORDER BY first_day DESC LIMIT 1))
GROUP BY p.id

-- :lights
SELECT b.process, count(*) AS count
FROM published AS b
WHERE b.period = (SELECT id FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
	ORDER BY first_day DESC LIMIT 1)
GROUP BY b.process
ORDER BY instr('green yellow red completed paused not_started none', b.process)

-- :measures
SELECT m.number, text(b.title_text, 'title') AS title, text(b.responsible_text, 'name') AS responsible, b.process, b.effect
FROM published AS b JOIN measure AS m ON m.id = b.measure
WHERE b.period = (SELECT id FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
	ORDER BY first_day DESC LIMIT 1)
ORDER BY m.number

-- The last four periods in which each was published, up to the one shown.
-- :recent
SELECT number, period, process
FROM (SELECT m.number AS number, p.code AS period, b.process AS process, p.first_day AS first_day
	FROM (SELECT id, first_day FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
		ORDER BY first_day DESC LIMIT 1) AS q
	CROSS JOIN published AS z ON z.period = q.id CROSS JOIN measure AS m ON m.id = z.measure CROSS JOIN period AS p ON p.id IN (SELECT x.id
		FROM period AS x CROSS JOIN published AS y ON y.period = x.id AND y.measure = m.id
		WHERE x.state = 'published' AND x.first_day <= q.first_day ORDER BY x.first_day DESC LIMIT 4)
	CROSS JOIN published AS b ON b.period = p.id AND b.measure = m.id)
ORDER BY number, first_day

-- :periods
SELECT p.code AS period, l.t AS published, (SELECT count(*) FROM published WHERE period = p.id) AS measure_count
FROM period AS p JOIN log AS l ON l.seq = p.published_seq
WHERE p.state = 'published' AND p.first_day < coalesce(:before, 1 << 30)
ORDER BY p.first_day DESC LIMIT iif(:is_data, -1, 16)

-- :older
SELECT first_day + 1 AS older FROM period
WHERE state = 'published' AND first_day < coalesce(:before, 1 << 30) AND NOT :is_data
ORDER BY first_day DESC LIMIT 1 OFFSET 16

-- :meeting_notes
SELECT m.number AS meeting, m.sort AS meeting_sort, m.day AS day
FROM notes AS n JOIN meeting AS m ON m.id = n.meeting
WHERE n.published_seq IS NOT NULL ORDER BY m.day DESC, m.number

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))
