/* SPDX-License-Identifier: EUPL-1.2 */
#include <assert.h>
#include <sodium.h>
#include <string.h>

#include "auth/office.h"
#include "auth/passphrase.h"
#include "auth/token.h"

enum { LINKS_SHOWN_MAX = 500 };

static void keep_link(struct store *office, const struct token_hash *hash, const char *person, const char *sort,
	const char *made_by, int64_t now, int64_t until)
{
	store_run(office, "INSERT INTO link(token_hash, person, sort, made_t, until_t, made_by) VALUES(?, ?, ?, ?, ?, ?)",
		"bttiit", hash->bytes, sizeof(hash->bytes), person, sort, now, until, made_by);
}

/* An ended link stays to be seen: it is valid at no time after it was made. */
char *office_link_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *sort, const char *made_by, int64_t now)
{
	struct token_hash hash;
	char *token = token_new(a, env, &hash);

	assert(!strcmp(sort, "invite") || !strcmp(sort, "reset"));
	store_run(office, "UPDATE link SET until_t = made_t WHERE person = ? AND used_t IS NULL AND sort <> 'letter'", "t",
		person);
	keep_link(office, &hash, person, sort, made_by, now, now + OFFICE_LINK_SECONDS);
	return token;
}

char *office_letter_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *made_by, int64_t now, int64_t until)
{
	struct token_hash hash;
	char *token = token_new(a, env, &hash);

	if (until > now + OFFICE_LETTER_MAX_SECONDS)
		until = now + OFFICE_LETTER_MAX_SECONDS;
	store_run(office, "UPDATE link SET until_t = made_t WHERE person = ? AND used_t IS NULL AND sort = 'letter'", "t",
		person);
	keep_link(office, &hash, person, "letter", made_by, now, until);
	return token;
}

/* One valid longer than it can have been made for comes of a clock that was set back: it counts no more. */
static bool find_person(struct store *office, struct arena *a, const char *token, bool is_letter, int64_t now, int64_t seconds,
	char **out_person)
{
	struct token_hash hash;
	char *person;

	if (!office || !token_hash(token, &hash))
		return false;
	person = store_text(office, a, "SELECT person FROM link WHERE token_hash = ? AND used_t IS NULL"
		" AND (sort = 'letter') = ? AND until_t > ? AND until_t <= ?", "biii", hash.bytes, sizeof(hash.bytes),
		(int64_t)is_letter, now, now + seconds + OFFICE_CLOCK_SLACK_SECONDS);
	if (!person)
		return false;
	*out_person = person;
	return true;
}

bool office_link_person(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person)
{
	return find_person(office, a, token, false, now, OFFICE_LINK_SECONDS, out_person);
}

bool office_letter_person(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person)
{
	return find_person(office, a, token, true, now, OFFICE_LETTER_MAX_SECONDS, out_person);
}

enum office_answer office_link_redeem(struct store *office, struct arena *a, const struct env *env,
	const char *token, const char *passphrase, int64_t now, char **out_person)
{
	struct token_hash hash;
	char *person, *phc;

	if (!token_hash(token, &hash) || !office_link_person(office, a, token, now, &person))
		return OFFICE_NO;
	if (office_passphrase_is_weak(passphrase))
		return OFFICE_WEAK;
	phc = passphrase_hash(a, env, passphrase);
	store_run(office, "INSERT OR REPLACE INTO passphrase(person, hash, set_t) VALUES(?, ?, ?)", "tti", person, phc,
		now);
	sodium_memzero(phc, strlen(phc));
	store_run(office, "UPDATE link SET used_t = ? WHERE token_hash = ?", "ib", now, hash.bytes, sizeof(hash.bytes));
	office_sessions_end(office, person);
	office_calendar_end(office, person);
	if (store_fault(office))
		return OFFICE_NO;
	*out_person = person;
	return OFFICE_OK;
}

/* When there are more than are shown, the newest of each sort, person and maker come first, used ones before others: many
 * letters, or many links for one, must not push out of sight that somebody took another's place. */
size_t office_links(struct store *office, struct arena *a, const char *person, int64_t now, struct office_link **out)
{
	struct office_link *links = ARENA_MANY(a, LINKS_SHOWN_MAX, struct office_link);
	struct rows rows;
	size_t n = 0;

	*out = links;
	if (!office)
		return 0;
	rows = store_ask(office, "SELECT person, sort, made_t, until_t, coalesce(used_t, 0), made_by,"
		" used_t IS NULL AND until_t > ?2 FROM (SELECT *, row_number() OVER (PARTITION BY person, made_by, sort,"
		" used_t IS NULL ORDER BY made_t DESC) AS place FROM link WHERE ?1 IS NULL OR person = ?1"
		" ORDER BY place, used_t IS NULL, sort = 'letter', made_t DESC LIMIT ?3) ORDER BY made_t DESC, person",
		"tii", person, now, (int64_t)LINKS_SHOWN_MAX);
	while (rows_next(&rows))
		links[n++] = (struct office_link){ .person = rows_text(&rows, a, 0), .sort = rows_text(&rows, a, 1),
			.made_t = rows_int(&rows, 2), .until_t = rows_int(&rows, 3), .used_t = rows_int(&rows, 4),
			.made_by = rows_text(&rows, a, 5), .is_valid = rows_int(&rows, 6) != 0 };
	return n;
}

bool office_has_passphrase(struct store *office, const char *person)
{
	return office && store_int(office, 0, "SELECT 1 FROM passphrase WHERE person = ?", "t", person);
}

bool office_links_untold(struct store *office, const char *person, int64_t now)
{
	bool is_news = store_int(office, 0, "SELECT 1 FROM link WHERE person = ?1 AND sort <> 'letter' AND told_t IS NULL"
		" AND made_by IS NOT NULL AND made_by <> ?1", "t", person) != 0;

	if (is_news)
		store_run(office, "UPDATE link SET told_t = ? WHERE person = ? AND told_t IS NULL", "it", now, person);
	return is_news;
}
