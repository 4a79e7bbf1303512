-- SPDX-License-Identifier: EUPL-1.2
-- The newest fifty pieces.  A piece is known for ever by the entry that published it, and by the measure it is about.  Notes
-- are a piece each time they are published; it says which meeting's they are, and nothing of what stands in them.

-- :news
WITH spans AS MATERIALIZED (
	SELECT id, code, first_day, published_seq FROM period WHERE state = 'published' ORDER BY published_seq DESC LIMIT 50
), pieces(seq, place, news, period, number, title_text, path, measure_count, green, yellow, red, meeting) AS (
	SELECT s.published_seq, 0, 'period_published', s.code, NULL, NULL, '/public?period=' || s.code, count(*),
		sum(b.process = 'green'), sum(b.process = 'yellow'), sum(b.process = 'red'), NULL
	FROM spans AS s CROSS JOIN published AS b ON b.period = s.id GROUP BY s.id
	UNION ALL
	SELECT s.published_seq, m.number, iif(b.process = 'red', 'measure_ended', 'measure_completed'), s.code, m.number, b.title_text,
		'/public/measure/' || m.number, NULL, NULL, NULL, NULL, NULL
	FROM spans AS s CROSS JOIN published AS b ON b.period = s.id AND b.process IN ('red', 'completed')
	JOIN measure AS m ON m.id = b.measure
	WHERE NOT EXISTS (SELECT 1 FROM published AS x CROSS JOIN period AS y ON y.id = x.period
		WHERE x.measure = b.measure AND x.process = b.process AND y.first_day < s.first_day)
	UNION ALL
	SELECT n.seq, 0, 'notes_published', NULL, NULL, NULL, '/notes?id=' || m.number, NULL, NULL, NULL, NULL, m.id
	FROM (SELECT seq, obj FROM log WHERE kind = 'notes_published' ORDER BY seq DESC LIMIT 50) AS n
	JOIN meeting AS m ON m.id = n.obj
)
SELECT 'entry-' || p.seq || iif(p.number, '-measure-' || p.number, '') AS id, l.t AS published, p.news AS news, NULL AS title,
	NULL AS text, p.path AS path, p.seq AS entry, p.period AS period, p.number AS number, text(p.title_text, 'title') AS measure,
	p.measure_count AS measure_count, p.green AS green, p.yellow AS yellow, p.red AS red,
	m.sort AS meeting_of, m.day AS day
FROM pieces AS p JOIN log AS l ON l.seq = p.seq LEFT JOIN meeting AS m ON m.id = p.meeting
ORDER BY p.seq DESC, p.place LIMIT 50
