-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 66: who takes and answers requests; & 98: who may look at it as the second person (kinds/release_looked_at).

-- :request
SELECT r.number AS number, r.day AS day, text(r.seq, 'what') AS what, m.number AS meeting, m.day AS meeting_day,
	x.number AS measure, r.entry AS of_entry, r.state AS request_state, r.held_to AS held_to,
	r.held_to IS NULL OR r.held_to >= :today AS is_held, r.seq AS entry, r.release AS release, r.answered_day AS answered,
	r.answered_seq AS answered_entry, text((SELECT function_text FROM person WHERE id = l.by), 'function') AS answered_by,
	text(r.answered_seq, 'because') AS because, r.provision AS provision, r.decided_day AS decided,
	r.decided_seq AS decided_entry, r.appeal_seq AS appeal_entry, r.ruling AS ruling, r.ruling_seq AS ruling_entry,
	n.meeting IS NOT NULL AS has_notes, r.meeting IS NOT NULL AND n.meeting IS NULL AND r.state = 'open' AS lacks_notes,
	r.meeting IS NULL AS has_copy,
	iif(r.state = 'open', (SELECT max(entry) FROM request_entry WHERE request = :request), NULL) AS newest,
	r.state = 'open' AND :roles & 66 AS may_answer,
	r.state = 'answered' AND :roles & 66 AS may_decide, r.state = 'decided' AND :roles & 66 AS may_note_appeal,
	r.state = 'appealed' AND :roles & 66 AS may_close,
	:roles & 98 AND NOT EXISTS (SELECT 1 FROM request_hand WHERE request = r.id AND seq >= r.round_seq AND person = :actor)
		AS may_look
FROM request AS r LEFT JOIN meeting AS m ON m.id = r.meeting LEFT JOIN measure AS x ON x.id = r.measure
LEFT JOIN notes AS n ON n.meeting = r.meeting LEFT JOIN log AS l ON l.seq = r.answered_seq
WHERE r.id = :request

-- The passages of the notes asked for, in the copy's order; those that it leaves out have a provision, of the mask or their own.
-- :copy
WITH copy AS MATERIALIZED (
	SELECT p.seq AS passage, row_number() OVER (ORDER BY p.sort <> 'passage', x.place, x.is_behind, x.position, p.seq) AS place,
		coalesce(k.provision, p.provision) AS provision, k.entry IS NOT NULL AS is_masked,
		r.state = 'open' AND :roles & 66 AS may_mask
	FROM request AS r JOIN notes AS n ON n.meeting = r.meeting JOIN passage AS p ON p.meeting = r.meeting
	JOIN passage_place AS x ON x.passage = p.seq LEFT JOIN masked AS k ON k.request = r.id AND k.entry = p.seq
	WHERE r.id = :request AND p.seq < coalesce(r.answered_seq, 1 << 53)
)

-- :hidden
-- use :copy
SELECT passage, place, provision, is_masked, is_masked AND may_mask AS may_unmask FROM copy WHERE provision IS NOT NULL ORDER BY place

-- :masked_texts
SELECT k.entry AS entry, k.field AS field, k.provision AS provision, r.state = 'open' AND :roles & 66 AS may_unmask
FROM request AS r JOIN masked AS k ON k.request = r.id WHERE r.id = :request AND r.meeting IS NULL ORDER BY k.entry, k.field

-- :copied_passages
-- use :copy
SELECT passage, place, may_mask FROM copy WHERE provision IS NULL ORDER BY place

-- :looks
SELECT v.seq AS entry, l.t AS looked, text((SELECT function_text FROM person WHERE id = v.by), 'function') AS function,
	v.finding AS finding, text(v.seq, 'text') AS text
FROM request_look AS v JOIN log AS l ON l.seq = v.seq WHERE v.request = :request ORDER BY v.seq
