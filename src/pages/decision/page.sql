-- SPDX-License-Identifier: EUPL-1.2
-- One proposal, whatever became of it; the exact texts from the disclosures beside its entries.

-- :proposal
SELECT p.seq AS proposal, p.family, p.state AS proposal_state, m.number AS measure, text(m.title_text, 'title') AS title,
	d.number AS decision, json_extract(p.line, '$.d.entry') AS entry, json_extract(p.line, '$.d.cause') AS cause,
	d.case_system, d.case_no, text(o.name_text, 'name') AS organisation, l.t AS proposed,
	text(b.function_text, 'function') AS proposer, text(a.function_text, 'function') AS asked,
	iif(p.state = 'open', p.last_day, NULL) AS last_day, e.t AS ended, text(s.function_text, 'function') AS ender,
	p.end_seq AS ending, p.hash, text(h.function_text, 'function') AS holder,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.credential') END AS key_code,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.rp') END AS rp,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.store') END AS store,
	CASE WHEN p.family = 'log_key' THEN json_extract(p.line, '$.d.key') END AS log_vkey,
	json_extract(p.line, '$.d.role') AS role, json_extract(p.line, '$.d.demand') AS demand,
	:actor IN (p.by, p.second, p.end_by) AS is_part, p.state = 'open' AS is_open, p.state = 'seconded' AS is_made,
	p.family = 'closing' AS is_closing, (SELECT diary_no FROM diary WHERE entry = p.end_seq) AS diary_no,
	(SELECT entry FROM document WHERE entry = p.end_seq) AS diary_entry,
	:roles & 66 AND EXISTS (SELECT 1 FROM document WHERE entry = p.end_seq) AS may_register
FROM proposal AS p JOIN log AS l ON l.seq = p.seq LEFT JOIN log AS e ON e.seq = p.end_seq
LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN decision AS d ON d.id = p.obj AND p.family = 'decision'
LEFT JOIN organisation AS o ON o.id = d.organisation
LEFT JOIN person AS b ON b.id = p.by
LEFT JOIN person AS a ON a.id = p.second
LEFT JOIN person AS s ON s.id = p.end_by
LEFT JOIN person AS h ON h.id = p.obj AND p.family IN ('enrolment', 'passkey')
WHERE p.seq = :proposal

-- :texts
SELECT proposal, kind, field, text(seq, field) AS value, '' AS label, is_part
FROM (SELECT p.seq AS proposal, l.seq AS seq, l.kind AS kind, x.field AS field, :actor IN (p.by, p.second, p.end_by) AS is_part
	FROM proposal AS p CROSS JOIN log AS l ON l.seq IN (p.seq, p.end_seq) JOIN disclosure AS x ON x.seq = l.seq
	WHERE p.seq = :proposal
	UNION ALL SELECT p.seq, l.seq, l.kind, x.field, :actor IN (p.by, p.second, p.end_by)
	FROM proposal AS p CROSS JOIN log AS l ON l.seq IN (p.seq, p.end_seq) JOIN erased AS x ON x.seq = l.seq
	WHERE p.seq = :proposal)
ORDER BY seq, instr('matter,reason,content,reasons,provision,ground,decider,mandate,lesson,', field || ',')

-- :signatures
SELECT p.seq AS proposal, g.entry AS entry, g.kind AS kind, text(g.function_text, 'function') AS function,
	g.signed_with AS signed_with, NULL AS sign_code, g.statement AS statement
FROM proposal AS p CROSS JOIN signature AS g ON g.entry IN (p.seq, p.end_seq)
WHERE p.seq = :proposal AND g.by <> 'system'
ORDER BY g.entry

-- :made
SELECT seq AS proposal, end_seq AS seconding FROM proposal WHERE seq = :proposal AND state = 'seconded'

-- :dissents
SELECT x.seq AS entry, l.t AS noted, text(b.function_text, 'function') AS function, text(x.seq, 'text') AS dissent,
	:actor IN (p.by, p.second, p.end_by) AS is_part
FROM dissent AS x JOIN log AS l ON l.seq = x.seq JOIN proposal AS p ON p.seq = x.proposal
LEFT JOIN person AS b ON b.id = x.by
WHERE x.proposal = :proposal
ORDER BY x.seq
