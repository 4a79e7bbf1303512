-- SPDX-License-Identifier: EUPL-1.2
-- One measure.  A column named `..._entry` is the number of the entry in which the text beside it was written.
-- Lists that grow are cut in HTML (the numbers in LIMIT stand again in :paging) and whole in data (:is_data).

-- :measure
WITH chosen AS (
	SELECT id FROM period ORDER BY first_day DESC LIMIT 1
)
SELECT m.id AS id, m.number AS number, text(m.title_text, 'title') AS title, m.state AS state, m.state_date AS state_date,
	text(p.name_text, 'name') AS plan, text(o.name_text, 'name') AS responsible, o.code AS organisation,
	text((SELECT function_text FROM person WHERE id = m.reporter), 'function') AS reporter,
	text((SELECT function_text FROM person WHERE id = m.confirmer), 'function') AS confirmer,
	text((SELECT name_text FROM focus_area WHERE id = m.focus_area), 'name') AS focus_area,
	m.horizon AS horizon, m.sort AS sort, m.level AS level, m.starts AS starts, m.ends AS ends, m.diary_no AS diary_no,
	text(m.description_text, 'description') AS description, text(m.target_group_text, 'target_group') AS target_group,
	text(m.follow_up_text, 'follow_up') AS follow_up, text(m.decision_text, 'decision') AS decision,
	text(m.lesson_text, 'lesson') AS lesson,
	CASE m.state WHEN 'paused' THEN text(m.state_seq, 'reason') WHEN 'completed' THEN text(m.state_seq, 'result') END AS state_why,
	(SELECT code FROM period WHERE id = (SELECT id FROM chosen)) AS period,
	coalesce(l.process, CASE m.state WHEN 'ongoing' THEN 'none' WHEN 'closed' THEN 'red' ELSE m.state END) AS process,
	l.effect AS effect, s.evidence AS evidence, s.effect_evidence AS effect_evidence, s.checked AS checked,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by, g.by)), 'function') AS who,
	CASE WHEN l.process <> 'none' THEN l.day END AS reported, CASE WHEN l.process <> 'none' THEN :today - l.day END AS age_days,
	EXISTS (SELECT 1 FROM proposal AS x WHERE x.obj = m.id AND x.family = 'closing' AND x.state = 'open'
		AND x.last_day >= :today) OR coalesce(s.suggests_closing, 0) AND m.state <> 'closed' AS closing_proposed,
	l.seq AS light_entry, m.title_text AS title_entry, m.description_text AS description_entry,
	m.target_group_text AS target_group_entry, m.follow_up_text AS follow_up_entry, m.decision_text AS decision_entry,
	m.lesson_text AS lesson_entry, m.state_seq AS state_entry,
	m.state = 'ongoing' AND EXISTS (SELECT 1 FROM period WHERE state = 'open')
		AND (:roles & 2 OR :roles & 62 AND (m.reporter = :actor OR m.responsible = :organisation)) AS may_report,
	:roles & 62 AS may_ask,
	:roles & 62 AND m.state NOT IN ('closed', 'completed') AND NOT EXISTS (SELECT 1 FROM proposal AS x WHERE x.obj = m.id
		AND x.family = 'closing' AND x.state = 'open' AND x.last_day >= :today) AS may_propose,
	:roles & 62 AND (:roles & 2 OR m.reporter = :actor OR m.responsible = :organisation) AS may_answer,
	:roles & 2 AS may_change,
	m.state = 'closed' AND m.lesson_text IS NULL AND :roles & 62 AND (:roles & 2 OR m.reporter = :actor
		OR m.responsible = :organisation) AS may_note_lesson,
	l.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = m.id AND g.is_lowered AND NOT g.is_closed AND g.seq < coalesce((SELECT closed_seq FROM period WHERE id = l.period), 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= (SELECT first_day FROM period WHERE id = l.period)) AS is_goal_lowered,
	o.code = 'missing' AS lacks_responsible, m.horizon IS NULL AS lacks_horizon,
	m.state NOT IN ('completed', 'closed') AND NOT EXISTS (SELECT 1 FROM goal AS g
		WHERE g.measure = m.id AND NOT g.is_closed AND g.sort = 'process') AS lacks_process_goal,
	m.state NOT IN ('completed', 'closed') AND NOT EXISTS (SELECT 1 FROM goal AS g
		WHERE g.measure = m.id AND NOT g.is_closed AND g.sort = 'effect') AS lacks_effect_goal
