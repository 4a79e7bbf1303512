-- SPDX-License-Identifier: EUPL-1.2
-- One's own alone, newest first; 40 a page in HTML, whole in data (:is_data).

-- :picked
WITH picked AS MATERIALIZED (
	SELECT seq FROM signed WHERE by = :actor AND seq >= coalesce(:entry, 0) AND seq <= coalesce(:entry, 1 << 53)
		AND seq < coalesce(:before, 1 << 53)
	ORDER BY seq DESC LIMIT iif(:is_data, -1, 40)
)

-- :about
SELECT :entry AS entry_chosen, :before AS before_chosen

-- :signatures
-- use :picked
SELECT g.entry AS seq, g.t AS t, g.kind AS kind, NULL AS sign_code, g.signed_with AS signed_with, g.k AS key_code,
	(SELECT min(size) FROM checkpoint WHERE size > g.entry) AS checkpoint, g.statement AS statement,
	json_extract(g.statement, '$.d') AS d, g.t AS written,
	CASE g.kind WHEN 'decision_proposed' THEN 'decision' ELSE 'open' END AS label, 1 AS is_part
FROM picked CROSS JOIN signature AS g ON g.entry = picked.seq
ORDER BY g.entry DESC

-- Of what was seconded, the texts of the proposal: it names them by its hash.
-- :texts
-- use :picked
SELECT seq, field, value, '' AS label, kind, 1 AS is_part
FROM (SELECT d.seq, d.field, d.value, l.kind FROM picked CROSS JOIN disclosure AS d ON d.seq = picked.seq
		JOIN log AS l ON l.seq = d.seq
	UNION ALL SELECT x.seq, x.field, text(x.seq, x.field), l.kind FROM picked CROSS JOIN erased AS x ON x.seq = picked.seq
		JOIN log AS l ON l.seq = x.seq
	UNION ALL SELECT picked.seq, d.field, d.value, l.kind FROM picked
		CROSS JOIN proposal AS p ON p.state = 'seconded' AND p.end_seq = picked.seq JOIN disclosure AS d ON d.seq = p.seq
		JOIN log AS l ON l.seq = p.seq
	UNION ALL SELECT picked.seq, x.field, text(x.seq, x.field), l.kind FROM picked
		CROSS JOIN proposal AS p ON p.state = 'seconded' AND p.end_seq = picked.seq JOIN erased AS x ON x.seq = p.seq
		JOIN log AS l ON l.seq = p.seq)
ORDER BY seq DESC, field

-- :receipt
-- use :picked
SELECT base64(e.hash) AS hash, substr(e.leaf, instr(e.leaf, char(10)) + 1) AS envelope, c.cose AS cose, c.rp AS rp,
	(SELECT min(size) FROM checkpoint WHERE size > e.seq) AS size, NULL AS note
FROM picked CROSS JOIN entry AS e ON e.seq = picked.seq JOIN signed AS s ON s.by = :actor AND s.seq = e.seq
JOIN credential AS c ON c.k = s.k
WHERE :entry IS NOT NULL

-- :older
-- use :picked
SELECT min(seq) AS next FROM picked WHERE NOT :is_data AND :entry IS NULL HAVING count(*) = 40
	AND EXISTS (SELECT 1 FROM signed WHERE by = :actor AND seq < (SELECT min(seq) FROM picked))
