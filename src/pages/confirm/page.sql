-- SPDX-License-Identifier: EUPL-1.2
-- What waits for the one who asks: the open period's unconfirmed statuses of measures whose second reader that person is,
-- but not those said by or for the same person.  One that a newer status has replaced (is_replaced) needs nobody's word any
-- longer; it is shown only when a form about it comes back.  Row numbers: the status's own, and that plus 500 000 000 for a return.

-- :reports
SELECT s.seq AS entry, m.number AS number, text(m.title_text, 'title') AS title, p.code AS period, s.process AS process,
	s.evidence AS evidence, s.effect AS effect, s.effect_evidence AS effect_evidence, text(s.seq, 'text') AS text,
	s.obstacle AS obstacle, text(s.seq, 'next_step') AS next_step,
	text((SELECT name_text FROM organisation WHERE id = s.remover), 'name') AS remover,
	text(s.seq, 'provision') AS provision, s.suggests_closing AS suggests_closing, s.is_nothing_new AS nothing_new,
	text((SELECT function_text FROM person WHERE id = coalesce(s.on_behalf_of, s.by)), 'function') AS who, s.day AS reported,
	text(s.seq, 'according_to') AS according_to, s.according_date AS according_date,
	(SELECT b.process FROM period AS bp CROSS JOIN light AS b ON b.period = bp.id
		WHERE b.measure = s.measure AND bp.first_day < p.first_day ORDER BY bp.first_day DESC LIMIT 1) AS before_process,
	l.status IS NOT s.seq AS is_replaced, s.seq + 500000000 AS return_row,
	NULL AS is_taken, NULL AS reason, NULL AS reason_error, NULL AS row_error
FROM measure AS m CROSS JOIN period AS p CROSS JOIN status AS s ON s.measure = m.id AND s.period = p.id
LEFT JOIN light AS l ON l.measure = s.measure AND l.period = s.period
WHERE p.state = 'open' AND m.confirmer = :actor AND s.checked = 'unconfirmed' AND s.by <> :actor AND s.on_behalf_of IS NOT :actor
ORDER BY m.number, s.seq

-- :readings
SELECT v.seq AS entry, text(i.name_text, 'name') AS indicator, v.value AS value, text(i.unit_text, 'unit') AS unit
FROM measure AS m CROSS JOIN period AS p CROSS JOIN status AS s ON s.measure = m.id AND s.period = p.id
JOIN indicator_value AS v ON v.seq = s.seq JOIN indicator AS i ON i.id = v.indicator
WHERE p.state = 'open' AND m.confirmer = :actor AND s.checked = 'unconfirmed' AND s.by <> :actor AND s.on_behalf_of IS NOT :actor
ORDER BY v.seq, v.item
