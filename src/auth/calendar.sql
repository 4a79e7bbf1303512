-- SPDX-License-Identifier: EUPL-1.2
-- What version 5 of the office has beside office.sql, software_key.sql and device.sql.

CREATE TABLE calendar(          -- the address under which a calendar program finds what waits for its person
	person TEXT PRIMARY KEY,
	token_hash BLOB NOT NULL UNIQUE,
	made_t INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
