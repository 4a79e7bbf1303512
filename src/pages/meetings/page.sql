-- SPDX-License-Identifier: EUPL-1.2
-- The next meeting first; then those held, the newest first.

-- :meetings
SELECT number, sort, iif(cancelled_seq IS NOT NULL, 'cancelled', iif(is_ahead, 'coming', 'held')) AS meeting_state, day, begins,
	ends, text(place_text, 'place') AS venue, text(theme_text, 'theme') AS theme, '/meeting/' || number AS link
FROM (SELECT *, strftime('%s', day) / 86400 >= :today AS is_ahead FROM meeting)
ORDER BY is_ahead DESC, iif(is_ahead, day, NULL), day DESC, begins, number

-- How many meetings it has come back to.
-- :open_actions
SELECT a.number AS action, text(a.what_text, 'what') AS what, text(o.name_text, 'name') AS responsible, a.due AS due,
	a.due_day < :today AS is_overdue,
	(SELECT count(*) FROM meeting AS x WHERE x.cancelled_seq IS NULL AND x.day > date(a.day * 86400, 'unixepoch')
		AND x.day < date(:today * 86400, 'unixepoch')) AS waited,
	:roles & 2 OR (:roles & 54 AND a.responsible = :organisation) AS may_do, m.number AS of_meeting
FROM action AS a JOIN organisation AS o ON o.id = a.responsible LEFT JOIN meeting AS m ON m.id = a.meeting
WHERE a.state = 'open' ORDER BY a.due_day, a.number

-- :waiting_points
SELECT p.number AS focus_point, text(p.seq, 'title') AS title, text(o.name_text, 'name') AS "from", :today - p.day AS waiting_days,
	m.number AS of_meeting
FROM focus_point AS p JOIN organisation AS o ON o.id = p.organisation JOIN meeting AS m ON m.id = p.meeting
WHERE p.state = 'waiting' ORDER BY p.number

-- :outside_notes
SELECT day, text(seq, 'link') AS address, sha256, seq AS entry FROM outside_notes
WHERE seq NOT IN (SELECT seq FROM corrected) ORDER BY day DESC, seq DESC

-- :templates
SELECT column1 AS template FROM (VALUES ('council'), ('working_group'))

-- :template_items
SELECT template, row_number() OVER (PARTITION BY template ORDER BY position, seq DESC, number) AS place,
	text(title_text, 'title') AS title, sort, text(presenter_text, 'presenter') AS presenter, minutes, number AS agenda_item
FROM agenda_item WHERE meeting IS NULL AND NOT is_removed ORDER BY template, place

-- :rights
SELECT :roles & 2 AS may_write
