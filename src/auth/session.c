/* SPDX-License-Identifier: EUPL-1.2 */
#include <sodium.h>
#include <string.h>

#include "auth/office.h"
#include "auth/token.h"

enum { SESSIONS_SHOWN_MAX = 100 };

char *office_session_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	int64_t now, char **out_csrf)
{
	struct token_hash hash;
	char *token = token_new(a, env, &hash);

	store_run(office, "INSERT INTO session(token_hash, person, made_t, until_t) VALUES(?, ?, ?, ?)", "btii",
		hash.bytes, sizeof(hash.bytes), person, now, now + OFFICE_SESSION_SECONDS);
	*out_csrf = token_csrf(a, token);
	return token;
}

bool office_session_find(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person,
	char **out_csrf, char **out_letter_by)
{
	struct token_hash hash;
	struct rows r;

	if (!office || !token_hash(token, &hash))
		return false;
	r = store_ask(office, "SELECT person, letter_by FROM session WHERE token_hash = ? AND until_t > ? AND until_t <= ?",
		"bii", hash.bytes, sizeof(hash.bytes), now, now + OFFICE_SESSION_SECONDS + OFFICE_CLOCK_SLACK_SECONDS);
	if (!rows_next(&r))
		return false;
	*out_person = rows_text(&r, a, 0);
	if (out_letter_by)
		*out_letter_by = rows_text(&r, a, 1);
	rows_end(&r);
	if (out_csrf)
		*out_csrf = token_csrf(a, token);
	return true;
}

char *office_session_letter(struct store *office, struct arena *a, const char *token)
{
	struct token_hash hash;

	if (!office || !token_hash(token, &hash))
		return NULL;
	return store_text(office, a, "SELECT letter_by FROM session WHERE token_hash = ?", "b", hash.bytes,
		sizeof(hash.bytes));
}

void office_letter_wrote(struct store *office, int64_t seq, const char *made_by)
{
	store_run(office, "INSERT OR REPLACE INTO letter_entry(seq, made_by) VALUES(?, ?)", "it", seq, made_by);
}

char *office_letter_of(struct store *office, struct arena *a, int64_t seq)
{
	return store_text(office, a, "SELECT made_by FROM letter_entry WHERE seq = ?", "i", seq);
}

bool office_letter_since(struct store *office, int64_t from)
{
	return store_int(office, -1, "SELECT max(seq) FROM letter_entry", "") >= from || store_fault(office);
}

void office_letter_void(struct store *office, int64_t from)
{
	store_run(office, "DELETE FROM letter_entry WHERE seq >= ?", "i", from);
}

/* Longest beginning of at most `max` bytes that does not cut a character. */
static size_t beginning(const char *s, size_t max)
{
	size_t n = strlen(s);

	if (n <= max)
		return n;
	n = max;
	while (n && ((unsigned char)s[n] & 0xc0) == 0x80)
		n--;
	return n;
}

void office_session_label(struct store *office, const char *token, const char *label)
{
	char cut[OFFICE_LABEL_MAX_BYTES + 1] = { 0 };
	struct token_hash hash;

	memcpy(cut, label, beginning(label, OFFICE_LABEL_MAX_BYTES));
	if (token_hash(token, &hash))
		store_run(office, "UPDATE session SET label = ? WHERE token_hash = ?", "tb", cut, hash.bytes,
			sizeof(hash.bytes));
}

size_t office_sessions(struct store *office, struct arena *a, const char *person, const char *token, int64_t now,
	struct office_session **out)
{
	struct office_session *sessions = ARENA_MANY(a, SESSIONS_SHOWN_MAX, struct office_session);
	struct token_hash hash;
	bool has_token = token_hash(token, &hash);
	struct rows rows;
	size_t n = 0;

	*out = sessions;
	if (!office)
		return 0;
	rows = store_ask(office, "SELECT id, made_t, until_t, label, token_hash IS ?, letter_by IS NOT NULL FROM session"
		" WHERE person = ? AND until_t > ? AND until_t <= ? ORDER BY made_t DESC, id DESC LIMIT ?", "btiii",
		has_token ? hash.bytes : NULL, has_token ? sizeof(hash.bytes) : 0, person, now,
		now + OFFICE_SESSION_SECONDS + OFFICE_CLOCK_SLACK_SECONDS, (int64_t)SESSIONS_SHOWN_MAX);
	while (rows_next(&rows))
		sessions[n++] = (struct office_session){ rows_int(&rows, 0), rows_int(&rows, 1), rows_int(&rows, 2),
			rows_text(&rows, a, 3), rows_int(&rows, 4) != 0, rows_int(&rows, 5) != 0 };
	return n;
}

void office_session_end(struct store *office, const char *token)
{
	struct token_hash hash;

	if (token_hash(token, &hash))
		store_run(office, "DELETE FROM session WHERE token_hash = ?", "b", hash.bytes, sizeof(hash.bytes));
}

void office_session_end_own(struct store *office, const char *person, int64_t id)
{
	store_run(office, "DELETE FROM session WHERE id = ? AND person = ?", "it", id, person);
}

void office_sessions_end(struct store *office, const char *person)
{
	store_run(office, "DELETE FROM session WHERE person = ?", "t", person);
}

void office_sessions_end_others(struct store *office, const char *person, const char *token)
{
	struct token_hash hash;

	if (token_hash(token, &hash))
		store_run(office, "DELETE FROM session WHERE person = ? AND token_hash <> ?", "tb", person, hash.bytes,
			sizeof(hash.bytes));
}

bool office_same(const char *a, const char *b)
{
	size_t n = a ? strlen(a) : 0;

	return a && b && n == strlen(b) && !sodium_memcmp(a, b, n);
}
