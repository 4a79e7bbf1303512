-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 254: those who read the council's work (guard/label.h).  The others see what was published, as it stood then.

-- What was asked for and is given: the passages that were there when it was answered, approved and published as they were
-- then; until then all.
-- :copy
WITH copy AS MATERIALIZED (
	SELECT id, number, answered_day, answered_seq
	FROM request WHERE id = :request AND meeting = :id AND :roles & 254
)

-- :about
-- use :copy
SELECT m.number AS meeting, m.sort AS meeting_sort, m.day AS day, n.finished_seq AS finished_entry, n.hash AS hash,
	n.finished_day AS finished, p.seq AS published_entry, p.t AS published, v.seq AS approved_entry,
	iif(v.seq, (SELECT day FROM meeting WHERE id = n.approved_at), NULL) AS approved_day,
	iif(v.seq, n.with_changes, NULL) AS with_changes,
	:roles & 2 AND :request IS NULL AS may_write, :roles & 62 AND :request IS NULL AS may_object,
	:roles & 2 AND (n.published_seq IS NULL OR EXISTS (SELECT 1 FROM passage WHERE meeting = n.meeting AND seq > n.published_seq))
		AS may_publish,
	:roles & 2 AND n.approved_seq IS NULL AS may_approve, 0 AS hidden_count, c.number AS copy_of,
	c.answered_day AS copied, :roles & 66 AND :request IS NULL AS may_request,
	(SELECT diary_no FROM diary WHERE entry = iif(c.id IS NULL, n.finished_seq, c.answered_seq)) AS diary_no,
	n.finished_seq AS diary_entry, :roles & 66 AND :request IS NULL AS may_register
FROM notes AS n JOIN meeting AS m ON m.id = n.meeting LEFT JOIN copy AS c ON 1
LEFT JOIN log AS p ON p.seq = n.published_seq AND p.seq < coalesce(c.answered_seq, 1 << 53)
LEFT JOIN log AS v ON v.seq = n.approved_seq AND v.seq < coalesce(c.answered_seq, 1 << 53)
WHERE n.meeting = :id AND (n.published_seq IS NOT NULL OR :roles & 254) AND (:request IS NULL OR c.id IS NOT NULL)

-- The meeting's own words about itself, as far as the notes go.
-- :frame
SELECT m.begins AS begins, m.ends AS ends, text(m.place_text, 'place') AS venue, text(m.theme_text, 'theme') AS theme,
	text(m.called_by_text, 'called_by') AS called_by, 1 AS frame_is_spread
FROM meeting AS m LEFT JOIN notes AS n ON n.meeting = m.id WHERE m.id = :id AND (n.published_seq IS NOT NULL OR :roles & 254)

-- The meeting, and the first entry that its notes can know nothing of.
-- :bounded
WITH bounded AS MATERIALIZED (
	SELECT m.id AS id, m.sort AS sort, m.day AS day, coalesce(n.finished_seq, 1 << 53) AS behind
	FROM meeting AS m LEFT JOIN notes AS n ON n.meeting = m.id
	WHERE m.id = :id AND (n.published_seq IS NOT NULL OR :roles & 254)
)

-- The newest notes of a meeting before it: of its sort when they were finished here, else where they live.
-- :previous
-- use :bounded
, own AS (
	SELECT b.day AS day, b.number AS number, n.hash AS hash, n.published_seq IS NOT NULL OR :roles & 254 AS is_open
	FROM bounded AS m JOIN meeting AS b ON b.sort = m.sort AND b.day < m.day
	JOIN notes AS n ON n.meeting = b.id AND n.finished_seq < m.behind ORDER BY b.day DESC LIMIT 1
),
outside AS (
	SELECT o.day AS day, o.seq AS seq, o.sha256 AS sha256
	FROM bounded AS m JOIN outside_notes AS o ON o.day < m.day AND o.seq < m.behind
	WHERE NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.seq = o.seq AND c.by_seq < m.behind)
		AND o.day > coalesce((SELECT day FROM own), '')
	ORDER BY o.day DESC, o.seq DESC LIMIT 1
)
SELECT day, number AS notes_of_meeting, hash, NULL AS address, NULL AS sha256, is_open, 1 AS is_spread FROM own
WHERE NOT EXISTS (SELECT 1 FROM outside)
UNION ALL
SELECT day, NULL, NULL, text(seq, 'link'), sha256, 0, 1 FROM outside

-- Elected members by name and function, others by function.
-- :attendance
-- use :bounded
SELECT coalesce(text(a.seq, 'name'), text(a.seq, 'function'), text(p.function_text, 'function')) AS who,
	iif(text(a.seq, 'name') IS NULL, NULL, coalesce(text(a.seq, 'function'), text(p.function_text, 'function'))) AS function,
	text(o.name_text, 'name') AS organisation, a.attendance AS attendance, a.attendance = 'present' AS is_present, 1 AS is_spread
FROM bounded AS m JOIN attendance AS a ON a.meeting = m.id LEFT JOIN person AS p ON p.id = a.person
LEFT JOIN organisation AS o ON o.id = coalesce(a.organisation, p.organisation)
WHERE NOT EXISTS (SELECT 1 FROM corrected AS c WHERE c.seq = a.seq AND c.by_seq < m.behind)
ORDER BY CASE a.attendance WHEN 'present' THEN 1 WHEN 'partly' THEN 2 ELSE 3 END, p.number IS NULL, p.number, a.seq

-- Files that were added stand last with what else was, not under the rows of the agenda as they do in the call.
-- :passages
-- use :copy
SELECT p.seq AS seq, p.sort AS sort, p.day AS noted, p.audience AS audience, coalesce(k.provision, p.provision) AS provision,
	text((SELECT name_text FROM organisation WHERE id = p.sender), 'name') AS ask, iif(p.sort = 'attachment', NULL, i.number) AS agenda_item,
	p.entry AS entry, iif(p.sort = 'attachment', NULL, text(i.title_text, 'title')) AS heading,
	text(p.seq, iif(p.sort = 'attachment', 'title', 'text')) AS text,
	text(p.seq, 'file_type') AS file_type, text(p.seq, 'bytes') AS bytes, text(p.seq, 'sha256') AS sha256, NULL AS extent,
	EXISTS (SELECT 1 FROM disclosure WHERE seq = p.seq AND field = 'file') AS is_kept,
	s.organisations AS organisations, s.is_published AS is_published, 0 AS is_spread, p.sort = 'attachment' AS is_attachment,
	p.sort = 'addendum' AS is_addendum, p.sort = 'objection' AS is_objection, k.entry IS NOT NULL AS is_masked
FROM notes AS n JOIN passage AS p ON p.meeting = n.meeting JOIN passage_spread AS s ON s.passage = p.seq
JOIN passage_place AS x ON x.passage = p.seq LEFT JOIN agenda_item AS i ON i.id = p.agenda_item
LEFT JOIN copy AS c ON 1
LEFT JOIN masked AS k ON k.request = c.id AND k.entry = p.seq
WHERE n.meeting = :id AND (p.seq < n.published_seq OR :roles & 254)
	AND (:request IS NULL OR p.seq < coalesce(c.answered_seq, 1 << 53) AND c.id IS NOT NULL)
ORDER BY p.sort <> 'passage', x.place, x.is_behind, x.position, p.seq
