-- SPDX-License-Identifier: EUPL-1.2
-- What version 4 of the office has beside office.sql and software_key.sql (auth/device.h).

CREATE TABLE challenge(
	hash BLOB PRIMARY KEY,
	session BLOB,               -- hash of the session it was made for; null: to sign in
	until_t INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE device_key(        -- a key somebody made here; whether it counts, the book says
	k TEXT PRIMARY KEY,         -- SHA-256 of the credential's id, base64url
	id TEXT NOT NULL,           -- the credential's id, base64url
	person TEXT NOT NULL,
	cose TEXT NOT NULL,
	rp TEXT NOT NULL,
	store TEXT NOT NULL,        -- device synced
	made_t INTEGER NOT NULL,
	counter INTEGER NOT NULL    -- how far it had counted when it was last used to sign in
) STRICT, WITHOUT ROWID;
CREATE INDEX device_key_person ON device_key(person);
