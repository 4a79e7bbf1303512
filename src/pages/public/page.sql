-- SPDX-License-Identifier: EUPL-1.2
-- Only what period_published has made public, and only with the words of then (table published): nothing becomes public by
-- being saved.

-- :summary
SELECT text(c.name_text, 'name') AS council,
	(SELECT text(name_text, 'name') FROM plan WHERE number = (SELECT max(l.number) FROM published AS b
		JOIN measure AS m ON m.id = b.measure JOIN plan AS l ON l.id = m.plan)) AS plan,
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
FROM (SELECT m.number AS number, p.code AS period, b.process AS process, p.first_day AS first_day,
		row_number() OVER (PARTITION BY b.measure ORDER BY p.first_day DESC) AS place
	FROM (SELECT * FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
		ORDER BY first_day DESC LIMIT 1) AS q
	JOIN period AS p ON p.state = 'published' AND p.first_day <= q.first_day
	JOIN published AS b ON b.period = p.id JOIN measure AS m ON m.id = b.measure)
WHERE place <= 4 ORDER BY number, first_day

-- :periods
SELECT p.code AS period, l.t AS published, (SELECT count(*) FROM published WHERE period = p.id) AS measure_count
FROM period AS p JOIN log AS l ON l.seq = p.published_seq
WHERE p.state = 'published'
ORDER BY p.first_day DESC

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))
