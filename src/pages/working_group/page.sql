-- SPDX-License-Identifier: EUPL-1.2
-- Every measure in the open period, or the newest, or the one asked for.

-- :group
WITH chosen AS (
	SELECT id, code, state, answer_by, first_day FROM period
	WHERE id = coalesce(:period, (SELECT id FROM newest_period))
), lights AS (
	SELECT count(*) AS total, coalesce(sum(process NOT IN ('none', 'not_started')), 0) AS reported_count,
		coalesce(sum(process = 'none'), 0) AS silent_count
	FROM light WHERE period = (SELECT id FROM chosen)
)
SELECT c.code AS period, c.state AS period_state,
	(SELECT b.code FROM period AS b WHERE b.first_day < c.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous,
	c.answer_by AS answer_by, total, reported_count, silent_count, :large IS NOT NULL AS is_large,
	:only IS NOT NULL OR :responsible IS NOT NULL AS is_filtered,
	(SELECT code FROM organisation WHERE id = :responsible) AS chosen_code,
	(SELECT text(name_text, 'name') FROM organisation WHERE id = :responsible) AS chosen_name,
	coalesce(:basis, 'stated') AS basis, coalesce(c.state = 'open', 0) AND :roles & 62 <> 0 AS may_write,
	:roles & 2 <> 0 AS is_coordinator, :only IS 'changed' AS only_changed, :only IS 'silent' AS only_silent,
	:only IS 'asked' AS only_asked
FROM lights LEFT JOIN chosen AS c ON 1

-- The change is counted from the last period in which the measure was followed up.  Whom the coordinator writes for: the
-- reporter, else somebody of the responsible organisation, contacts first.
-- :measures
WITH chosen AS MATERIALIZED (
	SELECT id, state, first_day, closed_seq,
		(SELECT b.id FROM period AS b WHERE b.first_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous
	FROM period AS p
	WHERE id = coalesce(:period, (SELECT id FROM newest_period))
), ranks(process, rank) AS (VALUES ('red', 1), ('yellow', 2), ('green', 3)
), rows AS MATERIALIZED (
	SELECT m.*, l.measure IS NOT NULL AS has_light, l.effect, l.status, l.day, c.id AS period, c.state AS period_state,
		c.first_day, c.closed_seq,
		coalesce(l.process, CASE m.state WHEN 'ongoing' THEN 'none' WHEN 'closed' THEN 'red' ELSE m.state END) AS process,
		(SELECT process FROM light WHERE measure = m.id AND period = c.previous) AS before_process,
		(SELECT b.process FROM period AS q CROSS JOIN light AS b ON b.period = q.id
			WHERE l.process IN ('green', 'yellow', 'red') AND b.measure = m.id AND q.first_day < c.first_day AND b.process IN ('green', 'yellow', 'red')
			ORDER BY q.first_day DESC LIMIT 1) AS last_process,
		(m.reporter IS :actor OR m.responsible IS :organisation) AS is_own,
		(SELECT count(*) FROM question AS q WHERE q.measure = m.id AND q.answered_seq IS NULL) AS question_count
	FROM measure AS m LEFT JOIN chosen AS c ON 1 LEFT JOIN light AS l ON l.measure = m.id AND l.period = c.id
	WHERE (:period IS NULL OR l.measure IS NOT NULL) AND (:responsible IS NULL OR m.responsible = :responsible)
), changes AS MATERIALIZED (
	SELECT r.*, CASE
		WHEN n.rank IS NULL THEN CASE WHEN r.process IN ('completed', 'paused') AND r.before_process <> r.process THEN 'other' END
		WHEN b.rank IS NULL THEN 'first' WHEN n.rank > b.rank THEN 'better' WHEN n.rank < b.rank THEN 'worse'
		ELSE 'same' END AS change,
		CASE WHEN :roles & 2 AND NOT r.is_own THEN coalesce(
			(SELECT id FROM person WHERE id = r.reporter AND is_closed = 0),
			(SELECT id FROM person AS p WHERE p.organisation = r.responsible AND p.is_closed = 0
				ORDER BY EXISTS (SELECT 1 FROM role_held WHERE person = p.id AND role = 'contact') DESC, p.number LIMIT 1))
			END AS behalf
	FROM rows AS r LEFT JOIN ranks AS n ON n.process = r.process LEFT JOIN ranks AS b ON b.process = r.last_process
)
SELECT r.number AS number, text(r.title_text, 'title') AS title, text(o.name_text, 'name') AS responsible,
	o.code AS organisation, text((SELECT function_text FROM person WHERE id = r.reporter), 'function') AS reporter,
	r.before_process AS before_process, r.process AS process, r.change AS change,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by)), 'function') AS who,
	CASE WHEN r.process <> 'none' THEN r.day END AS reported, s.evidence AS evidence, s.checked AS checked, r.effect AS effect,
	s.obstacle AS obstacle, text((SELECT name_text FROM organisation WHERE id = s.remover), 'name') AS remover,
	text(s.seq, 'text') AS text, text(s.seq, 'next_step') AS next_step, s.seq AS entry, r.question_count AS question_count,
	r.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = r.id AND g.is_lowered AND NOT g.is_closed AND g.seq < coalesce(r.closed_seq, 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= r.first_day) AS is_goal_lowered,
	EXISTS (SELECT 1 FROM proposal AS p WHERE p.obj = r.id AND p.family = 'closing' AND p.state = 'open'
		AND p.last_day >= :today) OR coalesce(s.suggests_closing, 0) AND r.state <> 'closed' AS closing_proposed,
	r.id AS id, '/measure/' || r.number AS link, coalesce(s.checked, '') = 'unconfirmed' AS is_unconfirmed,
	coalesce(r.change IN ('better', 'worse', 'other'), 0) AS is_changed, r.behalf AS behalf,
	text((SELECT function_text FROM person WHERE id = r.behalf), 'function') AS behalf_function,
	coalesce(r.period_state = 'open', 0) AND r.state = 'ongoing' AND :roles & 62 <> 0
		AND (r.is_own OR r.behalf IS NOT NULL) AS may_report,
	coalesce(r.period_state = 'open', 0) AND :roles & 62 <> 0 AS may_ask, NULL AS question_row, 0 AS is_open,
	NULL AS row_error, NULL AS typed_process, 0 AS is_green, 0 AS is_yellow, NULL AS typed_obstacle, NULL AS typed_text,
	NULL AS typed_next_step, NULL AS typed_remover, NULL AS typed_question, 0 AS process_error, 0 AS obstacle_error,
	0 AS text_error, 0 AS next_step_error, 0 AS question_error, 0 AS is_here
FROM changes AS r JOIN organisation AS o ON o.id = r.responsible LEFT JOIN status AS s ON s.seq = r.status
WHERE :only IS NULL OR :only = 'changed' AND r.change IN ('better', 'worse', 'other') OR :only = 'silent' AND r.process = 'none'
	OR :only = 'asked' AND r.question_count > 0
ORDER BY r.number

-- :organisations
SELECT o.code AS code, text(o.name_text, 'name') AS name, count(*) AS measure_count, o.id IS :responsible AS is_chosen
FROM measure AS m JOIN organisation AS o ON o.id = m.responsible GROUP BY o.id ORDER BY o.number

-- :obstacles
SELECT column1 AS code
FROM (VALUES ('staffing'), ('money'), ('secrecy_believed'), ('unclear_responsibility'), ('cooperation'), ('law'), ('demand'),
	('other'))

-- :bases
SELECT column1 AS code, column1 = coalesce(:basis, 'stated') AS is_chosen
FROM (VALUES ('stated'), ('counted'), ('measured'), ('evaluated'))
