-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 66: who takes and answers requests (kinds/request.h).

-- What was asked for and is given: what was there when it was answered; until then all.
-- :copy
WITH copy AS MATERIALIZED (
	SELECT id, number, day, seq, answered_day, coalesce(answered_seq, 1 << 53) AS next, state = 'open' AND :roles & 66 AS may_mask
	FROM request WHERE id = :request AND meeting IS NULL
), copied_text AS MATERIALIZED (
	SELECT DISTINCT t.entry, t.field FROM copy CROSS JOIN request_text AS t WHERE t.request = :request AND t.entry < copy.next
), copied AS MATERIALIZED (
	SELECT entry, max(is_whole) AS is_whole FROM (
		SELECT e.entry AS entry, 1 AS is_whole FROM copy CROSS JOIN request_entry AS e
		WHERE e.request = :request AND e.entry < copy.next
		UNION ALL SELECT entry, 0 FROM copied_text)
	GROUP BY entry
)

-- :about
-- use :copy
SELECT c.number AS number, c.day AS day, text(c.seq, 'what') AS what, c.answered_day AS copied, 0 AS hidden_count FROM copy AS c

-- Of an entry that only a text is shown of, nothing else is.
-- :entries
-- use :copy
SELECT l.seq AS seq, l.kind AS kind, l.t AS written, l.role AS role, base64(e.hash) AS hash,
	iif(c.is_whole, json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d'), NULL) AS d
FROM copied AS c CROSS JOIN log AS l ON l.seq = c.entry JOIN entry AS e ON e.seq = l.seq ORDER BY l.seq

-- :texts
-- use :copy
SELECT t.entry AS seq, t.field AS field, text(t.entry, t.field) AS value, k.provision AS provision, '' AS label, l.kind AS kind,
	0 AS is_kept, c.may_mask AS may_mask
FROM copied_text AS t CROSS JOIN copy AS c CROSS JOIN log AS l ON l.seq = t.entry
LEFT JOIN masked AS k ON k.request = c.id AND k.entry = t.entry AND k.field = t.field
ORDER BY t.entry, t.field
