-- SPDX-License-Identifier: EUPL-1.2
-- Only what period_published has made public, and only as it was then: a measure's title and its responsible organisation
-- are those of the newest entry that gave them before the publishing, so that nothing becomes public by being saved.

-- :summary
SELECT text(c.name_text, 'name') AS council,
	(SELECT text(name_text, 'name') FROM plan WHERE number = (SELECT max(l.number) FROM published AS b
		JOIN measure AS m ON m.id = b.measure JOIN plan AS l ON l.id = m.plan)) AS plan,
	(SELECT count(*) FROM period WHERE state = 'published') AS published_periods
FROM council AS c

-- :shown
SELECT p.code AS period, l.t AS published, p.published_seq AS entry,
	(SELECT count(*) FROM published WHERE period = p.id) AS measure_count
FROM period AS p JOIN log AS l ON l.seq = p.published_seq
WHERE p.state = 'published' AND p.id = coalesce(:period,
	(SELECT id FROM period WHERE state = 'published' ORDER BY first_day DESC LIMIT 1))

-- :lights
SELECT b.process, count(*) AS count
FROM published AS b
WHERE b.period = (SELECT id FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
	ORDER BY first_day DESC LIMIT 1)
GROUP BY b.process
ORDER BY instr('green yellow red completed paused not_started none', b.process)

-- :measures
SELECT m.number,
	text((SELECT max(l.seq) FROM log AS l WHERE l.obj = m.id AND l.seq <= b.seq AND l.kind IN ('measure_added', 'measure_changed')
		AND (EXISTS (SELECT 1 FROM disclosure WHERE seq = l.seq AND field = 'title')
			OR EXISTS (SELECT 1 FROM erased WHERE seq = l.seq AND field = 'title'))), 'title') AS title,
	(SELECT text(o.name_text, 'name') FROM organisation AS o WHERE o.id =
		(SELECT json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.responsible')
		FROM log AS l JOIN entry AS e ON e.seq = l.seq
		WHERE l.obj = m.id AND l.seq <= b.seq AND l.kind IN ('measure_added', 'measure_changed')
			AND json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.responsible') IS NOT NULL
		ORDER BY l.seq DESC LIMIT 1)) AS responsible,
	b.process, b.effect
FROM published AS b JOIN measure AS m ON m.id = b.measure
WHERE b.period = (SELECT id FROM period WHERE state = 'published' AND (:period IS NULL OR id = :period)
	ORDER BY first_day DESC LIMIT 1)
ORDER BY m.number

-- :periods
SELECT p.code AS period, l.t AS published, (SELECT count(*) FROM published WHERE period = p.id) AS measure_count
FROM period AS p JOIN log AS l ON l.seq = p.published_seq
WHERE p.state = 'published'
ORDER BY p.first_day DESC

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))
