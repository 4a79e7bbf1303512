/* SPDX-License-Identifier: EUPL-1.2 */
#include <sodium.h>
#include <string.h>

#include "auth/office.h"
#include "auth/passphrase.h"
#include "auth/token.h"

enum {
	ACCOUNT_MEMORY_SECONDS = 86400,
	SOURCE_MEMORY_SECONDS = 900,
	FAILURES_MAX = 1000 /* counted no further; the delay reached its maximum long before */
};

struct attempt {
	unsigned char key[32];
	int64_t memory; /* seconds after the last delay */
};

/* Hashed, because people type a passphrase in the place of the name, and addresses are personal data.  `sort`
 * keeps an account called like an address apart from it. */
static struct attempt attempt_of(const char *name, const char *sort, int64_t memory)
{
	struct attempt attempt = { .memory = memory };
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, NULL, 0, sizeof(attempt.key));
	(void)crypto_generichash_update(&state, (const unsigned char *)sort, strlen(sort) + 1);
	(void)crypto_generichash_update(&state, (const unsigned char *)name, strlen(name));
	(void)crypto_generichash_final(&state, attempt.key, sizeof(attempt.key));
	return attempt;
}

static int64_t delay_after(int64_t failures)
{
	int64_t doublings = failures - OFFICE_FREE_FAILURES;

	if (doublings < 0)
		return 0;
	return doublings < 10 && (INT64_C(1) << doublings) < OFFICE_DELAY_MAX_SECONDS ? INT64_C(1) << doublings
		: OFFICE_DELAY_MAX_SECONDS;
}

/* Seconds still to wait.  A longer time than any delay means that the clock was set back: nobody is locked out
 * then. */
static int64_t attempt_wait(struct store *office, const struct attempt *attempt, int64_t now)
{
	int64_t next_t = store_int(office, now, "SELECT next_t FROM attempt WHERE key = ?", "b", attempt->key,
		sizeof(attempt->key));

	return next_t > now && next_t - now <= OFFICE_DELAY_MAX_SECONDS ? next_t - now : 0;
}

static void attempt_failed(struct store *office, const struct attempt *attempt, int64_t now)
{
	int64_t failures = store_int(office, 0, "SELECT failures FROM attempt WHERE key = ? AND until_t > ?", "bi",
		attempt->key, sizeof(attempt->key), now);
	int64_t next_t;

	failures += failures < FAILURES_MAX;
	next_t = now + delay_after(failures);
	store_run(office, "INSERT OR REPLACE INTO attempt(key, failures, next_t, until_t) VALUES(?, ?, ?, ?)", "biii",
		attempt->key, sizeof(attempt->key), failures, next_t, next_t + attempt->memory);
}

enum office_answer office_sign_in(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *passphrase, const char *account_key, const char *source, int64_t now, int64_t *out_wait_seconds)
{
	struct attempt account = attempt_of(account_key, "account", ACCOUNT_MEMORY_SECONDS);
	struct attempt from = attempt_of(source ? source : "", "source", SOURCE_MEMORY_SECONDS);
	int64_t wait = attempt_wait(office, &account, now);
	int64_t wait_from = source ? attempt_wait(office, &from, now) : 0;
	bool is_right;
	char *hash;

	(void)env;
	*out_wait_seconds = wait > wait_from ? wait : wait_from;
	if (*out_wait_seconds)
		return OFFICE_WAIT;
	hash = store_text(office, a, "SELECT hash FROM passphrase WHERE person = ?", "t", person);
	is_right = passphrase_fits(hash, passphrase);
	if (hash)
		sodium_memzero(hash, strlen(hash));
	if (is_right) {
		store_run(office, "DELETE FROM attempt WHERE key = ?", "b", account.key, sizeof(account.key));
	} else {
		attempt_failed(office, &account, now);
		if (source)
			attempt_failed(office, &from, now);
	}
	/* Where failures cannot be counted, nobody gets in. */
	return is_right && !store_fault(office) ? OFFICE_OK : OFFICE_NO;
}

enum office_answer office_letter_open(struct store *office, struct arena *a, const struct env *env, const char *token,
	const char *source, int64_t now, char **out_person, char **out_session, int64_t *out_wait_seconds)
{
	struct attempt from = attempt_of(source ? source : "", "letter", SOURCE_MEMORY_SECONDS);
	struct token_hash letter, session;
	char *person = NULL, *text;

	*out_wait_seconds = source ? attempt_wait(office, &from, now) : 0;
	if (*out_wait_seconds)
		return OFFICE_WAIT;
	if (!token_hash(token, &letter) || !office_letter_person(office, a, token, now, &person)) {
		if (source)
			attempt_failed(office, &from, now);
		return OFFICE_NO;
	}
	text = token_new(a, env, &session);
	store_run(office, "INSERT INTO session(token_hash, person, made_t, until_t, letter_by)"
		" SELECT ?, person, ?, ?, coalesce(made_by, '') FROM link WHERE token_hash = ?", "biib", session.bytes,
		sizeof(session.bytes), now, now + OFFICE_SESSION_SECONDS, letter.bytes, sizeof(letter.bytes));
	store_run(office, "UPDATE link SET used_t = ? WHERE token_hash = ?", "ib", now, letter.bytes, sizeof(letter.bytes));
	if (store_fault(office))
		return OFFICE_NO;
	*out_person = person;
	*out_session = text;
	return OFFICE_OK;
}
