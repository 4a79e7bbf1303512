-- SPDX-License-Identifier: EUPL-1.2
-- Proposals by state, each through an index of proposal; the exact texts from the disclosures beside the entry.
-- `label` is filled in afterwards by the kind's own declaration (page.c).  What is over and done with is cut in HTML, newest
-- first (the number in LIMIT stands again in :paging), and whole in data (:is_data).

-- :waiting
SELECT p.seq AS proposal, p.family, m.number AS measure, text(m.title_text, 'title') AS title, d.number AS decision,
	json_extract(p.line, '$.d.entry') AS entry, json_extract(p.line, '$.d.cause') AS cause, l.t AS proposed,
	text(b.function_text, 'function') AS proposer, text(s.function_text, 'function') AS asked, p.last_day AS last_day,
	p.by IS :actor AS is_mine,
	p.by IS NOT :actor AND coalesce(p.second, :actor) IS :actor AND p.last_day >= :today
		AND NOT EXISTS (SELECT 1 FROM bias WHERE person = :actor AND obj = p.obj) AS may_second,
	:actor IN (p.by, p.second) AS is_part, text(h.function_text, 'function') AS holder,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.credential') END AS key_code,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.rp') END AS rp,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.store') END AS store,
	CASE WHEN p.family = 'log_key' THEN json_extract(p.line, '$.d.key') END AS log_vkey,
	json_extract(p.line, '$.d.role') AS role, json_extract(p.line, '$.d.demand') AS demand
FROM proposal AS p JOIN log AS l ON l.seq = p.seq
LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN decision AS d ON d.id = p.obj AND p.family = 'decision'
LEFT JOIN person AS b ON b.id = p.by
LEFT JOIN person AS s ON s.id = p.second
LEFT JOIN person AS h ON h.id = p.obj AND p.family IN ('enrolment', 'passkey')
WHERE p.state = 'open'
ORDER BY p.second IS NOT :actor, p.by IS :actor, p.last_day, p.seq

-- :waiting_texts
SELECT proposal, kind, field, text(proposal, field) AS value, '' AS label, is_part
FROM (SELECT p.seq AS proposal, l.kind, x.field, :actor IN (p.by, p.second) AS is_part
	FROM proposal AS p JOIN log AS l ON l.seq = p.seq JOIN disclosure AS x ON x.seq = p.seq WHERE p.state = 'open'
	UNION ALL SELECT p.seq, l.kind, x.field, :actor IN (p.by, p.second)
	FROM proposal AS p JOIN log AS l ON l.seq = p.seq JOIN erased AS x ON x.seq = p.seq WHERE p.state = 'open')
ORDER BY proposal, instr('matter,reason,content,reasons,provision,ground,decider,mandate,lesson,', field || ',')

-- :waiting_signatures
SELECT p.seq AS proposal, g.entry AS entry, g.kind AS kind, text(g.function_text, 'function') AS function,
	g.signed_with AS signed_with, NULL AS sign_code, g.statement AS statement
FROM proposal AS p CROSS JOIN signature AS g ON g.entry IN (p.seq, p.end_seq)
WHERE p.state = 'open'
ORDER BY p.seq, g.entry

-- :picked
WITH picked AS MATERIALIZED (
	SELECT seq FROM proposal WHERE state = 'seconded' AND end_seq < coalesce(:made_before, 1 << 53)
	ORDER BY end_seq DESC LIMIT iif(:is_data, -1, 20)
)

-- :made
-- use :picked
SELECT p.seq AS proposal, p.family, m.number AS measure, text(m.title_text, 'title') AS title, d.number AS decision,
	json_extract(p.line, '$.d.entry') AS entry, json_extract(p.line, '$.d.cause') AS cause,
	d.case_system, d.case_no, text(o.name_text, 'name') AS organisation,
	l.t AS proposed, text(b.function_text, 'function') AS proposer,
	e.t AS seconded, text(s.function_text, 'function') AS seconder, p.end_seq AS seconding, p.hash,
	:actor IN (p.by, p.second, p.end_by) AS is_part, text(h.function_text, 'function') AS holder,
	CASE WHEN p.family = 'passkey' THEN json_extract(p.line, '$.d.credential') END AS key_code,
	json_extract(p.line, '$.d.role') AS role, json_extract(p.line, '$.d.demand') AS demand
FROM picked CROSS JOIN proposal AS p ON p.seq = picked.seq JOIN log AS l ON l.seq = p.seq JOIN log AS e ON e.seq = p.end_seq
LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN decision AS d ON d.id = p.obj AND p.family = 'decision'
LEFT JOIN organisation AS o ON o.id = d.organisation
LEFT JOIN person AS b ON b.id = p.by
LEFT JOIN person AS s ON s.id = p.end_by
LEFT JOIN person AS h ON h.id = p.obj AND p.family IN ('enrolment', 'passkey')
ORDER BY p.end_seq DESC

