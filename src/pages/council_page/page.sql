-- SPDX-License-Identifier: EUPL-1.2
-- One printed sheet: lists are cut, and say how many there are.

-- :period
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1)) AS id
), lights AS (
	SELECT count(*) AS total, coalesce(sum(process NOT IN ('not_started', 'paused', 'completed')), 0) AS started,
		coalesce(sum(process = 'green'), 0) AS green
	FROM light WHERE period = (SELECT id FROM chosen)
)
SELECT *, max(need_count - 5, 0) AS more_needs, max(change_count - 8, 0) AS more_changes,
	max(obstacle_count - 3, 0) AS more_obstacles
FROM (SELECT text((SELECT name_text FROM council), 'name') AS council_name, p.code AS period, p.state AS period_state,
	(SELECT text(name_text, 'name') FROM plan ORDER BY number DESC LIMIT 1) AS plan,
	:today AS as_of, (SELECT size - 1 FROM tree) AS last_entry, total, started, green,
	(SELECT b.code FROM period AS b WHERE b.last_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous,
	(SELECT count(*) FROM light AS l JOIN light AS b ON b.measure = l.measure AND b.period = (SELECT id FROM period AS b
		WHERE b.last_day < p.first_day ORDER BY b.first_day DESC LIMIT 1)
		WHERE l.period = p.id AND l.process <> b.process
			AND NOT (l.process = 'none' AND p.state = 'open')) AS change_count,
	(SELECT count(*) FROM light AS l JOIN status AS s ON s.seq = l.status
		WHERE l.period = p.id AND s.checked = 'unconfirmed') AS unconfirmed_count,
	(SELECT count(*) FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
		WHERE l.period = p.id AND s.obstacle IS NOT NULL AND s.remover <> m.responsible) AS need_count,
	(SELECT count(DISTINCT s.obstacle) FROM light AS l JOIN status AS s ON s.seq = l.status
		WHERE l.period = p.id AND s.obstacle IS NOT NULL) AS obstacle_count,
	(SELECT count(*) FROM proposal WHERE state = 'open' AND last_day >= :today AND family = 'closing') AS waiting_closings,
	(SELECT count(*) FROM proposal WHERE state = 'open' AND last_day >= :today AND family = 'decision') AS waiting_decisions
FROM chosen JOIN lights LEFT JOIN period AS p ON p.id = chosen.id)

-- :periods
SELECT code, id = coalesce(:period, (SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1)) AS is_chosen
FROM period ORDER BY first_day DESC

-- :counts
WITH words(process, place) AS (VALUES ('green', 1), ('yellow', 2), ('red', 3), ('none', 4), ('completed', 5), ('paused', 6),
	('not_started', 7))
SELECT w.process AS process, count(l.measure) AS count, sum(count(l.measure)) OVER () AS total
FROM words AS w LEFT JOIN light AS l ON l.process = w.process AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
GROUP BY w.process ORDER BY w.place

-- Who has not answered yet has not changed: silence counts when the period has been closed.
-- :changes
WITH chosen AS (
	SELECT p.id AS id, p.state AS state,
		(SELECT b.id FROM period AS b WHERE b.last_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous
	FROM period AS p
	WHERE p.id = coalesce(:period, (SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
)
SELECT m.number AS number, text(m.title_text, 'title') AS title, b.process AS before_process, l.process AS process,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible
FROM chosen JOIN light AS l ON l.period = chosen.id JOIN light AS b ON b.period = chosen.previous AND b.measure = l.measure
JOIN measure AS m ON m.id = l.measure
WHERE b.process <> l.process AND NOT (l.process = 'none' AND chosen.state = 'open')
ORDER BY CASE l.process WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 WHEN 'none' THEN 3 WHEN 'paused' THEN 4 ELSE 5 END, m.number
LIMIT 8

-- :obstacles
SELECT s.obstacle AS obstacle, count(*) AS count
FROM light AS l JOIN status AS s ON s.seq = l.status
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
GROUP BY s.obstacle ORDER BY count(*) DESC, s.obstacle LIMIT 3

-- Those who can remove most of one sort; the sums of all stand on the overview.
-- :removers
SELECT obstacle, remover, count, place > 1 AS is_later
FROM (SELECT s.obstacle AS obstacle, text(o.name_text, 'name') AS remover, count(*) AS count,
		row_number() OVER (PARTITION BY s.obstacle ORDER BY count(*) DESC, o.number) AS place
	FROM light AS l JOIN status AS s ON s.seq = l.status JOIN organisation AS o ON o.id = s.remover
	WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
		(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
	GROUP BY s.obstacle, o.id)
WHERE place <= 3 ORDER BY obstacle, place

-- :holders
SELECT text(o.name_text, 'name') AS responsible, count(*) AS count,
	row_number() OVER (ORDER BY count(*) DESC, o.number) > 1 AS is_later
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
GROUP BY o.id ORDER BY count(*) DESC, o.number LIMIT 6

-- :freers
SELECT text(o.name_text, 'name') AS remover, count(*) AS count,
	row_number() OVER (ORDER BY count(*) DESC, o.number) > 1 AS is_later
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN organisation AS o ON o.id = s.remover
WHERE s.obstacle IS NOT NULL AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
GROUP BY o.id ORDER BY count(*) DESC, o.number LIMIT 6

-- :suggested
SELECT m.number AS number, text(m.title_text, 'title') AS title,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE s.suggests_closing AND m.state <> 'closed' AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
ORDER BY m.number LIMIT 3

-- :closings
WITH chosen AS (
	SELECT p.opened_seq AS from_seq, coalesce((SELECT min(n.opened_seq) FROM period AS n WHERE n.first_day > p.last_day), 1 << 53) AS to_seq
	FROM period AS p
	WHERE p.id = coalesce(:period, (SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
)
SELECT m.number AS number, text(m.title_text, 'title') AS title, p.state AS proposal_state,
	json_extract(p.line, '$.d.cause') AS cause, text(p.seq, 'decider') AS decider, text(p.seq, 'reason') AS reason, p.seq AS entry
FROM chosen JOIN proposal AS p JOIN measure AS m ON m.id = p.obj
WHERE p.family = 'closing' AND (p.state = 'open' AND p.last_day >= :today
	OR p.state = 'seconded' AND p.end_seq >= from_seq AND p.end_seq < to_seq)
ORDER BY p.state, p.seq DESC LIMIT 4

-- :money
SELECT coalesce(sum(iif(sort = 'given', amount_ore, 0)), 0) AS given, coalesce(sum(iif(sort = 'used', amount_ore, 0)), 0) AS used,
	coalesce(sum(iif(sort = 'returned', amount_ore, 0)), 0) AS returned,
	coalesce(sum(iif(sort = 'given', amount_ore, -amount_ore)), 0) AS left
FROM money

-- :lowered
WITH chosen AS (
	SELECT p.id, p.first_day, coalesce(p.closed_seq, 1 << 53) AS to_seq
	FROM period AS p
	WHERE p.id = coalesce(:period, (SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
)
SELECT m.number AS number, text(m.title_text, 'title') AS title, text(i.name_text, 'name') AS indicator, g.target AS target,
	g.seq AS entry
FROM chosen JOIN light AS l ON l.period = chosen.id AND l.process = 'green' JOIN measure AS m ON m.id = l.measure
JOIN goal AS g ON g.measure = m.id AND g.is_lowered AND NOT g.is_closed LEFT JOIN indicator AS i ON i.id = g.indicator
WHERE g.seq < to_seq AND (SELECT strftime('%s', t) / 86400 FROM log WHERE seq = g.seq) >= chosen.first_day
ORDER BY m.number LIMIT 3

-- A next step is cut at 110 characters: the sheet must hold it; the whole stands behind the link.
-- :needs
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.obstacle AS obstacle,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible,
	text((SELECT name_text FROM organisation WHERE id = s.remover), 'name') AS remover, (SELECT iif(length(x) > 110, substr(x, 1, 109) || '…', x) FROM (SELECT text(s.seq, 'next_step') AS x)) AS next_step,
	s.seq AS entry
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
WHERE s.obstacle IS NOT NULL AND s.remover <> m.responsible AND l.period = coalesce(:period,
	(SELECT id FROM period ORDER BY state = 'open' DESC, first_day DESC LIMIT 1))
ORDER BY m.number LIMIT 5
