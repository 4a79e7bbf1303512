-- SPDX-License-Identifier: EUPL-1.2
-- Each list goes through an index or over a short register; what is long stands on its own page, linked.

-- :now
WITH chosen AS (SELECT * FROM period WHERE state = 'open')
SELECT text((SELECT name_text FROM council), 'name') AS council_name, :today AS as_of,
	(SELECT size - 1 FROM tree) AS last_entry, (SELECT text(name_text, 'name') FROM plan ORDER BY number DESC LIMIT 1) AS plan,
	c.code AS period, c.answer_by AS answer_by, (SELECT count(*) FROM light WHERE period = c.id) AS total,
	(SELECT count(*) FROM light WHERE period = c.id AND process = 'none') AS silent_count,
	(SELECT count(*) FROM light AS l JOIN status AS s ON s.seq = l.status WHERE l.period = (SELECT id FROM newest_period)
		AND s.checked = 'unconfirmed') AS unconfirmed_count,
	(SELECT count(*) FROM question WHERE answered_seq IS NULL) AS question_count,
	(SELECT count(*) FROM proposal WHERE state = 'open' AND last_day >= :today) AS proposal_count,
	(SELECT code FROM period ORDER BY first_day DESC LIMIT 1) AS last_opened,
	(SELECT code FROM period WHERE state <> 'open' ORDER BY first_day DESC LIMIT 1) AS last_closed,
	(SELECT code FROM period WHERE state = 'published' ORDER BY first_day DESC LIMIT 1) AS last_published,
	(SELECT number FROM frozen ORDER BY number DESC LIMIT 1) AS last_frozen,
	(SELECT code FROM period WHERE state = 'closed' ORDER BY first_day DESC LIMIT 1) AS to_publish, :roles & 2 AS may_note
FROM (SELECT 1) LEFT JOIN chosen AS c

-- :silent
SELECT o.code AS organisation, text(o.name_text, 'name') AS responsible, count(*) AS count
FROM period AS p CROSS JOIN light AS l ON l.period = p.id AND l.process = 'none' JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible
WHERE p.state = 'open' GROUP BY o.id ORDER BY count(*) DESC, o.number

-- :waiting
SELECT p.seq AS entry, p.family AS family, m.number AS measure, text(m.title_text, 'title') AS title,
	text((SELECT function_text FROM person WHERE id = p.by), 'function') AS proposer,
	text((SELECT function_text FROM person WHERE id = p.second), 'function') AS asked, p.last_day AS last_day
FROM proposal AS p LEFT JOIN measure AS m ON m.id = p.obj AND p.family = 'closing'
WHERE p.state = 'open' AND p.last_day >= :today ORDER BY p.last_day, p.seq

-- :questions
SELECT q.seq AS entry, m.number AS measure, text(m.title_text, 'title') AS title,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible,
	text((SELECT function_text FROM person WHERE id = q.by), 'function') AS who, q.day AS asked, text(q.seq, 'text') AS text
FROM question AS q JOIN measure AS m ON m.id = q.measure WHERE q.answered_seq IS NULL ORDER BY +q.seq

-- Ongoing or waiting measures that nobody is named to report or confirm.
-- :lacking
SELECT lacking, number, text(title_text, 'title') AS title,
	text((SELECT name_text FROM organisation WHERE id = responsible), 'name') AS responsible
FROM (SELECT 'reporter' AS lacking, number, title_text, responsible FROM measure WHERE reporter IS NULL
		AND state NOT IN ('closed', 'completed')
	UNION ALL SELECT 'confirmer', number, title_text, responsible FROM measure WHERE confirmer IS NULL
		AND state NOT IN ('closed', 'completed'))
ORDER BY lacking DESC, number

-- :roles
WITH words(role, place) AS (VALUES ('coordinator', 1), ('administrator', 2), ('registrar', 3), ('auditor', 4), ('security', 5),
	('police', 6), ('member', 7), ('contact', 8))
SELECT w.role AS role, (SELECT count(*) FROM role_held AS h JOIN person AS p ON p.id = h.person AND NOT p.is_closed
	WHERE h.role = w.role) AS holder_count
FROM words AS w ORDER BY w.place

-- :role_holders
SELECT h.role AS role, text(p.function_text, 'function') AS function,
	text((SELECT name_text FROM organisation WHERE id = p.organisation), 'name') AS organisation,
	row_number() OVER (PARTITION BY h.role ORDER BY p.number) > 1 AS is_later
FROM role_held AS h JOIN person AS p ON p.id = h.person AND NOT p.is_closed ORDER BY h.role, p.number

-- :bodies
SELECT id, text(name_text, 'name') AS name, sort FROM body WHERE NOT is_closed ORDER BY number

-- :members
SELECT b.body AS id, text(p.function_text, 'function') AS function,
	row_number() OVER (PARTITION BY b.body ORDER BY p.number) > 1 AS is_later
FROM body_member AS b JOIN person AS p ON p.id = b.person AND NOT p.is_closed ORDER BY b.body, p.number

-- Whoever cannot do a step reads it without the link.
-- :year
SELECT column1 AS step, CASE WHEN :roles & 2 THEN column2 END AS path
FROM (VALUES ('open', '/write/period_opened'), ('ask', '/letters'), ('challenge', '/plan'), ('second', '/decisions'),
	('freeze', '/council_page'), ('close', '/write/period_closed'), ('publish', '/publish'), ('yearly', '/plan'),
	('people', '/people'))

-- :decided
SELECT p.seq AS entry, p.family AS family, m.number AS measure, text(m.title_text, 'title') AS title, l.t AS seconded,
	text((SELECT function_text FROM person WHERE id = p.end_by), 'function') AS seconder
FROM proposal AS p JOIN log AS l ON l.seq = p.end_seq LEFT JOIN measure AS m ON m.id = p.obj AND p.family = 'closing'
WHERE p.state = 'seconded' ORDER BY p.end_seq DESC LIMIT 8

-- :notes
SELECT n.topic AS topic, text(n.seq, 'text') AS text, l.t AS written,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS function, n.seq AS entry
FROM handover_note AS n JOIN log AS l ON l.seq = n.seq ORDER BY instr('backups keys contacts agreements routines other', n.topic)
