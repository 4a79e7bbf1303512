-- SPDX-License-Identifier: EUPL-1.2
-- What version 3 of the office has beside office.sql.

CREATE TABLE software_key(      -- the example council's keys (auth/passkey.h); no other council has any
	person TEXT PRIMARY KEY,
	seed BLOB NOT NULL          -- Ed25519
) STRICT, WITHOUT ROWID;
