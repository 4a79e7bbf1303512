-- SPDX-License-Identifier: EUPL-1.2
-- From the table published alone, with the words of then.

-- :measure
SELECT b.measure AS id, m.number AS number, text(b.title_text, 'title') AS title, text(b.responsible_text, 'name') AS responsible,
	text((SELECT name_text FROM council), 'name') AS council, p.code AS period, b.process AS process, b.effect AS effect
FROM published AS b JOIN period AS p ON p.id = b.period JOIN measure AS m ON m.id = b.measure
WHERE b.measure = :measure ORDER BY p.first_day DESC LIMIT 1

-- :history
SELECT id, period, process
FROM (SELECT b.measure AS id, p.code AS period, b.process AS process, p.first_day AS first_day
	FROM published AS b JOIN period AS p ON p.id = b.period
	WHERE b.measure = :measure ORDER BY p.first_day DESC LIMIT 8)
ORDER BY first_day

-- :periods
SELECT p.code AS period, b.process AS process, b.effect AS effect, text(b.title_text, 'title') AS title,
	text(b.responsible_text, 'name') AS responsible, l.t AS published, text(b.function_text, 'function') AS function, b.seq AS entry
FROM published AS b JOIN period AS p ON p.id = b.period JOIN log AS l ON l.seq = b.seq
WHERE b.measure = :measure ORDER BY p.first_day DESC

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))
