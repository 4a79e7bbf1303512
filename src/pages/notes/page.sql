-- SPDX-License-Identifier: EUPL-1.2
-- :roles & 254: those who read the council's work (guard/label.h).  The others see what was published, as it stood then.

-- :about
SELECT m.number AS meeting, m.sort AS meeting_sort, m.day AS day, n.finished_seq AS finished_entry, n.hash AS hash,
	n.finished_day AS finished, n.published_seq AS published_entry, (SELECT t FROM log WHERE seq = n.published_seq) AS published,
	n.approved_seq AS approved_entry, (SELECT day FROM meeting WHERE id = n.approved_at) AS approved_day, n.with_changes,
	:roles & 2 AS may_write, :roles & 62 AS may_object,
	:roles & 2 AND (n.published_seq IS NULL OR EXISTS (SELECT 1 FROM passage WHERE meeting = n.meeting AND seq > n.published_seq))
		AS may_publish,
	:roles & 2 AND n.approved_seq IS NULL AS may_approve, 0 AS hidden_count
FROM notes AS n JOIN meeting AS m ON m.id = n.meeting
WHERE n.meeting = :id AND (n.published_seq IS NOT NULL OR :roles & 254)

-- :passages
SELECT p.seq AS seq, p.sort AS sort, p.day AS noted, p.audience AS audience, p.provision AS provision,
	text((SELECT name_text FROM organisation WHERE id = p.sender), 'name') AS ask, i.number AS agenda_item,
	text(i.title_text, 'title') AS heading, text(p.seq, 'text') AS text,
	' ' || coalesce(p.sender, '') || ' ' || coalesce((SELECT group_concat(organisation, ' ') FROM passage_reader
		WHERE passage = p.seq), '') || ' ' AS organisations,
	p.seq < coalesce(n.published_seq, 0) AS is_published, 0 AS is_spread, p.sort = 'addendum' AS is_addendum,
	p.sort = 'objection' AS is_objection
FROM notes AS n JOIN passage AS p ON p.meeting = n.meeting LEFT JOIN agenda_item AS i ON i.id = p.agenda_item
WHERE n.meeting = :id AND (p.seq < n.published_seq OR :roles & 254)
ORDER BY p.sort <> 'passage', i.position, i.seq DESC, i.number, iif(p.sort = 'passage', p.position, 0), p.seq
