-- SPDX-License-Identifier: EUPL-1.2
-- The book: written once, never dropped.  Everything in state/schema.sql can be made again from these tables.

CREATE TABLE entry(
	seq INTEGER PRIMARY KEY,   -- 0, 1, 2 ... without gaps
	leaf TEXT NOT NULL,        -- two lines of JSON, verbatim (design §4)
	hash BLOB NOT NULL         -- SHA-256(0x00 || leaf), RFC 6962
) STRICT;

CREATE TABLE disclosure(
	seq INTEGER NOT NULL REFERENCES entry(seq),
	field TEXT NOT NULL,
	salt BLOB NOT NULL,        -- 16 bytes, or 16 * (1 + paragraphs) (ledger/disclosure.h)
	value TEXT NOT NULL,       -- what the person typed
	PRIMARY KEY(seq, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE tree(
	id INTEGER PRIMARY KEY CHECK(id = 1),
	size INTEGER NOT NULL,
	frontier BLOB NOT NULL     -- roots of the complete subtrees, largest first, 32 bytes each
) STRICT;

CREATE TABLE node(             -- complete subtrees of 256, 65536 ... leaves, so that a proof rehashes little
	level INTEGER NOT NULL CHECK(level % 8 = 0 AND level > 0),
	idx INTEGER NOT NULL,
	hash BLOB NOT NULL,
	PRIMARY KEY(level, idx)
) STRICT, WITHOUT ROWID;

CREATE TABLE checkpoint(
	size INTEGER PRIMARY KEY,
	note TEXT NOT NULL         -- a C2SP signed note
) STRICT;

-- Guards against accidents by any program; what somebody with the file does on purpose, `fyr verify` shows.
CREATE TRIGGER entry_appended BEFORE INSERT ON entry WHEN NEW.seq IS NOT (SELECT size FROM tree)
BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END;
CREATE TRIGGER entry_kept BEFORE DELETE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never deleted'); END;
CREATE TRIGGER entry_unchanged BEFORE UPDATE ON entry
BEGIN SELECT RAISE(ABORT, 'entries are never changed'); END;
CREATE TRIGGER disclosure_appended BEFORE INSERT ON disclosure
	WHEN EXISTS (SELECT 1 FROM disclosure WHERE seq = NEW.seq AND field = NEW.field) OR NEW.seq IS NOT (SELECT max(seq) FROM entry)
BEGIN SELECT RAISE(ABORT, 'a text is stored with its entry'); END;
CREATE TRIGGER disclosure_unchanged BEFORE UPDATE ON disclosure
BEGIN SELECT RAISE(ABORT, 'texts are never changed'); END;
CREATE TRIGGER checkpoint_kept BEFORE DELETE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are never deleted'); END;
CREATE TRIGGER checkpoint_unchanged BEFORE UPDATE ON checkpoint
BEGIN SELECT RAISE(ABORT, 'checkpoints are never changed'); END;