FROM measure AS m JOIN plan AS p ON p.id = m.plan JOIN organisation AS o ON o.id = m.responsible
LEFT JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM chosen) LEFT JOIN status AS s ON s.seq = l.status
LEFT JOIN log AS g ON g.seq = l.seq AND l.process NOT IN ('none', 'not_started')
WHERE m.id = :measure

-- :history
SELECT * FROM (SELECT l.measure AS id, p.code AS period, l.process AS process
	FROM period AS p CROSS JOIN light AS l ON l.period = p.id AND l.measure = :measure ORDER BY p.first_day DESC LIMIT 8)
ORDER BY period

-- :partners
SELECT o.code AS organisation, text(o.name_text, 'name') AS name
FROM measure_partner AS mp JOIN organisation AS o ON o.id = mp.organisation WHERE mp.measure = :measure ORDER BY o.number

-- :factors
SELECT f.code AS factor, text(f.name_text, 'name') AS name
FROM measure_factor AS mf JOIN factor AS f ON f.id = mf.factor WHERE mf.measure = :measure ORDER BY f.number

-- :goals
WITH newest AS (
	SELECT g.*, i.name_text, i.unit_text, i.better,
		(SELECT v.seq FROM indicator_value AS v WHERE v.indicator = g.indicator ORDER BY v.date_day DESC, v.seq DESC LIMIT 1) AS last_seq,
		(SELECT v.item FROM indicator_value AS v WHERE v.indicator = g.indicator ORDER BY v.date_day DESC, v.seq DESC LIMIT 1) AS last_item,
		(SELECT v.date_day FROM indicator_value AS v WHERE v.indicator = g.indicator ORDER BY v.date_day DESC, v.seq DESC LIMIT 1) AS last_day,
		(SELECT count(*) FROM (SELECT 1 FROM indicator_value AS v WHERE v.indicator = g.indicator LIMIT 25)) AS some_readings
	FROM goal AS g LEFT JOIN indicator AS i ON i.id = g.indicator WHERE g.measure = :measure
)
SELECT n.id AS id, n.number AS number, n.sort AS sort, text(n.goal_text, 'text') AS text,
	text(n.name_text, 'name') AS indicator, text(n.unit_text, 'unit') AS unit, n.better AS better,
	n.baseline AS baseline, n.baseline_date AS baseline_date, n.target AS target, n.due AS due,
	(SELECT b.value FROM indicator_value AS b WHERE b.indicator = n.indicator AND b.date_day < n.last_day
		ORDER BY b.date_day DESC, b.seq DESC LIMIT 1) AS before_value,
	v.value AS latest, v.date AS latest_date, v.is_preliminary AS is_preliminary,
	CASE WHEN v.value IS NOT NULL AND n.target IS NOT NULL THEN CASE n.better
		WHEN 'up' THEN CAST(v.value AS REAL) >= CAST(n.target AS REAL)
		ELSE CAST(v.value AS REAL) <= CAST(n.target AS REAL) END END AS is_met,
	v.value IS NOT NULL AND n.target IS NOT NULL AS is_measured, n.is_lowered AS is_lowered, n.is_closed AS is_closed,
	n.seq AS entry, n.goal_text AS text_entry, v.seq AS latest_entry,
	24 AS shown_readings, n.some_readings > 1 AS is_chart,
	EXISTS (SELECT 1 FROM (SELECT is_preliminary FROM indicator_value AS b WHERE b.indicator = n.indicator
		ORDER BY b.date_day DESC, b.seq DESC LIMIT 24) WHERE is_preliminary) AS has_preliminary,
	n.some_readings > 24 AND NOT :is_data AS is_cut
FROM newest AS n LEFT JOIN indicator_value AS v ON v.seq = n.last_seq AND v.item = n.last_item
ORDER BY n.is_closed, n.sort DESC, n.number

