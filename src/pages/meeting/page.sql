-- SPDX-License-Identifier: EUPL-1.2
-- One meeting.  `sort` binds what is pulled in to the rows of the agenda that ask for it.

-- :meeting
SELECT text((SELECT name_text FROM council), 'name') AS council_name, m.sort AS meeting_of,
	CASE WHEN m.cancelled_seq IS NOT NULL THEN 'cancelled' WHEN strftime('%s', m.day) / 86400 >= :today THEN 'coming'
		ELSE 'held' END AS meeting_state,
	m.day AS day, m.begins AS begins, m.ends AS ends, text(m.place_text, 'place') AS venue, text(m.theme_text, 'theme') AS theme,
	text(m.called_by_text, 'called_by') AS called_by, text(m.cancelled_seq, 'reason') AS reason, m.number AS number,
	m.cancelled_seq AS cancelled, m.seq AS entry,
	m.cancelled_seq IS NULL AND strftime('%s', m.day) / 86400 >= :today AS is_coming,
	m.cancelled_seq IS NULL AND strftime('%s', m.day) / 86400 <= :today AS is_due,
	m.cancelled_seq IS NULL AND :roles & 2 AS may_write, m.cancelled_seq IS NULL AND :roles & 18 AS may_note_point,
	EXISTS (SELECT 1 FROM notes WHERE meeting = m.id) AS has_notes,
	m.cancelled_seq IS NULL AND :roles & 2 AND NOT EXISTS (SELECT 1 FROM notes WHERE meeting = m.id) AS may_draft,
	(SELECT diary_no FROM diary WHERE entry = m.seq) AS diary_no, m.seq AS diary_entry, :roles & 66 AS may_register,
	m.cancelled_seq IS NULL AND :roles & 50 AS may_attach
FROM meeting AS m WHERE m.id = :meeting

-- When a row begins is known as long as every row before it says how long it takes.
-- :agenda
SELECT place, iif(unknown = 0, printf('%02d:%02d', (start + earlier) / 60 % 24, (start + earlier) % 60), NULL) AS clock,
	text(title_text, 'title') AS title, text(presenter_text, 'presenter') AS presenter, minutes, sort, number AS agenda_item
FROM (SELECT i.*, row_number() OVER w AS place, coalesce(sum(i.minutes) OVER before, 0) AS earlier,
		coalesce(sum(i.minutes IS NULL) OVER before, 0) AS unknown,
		substr(m.begins, 1, 2) * 60 + substr(m.begins, 4, 2) AS start
	FROM meeting AS m JOIN agenda_item AS i ON i.meeting = m.id
	WHERE m.id = :meeting AND NOT i.is_removed
	WINDOW w AS (ORDER BY i.position, i.seq DESC, i.number),
		before AS (ORDER BY i.position, i.seq DESC, i.number ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING))
ORDER BY place

-- The newest notes of a meeting before this one, where they live, unless newer ones of its sort were finished here.
-- :earlier_notes
SELECT 'previous_notes' AS sort, n.day AS day, text(n.seq, 'link') AS address, n.sha256 AS sha256, n.seq AS entry
FROM meeting AS m JOIN outside_notes AS n ON n.day < m.day
WHERE m.id = :meeting AND n.seq NOT IN (SELECT seq FROM corrected) AND NOT EXISTS (SELECT 1 FROM meeting AS b
	JOIN notes AS o ON o.meeting = b.id WHERE b.sort = m.sort AND b.day < m.day AND b.day > n.day)
ORDER BY n.day DESC, n.seq DESC LIMIT 1

-- The newest notes of a meeting of the same sort before this one that were finished here.
-- :own_notes
SELECT 'previous_notes' AS sort, b.number AS notes_of_meeting, b.day AS day, n.finished_seq AS entry, n.hash AS hash,
	(SELECT day FROM meeting WHERE id = n.approved_at) AS approved_day
