-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 254: those who read the council's work (guard/label.h).  The others read what was published.

-- :about
SELECT p.seq AS entry, m.number AS meeting, m.sort AS meeting_of, m.day AS day, p.day AS noted, p.audience AS audience,
	p.provision AS provision, text((SELECT name_text FROM organisation WHERE id = p.sender), 'name') AS ask,
	text(p.seq, 'title') AS title, text(p.seq, 'file_type') AS file_type, text(p.seq, 'bytes') AS bytes, text(p.seq, 'sha256') AS sha256,
	NULL AS extent, EXISTS (SELECT 1 FROM disclosure WHERE seq = p.seq AND field = 'file') AS is_kept,
	s.organisations AS organisations, s.is_published AS is_published, 0 AS is_spread, :roles & 254 <> 0 AS may_open,
	(SELECT diary_no FROM diary WHERE entry = p.seq) AS diary_no, p.seq AS diary_entry, :roles & 66 AS may_register
FROM passage AS p JOIN passage_spread AS s ON s.passage = p.seq JOIN meeting AS m ON m.id = p.meeting
WHERE p.seq = :entry AND p.sort = 'attachment' AND (s.is_published OR :roles & 254)

-- Asked for when the file itself is, and then alone.
-- :content
SELECT text(p.seq, 'title') AS title, text(p.seq, 'file_type') AS file_type, text(p.seq, 'sha256') AS sha256, text(p.seq, 'file') AS file,
	p.audience AS audience,
	s.organisations AS organisations, s.is_published AS is_published, 0 AS is_spread
FROM passage AS p JOIN passage_spread AS s ON s.passage = p.seq
WHERE p.seq = :entry AND p.sort = 'attachment' AND (s.is_published OR :roles & 254)
