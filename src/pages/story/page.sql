-- SPDX-License-Identifier: EUPL-1.2
-- Which entries tell of the measure: those about it and about its goals; the confirming of its statuses; values of its
-- goals' indicators; what was published of it; and the closing of each period in which nobody had answered.  Each part
-- goes through an index, from the hundredth of the entries about it on, newest first (the number in OFFSET); data are
-- whole (:is_data).

-- :told
WITH span AS MATERIALIZED (
	SELECT coalesce(:before, 1 << 53) AS next, coalesce((SELECT seq FROM log WHERE obj = :measure AND NOT :is_data
		AND seq < coalesce(:before, 1 << 53) ORDER BY seq DESC LIMIT 1 OFFSET 100), 0) AS first
), told AS MATERIALIZED (
	SELECT l.seq FROM span CROSS JOIN log AS l ON l.obj = :measure AND l.seq >= first AND l.seq < next
		WHERE l.kind <> 'status_confirmed'
	UNION SELECT l.seq FROM span CROSS JOIN goal AS g ON g.measure = :measure CROSS JOIN log AS l ON l.obj = g.id
		AND l.seq >= first AND l.seq < next
	UNION SELECT s.checked_seq FROM span CROSS JOIN status AS s ON s.measure = :measure AND s.checked_seq >= first
		AND s.checked_seq < next
	UNION SELECT l.seq FROM span CROSS JOIN goal AS g ON g.measure = :measure CROSS JOIN log AS l ON l.obj = g.indicator
		AND l.seq >= first AND l.seq < next
		WHERE +l.kind = 'indicator_value_recorded'
	UNION SELECT b.seq FROM span CROSS JOIN log AS l ON l.kind = 'period_published' AND l.seq >= first AND l.seq < next
		JOIN published AS b ON b.period = l.obj AND b.measure = :measure
	UNION SELECT l.seq FROM span CROSS JOIN log AS l ON l.kind = 'period_closed' AND l.seq >= first AND l.seq < next
		JOIN light AS x ON x.period = l.obj AND x.measure = :measure AND x.process = 'none'
)

-- :measure
-- use :told
SELECT m.number AS number, text(m.title_text, 'title') AS title,
	text((SELECT name_text FROM organisation WHERE id = m.responsible), 'name') AS responsible, m.state AS state,
	(SELECT count(*) FROM told) AS event_count, nullif((SELECT first FROM span), 0) AS earlier,
	:before IS NOT NULL OR (SELECT first FROM span) > 0 AS is_part, :before IS NOT NULL AS is_older,
	(SELECT size - 1 FROM tree) AS last_entry, :today AS as_of
FROM measure AS m WHERE m.id = :measure

-- :years
-- use :told
SELECT DISTINCT substr(l.t, 1, 4) AS year FROM told CROSS JOIN log AS l ON l.seq = told.seq ORDER BY 1

