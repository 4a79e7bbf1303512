-- SPDX-License-Identifier: EUPL-1.2
-- One organisation in the open period, or the newest, or the one asked for.

-- :organisation
WITH chosen AS (
	SELECT coalesce(:period, (SELECT id FROM newest_period)) AS id
), lights AS (
	SELECT count(*) AS total, coalesce(sum(l.process NOT IN ('not_started', 'paused', 'completed')), 0) AS started,
		coalesce(sum(l.process = 'green'), 0) AS green, coalesce(sum(l.process = 'none'), 0) AS silent_count
	FROM measure AS m JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM chosen)
	WHERE m.responsible = :responsible
)
SELECT text(o.name_text, 'name') AS title, o.code AS organisation, o.sort AS sort, text(u.name_text, 'name') AS part_of,
	u.code AS part_of_code, o.is_closed AS is_closed, (SELECT code FROM period WHERE id = (SELECT id FROM chosen)) AS period,
	total, started, green, silent_count
FROM organisation AS o JOIN lights LEFT JOIN organisation AS u ON u.id = o.parent WHERE o.id = :responsible

-- :measures
WITH chosen AS (
	SELECT id, first_day, closed_seq FROM period
	WHERE id = coalesce(:period, (SELECT id FROM newest_period))
)
SELECT m.number AS number, text(m.title_text, 'title') AS title,
	coalesce(l.process, CASE m.state WHEN 'ongoing' THEN 'none' WHEN 'closed' THEN 'red' ELSE m.state END) AS process,
	l.effect AS effect, s.evidence AS evidence, s.checked AS checked,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by)), 'function') AS who,
	CASE WHEN l.process <> 'none' THEN l.day END AS reported, CASE WHEN l.process <> 'none' THEN :today - l.day END AS age_days,
	text((SELECT function_text FROM person WHERE id = m.reporter), 'function') AS reporter,
	l.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = l.measure AND g.is_lowered AND NOT g.is_closed
			AND g.seq < coalesce((SELECT closed_seq FROM chosen), 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= (SELECT first_day FROM chosen)) AS is_goal_lowered,
	m.id AS id, '/measure/' || m.number AS link
FROM measure AS m LEFT JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM chosen)
LEFT JOIN status AS s ON s.seq = l.status
WHERE m.responsible = :responsible AND (:period IS NULL OR l.measure IS NOT NULL) ORDER BY m.number

-- :history
WITH chosen AS (
	SELECT first_day FROM period
	WHERE id = coalesce(:period, (SELECT id FROM newest_period))
)
SELECT m.id AS id, p.code AS period, l.process AS process
FROM (SELECT id, code, first_day FROM period WHERE first_day <= (SELECT first_day FROM chosen) ORDER BY first_day DESC LIMIT 8) AS p
CROSS JOIN measure AS m JOIN light AS l ON l.measure = m.id AND l.period = p.id
WHERE m.responsible = :responsible ORDER BY p.first_day

-- :partner_in
SELECT m.number AS number, text(m.title_text, 'title') AS title, text(o.name_text, 'name') AS responsible,
	o.code AS organisation,
	coalesce(l.process, CASE m.state WHEN 'ongoing' THEN 'none' WHEN 'closed' THEN 'red' ELSE m.state END) AS process
FROM measure AS m JOIN measure_partner AS mp ON mp.measure = m.id AND mp.organisation = :responsible
JOIN organisation AS o ON o.id = m.responsible
LEFT JOIN light AS l ON l.measure = m.id AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
ORDER BY m.number

-- :contacts
SELECT p.number AS person, text(p.function_text, 'function') AS function,
	(SELECT count(*) FROM measure AS m WHERE m.reporter = p.id AND m.state = 'ongoing') AS reports_count,
	(SELECT count(*) FROM measure AS m WHERE m.confirmer = p.id AND m.state = 'ongoing') AS confirms_count
FROM person AS p WHERE p.organisation = :responsible AND p.is_closed = 0 ORDER BY p.number

-- :roles
SELECT p.number AS person, h.role AS role
FROM person AS p JOIN role_held AS h ON h.person = p.id
WHERE p.organisation = :responsible AND p.is_closed = 0 ORDER BY p.number, h.role

-- :obstacles_met
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.obstacle AS obstacle, text(o.name_text, 'name') AS remover,
	o.code AS organisation, text(s.seq, 'next_step') AS next_step, s.seq AS entry
FROM measure AS m JOIN light AS l ON l.measure = m.id AND l.period = coalesce(:period,
	(SELECT id FROM newest_period))
JOIN status AS s ON s.seq = l.status LEFT JOIN organisation AS o ON o.id = s.remover
WHERE m.responsible = :responsible AND s.obstacle IS NOT NULL ORDER BY m.number

-- :obstacles_removable
SELECT m.number AS number, text(m.title_text, 'title') AS title, s.obstacle AS obstacle, text(o.name_text, 'name') AS responsible,
	o.code AS organisation, text(s.seq, 'next_step') AS next_step, s.seq AS entry
FROM light AS l JOIN status AS s ON s.seq = l.status JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible
WHERE l.period = coalesce(:period, (SELECT id FROM newest_period))
	AND l.process = 'yellow' AND s.remover = :responsible AND m.responsible <> :responsible ORDER BY m.number

-- A measure was to be answered for when it has a status or still lacks one.  The first status counts, whatever came of it.
-- :answered_periods
SELECT period, answer_by, count(*) AS expected, coalesce(sum(first_answer <= last_answer_day), 0) AS in_time,
	coalesce(sum(first_answer > last_answer_day), 0) AS late, coalesce(sum(first_answer IS NULL), 0) AS silent_count
FROM (SELECT p.code AS period, p.answer_by AS answer_by, p.first_day AS first_day,
		coalesce(strftime('%s', p.answer_by) / 86400, p.last_day + 366) AS last_answer_day,
		(SELECT min(s.day) FROM status AS s WHERE s.measure = m.id AND s.period = p.id) AS first_answer
	FROM measure AS m JOIN light AS l ON l.measure = m.id JOIN period AS p ON p.id = l.period
	WHERE m.responsible = :responsible AND (l.process = 'none' OR l.status IS NOT NULL))
GROUP BY period ORDER BY first_day DESC
