-- SPDX-License-Identifier: EUPL-1.2
-- Who is asked about the open period: the measure's reporter, else the first contact of the organisation responsible.
-- Ongoing measures alone are asked about; the others' light is set by their state.

-- :period
SELECT p.code AS period, p.answer_by AS answer_by, p.id IS NOT NULL AS is_open,
	:today - (CAST(julianday(substr((SELECT t FROM log WHERE seq = p.opened_seq), 1, 10)) - 2440587.5 AS INTEGER)) AS open_days,
	(SELECT t FROM log WHERE seq = p.opened_seq) AS opened, :show IS NOT NULL AS is_silent_only
FROM (SELECT 1) LEFT JOIN period AS p ON p.state = 'open'

-- :contacts
WITH asked AS (
	SELECT m.id AS measure, l.process AS process, l.status AS status, coalesce(m.reporter, (
		SELECT p.id FROM person AS p JOIN role_held AS r ON r.person = p.id
		WHERE p.organisation = m.responsible AND NOT p.is_closed AND r.role IN ('contact', 'police', 'security')
		ORDER BY p.number LIMIT 1)) AS person
	FROM period AS p CROSS JOIN light AS l ON l.period = p.id JOIN measure AS m ON m.id = l.measure
	WHERE p.state = 'open' AND m.state = 'ongoing'
)
SELECT p.number AS number, p.id AS person, text(p.function_text, 'function') AS function, text(p.name_text, 'name') AS name,
	text((SELECT name_text FROM organisation WHERE id = p.organisation), 'name') AS organisation,
	count(*) AS total, sum(a.process <> 'none') AS answered,
	CASE sum(a.process <> 'none') WHEN 0 THEN 'silent' WHEN count(*) THEN 'answered' ELSE 'partly' END AS answer,
	CASE WHEN sum(a.process <> 'none') < count(*) THEN :today - coalesce(max(s.day),
		(SELECT CAST(julianday(substr(t, 1, 10)) - 2440587.5 AS INTEGER) FROM log
			WHERE seq = (SELECT opened_seq FROM period WHERE state = 'open'))) END AS silent_days,
	NOT p.is_closed AND EXISTS (SELECT 1 FROM role_held AS r WHERE r.person = p.id
		AND r.role IN ('contact', 'member', 'police', 'security')) AS can_letter,
	NULL AS last_made, NULL AS last_used, NULL AS can_sign_in, sum(a.process <> 'none') < count(*) AS is_waiting
FROM asked AS a JOIN person AS p ON p.id = a.person LEFT JOIN status AS s ON s.seq = a.status
GROUP BY p.id HAVING :show IS NULL OR sum(a.process <> 'none') < count(*)
ORDER BY sum(a.process <> 'none') = count(*), sum(a.process <> 'none') > 0, p.number

-- :measures
WITH asked AS (
	SELECT m.number AS measure, text(m.title_text, 'title') AS title, l.process AS process, coalesce(m.reporter, (
		SELECT p.id FROM person AS p JOIN role_held AS r ON r.person = p.id
		WHERE p.organisation = m.responsible AND NOT p.is_closed AND r.role IN ('contact', 'police', 'security')
		ORDER BY p.number LIMIT 1)) AS person
	FROM period AS p CROSS JOIN light AS l ON l.period = p.id JOIN measure AS m ON m.id = l.measure
	WHERE p.state = 'open' AND m.state = 'ongoing'
)
SELECT p.number AS number, a.measure AS measure, a.title AS title, a.process AS process, a.process = 'none' AS is_waiting
FROM asked AS a JOIN person AS p ON p.id = a.person ORDER BY p.number, a.measure

-- Nobody to ask: no reporter, and nobody with a role at the organisation.
-- :unasked
SELECT m.number AS measure, text(m.title_text, 'title') AS title,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS organisation
FROM period AS p CROSS JOIN light AS l ON l.period = p.id JOIN measure AS m ON m.id = l.measure
WHERE p.state = 'open' AND m.state = 'ongoing' AND m.reporter IS NULL AND NOT EXISTS (
	SELECT 1 FROM person AS p JOIN role_held AS r ON r.person = p.id
	WHERE p.organisation = m.responsible AND NOT p.is_closed AND r.role IN ('contact', 'police', 'security'))
ORDER BY m.number

-- :sender
SELECT text(name_text, 'name') AS sender, text(function_text, 'function') AS sender_function,
	(SELECT text(name_text, 'name') FROM council) AS from_council
FROM person WHERE id = :actor
