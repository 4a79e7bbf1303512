-- SPDX-License-Identifier: EUPL-1.2

-- :persons
SELECT p.number AS number, p.id AS person, text(p.function_text, 'function') AS function, text(p.name_text, 'name') AS name,
	text(o.name_text, 'name') AS organisation,
	text((SELECT name_text FROM binding WHERE person = p.id AND sort = 'login'), 'name') AS login,
	text((SELECT name_text FROM binding WHERE person = p.id AND sort = 'user'), 'name') AS system_user,
	p.is_closed AS is_closed, EXISTS (SELECT 1 FROM role_held WHERE person = p.id) AS has_role, NULL AS can_sign_in,
	NULL AS may_get_link,
	:roles & 256 AND NOT p.is_closed AND NOT EXISTS (SELECT 1 FROM role_held WHERE person = p.id) AS may_give_role,
	:roles & 256 AND NOT p.is_closed
		AND NOT EXISTS (SELECT 1 FROM binding WHERE person = p.id AND sort = 'login') AS may_name,
	NULL AS may_end_calendar
FROM person AS p LEFT JOIN organisation AS o ON o.id = p.organisation
ORDER BY p.is_closed, p.number

-- :roles
SELECT p.number AS number, r.role AS role FROM person AS p JOIN role_held AS r ON r.person = p.id ORDER BY p.number, r.role

-- :proposed
SELECT p.seq AS proposal, coalesce(text(h.function_text, 'function'), text(p.seq, 'function')) AS function,
	coalesce(text(h.name_text, 'name'), text(p.seq, 'name')) AS name, json_extract(p.line, '$.d.role') AS role,
	h.id IS NULL AS is_new, text(b.function_text, 'function') AS proposer, p.last_day AS last_day
FROM proposal AS p JOIN person AS b ON b.id = p.by LEFT JOIN person AS h ON h.id = p.obj
WHERE p.state = 'open' AND p.family = 'enrolment' AND p.last_day >= :today ORDER BY p.last_day, p.seq

-- :organisations
SELECT o.number AS number, o.code AS code, text(o.name_text, 'name') AS name, o.sort AS sort, o.is_closed AS is_closed,
	(SELECT count(*) FROM person AS p WHERE p.organisation = o.id AND NOT p.is_closed) AS person_count,
	(SELECT count(*) FROM measure AS m WHERE m.responsible = o.id) AS measure_count
FROM organisation AS o ORDER BY o.is_closed, o.number

-- :functions
SELECT p.id AS person, p.number AS number, text(p.function_text, 'function') AS function,
	text(p.name_text, 'name') AS name FROM person AS p ORDER BY p.number

-- :one
SELECT text(p.function_text, 'function') AS chosen_function, text(p.name_text, 'name') AS chosen_name
FROM person AS p WHERE p.id = :person
