-- SPDX-License-Identifier: EUPL-1.2
-- From the table published alone, with the words of then.

-- :measure
SELECT b.measure AS id, m.number AS number, text(b.title_text, 'title') AS title, text(b.responsible_text, 'name') AS responsible,
	text((SELECT name_text FROM council), 'name') AS council, p.code AS period, b.process AS process, b.effect AS effect
FROM period AS p CROSS JOIN published AS b ON b.period = p.id AND b.measure = :measure JOIN measure AS m ON m.id = b.measure
WHERE p.state = 'published' ORDER BY p.first_day DESC LIMIT 1

-- :history
SELECT id, period, process
FROM (SELECT b.measure AS id, p.code AS period, b.process AS process, p.first_day AS first_day
	FROM period AS p CROSS JOIN published AS b ON b.period = p.id AND b.measure = :measure
	WHERE p.state = 'published' ORDER BY p.first_day DESC LIMIT 8)
ORDER BY first_day

-- :periods
SELECT p.code AS period, b.process AS process, b.effect AS effect, text(b.title_text, 'title') AS title,
	text(b.responsible_text, 'name') AS responsible, l.t AS published, text(b.function_text, 'function') AS function, b.seq AS entry
FROM period AS p CROSS JOIN published AS b ON b.period = p.id AND b.measure = :measure JOIN log AS l ON l.seq = b.seq
WHERE p.state = 'published' AND p.first_day < coalesce(:before, 1 << 30)
ORDER BY p.first_day DESC LIMIT iif(:is_data, -1, 24)

-- :older
SELECT p.first_day + 1 AS older
FROM period AS p CROSS JOIN published AS b ON b.period = p.id AND b.measure = :measure
WHERE p.state = 'published' AND p.first_day < coalesce(:before, 1 << 30) AND NOT :is_data
ORDER BY p.first_day DESC LIMIT 1 OFFSET 24

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))
