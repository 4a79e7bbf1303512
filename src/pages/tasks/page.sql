-- SPDX-License-Identifier: EUPL-1.2
-- What waits for the one who asks, oldest first.  The overview asks the same queries, and the menu counts the first five.

-- :to_report
SELECT m.number AS number, text(m.title_text, 'title') AS title, p.answer_by AS answer_by
FROM period AS p CROSS JOIN light AS l ON l.period = p.id AND l.process = 'none' JOIN measure AS m ON m.id = l.measure
WHERE p.state = 'open' AND :roles & 62 AND m.state = 'ongoing' AND (m.reporter = :actor OR m.responsible = :organisation)
ORDER BY m.reporter IS NOT :actor, m.number

-- :to_confirm
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.seq AS entry, s.process AS process,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by)), 'function') AS who, s.day AS reported
FROM period AS p CROSS JOIN light AS l ON l.period = p.id JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE p.state = 'open' AND s.checked = 'unconfirmed' AND m.confirmer = :actor AND s.by <> :actor
	AND s.on_behalf_of IS NOT :actor
ORDER BY s.day, m.number

-- :to_second
SELECT p.seq AS entry, p.family AS family, iif(p.family = 'enrolment', NULL, o.number) AS number,
	coalesce(text(m.title_text, 'title'), text(h.function_text, 'function'), text(p.seq, 'function')) AS title,
	text((SELECT function_text FROM person WHERE id = p.by), 'function') AS who,
	p.last_day AS last_day
FROM proposal AS p LEFT JOIN object AS o ON o.id = p.obj LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN person AS h ON h.id = p.obj AND p.family = 'enrolment'
WHERE p.state = 'open' AND p.last_day >= :today AND p.by <> :actor AND (p.second IS NULL OR p.second = :actor)
	AND instr(:families, ' ' || p.family || ' ')
	AND NOT EXISTS (SELECT 1 FROM bias WHERE person = :actor AND obj = p.obj)
ORDER BY p.last_day, p.seq

-- :to_answer
SELECT q.seq AS entry, m.number AS number, text(m.title_text, 'title') AS title, text(q.seq, 'text') AS text,
	text((SELECT function_text FROM person WHERE id = q.by), 'function') AS who, q.day AS asked
FROM measure AS m CROSS JOIN question AS q ON q.measure = m.id
WHERE q.answered_seq IS NULL AND q.by <> :actor AND :roles & 62 AND (m.reporter = :actor OR m.responsible = :organisation)
ORDER BY q.seq

-- :to_teach
SELECT m.number AS number, text(m.title_text, 'title') AS title
FROM measure AS m
WHERE m.state = 'closed' AND m.lesson_text IS NULL AND :roles & 62
	AND (m.reporter = :actor OR m.responsible = :organisation)
ORDER BY m.state_seq

-- :own_proposals
SELECT p.seq AS entry, p.family AS family, iif(p.family = 'enrolment', NULL, o.number) AS number,
	coalesce(text(m.title_text, 'title'), text(h.function_text, 'function'), text(p.seq, 'function')) AS title,
	text((SELECT function_text FROM person WHERE id = p.second), 'function') AS asked,
	p.last_day AS last_day
FROM proposal AS p LEFT JOIN object AS o ON o.id = p.obj LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN person AS h ON h.id = p.obj AND p.family = 'enrolment'
WHERE p.state = 'open' AND p.last_day >= :today AND p.by = :actor ORDER BY p.last_day, p.seq

-- Passages whose secrecy was to be tried anew by a day that is past, until an addendum says how that went.
-- :to_try
SELECT p.seq AS entry, m.number AS meeting, m.day AS day, p.until AS until, p.provision AS provision,
	text((SELECT name_text FROM organisation WHERE id = p.sender), 'name') AS sender
FROM passage AS p JOIN meeting AS m ON m.id = p.meeting JOIN notes AS n ON n.meeting = p.meeting
WHERE p.until < date(:today * 86400, 'unixepoch') AND p.tried_seq IS NULL AND :roles & 2
ORDER BY p.until, p.seq

-- :silent
SELECT o.code AS organisation, text(o.name_text, 'name') AS responsible, count(*) AS count
FROM light AS l JOIN measure AS m ON m.id = l.measure JOIN organisation AS o ON o.id = m.responsible
WHERE l.process = 'none' AND :roles & 2 AND l.period = (SELECT id FROM period WHERE state = 'open')
GROUP BY o.id ORDER BY count(*) DESC, o.number

-- :unconfirmed
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.process AS process, s.seq AS entry,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible,
	text((SELECT function_text FROM person WHERE id = m.confirmer), 'function') AS confirmer, :today - s.day AS age_days
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE s.checked = 'unconfirmed' AND :roles & 2
	AND l.period = (SELECT id FROM newest_period)
ORDER BY s.day, m.number