-- :made_texts
-- use :picked
SELECT proposal, kind, field, text(proposal, field) AS value, '' AS label, is_part
FROM (SELECT p.seq AS proposal, l.kind, x.field, :actor IN (p.by, p.second, p.end_by) AS is_part
	FROM picked CROSS JOIN proposal AS p ON p.seq = picked.seq JOIN log AS l ON l.seq = p.seq JOIN disclosure AS x ON x.seq = p.seq
	UNION ALL SELECT p.seq, l.kind, x.field, :actor IN (p.by, p.second, p.end_by)
	FROM picked CROSS JOIN proposal AS p ON p.seq = picked.seq JOIN log AS l ON l.seq = p.seq JOIN erased AS x ON x.seq = p.seq)
ORDER BY proposal, instr('matter,reason,content,reasons,provision,ground,decider,mandate,lesson,', field || ',')

-- :made_signatures
-- use :picked
SELECT p.seq AS proposal, g.entry AS entry, g.kind AS kind, text(g.function_text, 'function') AS function,
	g.signed_with AS signed_with, NULL AS sign_code, g.statement AS statement
FROM picked CROSS JOIN proposal AS p ON p.seq = picked.seq CROSS JOIN signature AS g ON g.entry IN (p.seq, p.end_seq)
ORDER BY p.seq, g.entry

-- :ended
SELECT p.seq AS proposal, p.family, p.state AS proposal_state, m.number AS measure, text(m.title_text, 'title') AS title,
	d.number AS decision, json_extract(p.line, '$.d.entry') AS entry, l.t AS proposed,
	text(b.function_text, 'function') AS proposer, e.t AS ended, text(s.function_text, 'function') AS ender, p.end_seq AS ending,
	text(p.end_seq, 'reason') AS reason, e.kind, 'reason' AS field, '' AS label,
	:actor IN (p.by, p.second, p.end_by) AS is_part
FROM proposal AS p JOIN log AS l ON l.seq = p.seq JOIN log AS e ON e.seq = p.end_seq
LEFT JOIN measure AS m ON m.id = p.obj
LEFT JOIN decision AS d ON d.id = p.obj AND p.family = 'decision'
LEFT JOIN person AS b ON b.id = p.by
LEFT JOIN person AS s ON s.id = p.end_by
WHERE p.state IN ('stopped', 'withdrawn', 'expired') AND p.end_seq < coalesce(:ended_before, 1 << 53)
ORDER BY p.end_seq DESC LIMIT iif(:is_data, -1, 20)

-- :ended_signatures
WITH picked AS MATERIALIZED (
	SELECT seq FROM proposal WHERE state IN ('stopped', 'withdrawn', 'expired') AND end_seq < coalesce(:ended_before, 1 << 53)
	ORDER BY end_seq DESC LIMIT iif(:is_data, -1, 20)
)
SELECT p.seq AS proposal, g.entry AS entry, g.kind AS kind, text(g.function_text, 'function') AS function,
	g.signed_with AS signed_with, NULL AS sign_code, g.statement AS statement
FROM picked CROSS JOIN proposal AS p ON p.seq = picked.seq CROSS JOIN signature AS g ON g.entry IN (p.seq, p.end_seq)
WHERE g.by <> 'system'
ORDER BY p.seq, g.entry

-- :dissents
SELECT x.seq AS entry, x.proposal, p.family, l.t AS noted, text(b.function_text, 'function') AS function, text(x.seq, 'text') AS dissent,
	:actor IN (p.by, p.second, p.end_by) AS is_part
FROM dissent AS x JOIN log AS l ON l.seq = x.seq JOIN proposal AS p ON p.seq = x.proposal
LEFT JOIN person AS b ON b.id = x.by
ORDER BY x.seq DESC LIMIT iif(:is_data, -1, 20)

-- :biases
SELECT x.seq AS entry, l.t AS declared, text(b.function_text, 'function') AS function, x.ground, m.number AS measure,
	text(m.title_text, 'title') AS title, d.number AS decision
FROM bias AS x JOIN log AS l ON l.seq = x.seq
LEFT JOIN person AS b ON b.id = x.person
LEFT JOIN measure AS m ON m.id = x.obj
LEFT JOIN decision AS d ON d.id = x.obj
ORDER BY x.seq DESC LIMIT iif(:is_data, -1, 40)

-- :paging
SELECT (SELECT end_seq + 1 FROM proposal WHERE state = 'seconded' AND end_seq < coalesce(:made_before, 1 << 53)
		ORDER BY end_seq DESC LIMIT 1 OFFSET 20) AS older_made,
	(SELECT end_seq + 1 FROM proposal WHERE state IN ('stopped', 'withdrawn', 'expired')
		AND end_seq < coalesce(:ended_before, 1 << 53) ORDER BY end_seq DESC LIMIT 1 OFFSET 20) AS older_ended,
	:made_before AS made_before, :ended_before AS ended_before