-- :readings
SELECT g.id AS id, v.date AS date, v.value AS value, v.is_preliminary AS is_preliminary, text(v.seq, 'source') AS source,
	v.seq AS entry
FROM goal AS g CROSS JOIN indicator_value AS v ON (v.seq, v.item) IN (SELECT n.seq, n.item FROM indicator_value AS n
	WHERE n.indicator = g.indicator ORDER BY n.date_day DESC, n.seq DESC LIMIT iif(:is_data, -1, 24))
WHERE g.measure = :measure
ORDER BY v.date_day DESC, v.seq DESC

-- :periods
SELECT p.code AS period, l.process AS process, l.effect AS effect, s.evidence AS evidence, s.effect_evidence AS effect_evidence,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by)), 'function') AS who, s.day AS reported,
	text(s.seq, 'text') AS text, s.obstacle AS obstacle, text(s.seq, 'next_step') AS next_step,
	text((SELECT name_text FROM organisation WHERE id = s.remover), 'name') AS remover, text(s.seq, 'provision') AS provision,
	s.suggests_closing AS suggests_closing, s.checked AS checked,
	CASE WHEN s.checked = 'confirmed' THEN text((SELECT function_text FROM person WHERE id = s.checked_by), 'function') END AS confirmed_by,
	CASE WHEN s.checked = 'confirmed' THEN (SELECT t FROM log WHERE seq = s.checked_seq) END AS confirmed,
	CASE WHEN s.on_behalf_of IS NOT NULL THEN text((SELECT function_text FROM person WHERE id = s.by), 'function') END AS written_by,
	text(s.seq, 'according_to') AS according_to, s.according_date AS according_date, l.seq AS entry,
	coalesce(s.checked, '') = 'unconfirmed' AS is_unconfirmed,
	l.process = 'green' AND EXISTS (SELECT 1 FROM goal AS g JOIN log AS gl ON gl.seq = g.seq
		WHERE g.measure = l.measure AND g.is_lowered AND NOT g.is_closed AND g.seq < coalesce(p.closed_seq, 1 << 53)
			AND strftime('%s', gl.t) / 86400 >= p.first_day) AS is_goal_lowered
FROM period AS p CROSS JOIN light AS l ON l.period = p.id AND l.measure = :measure LEFT JOIN status AS s ON s.seq = l.status
WHERE p.first_day < coalesce(:periods_before, 1 << 30)
ORDER BY p.first_day DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 24 END

-- :set_aside
SELECT p.code AS period, s.seq AS entry, s.process AS process, s.checked AS checked,
	text((SELECT function_text FROM person WHERE id = s.checked_by), 'function') AS who, text(s.checked_seq, 'reason') AS reason,
	text(s.checked_seq, 'text') AS correction, s.checked_seq AS checked_entry
FROM status AS s JOIN period AS p ON p.id = s.period
WHERE s.measure = :measure AND s.checked IN ('returned', 'corrected') AND s.seq < coalesce(:set_aside_before, 1 << 53)
ORDER BY s.seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 20 END

-- :questions
SELECT q.seq AS entry, text(q.seq, 'text') AS text, text((SELECT function_text FROM person WHERE id = q.by), 'function') AS who,
	q.day AS asked, text(q.answered_seq, 'text') AS answer, q.answered_seq AS answer_entry,
	text((SELECT function_text FROM person WHERE id = (SELECT by FROM log WHERE seq = q.answered_seq)), 'function') AS answered_by,
	(SELECT t FROM log WHERE seq = q.answered_seq) AS answered, q.answered_seq IS NULL AS is_unanswered
FROM question AS q WHERE q.measure = :measure AND q.seq < coalesce(:questions_before, 1 << 53)
ORDER BY q.seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 20 END

-- :money
SELECT count(*) > 0 AS has_money, CAST(total(given) AS INTEGER) AS given, CAST(total(used) AS INTEGER) AS used,
	CAST(total(returned) AS INTEGER) AS returned, CAST(total(given) - total(used) - total(returned) AS INTEGER) AS left