-- Questions, never verdicts, for the coordinator and the responsible alone.  A measure's lights are counted back from the
-- newest; one that waits for an answer in the open period is not counted yet.  That red needs a decision is no question
-- here: without one there is no red.
-- :to_ask
WITH spans AS MATERIALIZED (
	SELECT id, code, state, first_day, closed_seq FROM period ORDER BY first_day DESC LIMIT 6
), mine AS MATERIALIZED (
	SELECT id, number, title_text, responsible FROM measure
	WHERE :roles & 2 OR :roles & 62 AND (reporter = :actor OR responsible = :organisation)
), lights AS MATERIALIZED (
	SELECT l.measure, l.process, l.status, x.code, x.first_day, x.closed_seq,
		row_number() OVER (PARTITION BY l.measure ORDER BY x.first_day DESC) AS back
	FROM spans AS x CROSS JOIN mine AS m JOIN light AS l ON l.measure = m.id AND l.period = x.id
	WHERE NOT (l.process = 'none' AND x.state = 'open')
), years AS MATERIALIZED (
	SELECT measure, min(process) AS low, max(process) AS high, count(*) AS count, min(first_day) AS first_day
	FROM lights WHERE back <= 4 GROUP BY measure
), newest AS MATERIALIZED (
	SELECT g.measure, g.id AS goal, g.sort, i.name_text, i.better, CAST(v.value AS REAL) AS value, v.value AS shown,
		row_number() OVER (PARTITION BY g.id ORDER BY v.date_day DESC, v.seq DESC) AS back
	FROM lights AS l JOIN goal AS g ON g.measure = l.measure JOIN indicator AS i ON i.id = g.indicator
	JOIN indicator_value AS v ON (v.seq, v.item) IN (SELECT seq, item FROM indicator_value WHERE indicator = g.indicator
		ORDER BY date_day DESC, seq DESC LIMIT 3)
	WHERE l.back = 1 AND l.process = 'green' AND NOT g.is_closed
), asked(rule, place, measure, a, b, c) AS (
	SELECT 'goal_lowered', 1, l.measure, CAST(g.number AS TEXT), l.code, NULL
	FROM lights AS l JOIN goal AS g ON g.measure = l.measure AND g.is_lowered AND NOT g.is_closed JOIN log AS x ON x.seq = g.seq
	WHERE l.back = 1 AND l.process = 'green' AND g.seq < coalesce(l.closed_seq, 1 << 53)
		AND strftime('%s', x.t) / 86400 >= l.first_day
	UNION ALL
	SELECT 'goal_overdue', 2, l.measure, CAST(g.number AS TEXT), g.due, NULL
	FROM lights AS l JOIN goal AS g ON g.measure = l.measure AND g.due_day < :today AND NOT g.is_closed
	WHERE l.back = 1 AND l.process = 'green' AND NOT EXISTS (SELECT 1 FROM newest AS n WHERE n.goal = g.id AND n.back = 1
		AND CASE n.better WHEN 'up' THEN n.value >= CAST(g.target AS REAL) ELSE n.value <= CAST(g.target AS REAL) END)
	UNION ALL
	SELECT 'effect_worse', 3, n.measure, text(n.name_text, 'name'), o.shown, n.shown
	FROM newest AS n JOIN newest AS p ON p.goal = n.goal AND p.back = 2 JOIN newest AS o ON o.goal = n.goal AND o.back = 3
	WHERE n.back = 1 AND n.sort = 'effect'
		AND CASE n.better WHEN 'up' THEN n.value < p.value AND p.value < o.value ELSE n.value > p.value AND p.value > o.value END
	UNION ALL
	SELECT 'green_to_red', 4, l.measure, NULL, NULL, NULL
	FROM lights AS l JOIN lights AS b ON b.measure = l.measure AND b.back = 2
	WHERE l.back = 1 AND l.process = 'red' AND b.process = 'green'
	UNION ALL
	SELECT 'yellow_year', 5, measure, NULL, NULL, NULL FROM years WHERE count = 4 AND low = 'yellow' AND high = 'yellow'
	UNION ALL
	SELECT 'green_unmeasured', 6, y.measure, NULL, NULL, NULL
	FROM years AS y
	WHERE count = 4 AND low = 'green' AND high = 'green' AND NOT EXISTS (SELECT 1 FROM goal AS g JOIN indicator_value AS v
		ON v.indicator = g.indicator WHERE g.measure = y.measure AND g.sort = 'effect' AND v.date_day >= y.first_day)
	UNION ALL
	SELECT 'only_stated', 7, l.measure, NULL, NULL, NULL
	FROM lights AS l JOIN status AS s ON s.seq = l.status
	WHERE l.back <= 3 AND s.evidence = 'stated' GROUP BY l.measure HAVING count(*) = 3
	UNION ALL
	SELECT 'same_text', 8, l.measure, b.code, NULL, NULL
	FROM lights AS l JOIN lights AS b ON b.measure = l.measure AND b.back = 2
	WHERE l.back = 1 AND l.status <> b.status AND typeof(text(l.status, 'text')) = 'text'
		AND text(l.status, 'text') = text(b.status, 'text')
	UNION ALL
	SELECT 'all_green', 9, m.responsible, CAST(count(*) / 3 AS TEXT), NULL, NULL
	FROM lights AS l JOIN mine AS m ON m.id = l.measure
	WHERE l.back <= 3 AND l.process NOT IN ('not_started', 'paused', 'completed')
	GROUP BY m.responsible HAVING min(l.process) = 'green' AND max(l.process) = 'green' AND count(*) >= 9
		AND count(*) = 3 * count(DISTINCT l.measure) AND (:roles & 2 OR m.responsible = :organisation)
)
SELECT q.rule AS rule, m.number AS number, text(m.title_text, 'title') AS title, text(o.name_text, 'name') AS responsible,
	o.code AS organisation, NULL AS question, q.a AS a, q.b AS b, q.c AS c
FROM asked AS q LEFT JOIN mine AS m ON m.id = q.measure JOIN organisation AS o ON o.id = coalesce(m.responsible, q.measure)
ORDER BY q.place, m.number, o.number

-- Everybody with a role; those who have a passphrase are left out afterwards (page.c), since the state knows of none.
-- :without_sign_in
SELECT p.id AS id, p.number AS number, text(p.function_text, 'function') AS function,
	text((SELECT name_text FROM organisation WHERE id = p.organisation), 'name') AS organisation_name
FROM person AS p
WHERE :roles & 256 AND p.is_closed = 0 AND EXISTS (SELECT 1 FROM role_held WHERE person = p.id)
ORDER BY p.number
