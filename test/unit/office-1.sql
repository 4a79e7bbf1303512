-- SPDX-License-Identifier: EUPL-1.2
-- An office as the program of format 1 made it, with one of each: test/unit/auth.c brings it up to date.
CREATE TABLE passphrase(
	person TEXT PRIMARY KEY,
	hash TEXT NOT NULL,         -- PHC string, argon2id
	set_t INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE link(
	token_hash BLOB PRIMARY KEY,
	person TEXT NOT NULL,
	sort TEXT NOT NULL CHECK(sort IN ('invite', 'reset')),
	made_t INTEGER NOT NULL,
	until_t INTEGER NOT NULL,
	used_t INTEGER              -- null until it is used
) STRICT, WITHOUT ROWID;
CREATE INDEX link_person ON link(person);

CREATE TABLE session(
	id INTEGER PRIMARY KEY,     -- to end one of one's own by; no secret
	token_hash BLOB NOT NULL UNIQUE,
	person TEXT NOT NULL,
	made_t INTEGER NOT NULL,
	until_t INTEGER NOT NULL,
	label TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX session_person ON session(person);

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

-- The tokens are 32 bytes of 1, 2, 3; the passphrase is "kaffe under lampan vid torget".
INSERT INTO passphrase VALUES('p-old', '$argon2id$v=19$m=19456,t=2,p=1$n9Lg8IcUhl7NmA2gIp2ztQ$+blWzw/VbOCj4lBUib5WYwS0zQ4mxaAsnvSMPJm2t5Y', 1789990000);
INSERT INTO link VALUES(x'f40ceaf86e5776923332b8d8fd3bef849cadb19c6996bc272af1f648d9566a4c', 'p-new', 'invite', 1789990000, 1790594800, NULL);
INSERT INTO link VALUES(x'fc14ac676780c40e5cfeb5b8701b14761a89b5519eaf663b29e7f8abbdc72195', 'p-old', 'reset', 1789980000, 1790584800, 1789990000);
INSERT INTO session VALUES(7, x'd9818087de7244abc1b5fcf28e55e42c7ff9c678c0605181f37ac5d7414a7b95', 'p-old', 1789990000, 1790033200, 'Firefox');
INSERT INTO attempt VALUES(x'0102030405060708091011121314151617181920212223242526272829303132', 6, 1789990010, 1790076410);
INSERT INTO draft VALUES('p-old', 'status_reported', 'm-1', '[["text","halvt"]]', 1789990000);
PRAGMA application_id = 1182364230;
PRAGMA user_version = 1;
