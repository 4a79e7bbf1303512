-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 66: who takes and answers requests (kinds/request.h).  40 a page in HTML, whole in data (:is_data).

-- :picked
WITH picked AS MATERIALIZED (
	SELECT id, number FROM request WHERE number < coalesce(:before, 1 << 53) ORDER BY number DESC LIMIT iif(:is_data, -1, 41)
)

-- A look counts when it is of this round, by somebody who had no hand in it, and no mask was put or taken away after it.
-- :requests
-- use :picked
SELECT r.number AS number, r.day AS day, text(r.seq, 'what') AS what, m.day AS meeting_day, m.sort AS meeting_sort,
	x.number AS measure, r.entry AS of_entry, r.state AS request_state, r.release AS release, r.answered_day AS answered,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS answered_by,
	(SELECT group_concat(provision, '; ') FROM (SELECT r.provision AS provision WHERE r.provision IS NOT NULL
		UNION SELECT k.provision FROM masked AS k WHERE k.request = r.id
		UNION SELECT p.provision FROM notes AS n JOIN passage AS p ON p.meeting = n.meeting WHERE n.meeting = r.meeting AND p.audience = 'secret'
			AND p.seq < coalesce(r.answered_seq, 1 << 53)
		ORDER BY 1)) AS provisions,
	(SELECT count(*) FROM request_look AS v WHERE v.request = r.id AND v.seq > r.round_seq
		AND NOT EXISTS (SELECT 1 FROM request_hand AS h WHERE h.request = r.id AND h.seq >= r.round_seq
			AND (h.person = v.by OR h.seq > v.seq AND h.seq IS NOT r.answered_seq))) AS look_count,
	r.ruling AS ruling, r.seq AS entry
FROM picked CROSS JOIN request AS r ON r.id = picked.id LEFT JOIN meeting AS m ON m.id = r.meeting
LEFT JOIN measure AS x ON x.id = r.measure LEFT JOIN log AS l ON l.seq = r.answered_seq
ORDER BY r.number DESC LIMIT iif(:is_data, -1, 40)

-- :rights
SELECT :roles & 66 AS may_request, :before AS before_chosen

-- :older
-- use :picked
SELECT min(number) + 1 AS next FROM picked HAVING count(*) > 40 AND NOT :is_data
