-- SPDX-License-Identifier: EUPL-1.2
-- The period asked for, else the newest that is closed and not published, else the newest of all.

-- :period
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM period ORDER BY state = 'closed' DESC, first_day DESC LIMIT 1)) AS id
), lights AS (
	SELECT count(*) AS total, coalesce(sum(process = 'green'), 0) AS green, coalesce(sum(process = 'yellow'), 0) AS yellow,
		coalesce(sum(process = 'red'), 0) AS red, coalesce(sum(process = 'none'), 0) AS none,
		coalesce(sum(is_unconfirmed), 0) AS unconfirmed_count
	FROM council_page_light WHERE sheet = (SELECT id FROM chosen)
)
SELECT p.code AS period, p.state AS period_state, total, green, yellow, red, none, unconfirmed_count,
	p.state = 'closed' AND total > 0 AS is_ready, p.state = 'open' AS is_open, coalesce(:marked, 'all') = 'all' AS is_marked
FROM chosen JOIN lights LEFT JOIN period AS p ON p.id = chosen.id

-- :periods
SELECT code, id = coalesce(:period, (SELECT id FROM period ORDER BY state = 'closed' DESC, first_day DESC LIMIT 1)) AS is_chosen
FROM period ORDER BY first_day DESC

-- :measures
SELECT l.number AS number, text(l.title_text, 'title') AS title, text(l.responsible_text, 'name') AS responsible,
	l.process AS process, (SELECT effect FROM light AS x JOIN measure AS m ON m.id = x.measure
		WHERE x.period = l.sheet AND m.number = l.number) AS effect,
	l.is_unconfirmed AS is_unconfirmed, coalesce(:marked, 'all') = 'all' AS is_chosen
FROM council_page_light AS l
WHERE l.sheet = coalesce(:period, (SELECT id FROM period ORDER BY state = 'closed' DESC, first_day DESC LIMIT 1))
	AND (SELECT state FROM period WHERE id = l.sheet) = 'closed'
ORDER BY l.number
