-- SPDX-License-Identifier: EUPL-1.2
-- One meeting as it is called to; the agenda is that of the page meeting.

-- :call
SELECT NULL AS subject, NULL AS body, m.number AS number, m.sort AS meeting_of, m.day AS day, m.begins AS begins, m.ends AS ends,
	text(m.place_text, 'place') AS venue, text(m.theme_text, 'theme') AS theme, text(m.called_by_text, 'called_by') AS called_by,
	m.cancelled_seq IS NOT NULL AS is_cancelled
FROM meeting AS m WHERE m.id = :meeting

-- The same event, by its uid, as in the calendars that people subscribe to.
-- :events
SELECT 'meeting-' || m.seq AS uid, CAST(strftime('%s', m.day) AS INTEGER) / 86400 AS day, m.begins AS begins, m.ends AS ends,
	text(m.place_text, 'place') AS venue, m.sort || '_meets' AS event, '/meeting/' || m.number AS path,
	m.cancelled_seq IS NOT NULL AS is_cancelled, l.t AS changed, l.seq - m.seq AS sequence
FROM meeting AS m JOIN log AS l ON l.seq = (SELECT max(seq) FROM log
	WHERE obj = m.id AND kind IN ('meeting_called', 'meeting_changed', 'meeting_cancelled'))
WHERE m.id = :meeting