FROM meeting AS m JOIN meeting AS b ON b.sort = m.sort AND b.day < m.day JOIN notes AS n ON n.meeting = b.id
WHERE m.id = :meeting ORDER BY b.day DESC LIMIT 1

-- The meeting while it lies ahead, and the day of the one of its sort before it.
-- :ahead
WITH ahead AS MATERIALIZED (
	SELECT m.id AS id, m.day AS day,
		(SELECT strftime('%s', max(b.day)) / 86400 FROM meeting AS b
			WHERE b.sort = m.sort AND b.day < m.day AND b.cancelled_seq IS NULL) AS before_day
	FROM meeting AS m
	WHERE m.id = :meeting AND m.cancelled_seq IS NULL AND strftime('%s', m.day) / 86400 >= :today
)

-- :plan_lights
-- use :ahead
, words(process, place) AS (VALUES ('green', 1), ('yellow', 2), ('red', 3), ('none', 4), ('completed', 5), ('paused', 6),
	('not_started', 7))
SELECT 'plan_status' AS sort, w.process AS process, count(l.number) AS count, sum(count(l.number)) OVER () AS total
FROM ahead CROSS JOIN words AS w LEFT JOIN council_page_light AS l ON l.process = w.process AND l.sheet = 'newest'
GROUP BY w.process HAVING count(l.number) > 0 ORDER BY w.place

-- :changes
-- use :ahead
SELECT 'plan_status' AS sort, c.number AS measure, text(c.title_text, 'title') AS title, c.before_process AS before_process,
	c.process AS process
FROM ahead CROSS JOIN council_page_light AS c ON c.sheet = 'newest' JOIN measure AS m ON m.number = c.number
JOIN light AS l ON l.measure = m.id AND l.period = (SELECT id FROM newest_period)
WHERE c.before_process <> c.process AND c.process <> 'none' AND l.day >= coalesce(ahead.before_day, 0)
ORDER BY CASE c.process WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 ELSE 3 END, c.number

-- :closings
-- use :ahead
SELECT 'closings' AS sort, m.number AS measure, text(m.title_text, 'title') AS title,
	json_extract(p.line, '$.d.cause') AS cause, text(b.function_text, 'function') AS proposer, p.last_day AS last_day,
	p.seq AS entry
FROM ahead CROSS JOIN proposal AS p ON p.state = 'open' AND p.family = 'closing' AND p.last_day >= :today
JOIN measure AS m ON m.id = p.obj LEFT JOIN person AS b ON b.id = p.by
ORDER BY p.last_day, p.seq

-- How many meetings before this one it has come back to.
-- :open_actions
-- use :ahead
SELECT 'actions' AS sort, a.number AS action, text(a.what_text, 'what') AS what, text(o.name_text, 'name') AS responsible,
	a.due AS due, a.due_day < :today AS is_overdue,
	(SELECT count(*) FROM meeting AS x WHERE x.cancelled_seq IS NULL AND x.day > date(a.day * 86400, 'unixepoch')
		AND x.day < ahead.day) AS waited,
	:roles & 2 OR (:roles & 54 AND a.responsible = :organisation) AS may_do
FROM ahead CROSS JOIN action AS a ON a.state = 'open' JOIN organisation AS o ON o.id = a.responsible
ORDER BY a.due_day, a.number

-- :questions
-- use :ahead
SELECT 'questions' AS sort, m.number AS measure, text(m.title_text, 'title') AS title, text(q.seq, 'text') AS question,
	text((SELECT function_text FROM person WHERE id = q.by), 'function') AS who, q.day AS asked, q.seq AS entry
FROM ahead CROSS JOIN question AS q ON q.answered_seq IS NULL JOIN measure AS m ON m.id = q.measure
ORDER BY q.seq

-- :waiting_points
-- use :ahead
SELECT 'focus' AS sort, p.number AS focus_point, text(p.seq, 'title') AS title, text(o.name_text, 'name') AS "from",
	:today - p.day AS waiting_days, m.number AS of_meeting
