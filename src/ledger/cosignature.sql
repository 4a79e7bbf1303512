-- SPDX-License-Identifier: EUPL-1.2
-- What witnesses signed under our checkpoints.  A book of format 1 gets this table when its state is made anew.

CREATE TABLE cosignature(
	size INTEGER NOT NULL REFERENCES checkpoint(size),
	vkey TEXT NOT NULL,        -- the witness's, C2SP signed-note
	t TEXT NOT NULL,           -- the instant the witness put into the line
	line TEXT NOT NULL,        -- C2SP tlog-cosignature, without its newline
	PRIMARY KEY(size, vkey, t)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER cosignature_kept BEFORE DELETE ON cosignature
BEGIN SELECT RAISE(ABORT, 'cosignatures are never deleted'); END;
CREATE TRIGGER cosignature_unchanged BEFORE UPDATE ON cosignature
BEGIN SELECT RAISE(ABORT, 'cosignatures are never changed'); END;
CREATE TRIGGER cosignature_appended BEFORE INSERT ON cosignature
	WHEN EXISTS (SELECT 1 FROM cosignature WHERE size = NEW.size AND vkey = NEW.vkey AND t = NEW.t)
BEGIN SELECT RAISE(ABORT, 'a cosignature is stored once'); END;
