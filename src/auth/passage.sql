-- SPDX-License-Identifier: EUPL-1.2
-- Since version 6: notes on their way, one row for each passage, gone when the notes are finished.
CREATE TABLE draft_passage(
	id INTEGER PRIMARY KEY AUTOINCREMENT, -- never used twice: a form may still hold it
	meeting TEXT NOT NULL,
	place INTEGER NOT NULL,     -- order within the meeting
	version INTEGER NOT NULL,   -- goes up with each change
	fields TEXT NOT NULL,       -- JSON, [[name, value]...] as the form sends them; no identity number is in it
	by TEXT NOT NULL,           -- who changed it last
	t INTEGER NOT NULL,
	act TEXT                    -- hash of the form's nonce and the first fields: the same passage sent again; NULL: of no form
) STRICT;
CREATE INDEX draft_passage_meeting ON draft_passage(meeting, place, id);
