-- SPDX-License-Identifier: EUPL-1.2
-- The period asked for, else the newest that is closed and not published, else the newest of all.

-- :chosen
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM period WHERE state = 'closed' ORDER BY first_day DESC LIMIT 1),
		(SELECT id FROM newest_period)) AS id
)

-- :period
-- use :chosen
, lights AS (
	SELECT count(*) AS total, coalesce(sum(l.process = 'green'), 0) AS green, coalesce(sum(l.process = 'yellow'), 0) AS yellow,
		coalesce(sum(l.process = 'red'), 0) AS red, coalesce(sum(l.process = 'none'), 0) AS none,
		coalesce(sum(s.checked = 'unconfirmed'), 0) AS unconfirmed_count
	FROM light AS l LEFT JOIN status AS s ON s.seq = l.status WHERE l.period = (SELECT id FROM chosen)
)
SELECT p.code AS period, p.state AS period_state, total, green, yellow, red, none, unconfirmed_count,
	p.state = 'closed' AND total > 0 AS is_ready, p.state = 'open' AS is_open
FROM chosen JOIN lights LEFT JOIN period AS p ON p.id = chosen.id

-- :periods
-- use :chosen
SELECT code, id = (SELECT id FROM chosen) AS is_chosen
FROM (SELECT * FROM (SELECT id, code, first_day FROM period ORDER BY first_day DESC LIMIT iif(:is_data, -1, 16))
	UNION SELECT * FROM (SELECT id, code, first_day FROM period
		WHERE first_day <= (SELECT first_day FROM period WHERE id = :period) ORDER BY first_day DESC LIMIT 8))
ORDER BY first_day DESC

-- :measures
-- use :chosen
SELECT m.number AS number, text(m.title_text, 'title') AS title, text(o.name_text, 'name') AS responsible,
	l.process AS process, l.effect AS effect, coalesce(s.checked = 'unconfirmed', 0) AS is_unconfirmed,
	coalesce(:marked, 'all') = 'all' AS is_chosen
FROM light AS l JOIN period AS p ON p.id = l.period AND p.state = 'closed' JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible LEFT JOIN status AS s ON s.seq = l.status
WHERE l.period = (SELECT id FROM chosen)
ORDER BY m.number
