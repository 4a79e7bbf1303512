-- SPDX-License-Identifier: EUPL-1.2
-- Newest first; 40 a page in HTML, whole in data (:is_data).

-- Which entries.  The first filter given of entry, object, person, kinds and role leads through its index, the others
-- sift what it gives; the branches that do not lead are false before they start.  Dates become places in the book by
-- halving, since its times go forward; a period is what was written while it was open.
-- :picked
WITH RECURSIVE known(kind) AS (
	SELECT min(kind) FROM log
	UNION ALL SELECT (SELECT min(kind) FROM log WHERE kind > known.kind) FROM known WHERE known.kind IS NOT NULL
), groups(code, pattern) AS (
	VALUES ('follow_up', 'status_*'), ('follow_up', 'period_*'), ('questions', 'question_*'),
		('plan', 'plan_*'), ('plan', 'measure_*'), ('plan', 'goal_*'), ('plan', 'pilot_*'), ('plan', 'lesson_*'),
		('values', 'indicator_*'), ('values', 'money_*'),
		('two_persons', '*_proposed'), ('two_persons', '*_seconded'), ('two_persons', '*_stopped'),
		('two_persons', '*_withdrawn'), ('two_persons', '*_expired'), ('two_persons', 'dissent_*'), ('two_persons', 'bias_*'),
		('erasures', 'erasure_*'), ('corrections', 'entry_corrected'), ('corrections', 'status_returned'),
		('people', 'person_*'), ('people', 'role_*'), ('people', 'organisation_*'), ('people', 'body_*'),
		('meetings', 'meeting_*'), ('meetings', 'agenda_*'), ('meetings', 'attendance_*'), ('meetings', 'action_*'),
		('meetings', 'focus_point_*'), ('meetings', 'outside_*'),
		('meetings', 'notes_*'), ('meetings', 'passage_noted'), ('meetings', 'attachment_*'), ('meetings', 'addendum_*'),
		('meetings', 'objection_*'),
		('requests', 'document_*'), ('requests', 'request_*'), ('requests', 'release_*'), ('requests', 'refusal_*'),
		('requests', 'appeal_*'), ('requests', 'passage_masked'), ('requests', 'passage_unmasked'), ('requests', 'text_*')
), wanted(kind) AS (
	SELECT kind FROM known WHERE kind IS NOT NULL AND (:kind IS NULL OR kind = :kind)
		AND (:group IS NULL OR EXISTS (SELECT 1 FROM groups WHERE code = :group AND known.kind GLOB pattern))
), since(lo, hi) AS (
	SELECT 0, size FROM tree WHERE :date_from IS NOT NULL
	UNION ALL SELECT iif((SELECT t FROM log WHERE seq = (lo + hi) / 2) < :date_from, (lo + hi) / 2 + 1, lo),
		iif((SELECT t FROM log WHERE seq = (lo + hi) / 2) < :date_from, hi, (lo + hi) / 2) FROM since WHERE lo < hi
), until(lo, hi) AS (
	SELECT 0, size FROM tree WHERE :date_to IS NOT NULL
	UNION ALL SELECT iif((SELECT t FROM log WHERE seq = (lo + hi) / 2) < :date_to, (lo + hi) / 2 + 1, lo),
		iif((SELECT t FROM log WHERE seq = (lo + hi) / 2) < :date_to, hi, (lo + hi) / 2) FROM until WHERE lo < hi
), span AS MATERIALIZED (
	SELECT max(coalesce(:from, 0), coalesce((SELECT max(lo) FROM since), 0),
			coalesce((SELECT opened_seq FROM period WHERE id = :period), 0)) AS first,
		min(coalesce(:before, 1 << 53), coalesce((SELECT max(lo) FROM until), 1 << 53),
			coalesce((SELECT closed_seq + 1 FROM period WHERE id = :period), 1 << 53)) AS next,
		coalesce(:measure, :obj) AS obj, coalesce(:kind, :group) IS NOT NULL AS has_kinds,
		iif(:is_data, -1, 41) AS most
), picked AS MATERIALIZED (
	SELECT * FROM (SELECT seq FROM log WHERE seq = :entry)
	UNION ALL SELECT * FROM (SELECT seq FROM log, span WHERE :entry IS NULL AND log.obj = span.obj
		AND seq >= span.first AND seq < span.next AND (:by IS NULL OR by = :by) AND (:role IS NULL OR role = :role)
		AND (NOT span.has_kinds OR kind IN (SELECT kind FROM wanted))
		ORDER BY seq DESC LIMIT (SELECT most FROM span))
	UNION ALL SELECT * FROM (SELECT log.seq FROM span, act JOIN log ON log.seq = act.seq
		WHERE :entry IS NULL AND span.obj IS NULL AND act.by = :by
		AND act.seq >= span.first AND act.seq < span.next AND (:role IS NULL OR role = :role)
		AND (NOT span.has_kinds OR kind IN (SELECT kind FROM wanted))
		ORDER BY act.seq DESC LIMIT (SELECT most FROM span))
	UNION ALL SELECT * FROM (SELECT log.seq FROM span, wanted JOIN log ON log.seq IN (SELECT l.seq FROM log AS l
			WHERE l.kind = wanted.kind AND l.seq >= span.first AND l.seq < span.next AND (:role IS NULL OR l.role = :role)
			ORDER BY l.seq DESC LIMIT (SELECT most FROM span))
		WHERE :entry IS NULL AND span.obj IS NULL AND :by IS NULL AND span.has_kinds
		ORDER BY log.seq DESC LIMIT (SELECT most FROM span))
	UNION ALL SELECT * FROM (SELECT seq FROM log INDEXED BY log_role, span WHERE :entry IS NULL AND span.obj IS NULL
		AND :by IS NULL AND NOT span.has_kinds AND role = :role AND seq >= span.first AND seq < span.next
		ORDER BY seq DESC LIMIT (SELECT most FROM span))
	UNION ALL SELECT * FROM (SELECT seq FROM span, log WHERE :entry IS NULL AND span.obj IS NULL AND :by IS NULL
		AND NOT span.has_kinds AND :role IS NULL AND seq >= span.first AND seq < span.next
		ORDER BY seq DESC LIMIT (SELECT most FROM span))
)