-- :events
-- use :told
, said AS (
	SELECT l.seq AS seq, l.t AS t, l.kind AS kind, l.by AS by, l.obj AS obj,
		json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d') AS d
	FROM told CROSS JOIN log AS l ON l.seq = told.seq JOIN entry AS e ON e.seq = l.seq
), moved AS (
	SELECT x.*, s.period AS status_period, s.process AS status_process, s.on_behalf_of AS on_behalf_of,
		(SELECT json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.target') FROM log AS b JOIN entry AS e
			ON e.seq = b.seq WHERE x.kind = 'goal_set' AND b.obj = x.obj AND +b.kind = 'goal_set' AND b.seq < x.seq
			AND json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.target') IS NOT NULL
			ORDER BY b.seq DESC LIMIT 1) AS before_target,
		(SELECT id FROM indicator WHERE id = coalesce(json_extract(x.d, '$.indicator'),
			(SELECT indicator FROM goal WHERE id = x.obj), x.obj)) AS indicator
	FROM said AS x LEFT JOIN status AS s ON s.seq = coalesce((SELECT seq FROM status WHERE seq = x.seq AND measure = :measure),
		(SELECT seq FROM status WHERE measure = :measure AND checked_seq = x.seq ORDER BY seq DESC LIMIT 1))
)
SELECT substr(m.t, 1, 4) AS year, m.seq AS entry, m.t AS written,
	CASE m.kind WHEN 'period_closed' THEN 'silence' WHEN 'goal_set' THEN CASE
		WHEN m.before_target IS NULL OR json_extract(m.d, '$.target') IS NULL THEN
			iif((SELECT seq FROM object WHERE id = m.obj) = m.seq, 'goal_set', 'goal_changed')
		WHEN (CAST(json_extract(m.d, '$.target') AS REAL) < CAST(m.before_target AS REAL)) = (i.better = 'up')
			AND CAST(json_extract(m.d, '$.target') AS REAL) <> CAST(m.before_target AS REAL) THEN 'goal_lowered'
		ELSE 'goal_changed' END ELSE m.kind END AS story,
	text((SELECT function_text FROM person WHERE id = coalesce(iif(m.kind = 'status_reported', m.on_behalf_of, NULL), m.by)),
		'function') AS function,
	(SELECT code FROM period WHERE id = coalesce(m.status_period, json_extract(m.d, '$.period'))) AS of_period,
	CASE m.kind WHEN 'period_published' THEN (SELECT process FROM published WHERE period = m.obj AND measure = :measure)
		WHEN 'period_closed' THEN 'none' WHEN 'closing_seconded' THEN 'red' ELSE m.status_process END AS process,
	json_extract(m.d, '$.evidence') AS evidence, json_extract(m.d, '$.effect') AS effect, json_extract(m.d, '$.obstacle') AS obstacle,
	text((SELECT name_text FROM organisation WHERE id = json_extract(m.d, '$.remover')), 'name') AS remover,
	text((SELECT name_text FROM organisation WHERE id = json_extract(m.d, '$.responsible')), 'name') AS responsible,
	json_extract(m.d, '$.sort') AS sort, json_extract(m.d, '$.amount') AS amount, text(i.name_text, 'name') AS indicator,
	iif(json_extract(m.d, '$.target') IS NULL, NULL, m.before_target) AS before_target, json_extract(m.d, '$.target') AS target,
	json_extract(m.d, '$.due') AS due, iif(m.kind = 'indicator_value_recorded', json_extract(m.d, '$.value'), NULL) AS value,
	json_extract(m.d, '$.date') AS date, json_extract(m.d, '$.starts') AS starts, json_extract(m.d, '$.ends') AS ends,
	json_extract(m.d, '$.resumes') AS resumes, json_extract(m.d, '$.decide_by') AS decide_by, json_extract(m.d, '$.outcome') AS outcome,
	json_extract(m.d, '$.cause') AS cause, iif(m.kind = 'bias_declared', json_extract(m.d, '$.ground'), NULL) AS ground,
	(SELECT by_seq FROM corrected WHERE seq = m.seq LIMIT 1) AS corrected_by,
	EXISTS (SELECT 1 FROM disclosure WHERE seq = m.seq UNION ALL SELECT 1 FROM erased WHERE seq = m.seq)
		OR coalesce(json_extract(m.d, '$.effect', '$.obstacle', '$.responsible', '$.amount', '$.target', '$.value', '$.date',
			'$.starts', '$.ends', '$.resumes', '$.decide_by', '$.outcome', '$.cause', '$.indicator'), '') GLOB '*[^][nul,]*'
		AS has_facts
FROM moved AS m LEFT JOIN indicator AS i ON i.id = m.indicator
ORDER BY m.seq

-- :texts
-- use :told
, words AS (
	SELECT d.seq, d.field FROM told CROSS JOIN disclosure AS d ON d.seq = told.seq
	UNION ALL SELECT x.seq, x.field FROM told CROSS JOIN erased AS x ON x.seq = told.seq
)
SELECT w.seq AS entry, w.field AS field, text(w.seq, w.field) AS value, '' AS label, l.kind AS kind,
	l.by = :actor OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.obj = :measure AND :actor IN (p.by, p.second, p.end_by)) AS is_part
FROM words AS w CROSS JOIN log AS l ON l.seq = w.seq
ORDER BY w.seq, instr('title,description,target_group,follow_up,decision,text,next_step,provision,reason,decider,mandate,lesson,', w.field || ',')
