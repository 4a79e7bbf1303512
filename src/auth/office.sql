-- SPDX-License-Identifier: EUPL-1.2
-- The office: furniture in FILE-office, never entries.  Times are UTC seconds; hashes are BLAKE2b-256 (auth/office.h).
-- A change here raises OFFICE_VERSION (office.c), and brings the rows of the version before over.

CREATE TABLE passphrase(
	person TEXT PRIMARY KEY,
	hash TEXT NOT NULL,         -- PHC string, argon2id
	set_t INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link(
	token_hash BLOB PRIMARY KEY,
	person TEXT NOT NULL,
	sort TEXT NOT NULL CHECK(sort IN ('invite', 'reset', 'letter')),
	made_t INTEGER NOT NULL,
	until_t INTEGER NOT NULL,
	used_t INTEGER,             -- null until it is used
	made_by TEXT,               -- person; null for the program itself and in an office of version 1
	told_t INTEGER              -- when its person was told of it after a sign-in
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link(person, made_t);

CREATE TABLE session(
	id INTEGER PRIMARY KEY,     -- to end one of one's own by; no secret
	token_hash BLOB NOT NULL UNIQUE,
	person TEXT NOT NULL,
	made_t INTEGER NOT NULL,
	until_t INTEGER NOT NULL,
	label TEXT NOT NULL DEFAULT '',
	letter_by TEXT              -- who made the letter it was opened by; null for one opened with a passphrase
) STRICT;
CREATE INDEX session_person ON session(person);

CREATE TABLE letter_entry(      -- entries written in a session from a letter
	seq INTEGER PRIMARY KEY,
	made_by TEXT NOT NULL       -- who made the letter
) STRICT;

CREATE TABLE attempt(
	key BLOB PRIMARY KEY,       -- hash of an account's name or of a source
	failures INTEGER NOT NULL,
	next_t INTEGER NOT NULL,    -- no try is taken before it
	until_t INTEGER NOT NULL    -- the count is forgotten at it
) STRICT, WITHOUT ROWID;

CREATE TABLE draft(
	person TEXT NOT NULL,
	kind TEXT NOT NULL,
	obj TEXT NOT NULL,          -- '' for none
	fields TEXT NOT NULL,       -- JSON
	t INTEGER NOT NULL,
	PRIMARY KEY(person, kind, obj)
) STRICT, WITHOUT ROWID;

CREATE TABLE upload(            -- a table on its way in: kept while its columns are chosen and its rows are looked at
	id INTEGER PRIMARY KEY,
	person TEXT NOT NULL,
	content TEXT NOT NULL,      -- CSV (workbook/workbook.h); no identity number is in it
	choices TEXT NOT NULL,      -- JSON, [[name, value]...] as the form sends them
	t INTEGER NOT NULL          -- when last worked at
) STRICT;
CREATE INDEX upload_person ON upload(person, id);