-- :entries
-- use :picked
SELECT l.seq AS seq, l.t AS t, l.kind AS kind, l.by AS by,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS function, l.role AS role, l.obj AS obj,
	o.type AS object_type, o.number AS object_number,
	json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d') AS d, base64(e.hash) AS hash,
	json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.ref') AS ref,
	(SELECT by_seq FROM corrected WHERE seq = l.seq LIMIT 1) AS corrected_by,
	l.t AS written, o.type = 'measure' AS is_measure, o.type = 'organisation' AS is_organisation,
	o.type = 'council_page' AS is_sheet, o.code AS object_code,
	CASE o.type WHEN 'measure' THEN text((SELECT title_text FROM measure WHERE id = l.obj), 'title')
		WHEN 'organisation' THEN text((SELECT name_text FROM organisation WHERE id = l.obj), 'name')
		WHEN 'person' THEN text((SELECT function_text FROM person WHERE id = l.obj), 'function')
		WHEN 'proposed_person' THEN text((SELECT min(seq) FROM proposal WHERE obj = l.obj), 'function')
		WHEN 'indicator' THEN text((SELECT name_text FROM indicator WHERE id = l.obj), 'name')
		WHEN 'plan' THEN text((SELECT name_text FROM plan WHERE id = l.obj), 'name')
		WHEN 'body' THEN text((SELECT name_text FROM body WHERE id = l.obj), 'name')
		WHEN 'factor' THEN text((SELECT name_text FROM factor WHERE id = l.obj), 'name')
		WHEN 'focus_area' THEN text((SELECT name_text FROM focus_area WHERE id = l.obj), 'name')
		WHEN 'council' THEN text((SELECT name_text FROM council), 'name') END AS object_name,
	CASE o.type WHEN 'period' THEN (SELECT code FROM period WHERE id = l.obj)
		WHEN 'meeting' THEN (SELECT day FROM meeting WHERE id = l.obj) END AS object_period,
	'' AS said,
	CASE l.kind WHEN 'decision_proposed' THEN 'decision' ELSE 'open' END AS d_label,
	l.by = :actor OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND :actor IN (p.by, p.second, p.end_by)) AS is_part
