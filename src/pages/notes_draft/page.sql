-- SPDX-License-Identifier: EUPL-1.2

-- :about
SELECT m.number AS meeting, m.id AS meeting_id, m.sort AS meeting_sort, m.day AS day,
	EXISTS (SELECT 1 FROM notes WHERE meeting = m.id) AS is_finished, 0 AS is_preview, 0 AS is_finish,
	0 AS hidden_count, 0 AS noted_count, 0 AS at,
	0 AS is_pull, 0 AS pulled_count, 0 AS left_out_count, 0 AS kept_count
FROM meeting AS m WHERE m.id = :id

-- :items
SELECT number AS item, text(title_text, 'title') AS title, sort FROM agenda_item WHERE meeting = :id AND NOT is_removed
ORDER BY position, seq DESC, number

-- Of the days around the meeting's, but for what an entry of its notes tells of; which of them fell on it in Sweden the page finds.
-- Times in a book never go back (ledger/book.h), so the first entry of a day is found by halves.
-- :done
WITH RECURSIVE
	halves(day, low, high) AS (
		SELECT date(m.day, x.column1), 0, (SELECT max(seq) FROM log) + 1
		FROM meeting AS m CROSS JOIN (VALUES ('-1 day'), ('+2 days')) AS x WHERE m.id = :id AND :pull = 1
		UNION ALL
		SELECT h.day, iif(l.t < h.day, l.seq + 1, h.low), iif(l.t < h.day, h.high, l.seq)
		FROM halves AS h CROSS JOIN log AS l ON l.seq = (h.low + h.high) / 2 WHERE h.low < h.high
	),
	near(low, high) AS (SELECT min(low), max(low) FROM halves WHERE low = high),
	found(entry, kind, number, title, process, sort) AS (
		SELECT s.checked_seq, 'status_confirmed', m.number, text(m.title_text, 'title'), s.process, 'plan_status'
		FROM near AS n CROSS JOIN measure AS m CROSS JOIN status AS s ON s.measure = m.id AND s.checked_seq >= n.low
			AND s.checked_seq < n.high
		WHERE s.checked = 'confirmed'
		UNION ALL
		SELECT v.approved_seq, 'notes_approved', NULL, b.day, NULL, 'previous_notes'
		FROM near AS n CROSS JOIN notes AS v ON v.approved_at = :id AND v.approved_seq >= n.low AND v.approved_seq < n.high
		JOIN meeting AS b ON b.id = v.meeting
		UNION ALL
		SELECT g.seq, g.kind, coalesce(m.number, a.number, p.number),
			coalesce(text(m.title_text, 'title'), text(a.what_text, 'what'), text(p.seq, 'title')), NULL,
			CASE WHEN m.id IS NOT NULL THEN 'closings' WHEN a.id IS NOT NULL THEN 'actions' ELSE 'focus' END
		FROM near AS n CROSS JOIN log AS g ON g.seq >= n.low AND g.seq < n.high
		LEFT JOIN measure AS m ON m.id = g.obj LEFT JOIN action AS a ON a.id = g.obj LEFT JOIN focus_point AS p ON p.id = g.obj
		WHERE g.kind IN ('closing_seconded', 'closing_stopped', 'action_set', 'focus_point_taken_up', 'focus_point_declined')
	)
SELECT x.entry AS entry, x.kind AS kind, x.number AS number, x.title AS title, x.process AS process, l.t AS t, x.sort AS sort
FROM found AS x CROSS JOIN log AS l ON l.seq = x.entry
WHERE NOT EXISTS (SELECT 1 FROM passage AS p WHERE p.meeting = :id AND p.entry = x.entry)
ORDER BY l.seq

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
	s.organisations AS organisations,
	(SELECT CAST(number AS TEXT) FROM agenda_item WHERE id = p.agenda_item) AS agenda_item,
	CAST(p.entry AS TEXT) AS entry, 0 AS is_spread, text(p.seq, 'text') AS text
FROM passage AS p JOIN passage_spread AS s ON s.passage = p.seq
WHERE p.meeting = :id AND p.sort = 'passage' AND NOT EXISTS (SELECT 1 FROM notes WHERE meeting = :id)
ORDER BY p.position, p.seq
