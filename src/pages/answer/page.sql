-- SPDX-License-Identifier: EUPL-1.2
-- Only a request that has been answered has an answer; one that a changed decision opened anew has none for now.

-- :copy
WITH copy AS MATERIALIZED (
	SELECT coalesce(k.provision, p.provision) AS provision
	FROM request AS r JOIN notes AS n ON n.meeting = r.meeting JOIN passage AS p ON p.meeting = r.meeting
	LEFT JOIN masked AS k ON k.request = r.id AND k.entry = p.seq
	WHERE r.id = :request AND p.seq < r.answered_seq
	UNION ALL SELECT k.provision FROM (SELECT DISTINCT entry, field FROM request_text WHERE request = :request) AS t
	JOIN request AS r ON r.id = :request LEFT JOIN masked AS k ON k.request = r.id AND k.entry = t.entry AND k.field = t.field
	WHERE t.entry < r.answered_seq
)

-- :answer
-- use :copy
SELECT r.number AS number, r.day AS day, text(r.seq, 'what') AS what, m.number AS meeting, m.day AS meeting_day,
	r.release AS release, r.answered_day AS answered,
	text((SELECT function_text FROM person WHERE id = l.by), 'function') AS answered_by, r.provision AS provision,
	text(r.answered_seq, 'because') AS because, r.decided_day AS decided, text(r.decided_seq, 'decider') AS decider,
	r.case_no AS case_no, text(r.decided_seq, 'because') AS reasons, n.finished_seq AS notes_entry, n.hash AS notes_hash,
	(SELECT count(*) FROM copy) AS passage_count, (SELECT count(provision) FROM copy) AS hidden_count,
	r.release IN ('part', 'refused') AS gives_less, r.release <> 'whole' AS has_right,
	r.release IN ('whole', 'part') AND n.meeting IS NOT NULL AS gives_copy,
	r.release IN ('whole', 'part') AND r.meeting IS NULL AS gives_texts,
	(SELECT diary_no FROM diary WHERE entry = coalesce(r.decided_seq, r.answered_seq)) AS diary_no,
	coalesce(r.decided_seq, r.answered_seq) AS diary_entry, :roles & 66 AS may_register
FROM request AS r LEFT JOIN meeting AS m ON m.id = r.meeting LEFT JOIN notes AS n ON n.meeting = r.meeting
JOIN log AS l ON l.seq = r.answered_seq
WHERE r.id = :request

-- :left_out
-- use :copy
SELECT provision, count(*) AS count FROM copy WHERE provision IS NOT NULL GROUP BY provision ORDER BY provision