FROM picked CROSS JOIN log AS l ON l.seq = picked.seq JOIN entry AS e ON e.seq = l.seq LEFT JOIN object AS o ON o.id = l.obj
ORDER BY picked.seq DESC LIMIT iif(:is_data, -1, 40)

-- A file's bytes are nobody's here (LABEL_PASSAGE), and are not read for that.
-- :texts
-- use :picked
, words AS (
	SELECT d.seq, d.field, iif(d.field = 'file', '', d.value) AS value FROM picked CROSS JOIN disclosure AS d ON d.seq = picked.seq
	UNION ALL SELECT x.seq, x.field, text(x.seq, x.field) FROM picked JOIN erased AS x ON x.seq = picked.seq
)
SELECT w.seq AS seq, w.field AS field, w.value AS value, '' AS label, l.kind AS kind,
	l.by = :actor OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND :actor IN (p.by, p.second, p.end_by)) AS is_part
FROM words AS w CROSS JOIN log AS l ON l.seq = w.seq
ORDER BY w.seq DESC, w.field

-- :older
-- use :picked
SELECT min(seq) + 1 AS next FROM picked HAVING count(*) > 40 AND NOT :is_data

-- :leaf
SELECT seq AS seq, base64(hash) AS hash, substr(leaf, 1, instr(leaf, char(10))) AS statement,
	substr(leaf, instr(leaf, char(10)) + 1) AS envelope, (SELECT size FROM tree) AS size,
	(SELECT min(size) FROM checkpoint WHERE size > :entry) AS checkpoint,
	CASE json_extract(substr(leaf, 1, instr(leaf, char(10)) - 1), '$.kind') WHEN 'decision_proposed' THEN 'decision'
		ELSE 'open' END AS label,
	EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = entry.seq AND :actor IN (p.by, p.second, p.end_by)) AS is_part,
	(SELECT signed_with FROM signature WHERE entry = :entry) AS signed_with, NULL AS sign_code
FROM entry WHERE seq = :entry

-- :filter
SELECT :kind AS kind_chosen, :group AS group_chosen, :role AS role_chosen, :by AS by_chosen, coalesce(:measure, :obj) AS obj_chosen,
	:entry AS entry_chosen, '' AS date_from, '' AS date_to, (SELECT code FROM period WHERE id = :period) AS period_chosen,
	coalesce(:kind, :group, :role, :by, :measure, :obj, :entry, :before, :from, :date_from, :date_to, :period) IS NOT NULL
		AS is_filtered,
	(SELECT number FROM measure WHERE id = coalesce(:measure, :obj)) AS measure_number,
	text((SELECT function_text FROM person WHERE id = :by), 'function') AS by_function, :before AS before_chosen

-- :kinds
WITH RECURSIVE known(kind) AS (
	SELECT min(kind) FROM log
	UNION ALL SELECT (SELECT min(kind) FROM log WHERE kind > known.kind) FROM known WHERE known.kind IS NOT NULL
)
SELECT kind AS code, kind IS :kind AS is_chosen FROM known WHERE kind IS NOT NULL

-- :groups
SELECT column1 AS code, column1 IS :group AS is_chosen
FROM (VALUES ('follow_up'), ('questions'), ('plan'), ('values'), ('two_persons'), ('erasures'), ('corrections'), ('people'), ('meetings'),
	('requests'))

-- :roles_there
WITH RECURSIVE held(role) AS (
	SELECT min(role) FROM log
	UNION ALL SELECT (SELECT min(role) FROM log WHERE role > held.role) FROM held WHERE held.role IS NOT NULL
)
SELECT role AS code, role IS :role AS is_chosen FROM held WHERE role IS NOT NULL

-- :persons
SELECT number AS number, text(function_text, 'function') AS function, id IS :by AS is_chosen FROM person ORDER BY number

-- :periods
SELECT code AS code, id IS :period AS is_chosen
FROM (SELECT * FROM (SELECT id, code, first_day FROM period ORDER BY first_day DESC LIMIT iif(:is_data, -1, 16))
	UNION SELECT * FROM (SELECT id, code, first_day FROM period
		WHERE first_day <= (SELECT first_day FROM period WHERE id = :period) ORDER BY first_day DESC LIMIT 8))
ORDER BY first_day DESC