FROM (SELECT iif(sort = 'given', amount_ore, 0) AS given, iif(sort = 'used', amount_ore, 0) AS used,
	iif(sort = 'returned', amount_ore, 0) AS returned FROM money_total WHERE measure = :measure)

-- :money_entries
SELECT date, sort, amount_ore AS amount, text(seq, 'source') AS source, seq AS entry
FROM money WHERE measure = :measure AND seq < coalesce(:money_before, 1 << 53)
ORDER BY seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 50 END

-- :pilot
SELECT text(seq, 'tests') AS tests, decide_by, outcome, text(ended_seq, 'lesson') AS pilot_lesson, seq AS entry,
	ended_seq AS ended_entry
FROM pilot WHERE measure = :measure

-- :proposals
SELECT p.seq AS entry, p.state AS proposal_state, json_extract(p.line, '$.d.cause') AS cause, text(p.seq, 'reason') AS reason,
	text(p.seq, 'decider') AS decider, text(p.seq, 'mandate') AS mandate, text(p.seq, 'lesson') AS lesson,
	text((SELECT function_text FROM person WHERE id = p.by), 'function') AS who, (SELECT t FROM log WHERE seq = p.seq) AS proposed,
	text((SELECT function_text FROM person WHERE id = p.second), 'function') AS asked,
	CASE p.state WHEN 'open' THEN p.last_day END AS last_day,
	text((SELECT function_text FROM person WHERE id = p.end_by), 'function') AS ended_by,
	(SELECT t FROM log WHERE seq = p.end_seq) AS ended, text(CASE p.state WHEN 'stopped' THEN p.end_seq END, 'reason') AS why_stopped,
	p.end_seq AS end_entry,
	p.state = 'open' AND p.last_day >= :today AND :roles & 62 AND p.by <> :actor AND (p.second IS NULL OR p.second = :actor)
		AND NOT EXISTS (SELECT 1 FROM bias WHERE person = :actor AND obj = p.obj) AS may_second,
	p.state = 'open' AND p.last_day >= :today AND p.by = :actor AS may_withdraw
FROM proposal AS p WHERE p.obj = :measure AND p.family = 'closing' AND p.seq < coalesce(:proposals_before, 1 << 53)
ORDER BY p.seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 20 END

-- :entries
SELECT l.seq AS entry, l.kind AS kind, l.t AS written, text((SELECT function_text FROM person WHERE id = l.by), 'function') AS who
FROM log AS l WHERE l.obj = :measure ORDER BY l.seq DESC LIMIT CASE WHEN :is_data THEN -1 ELSE 20 END

-- :paging
SELECT (SELECT p.first_day + 1 FROM period AS p CROSS JOIN light AS l ON l.period = p.id AND l.measure = :measure
		WHERE p.first_day < coalesce(:periods_before, 1 << 30) ORDER BY p.first_day DESC LIMIT 1 OFFSET 24) AS older_periods,
	(SELECT seq + 1 FROM status WHERE measure = :measure AND checked IN ('returned', 'corrected')
		AND seq < coalesce(:set_aside_before, 1 << 53) ORDER BY seq DESC LIMIT 1 OFFSET 20) AS older_set_aside,
	(SELECT seq + 1 FROM question WHERE measure = :measure AND seq < coalesce(:questions_before, 1 << 53)
		ORDER BY seq DESC LIMIT 1 OFFSET 20) AS older_questions,
	(SELECT seq + 1 FROM proposal WHERE obj = :measure AND family = 'closing' AND seq < coalesce(:proposals_before, 1 << 53)
		ORDER BY seq DESC LIMIT 1 OFFSET 20) AS older_proposals,
	(SELECT seq + 1 FROM money WHERE measure = :measure AND seq < coalesce(:money_before, 1 << 53)
		ORDER BY seq DESC LIMIT 1 OFFSET 50) AS older_money,
	20 AS shown_entries, EXISTS (SELECT 1 FROM log WHERE obj = :measure LIMIT 1 OFFSET 20) AS is_many,
	coalesce(:periods_before, :set_aside_before, :questions_before, :proposals_before, :money_before) IS NOT NULL AS is_part
