-- SPDX-License-Identifier: EUPL-1.2
-- And its rows come over.  What version 1 did not know stays empty: who made a link, and letters.
INSERT INTO passphrase(person, hash, set_t) SELECT person, hash, set_t FROM old_passphrase;
INSERT INTO link(token_hash, person, sort, made_t, until_t, used_t)
	SELECT token_hash, person, sort, made_t, until_t, used_t FROM old_link;
INSERT INTO session(id, token_hash, person, made_t, until_t, label)
	SELECT id, token_hash, person, made_t, until_t, label FROM old_session;
INSERT INTO attempt(key, failures, next_t, until_t) SELECT key, failures, next_t, until_t FROM old_attempt;
INSERT INTO draft(person, kind, obj, fields, t) SELECT person, kind, obj, fields, t FROM old_draft;
DROP TABLE old_passphrase;
DROP TABLE old_link;
DROP TABLE old_session;
DROP TABLE old_attempt;
DROP TABLE old_draft;
