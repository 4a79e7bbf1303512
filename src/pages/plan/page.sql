-- SPDX-License-Identifier: EUPL-1.2
-- The whole plan in one list, never cut.

-- :period
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM newest_period)) AS id
)
SELECT p.code AS period, p.state AS period_state, (SELECT text(name_text, 'name') FROM plan ORDER BY number DESC LIMIT 1) AS plan,
	(SELECT count(*) FROM measure) AS total,
	:responsible IS NOT NULL OR :process IS NOT NULL OR :horizon IS NOT NULL OR :focus_area IS NOT NULL
		OR :mine IS NOT NULL AS is_filtered, :mine IS NOT NULL AS is_mine, :roles & 2 AS may_import
FROM chosen LEFT JOIN period AS p ON p.id = chosen.id

-- :measures
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM newest_period)) AS id
), rows AS (
	SELECT m.*, l.effect, l.status, l.seq AS light_seq, l.day, p.first_day, p.closed_seq,
		coalesce(l.process, CASE m.state WHEN 'ongoing' THEN 'none' WHEN 'closed' THEN 'red' ELSE m.state END) AS process
	FROM measure AS m LEFT JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM chosen)
		LEFT JOIN period AS p ON p.id = l.period
	WHERE (:period IS NULL OR l.measure IS NOT NULL) AND (:responsible IS NULL OR m.responsible = :responsible)
		AND (:horizon IS NULL OR m.horizon = :horizon) AND (:focus_area IS NULL OR m.focus_area = :focus_area)
		AND (:mine IS NULL OR m.responsible = :organisation OR m.reporter = :actor OR m.confirmer = :actor)
)
SELECT r.number AS number, text(r.title_text, 'title') AS title, text(o.name_text, 'name') AS responsible,
	o.code AS organisation, r.horizon AS horizon, r.process AS process, r.effect AS effect, s.evidence AS evidence,
	s.checked AS checked, CASE WHEN r.process <> 'none' THEN :today - r.day END AS age_days,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by, g.by)), 'function') AS who,
	CASE WHEN r.process <> 'none' THEN r.day END AS reported,
	EXISTS (SELECT 1 FROM proposal AS p WHERE p.obj = r.id AND p.family = 'closing' AND p.state = 'open'
		AND p.last_day >= :today) OR coalesce(s.suggests_closing, 0) AND r.state <> 'closed' AS closing_proposed,
	r.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = r.id AND g.is_lowered AND NOT g.is_closed AND g.seq < coalesce(r.closed_seq, 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= r.first_day) AS is_goal_lowered,
	text((SELECT name_text FROM focus_area WHERE id = r.focus_area), 'name') AS focus_area, r.id AS id,
	'/measure/' || r.number AS link
FROM rows AS r JOIN organisation AS o ON o.id = r.responsible LEFT JOIN status AS s ON s.seq = r.status
LEFT JOIN log AS g ON g.seq = r.light_seq AND r.process NOT IN ('none', 'not_started')
WHERE :process IS NULL OR r.process = :process
ORDER BY r.number

-- :history
WITH chosen AS (
	SELECT first_day FROM period
	WHERE id = coalesce(:period, (SELECT id FROM newest_period))
)
SELECT l.measure AS id, p.code AS period, l.process AS process
FROM (SELECT id, code, first_day FROM period WHERE first_day <= (SELECT first_day FROM chosen) ORDER BY first_day DESC LIMIT 8) AS p
CROSS JOIN light AS l ON l.period = p.id
ORDER BY p.first_day

-- :responsibles
SELECT o.code AS code, text(o.name_text, 'name') AS name, o.id IS :responsible AS is_chosen
FROM organisation AS o WHERE EXISTS (SELECT 1 FROM measure AS m WHERE m.responsible = o.id) ORDER BY o.number

-- :processes
SELECT column1 AS code, column1 IS :process AS is_chosen
FROM (VALUES ('green'), ('yellow'), ('red'), ('none'), ('completed'), ('paused'), ('not_started'))

-- :horizons
SELECT column1 AS code, column1 IS :horizon AS is_chosen FROM (VALUES ('short'), ('long'))

-- :focus_areas
SELECT code, text(name_text, 'name') AS name, id IS :focus_area AS is_chosen FROM focus_area ORDER BY number
