-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 66: who registers documents (kinds/diary_number_noted).

-- The newest, of which a page shows 200 and learns from one more that there are older ones (pages/diary).
-- :shown
WITH shown AS MATERIALIZED (
	SELECT entry, sort, obj, t, by FROM document
	WHERE entry >= coalesce(:since, 0) AND entry < coalesce(:before, 1 << 53)
		AND (:registered IS NULL OR EXISTS (SELECT 1 FROM diary AS v WHERE v.entry = document.entry) = (:registered = 'yes'))
	ORDER BY entry DESC LIMIT iif(:is_data, -1, 201)
)

-- Notes are one document from when they were finished; what was added later is one of its own, which the notes' page shows in
-- its place, so the provisions are those of all of it.  A call names the files of its meeting, also those that are secret.  A file
-- that was added to a meeting is in the case that the meeting's other documents are in, when that is one.
-- :diary_documents
-- use :shown
SELECT d.entry AS entry, d.sort AS document_sort, NULL AS day, NULL AS public_title,
	coalesce(text(a.seq, 'title'), text(r.seq, 'what'), text(m.theme_text, 'theme'), text(x.title_text, 'title'), text(p.seq, 'matter')) AS title,
	text(b.function_text, 'function') AS sender,
	CASE WHEN a.seq IS NULL THEN 'drawn_up' WHEN w.sort <> 'administration' THEN 'received' END AS direction,
	iif(d.sort IN ('notes', 'addendum', 'objection', 'call'), (SELECT group_concat(provision, '; ') FROM (SELECT DISTINCT provision
		FROM passage WHERE meeting = m.id AND audience = 'secret' AND (d.sort <> 'call' OR sort = 'attachment')
		ORDER BY provision)), a.provision) AS secrecy,
	iif(d.sort IN ('notes', 'addendum', 'objection', 'call'), 0, NULL) AS left_out,
	coalesce(v.case_no, iif(d.sort = 'refusal' AND r.decided_seq = d.entry, r.case_no, NULL),
		iif(d.sort = 'attachment', (SELECT iif(count(DISTINCT k.case_no) = 1, max(k.case_no), NULL)
			FROM log AS l JOIN diary AS k ON k.entry = l.seq WHERE l.obj = d.obj), NULL)) AS case_no, v.diary_no AS diary_no,
	CASE WHEN d.sort IN ('notes', 'addendum', 'objection') THEN '/notes?id=' || m.number
		WHEN d.sort = 'call' THEN '/meeting/' || m.number
		WHEN d.sort = 'attachment' THEN '/attachment/' || d.entry
		WHEN p.seq THEN '/decision/' || p.seq
		WHEN z.number THEN '/council_page?frozen=' || z.number
		WHEN q.code IS NOT NULL THEN '/council_page?period=' || q.code
		WHEN d.entry IN (r.answered_seq, r.decided_seq) THEN '/answer?request=' || r.number END AS path,
	iif(r.answered_seq = d.entry AND r.release IN ('whole', 'part'), iif(r.meeting IS NULL, '/copy?request=' || r.number,
		(SELECT '/notes?id=' || k.number || '&request=' || r.number
		FROM notes AS o JOIN meeting AS k ON k.id = o.meeting WHERE o.meeting = r.meeting)), NULL) AS copy_path, NULL AS has_file,
	d.t AS t, m.sort AS meeting_of, m.day AS meeting_day, coalesce(x.number, n.number, z.number, r.number) AS number,
	coalesce(z.period, q.code) AS period, CASE d.sort WHEN 'decision' THEN 'decision' WHEN 'attachment' THEN 'passage' ELSE 'work' END AS label,
	coalesce(:actor IN (p.by, p.second, p.end_by), 0) AS is_part, 0 AS has_more, :roles & 66 AS may_register,
	a.seq IS NOT NULL AND NOT EXISTS (SELECT 1 FROM disclosure WHERE seq = a.seq AND field = 'file') AS is_erased,
	a.audience AS audience, s.organisations AS organisations, s.is_published AS is_published, 0 AS is_spread
FROM shown AS d LEFT JOIN person AS b ON b.id = d.by LEFT JOIN diary AS v ON v.entry = d.entry
LEFT JOIN meeting AS m ON m.id = d.obj LEFT JOIN request AS r ON r.id = d.obj LEFT JOIN frozen AS z ON z.id = d.obj
LEFT JOIN period AS q ON q.id = d.obj LEFT JOIN proposal AS p ON p.state = 'seconded' AND p.end_seq = d.entry
LEFT JOIN measure AS x ON x.id = p.obj LEFT JOIN decision AS n ON n.id = p.obj
LEFT JOIN passage AS a ON d.sort = 'attachment' AND a.seq = d.entry LEFT JOIN passage_spread AS s ON s.passage = a.seq
LEFT JOIN organisation AS w ON w.id = coalesce(a.sender, b.organisation)
ORDER BY d.entry DESC

-- :secrets
-- use :shown
SELECT d.entry AS entry, p.audience AS audience, s.organisations AS organisations
FROM shown AS d CROSS JOIN passage AS p ON p.meeting = d.obj JOIN passage_spread AS s ON s.passage = p.seq
WHERE d.sort IN ('notes', 'addendum', 'objection', 'call') AND p.audience = 'secret'
	AND (d.sort <> 'call' OR p.sort = 'attachment')
ORDER BY d.entry DESC
