-- SPDX-License-Identifier: EUPL-1.2
-- An office of version 1: its tables step aside for those of office.sql.
ALTER TABLE passphrase RENAME TO old_passphrase;
ALTER TABLE link RENAME TO old_link;
ALTER TABLE session RENAME TO old_session;
ALTER TABLE attempt RENAME TO old_attempt;
ALTER TABLE draft RENAME TO old_draft;
DROP INDEX link_person;
DROP INDEX session_person;
