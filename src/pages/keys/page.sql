-- SPDX-License-Identifier: EUPL-1.2
-- Keys as the book has them.  What the office has, and whether a key counts just now, `fill` adds.

-- :about
SELECT NULL AS challenge, :actor AS user, NULL AS own_keys, NULL AS is_letter_session, NULL AS may_propose, NULL AS refusal,
	NULL AS may_demand

-- :keys
SELECT c.k AS credential, NULL AS key_code, NULL AS key_state, c.store AS store, c.rp AS rp, l.t AS enrolled, b.t AS made,
	text(q.function_text, 'function') AS proposer, text(s.function_text, 'function') AS seconder,
	strftime('%Y-%m-%dT%H:%M:%SZ', c.from_t, 'unixepoch') AS counts_from,
	strftime('%Y-%m-%dT%H:%M:%SZ', c.until_t, 'unixepoch') AS until, c.from_t AS from_t
FROM credential AS c JOIN log AS l ON l.seq = c.seq
LEFT JOIN proposal AS p ON p.state = 'seconded' AND p.end_seq = c.seq AND p.family = 'passkey'
LEFT JOIN log AS b ON b.seq = p.seq
LEFT JOIN person AS q ON q.id = p.by
LEFT JOIN person AS s ON s.id = p.end_by
WHERE c.person = :actor
ORDER BY c.seq DESC, c.k

-- :keys_coming
SELECT text(h.function_text, 'function') AS holder, c.proposal AS proposal, c.counts_from AS counts_from, c.k AS key_code
FROM (SELECT obj AS person, seq AS proposal, NULL AS counts_from, json_extract(line, '$.d.credential') AS k
		FROM proposal WHERE family = 'passkey' AND state = 'open'
	UNION ALL SELECT person, seq, strftime('%Y-%m-%dT%H:%M:%SZ', from_t, 'unixepoch'), k
		FROM credential WHERE until_seq IS NULL AND from_t > :today * 86400
			AND from_t > (SELECT strftime('%s', t) FROM log WHERE log.seq = credential.seq)) AS c
JOIN person AS h ON h.id = c.person
ORDER BY c.proposal

-- :policies
SELECT p.role AS role, l.t AS since, p.seq AS entry, EXISTS (SELECT 1 FROM role_held WHERE person = :actor AND role = p.role) AS is_mine
FROM key_policy AS p JOIN log AS l ON l.seq = p.seq
ORDER BY p.role

-- :known
SELECT json_extract(line, '$.d.credential') AS credential FROM proposal WHERE family = 'passkey' AND state = 'open'
UNION SELECT k FROM credential

-- :functions
SELECT p.id AS person, text(p.function_text, 'function') AS function FROM person AS p
