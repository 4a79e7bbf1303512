-- SPDX-License-Identifier: EUPL-1.2
-- The follow-up of the open period: the ongoing measures of the one who asks, one at a time or (:all) all on one page.
-- The one at a time is :measure when it is named, else the first after number :after that has no status yet.  Row numbers of
-- the sheet: the measure's own, and that plus 500 000 000 for "nothing new".

-- :queue
WITH own AS (
	SELECT m.id AS id, m.number AS number, coalesce(l.process, 'none') AS process, row_number() OVER (ORDER BY m.number) AS place
	FROM measure AS m LEFT JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM period WHERE state = 'open')
	WHERE m.state = 'ongoing' AND (m.reporter = :actor OR m.responsible = :organisation)
		AND EXISTS (SELECT 1 FROM period WHERE state = 'open')
), chosen AS (
	SELECT id, number, place, process FROM own
	WHERE :all IS NULL AND CASE WHEN :measure IS NOT NULL THEN id = :measure
		ELSE process = 'none' AND number > coalesce(:after, 0) END
	ORDER BY number LIMIT 1
)
SELECT (SELECT code FROM period WHERE state = 'open') AS period,
	(SELECT answer_by FROM period WHERE state = 'open') AS answer_by,
	text((SELECT name_text FROM organisation WHERE id = :organisation), 'name') AS organisation,
	(SELECT count(*) FROM own) AS total, (SELECT count(*) FROM own WHERE process = 'none') AS unanswered,
	(SELECT place FROM chosen) AS place, (SELECT number FROM chosen) AS current,
	(SELECT text(title_text, 'title') FROM measure WHERE id = (SELECT id FROM chosen)) AS heading,
	(SELECT count(*) FROM own WHERE process = 'none' AND id IS NOT (SELECT id FROM chosen)) AS left_count,
	:all IS NOT NULL AS is_all, :copy IS NOT NULL AS is_copy
WHERE :measure IS NULL OR EXISTS (SELECT 1 FROM chosen)

-- :measures
WITH opened AS (
	SELECT id, first_day FROM period WHERE state = 'open'
), own AS (
	SELECT m.id AS id, m.number AS number, m.title_text AS title_text, m.responsible AS responsible, l.process AS process,
		(SELECT s.seq FROM period AS q CROSS JOIN status AS s ON s.measure = m.id AND s.period = q.id
			WHERE s.checked NOT IN ('returned', 'corrected') ORDER BY q.first_day DESC, s.seq DESC LIMIT 1) AS last_seq,
		(SELECT s.seq FROM period AS q CROSS JOIN status AS s ON s.measure = m.id AND s.period = q.id
			WHERE s.checked NOT IN ('returned', 'corrected') AND q.first_day < opened.first_day
			ORDER BY q.first_day DESC, s.seq DESC LIMIT 1) AS before_seq,
		l.status AS now_seq
	FROM measure AS m JOIN opened LEFT JOIN light AS l ON l.measure = m.id AND l.period = opened.id
	WHERE m.state = 'ongoing' AND (m.reporter = :actor OR m.responsible = :organisation)
)
SELECT o.id AS id, o.number AS row, o.number AS number, text(o.title_text, 'title') AS title,
	b.process AS process, p.code AS before_period, b.evidence AS evidence,
	text((SELECT function_text FROM person WHERE id = coalesce(b.on_behalf_of, b.by)), 'function') AS who,
	text(b.seq, 'text') AS text, text(b.seq, 'next_step') AS next_step, b.obstacle AS obstacle, b.seq AS before_entry,
	CASE WHEN n.seq IS NOT NULL THEN n.process END AS now_process, n.evidence AS now_evidence, n.day AS now_day,
	text((SELECT function_text FROM person WHERE id = coalesce(n.on_behalf_of, n.by)), 'function') AS now_who, n.seq AS now_entry,
	text(n.seq, 'text') AS now_text,
	CASE WHEN t.process = 'green' THEN t.evidence END AS last_evidence, o.number + 500000000 AS nothing_row,
	NULL AS is_nothing, NULL AS row_error, NULL AS is_conflict
FROM own AS o LEFT JOIN status AS b ON b.seq = o.before_seq LEFT JOIN period AS p ON p.id = b.period
LEFT JOIN status AS n ON n.seq = o.now_seq LEFT JOIN status AS t ON t.seq = o.last_seq
WHERE CASE WHEN :all IS NOT NULL THEN 1 WHEN :measure IS NOT NULL THEN o.id = :measure
	ELSE coalesce(o.process, 'none') = 'none' AND o.number > coalesce(:after, 0) END
ORDER BY o.number LIMIT CASE WHEN :all IS NOT NULL THEN -1 ELSE 1 END

-- :open_goals
SELECT m.number AS number, text(g.goal_text, 'text') AS goal_text, text(i.name_text, 'name') AS indicator,
	text(i.unit_text, 'unit') AS unit, coalesce(v.value, g.baseline) AS last_value,
	CASE WHEN v.value IS NULL THEN g.baseline_date ELSE v.date END AS last_date, g.target AS target, g.due AS due
FROM measure AS m CROSS JOIN goal AS g ON g.measure = m.id LEFT JOIN indicator AS i ON i.id = g.indicator
LEFT JOIN indicator_value AS v ON (v.seq, v.item) = (SELECT n.seq, n.item FROM indicator_value AS n
	WHERE n.indicator = g.indicator ORDER BY n.date_day DESC, n.seq DESC LIMIT 1)
WHERE NOT g.is_closed AND m.state = 'ongoing' AND (m.reporter = :actor OR m.responsible = :organisation)
ORDER BY m.number, g.number

-- :questions
SELECT m.number AS number, q.seq AS entry, text(q.seq, 'text') AS text, q.day AS asked,
	text((SELECT function_text FROM person WHERE id = q.by), 'function') AS who
FROM measure AS m CROSS JOIN question AS q ON q.measure = m.id
WHERE q.answered_seq IS NULL AND m.state = 'ongoing' AND (m.reporter = :actor OR m.responsible = :organisation)
ORDER BY q.seq