FROM ahead CROSS JOIN focus_point AS p ON p.state = 'waiting' JOIN organisation AS o ON o.id = p.organisation
JOIN meeting AS m ON m.id = p.meeting
ORDER BY p.number

-- :agreed
SELECT a.number AS action, text(a.what_text, 'what') AS what, text(o.name_text, 'name') AS responsible, a.due AS due,
	a.state AS action_state, coalesce(text(a.end_seq, 'result'), text(a.end_seq, 'reason')) AS outcome_text, a.end_seq AS entry,
	a.state = 'open' AND (:roles & 2 OR (:roles & 54 AND a.responsible = :organisation)) AS may_do,
	a.state = 'open' AND :roles & 2 AS may_write
FROM action AS a JOIN organisation AS o ON o.id = a.responsible WHERE a.meeting = :meeting ORDER BY a.number

-- :points
SELECT p.number AS focus_point, text(p.seq, 'title') AS title, text(p.seq, 'text') AS text, text(o.name_text, 'name') AS "from",
	p.state AS point_state, text(t.name_text, 'name') AS taker, m.number AS measure, text(m.title_text, 'title') AS measure_title,
	iif(p.state = 'declined', text(p.answer_seq, 'because'), NULL) AS because, p.answer_day - p.day AS answer_days,
	p.act_day - p.answer_day AS act_days, iif(p.state = 'waiting', :today - p.day, NULL) AS waiting_days, p.seq AS entry,
	p.answer_seq AS answer_entry, p.answer_seq IS NOT NULL AS is_answered, p.act_seq IS NOT NULL AS has_act,
	p.state = 'waiting' AND :roles & 2 AS may_answer, p.state = 'taken_up' AND :roles & 2 AS may_act
FROM focus_point AS p JOIN organisation AS o ON o.id = p.organisation LEFT JOIN organisation AS t ON t.id = p.taker
LEFT JOIN measure AS m ON m.id = p.measure
WHERE p.meeting = :meeting ORDER BY p.number

-- Elected members by name and function, others by function.
-- :attendance
SELECT coalesce(text(a.seq, 'name'), text(a.seq, 'function'), text(p.function_text, 'function')) AS who,
	iif(text(a.seq, 'name') IS NULL, NULL, coalesce(text(a.seq, 'function'), text(p.function_text, 'function'))) AS function,
	text(o.name_text, 'name') AS organisation, a.attendance AS attendance, a.seq AS entry
FROM attendance AS a LEFT JOIN person AS p ON p.id = a.person
LEFT JOIN organisation AS o ON o.id = coalesce(a.organisation, p.organisation)
WHERE a.meeting = :meeting AND a.seq NOT IN (SELECT seq FROM corrected)
ORDER BY CASE a.attendance WHEN 'present' THEN 1 WHEN 'partly' THEN 2 ELSE 3 END, p.number IS NULL, p.number, a.seq

-- Files that were added, in the order of the agenda.
-- :attachments
SELECT p.seq AS seq, p.audience AS audience, p.provision AS provision,
	text((SELECT name_text FROM organisation WHERE id = p.sender), 'name') AS ask, text(i.title_text, 'title') AS item,
	text(p.seq, 'title') AS text, text(p.seq, 'file_type') AS file_type, text(p.seq, 'bytes') AS bytes, text(p.seq, 'sha256') AS sha256,
	NULL AS extent, EXISTS (SELECT 1 FROM disclosure WHERE seq = p.seq AND field = 'file') AS is_kept,
	s.organisations AS organisations, s.is_published AS is_published, 0 AS is_spread
FROM passage AS p JOIN passage_spread AS s ON s.passage = p.seq LEFT JOIN agenda_item AS i ON i.id = p.agenda_item
WHERE p.meeting = :meeting AND p.sort = 'attachment'
ORDER BY i.number IS NULL, i.position, i.seq DESC, i.number, p.seq
