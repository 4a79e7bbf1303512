-- SPDX-License-Identifier: EUPL-1.2
-- The open period, or the newest, or the one asked for.  A council without periods has a page too: one empty row.

-- :period
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM newest_period)) AS id
), lights AS (
	SELECT count(*) AS total, coalesce(sum(process NOT IN ('not_started', 'paused', 'completed')), 0) AS started,
		coalesce(sum(process = 'green'), 0) AS green
	FROM light WHERE period = (SELECT id FROM chosen)
)
SELECT p.code AS period, p.state AS period_state, p.answer_by AS answer_by,
	(SELECT text(name_text, 'name') FROM plan ORDER BY number DESC LIMIT 1) AS plan,
	total, started, green, green * 2 > started AS is_majority_green,
	(SELECT count(*) FROM light AS l JOIN status AS s ON s.seq = l.status
		WHERE l.period = p.id AND s.checked = 'unconfirmed') AS unconfirmed_count,
	(SELECT b.code FROM period AS b WHERE b.first_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous,
	p.state = 'open' AS is_open, :roles & 2 AS may_open
FROM chosen JOIN lights LEFT JOIN period AS p ON p.id = chosen.id

-- The newest periods, and those up to the one asked for: from one to the next all of them can be reached.
-- :periods
SELECT code, id = coalesce(:period, (SELECT id FROM newest_period)) AS is_chosen
FROM (SELECT * FROM (SELECT id, code, first_day FROM period ORDER BY first_day DESC LIMIT iif(:is_data, -1, 16))
	UNION SELECT * FROM (SELECT id, code, first_day FROM period
		WHERE first_day <= (SELECT first_day FROM period WHERE id = :period) ORDER BY first_day DESC LIMIT 8))
ORDER BY first_day DESC

-- :counts
WITH words(process, place, drawing, top, height) AS (VALUES ('green', 1, 'fill', 0, 24), ('yellow', 2, 'fill', 6, 18),
	('red', 3, 'fill', 12, 12), ('none', 4, 'line', 16, 8), ('completed', 5, 'line', 2, 20), ('paused', 6, 'line', 16, 8),
	('not_started', 7, 'line', 16, 8)
), counted AS (
	SELECT w.process, w.place, w.drawing, w.top, w.height, count(l.measure) AS count
	FROM words AS w LEFT JOIN light AS l ON l.process = w.process AND l.period = coalesce(:period,
		(SELECT id FROM newest_period))
	GROUP BY w.process
)
SELECT process, count, sum(count) OVER () AS total,
	coalesce((sum(count) OVER (ORDER BY place) - count) * 1000 / sum(count) OVER (), 0) AS start,
	coalesce(count * 1000 / sum(count) OVER (), 0) AS width, top, height, drawing
FROM counted ORDER BY place

-- Who has not answered yet has not changed: silence counts when the period has been closed.
-- :changes
WITH chosen AS (
	SELECT p.id AS id, p.state AS state, p.first_day AS first_day, p.closed_seq AS closed_seq,
		(SELECT b.id FROM period AS b WHERE b.first_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous
	FROM period AS p
	WHERE p.id = coalesce(:period, (SELECT id FROM newest_period))
)
SELECT m.number AS number, text(m.title_text, 'title') AS title, b.process AS before_process, l.process AS process,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible,
	CASE WHEN l.status IS NOT NULL THEN text(l.status, 'text')
		WHEN l.process = 'red' THEN text((SELECT proposal FROM closing WHERE measure = m.id), 'reason')
		WHEN l.process = 'paused' THEN text(m.state_seq, 'reason')
		WHEN l.process = 'completed' THEN text(m.state_seq, 'result') END AS why,
	l.seq AS entry,
	l.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = l.measure AND g.is_lowered AND NOT g.is_closed AND g.seq < coalesce(chosen.closed_seq, 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= chosen.first_day) AS is_goal_lowered
FROM chosen JOIN light AS l ON l.period = chosen.id JOIN light AS b ON b.period = chosen.previous AND b.measure = l.measure
JOIN measure AS m ON m.id = l.measure
WHERE b.process <> l.process AND NOT (l.process = 'none' AND chosen.state = 'open')
ORDER BY CASE l.process WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 WHEN 'none' THEN 3 WHEN 'paused' THEN 4 ELSE 5 END, m.number

-- :obstacles
SELECT s.obstacle AS obstacle, count(*) AS count, sum(s.remover <> m.responsible) AS elsewhere
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
GROUP BY s.obstacle ORDER BY count(*) DESC, s.obstacle

-- :obstacles_by_organisation
SELECT o.code AS organisation, text(o.name_text, 'name') AS responsible, count(*) AS count
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
GROUP BY o.id ORDER BY count(*) DESC, o.number

-- :obstacles_by_remover
SELECT o.code AS organisation, text(o.name_text, 'name') AS remover, count(*) AS count
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN organisation AS o ON o.id = s.remover
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
GROUP BY o.id ORDER BY count(*) DESC, o.number

-- :unconfirmed
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.process AS process, s.seq AS entry,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible,
	text((SELECT function_text FROM person WHERE id = m.confirmer), 'function') AS confirmer, :today - s.day AS age_days
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE s.checked = 'unconfirmed' AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
ORDER BY m.number
