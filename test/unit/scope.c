/* SPDX-License-Identifier: EUPL-1.2
 *
 * Scope: what a session from a letter may do, and how long letters hold.
 * usage: test-scope FOLDER      a folder to make a file in
 */
#include <unistd.h>

#include "auth/office.h"
#include "base/date.h"
#include "desk/scope.h"
#include "state/state.h"
#include "tap.h"

enum { ALL_ROLES = (1 << ROLE_COUNT) - 1, DAY = 86400 };

static void test_kinds(struct tap *t)
{
	unsigned may = 0;

	for (size_t i = 0; i < kind_count; i++)
		may += scope_letter_may(kinds[i]->name);
	OK(t, may == 3 && scope_letter_may("status_reported") && scope_letter_may("question_answered")
		&& scope_letter_may("lesson_noted"), "a letter asks for three kinds");
	OK(t, !scope_letter_may("status_confirmed") && !scope_letter_may("") && !scope_letter_may(NULL), "and for no other");
}

/* Every set of roles: those who report keep theirs, and nobody keeps another. */
static void test_roles(struct tap *t)
{
	const unsigned reporters = ROLE_CONTACT | ROLE_MEMBER | ROLE_POLICE | ROLE_SECURITY;
	unsigned wrong = 0;

	for (unsigned roles = 0; roles <= ALL_ROLES; roles++) {
		struct actor actor = { "p-1", "o-1", roles };
		bool is_left = scope_letter_narrow(&actor);

		wrong += is_left != ((roles & reporters) != 0);
		wrong += is_left ? actor.roles != ((roles & reporters) | ROLE_BY_LETTER) || strcmp(actor.person, "p-1") != 0
			: actor.person || actor.organisation || actor.roles != ROLE_PUBLIC;
	}
	OK(t, wrong == 0, "of all sets of roles those who report keep theirs alone, marked as by a letter");
}

struct asked {
	const char *why, *person, *letter_by, *kind, *name, *value, *rule;
};

static void test_check(struct tap *t, struct arena *a, struct store *office)
{
	static const struct asked cases[] = {
		{ "a letter reports", "p-1", "p-2", "status_reported", "measure", "1", NULL },
		{ "a letter confirms nothing", "p-1", "p-2", "status_confirmed", "statuses", "8", "session.needs_passphrase" },
		{ "nor does it propose", "p-1", "p-2", "closing_proposed", "measure", "1", "session.needs_passphrase" },
		{ "a passphrase proposes", "p-1", NULL, "closing_proposed", "measure", "1", NULL },
		{ "and confirms what no letter wrote", "p-2", NULL, "status_confirmed", "statuses", "8", NULL },
		{ "and what another's letter wrote", "p-1", NULL, "status_confirmed", "statuses", "7", NULL },
		{ "but not what one's own letter wrote", "p-2", NULL, "status_confirmed", "statuses", "7", "session.own_letter" },
		{ "with spaces or not", "p-2", NULL, "status_confirmed", "statuses", " 7 ", "session.own_letter" },
		{ "what is no number is the desk's to refuse", "p-2", NULL, "status_confirmed", "statuses", "7a", NULL },
		{ "so is what is below nought", "p-2", NULL, "status_confirmed", "statuses", "-7", NULL },
		{ "so are two lines", "p-2", NULL, "status_confirmed", "statuses", "7\n7", NULL },
		{ "the first entry of all has a number too", "p-2", NULL, "status_confirmed", "statuses", "0", "session.own_letter" },
		{ "another field is not looked at", "p-2", NULL, "status_confirmed", "text", "7", NULL },
		{ "nor another kind", "p-2", NULL, "status_returned", "statuses", "7", NULL },
		{ "nobody is refused elsewhere", NULL, NULL, "status_confirmed", "statuses", "7", NULL },
	};
	struct desk d = { .arena = a, .office = office };

	office_letter_wrote(office, 7, "p-2");
	office_letter_wrote(office, 0, "p-2");
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct asked *c = &cases[i];
		bool is_right = true;

		for (size_t at = 0; at < 2; at++) {
			/* The third is not given: nobody looks there. */
			struct given given[3] = { { c->name, "8" }, { c->name, "8" }, { "statuses", "7" } };
			struct act act = { .kind = c->kind, .given = given, .given_count = 2 };
			struct actor actor = { c->person, NULL, ROLE_COORDINATOR };
			struct refusals r = { .arena = a };

			given[at].value = c->value;
			scope_check(&d, a, &actor, c->letter_by, &act, &r);
			is_right &= r.count == (c->rule ? 1u : 0u) && (!c->rule || !strcmp(r.all[0].rule, c->rule));
		}
		OK(t, is_right, c->why);
	}
}

static void test_until(struct tap *t, struct arena *a, struct store *s)
{
	int64_t midnight = 0, until = -7, now = 0;

	store_script(s, "CREATE TABLE period(state TEXT, answer_by TEXT); INSERT INTO period VALUES('closed', '2027-01-01')");
	OK(t, !scope_letter_until(s, a, 1791190800, &until) && until == -7, "no letter without an open period");
	store_script(s, "INSERT INTO period VALUES('open', '2026-10-15')");
	OK(t, instant_from("2026-10-05T07:00:00Z", &now) && instant_from("2026-10-29T23:00:00Z", &midnight), "days");
	OK(t, scope_letter_until(s, a, now, &until) && until + 3600 == midnight, "fourteen days after the answer is due");
	OK(t, scope_letter_until(s, a, now + 14 * DAY, &until) && until + 3600 == midnight, "whenever it is asked");
	now += 20 * DAY;
	OK(t, scope_letter_until(s, a, now, &until) && until == now + OFFICE_LINK_SECONDS, "but a week at least");
	now += 100 * DAY;
	OK(t, scope_letter_until(s, a, now, &until) && until == now + OFFICE_LINK_SECONDS, "also long afterwards");
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(16 << 20);
	const char *path = arena_print(a, "%s/scope-office.db", argc > 1 ? argv[1] : ".");
	struct store *office = NULL, *s = NULL;
	struct tap t = { 0 };

	test_kinds(&t);
	test_roles(&t);
	(void)unlink(path);
	if (OK(&t, !office_open(a, &env_system, path, true, &office) && office, "an office"))
		test_check(&t, a, office);
	store_close(office);
	(void)unlink(path);
	if (OK(&t, !store_open(a, &env_system, "", STORE_MEMORY, &s), "a state"))
		test_until(&t, a, s);
	store_close(s);
	arena_free(a);
	return tap_done(&t);
}
