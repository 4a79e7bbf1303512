-- SPDX-License-Identifier: EUPL-1.2

-- :about
SELECT m.number AS meeting, m.id AS meeting_id, m.sort AS meeting_sort, m.day AS day,
	EXISTS (SELECT 1 FROM notes WHERE meeting = m.id) AS is_finished, 0 AS is_preview, 0 AS is_finish,
	0 AS hidden_count, 0 AS noted_count, 0 AS at
FROM meeting AS m WHERE m.id = :id

-- :items
SELECT number AS item, text(title_text, 'title') AS title FROM agenda_item WHERE meeting = :id AND NOT is_removed
ORDER BY position, seq DESC, number

-- :organisations
SELECT code, text(name_text, 'name') AS name FROM organisation WHERE NOT is_closed ORDER BY number

-- Those of an organisation who read the council's work (guard/label.h); named by the organisation's code, as drafts do.
-- :persons
SELECT o.code AS organisation, text(p.function_text, 'function') AS function, text(p.name_text, 'name') AS name
FROM person AS p JOIN organisation AS o ON o.id = p.organisation
WHERE NOT p.is_closed AND EXISTS (SELECT 1 FROM role_held AS r WHERE r.person = p.id AND r.role <> 'administrator')
ORDER BY o.number, p.number

-- Sender and readers by code, as drafts name them; `organisations` by id, as the guard does.
-- :noted
SELECT p.seq AS seq, p.audience AS audience, p.provision AS provision, (SELECT code FROM organisation WHERE id = p.sender) AS sender,
	(SELECT group_concat(o.code, ' ') FROM passage_reader AS r JOIN organisation AS o ON o.id = r.organisation
		WHERE r.passage = p.seq) AS readers,
	' ' || coalesce(p.sender, '') || ' ' || coalesce((SELECT group_concat(organisation, ' ') FROM passage_reader
		WHERE passage = p.seq), '') || ' ' AS organisations,
	(SELECT CAST(number AS TEXT) FROM agenda_item WHERE id = p.agenda_item) AS agenda_item, 0 AS is_spread, text(p.seq, 'text') AS text
FROM passage AS p
WHERE p.meeting = :id AND p.sort = 'passage' AND NOT EXISTS (SELECT 1 FROM notes WHERE meeting = :id)
ORDER BY p.position, p.seq
