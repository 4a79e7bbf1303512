-- SPDX-License-Identifier: EUPL-1.2
-- Newest first; 200 a page in HTML, whole in data (:is_data).  The first filter given of entry, object, person and kind
-- leads through its index, the others sift what it gives; the branches that do not lead are false before they start.
-- Which entries: the same list stands in both queries.

-- :entries
WITH picked AS (
	SELECT * FROM (SELECT seq FROM log WHERE seq = :entry)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND obj = coalesce(:measure, :obj)
		AND (:by IS NULL OR by = :by) AND (:kind IS NULL OR kind = :kind)
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM act WHERE :entry IS NULL AND coalesce(:measure, :obj) IS NULL AND by = :by
		AND (:kind IS NULL OR (SELECT kind FROM log WHERE log.seq = act.seq) = :kind)
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND coalesce(:measure, :obj, :by) IS NULL AND kind = :kind
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND coalesce(:measure, :obj, :by, :kind) IS NULL
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
)
SELECT l.seq AS seq, l.t AS t, l.kind AS kind, l.by AS by,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS function, l.role AS role, l.obj AS obj,
	o.type AS object_type, o.number AS object_number,
	json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d') AS d, base64(e.hash) AS hash,
	json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.ref') AS ref,
	(SELECT by_seq FROM corrected WHERE seq = l.seq LIMIT 1) AS corrected_by,
	l.t AS written, o.type = 'measure' AS is_measure,
	CASE l.kind WHEN 'decision_proposed' THEN 'decision' ELSE 'open' END AS d_label,
	l.by = :actor OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND :actor IN (p.by, p.second, p.end_by)) AS is_part
FROM picked JOIN log AS l ON l.seq = picked.seq JOIN entry AS e ON e.seq = l.seq LEFT JOIN object AS o ON o.id = l.obj
ORDER BY l.seq DESC

-- :texts
WITH picked AS (
	SELECT * FROM (SELECT seq FROM log WHERE seq = :entry)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND obj = coalesce(:measure, :obj)
		AND (:by IS NULL OR by = :by) AND (:kind IS NULL OR kind = :kind)
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM act WHERE :entry IS NULL AND coalesce(:measure, :obj) IS NULL AND by = :by
		AND (:kind IS NULL OR (SELECT kind FROM log WHERE log.seq = act.seq) = :kind)
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND coalesce(:measure, :obj, :by) IS NULL AND kind = :kind
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
	UNION ALL SELECT * FROM (SELECT seq FROM log WHERE :entry IS NULL AND coalesce(:measure, :obj, :by, :kind) IS NULL
		AND seq < coalesce(:before, 1 << 53) AND seq >= coalesce(:from, 0)
		ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 200 END)
), words AS (
	SELECT d.seq, d.field, d.value FROM picked JOIN disclosure AS d ON d.seq = picked.seq
	UNION ALL SELECT x.seq, x.field, text(x.seq, x.field) FROM picked JOIN erased AS x ON x.seq = picked.seq
)
SELECT w.seq AS seq, w.field AS field, w.value AS value, '' AS label, l.kind AS kind,
	l.by = :actor OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND :actor IN (p.by, p.second, p.end_by)) AS is_part
FROM words AS w JOIN log AS l ON l.seq = w.seq
ORDER BY w.seq DESC, w.field

-- :filter
SELECT :kind AS kind_chosen, :by AS by_chosen, coalesce(:measure, :obj) AS obj_chosen, :entry AS entry_chosen,
	coalesce(:kind, :by, :measure, :obj, :entry, :before, :from) IS NOT NULL AS is_filtered,
	(SELECT number FROM measure WHERE id = coalesce(:measure, :obj)) AS measure_number,
	text((SELECT function_text FROM person WHERE id = :by), 'function') AS by_function

-- :kinds
WITH RECURSIVE known(kind) AS (
	SELECT min(kind) FROM log
	UNION ALL SELECT (SELECT min(kind) FROM log WHERE kind > known.kind) FROM known WHERE known.kind IS NOT NULL
)
SELECT kind AS code, kind IS :kind AS is_chosen FROM known WHERE kind IS NOT NULL
