-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 66: who takes and answers requests (kinds/request.h).

-- A look counts when it is another's than the one's who answered.
-- :requests
SELECT r.number AS number, r.day AS day, text(r.seq, 'what') AS what, m.day AS meeting_day, m.sort AS meeting_sort,
	x.number AS measure, r.entry AS of_entry, r.state AS request_state, r.release AS release, r.answered_day AS answered,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS answered_by,
	(SELECT group_concat(provision, '; ') FROM (SELECT r.provision AS provision WHERE r.provision IS NOT NULL
		UNION SELECT k.provision FROM masked AS k WHERE k.request = r.id
		UNION SELECT p.provision FROM passage AS p WHERE p.meeting = r.meeting AND p.audience = 'secret'
			AND p.seq < coalesce(r.answered_seq, 1 << 53)
		ORDER BY 1)) AS provisions,
	(SELECT count(*) FROM request_look AS v WHERE v.request = r.id AND v.by IS NOT l.by) AS look_count,
	r.ruling AS ruling, r.seq AS entry
FROM request AS r LEFT JOIN meeting AS m ON m.id = r.meeting LEFT JOIN measure AS x ON x.id = r.measure
LEFT JOIN log AS l ON l.seq = r.answered_seq
ORDER BY r.number DESC

-- :rights
SELECT :roles & 66 AS may_request
