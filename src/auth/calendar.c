/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/office.h"
#include "auth/token.h"

char *office_calendar_new(struct store *office, struct arena *a, const struct env *env, const char *person, int64_t now)
{
	struct token_hash hash;
	char *token = token_new(a, env, &hash);

	store_run(office, "INSERT OR REPLACE INTO calendar(person, token_hash, made_t) VALUES(?, ?, ?)", "tbi", person,
		hash.bytes, sizeof(hash.bytes), now);
	return token;
}

char *office_calendar_person(struct store *office, struct arena *a, const char *token)
{
	struct token_hash hash;

	if (!office || !token_hash(token, &hash))
		return NULL;
	return store_text(office, a, "SELECT person FROM calendar WHERE token_hash = ?", "b", hash.bytes, sizeof(hash.bytes));
}

int64_t office_calendar_made(struct store *office, const char *person)
{
	return office ? store_int(office, 0, "SELECT made_t FROM calendar WHERE person = ?", "t", person) : 0;
}

void office_calendar_end(struct store *office, const char *person)
{
	store_run(office, "DELETE FROM calendar WHERE person = ?", "t", person);
}
