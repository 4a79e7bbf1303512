/* SPDX-License-Identifier: EUPL-1.2
 *
 * auth: links, passphrases, sign-in and its delays, sessions, drafts; and what must never stand in the file.
 * The folder to work in is made anew below the first argument.
 */
#include "auth/office.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/env.h"
#include "tap.h"

#define NOW INT64_C(1790000000)
#define GOOD "kaffe under lampan vid torget"
#define OTHER "nyckel bakom den blå krukan"

struct stage {
	struct tap *t;
	struct arena *a;
	const struct env *env;
	const char *path;
	struct store *office;
};

static void begin(struct stage *s)
{
	store_begin(s->office);
}

static void commit(struct stage *s, const char *what)
{
	OK(s->t, !store_commit(s->office), what);
}

/* The person's passphrase is set through a link, the only way there is. */
static void give_passphrase(struct stage *s, const char *person, const char *passphrase)
{
	char *owner;
	char *token = office_link_new(s->office, s->a, s->env, person, "invite", NOW);

	OK(s->t, office_link_redeem(s->office, s->a, s->env, token, passphrase, NOW, &owner) == OFFICE_OK,
		"a passphrase is set");
}

static void test_open(struct stage *s)
{
	struct tap *t = s->t;
	const char *other = arena_print(s->a, "%s-other", s->path), *torn = arena_print(s->a, "%s-torn", s->path);
	const char *letter = "This is a letter and not a database, and long enough to be read so.";
	const struct fault *f;
	struct store *reader, *made, *untouched = NULL;
	struct stat st = { 0 };

	reader = s->office;
	OK(t, !office_open(s->a, s->env, other, false, &reader) && !reader,
		"a reader without office: nothing, and no fault");
	OK(t, access(other, F_OK) == -1, "  and none is made");
	OK(t, !office_open(s->a, s->env, other, true, &made) && made, "a writer makes it");
	store_close(made);
	OK(t, !stat(other, &st) && (st.st_mode & 0777) == 0600, "  for its owner only");
	OK(t, !office_open(s->a, s->env, other, false, &reader) && reader, "then a reader opens it");
	store_close(reader);
	OK(t, !office_open(s->a, s->env, other, true, &made), "a writer opens it again");
	store_mark(made, 0x46797246, 2);
	store_close(made);
	f = office_open(s->a, s->env, other, true, &untouched);
	OK(t, f && f->sort == FAULT_USAGE && !untouched, "a newer program's office is refused");
	OK(t, !office_create(s->a, s->env, other, &made), "a new one replaces it");
	store_mark(made, 0x11111111, 1);
	store_close(made);
	f = office_open(s->a, s->env, other, false, &untouched);
	OK(t, f && f->sort == FAULT_DAMAGED && !untouched, "a file that is no office is refused");
	(void)unlink(arena_print(s->a, "%s-wal", other)); /* a reader leaves them */
	(void)unlink(arena_print(s->a, "%s-shm", other));
	f = env_file_replace(s->a, s->env, other, letter, strlen(letter), 0600);
	OK(t, !f && (f = office_open(s->a, s->env, other, true, &untouched)) && f->sort == FAULT_DAMAGED && !untouched,
		"a letter is refused");
	f = env_file_replace(s->a, s->env, torn, "", 0, 0600);
	OK(t, !f && !office_open(s->a, s->env, torn, false, &reader) && !reader,
		"a reader finds nothing in an empty file");
	OK(t, !office_open(s->a, s->env, torn, true, &made) && store_version(made) == 1, "a writer gives it tables");
	store_close(made);
}

/* Fails the call that `self` names. */
static int failing(void *self, enum env_call call)
{
	return call == *(enum env_call *)self ? EIO : 0;
}

static void test_disk_fault(struct stage *s)
{
	static const enum env_call calls[] = { ENV_UNLINK, ENV_OPEN, ENV_SYNC, ENV_RENAME, ENV_WRITE };
	const char *path = arena_print(s->a, "%s-failed", s->path);

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++) {
		enum env_call call = calls[i];
		struct env env = { &call, NULL, NULL, failing };
		struct store *untouched = NULL;
		const struct fault *f = office_create(s->a, &env, path, &untouched);

		OK(s->t, f && f->sort == FAULT_SYSTEM && !untouched, "a disk that fails makes no office");
	}
	for (size_t i = 0; i < 3; i++)
		(void)unlink(arena_print(s->a, "%s%s", path, (const char *const[]){ "", "-wal", "-shm" }[i]));
}

static void test_link(struct stage *s)
{
	static const char *const wrong[] = { "", "a", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "' OR 1=1 --",
		"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAB" };
	struct tap *t = s->t;
	char *person = NULL, *token, *newer;

	begin(s);
	token = office_link_new(s->office, s->a, s->env, "p-link", "invite", NOW);
	OK(t, strlen(token) == 43, "a token has 43 characters");
	OK(t, office_link_person(s->office, s->a, token, NOW, &person), "a new link is valid");
	SAME(t, person, "p-link", "  and names its person");
	person = NULL;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		OK(t, !office_link_person(s->office, s->a, wrong[i], NOW, &person), "not a link of ours");
	OK(t, !office_link_person(s->office, s->a, NULL, NOW, &person), "no token is no link");
	OK(t, !office_link_person(NULL, s->a, token, NOW, &person), "no office knows no link");
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &person), "a link is no session");
	OK(t, office_link_person(s->office, s->a, token, NOW + OFFICE_LINK_SECONDS - 1, &person),
		"valid in its last second");
	person = NULL;
	OK(t, !office_link_person(s->office, s->a, token, NOW + OFFICE_LINK_SECONDS, &person), "not valid when it ends");
	OK(t, !office_link_person(s->office, s->a, token, NOW - 86400, &person), "not valid with the clock a day back");
	OK(t, !person, "a refusal leaves the output alone");
	OK(t, office_link_redeem(s->office, s->a, s->env, token, GOOD, NOW + OFFICE_LINK_SECONDS, &person) == OFFICE_NO,
		"an expired link sets nothing");
	newer = office_link_new(s->office, s->a, s->env, "p-link", "reset", NOW + 1);
	OK(t, strcmp(token, newer) != 0, "two tokens differ");
	OK(t, !office_link_person(s->office, s->a, token, NOW + 1, &person), "a newer link ends the older");
	OK(t, office_link_redeem(s->office, s->a, s->env, newer, "sommaren2026", NOW + 1, &person) == OFFICE_WEAK,
		"a weak passphrase is refused");
	OK(t, office_link_person(s->office, s->a, newer, NOW + 1, &person), "  and the link is still good");
	OK(t, office_link_redeem(s->office, s->a, s->env, newer, GOOD, NOW + 1, &person) == OFFICE_OK, "a link is used");
	SAME(t, person, "p-link", "  by its person");
	OK(t, office_link_redeem(s->office, s->a, s->env, newer, OTHER, NOW + 1, &person) == OFFICE_NO, "never twice");
	OK(t, !office_link_person(s->office, s->a, newer, NOW + 1, &person), "a used link is no link");
	commit(s, "links are kept");
}

static void test_weak(struct stage *s)
{
	static const char *const weak[] = {
		"", "elva tecken", "korthärdad", "123456789012", "098765432109", "aaaaaaaaaaaaaaa", "abababababab",
		"korvkorvkorv", "abcdefghijkl", "112233445566", "password1234", "Password123!", "P@ssw0rd2026", "lösenord1234",
		"Lösenord2026!", "LÖSENORDLÖSENORD", "sommar2024!!", "Sommaren 2026", "vinter-2025-vinter", "hejsanhejsan1",
		"hejhejhejhej", "qwertyuiopå12", "QWERTYUIOPasdfghjkl", "1q2w3e4r5t6y", "qazwsxedcrfv", "iloveyou2026",
		"Brottsförebyggande", "kommun-kommun", "Stockholm2026", "jagälskardig", "välkommen123",
		"correct horse battery staple", "mitt lösenord", "hund 640823-3234 lampa", "196408233234 katt"
	};
	static const char *const strong[] = {
		GOOD, OTHER, "tolv tecken!", "åäö åker båt till ö", "839201748265 grus", "hund 640823-3235 lampa",
		"xK7#pQ2$vN9!", "sommarlovet på Hjälmö", "my dog eats 3 red kites", "一二三四五六七八九十木火"
	};
	char long_one[4 * (OFFICE_PASSPHRASE_MAX_CHARS + 2)] = { 0 };
	size_t n = 0;

	for (size_t i = 0; i < sizeof(weak) / sizeof(weak[0]); i++)
		OK(s->t, office_passphrase_is_weak(weak[i]), "weak");
	for (size_t i = 0; i < sizeof(strong) / sizeof(strong[0]); i++)
		OK(s->t, !office_passphrase_is_weak(strong[i]), "not weak");
	while (n < OFFICE_PASSPHRASE_MAX_CHARS) {
		long_one[n] = "gruvbacken"[n % 10 * (n % 7 + 1) % 10];
		n++;
	}
	OK(s->t, !office_passphrase_is_weak(long_one), "200 characters are taken");
	long_one[n] = 'k';
	OK(s->t, office_passphrase_is_weak(long_one), "201 are not");
}

static enum office_answer try(struct stage *s, const char *person, const char *passphrase, const char *source,
	int64_t now, int64_t *wait)
{
	return office_sign_in(s->office, s->a, s->env, person, passphrase, person ? person : "ingen", source, now, wait);
}

static void test_sign_in(struct stage *s)
{
	struct tap *t = s->t;
	char *long_one = arena_get(s->a, 5000);
	int64_t wait = -1;

	begin(s);
	give_passphrase(s, "p-in", GOOD);
	OK(t, try(s, "p-in", GOOD, NULL, NOW, &wait) == OFFICE_OK && wait == 0, "the right passphrase");
	OK(t, try(s, "p-in", OTHER, NULL, NOW, &wait) == OFFICE_NO && wait == 0, "a wrong one");
	OK(t, try(s, "p-in", "", NULL, NOW, &wait) == OFFICE_NO, "an empty one");
	OK(t, try(s, "p-in", GOOD " ", NULL, NOW, &wait) == OFFICE_NO, "one character more");
	memset(long_one, 'k', 4999);
	OK(t, try(s, "p-in", long_one, NULL, NOW, &wait) == OFFICE_NO, "far too long a one");
	OK(t, try(s, "p-in", GOOD, NULL, NOW, &wait) == OFFICE_OK, "four failures bring no delay");
	OK(t, try(s, "p-none", GOOD, NULL, NOW, &wait) == OFFICE_NO, "a person without passphrase");
	OK(t, try(s, NULL, GOOD, NULL, NOW, &wait) == OFFICE_NO, "a name nobody has");
	OK(t, try(s, NULL, "", NULL, NOW, &wait) == OFFICE_NO, "  and nothing typed");
	give_passphrase(s, "p-in", OTHER);
	OK(t, try(s, "p-in", GOOD, NULL, NOW, &wait) == OFFICE_NO, "the old passphrase is gone");
	OK(t, try(s, "p-in", OTHER, NULL, NOW, &wait) == OFFICE_OK, "the new one is right");
	commit(s, "sign-ins are kept");
}

/* Processor time of one try, in clock ticks. */
static clock_t cost(struct stage *s, const char *person, const char *passphrase)
{
	int64_t wait;
	clock_t start = clock();

	(void)try(s, person, passphrase, NULL, NOW, &wait);
	return clock() - start;
}

/* Wide bounds: what must show is a try that leaves the hashing out. */
static void test_cost(struct stage *s)
{
	clock_t known, nobody;

	begin(s);
	give_passphrase(s, "p-cost", GOOD);
	known = cost(s, "p-cost", OTHER);
	nobody = cost(s, NULL, OTHER);
	OK(s->t, nobody > known / 4 && known > nobody / 4, "a name nobody has costs as much as one that is known");
	nobody = cost(s, "p-cost-none", OTHER);
	OK(s->t, nobody > known / 4 && known > nobody / 4, "  and so does a person without passphrase");
	store_run(s->office, "DELETE FROM attempt", "");
	commit(s, "costs are kept");
}

static void test_account_delay(struct stage *s)
{
	static const int64_t delays[] = { 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900 };
	struct tap *t = s->t;
	int64_t now = NOW, wait;

	begin(s);
	give_passphrase(s, "p-slow", GOOD);
	for (int i = 0; i < OFFICE_FREE_FAILURES; i++)
		OK(t, try(s, "p-slow", OTHER, NULL, now, &wait) == OFFICE_NO, "five failures are answered at once");
	for (size_t i = 0; i < sizeof(delays) / sizeof(delays[0]); i++) {
		OK(t, try(s, "p-slow", GOOD, NULL, now, &wait) == OFFICE_WAIT && wait == delays[i], "then there is a delay");
		OK(t, try(s, "p-slow", GOOD, NULL, now + delays[i] - 1, &wait) == OFFICE_WAIT && wait == 1,
			"  to its last second");
		now += delays[i];
		OK(t, try(s, "p-slow", OTHER, NULL, now, &wait) == OFFICE_NO, "  and a wrong one after it counts");
	}
	OK(t, try(s, "p-slow", GOOD, NULL, now - 86400, &wait) == OFFICE_OK, "a clock set back locks nobody out");
	OK(t, try(s, "p-slow", OTHER, NULL, now, &wait) == OFFICE_NO
		&& try(s, "p-slow", GOOD, NULL, now, &wait) == OFFICE_OK, "a success clears the count");
	for (int i = 0; i < OFFICE_FREE_FAILURES; i++)
		(void)try(s, NULL, OTHER, NULL, now, &wait);
	OK(t, try(s, NULL, OTHER, NULL, now, &wait) == OFFICE_WAIT, "a name nobody has is delayed like any other");
	OK(t, try(s, "p-slow", GOOD, NULL, now, &wait) == OFFICE_OK, "  and delays no other");
	commit(s, "delays are kept");
}

static void test_source_delay(struct stage *s)
{
	static const char *const persons[] = { "p-1", "p-2", "p-3", "p-4", "p-5" };
	struct tap *t = s->t;
	int64_t wait, later = NOW + 1 + 900;

	begin(s);
	give_passphrase(s, "p-here", GOOD);
	for (size_t i = 0; i < 5; i++)
		OK(t, try(s, persons[i], GOOD, "192.0.2.7", NOW, &wait) == OFFICE_NO, "five accounts tried from one source");
	OK(t, try(s, "p-here", GOOD, "192.0.2.7", NOW, &wait) == OFFICE_WAIT && wait == 1, "delay the source");
	OK(t, try(s, "p-here", GOOD, "192.0.2.8", NOW, &wait) == OFFICE_OK, "  but no other");
	OK(t, try(s, "p-here", GOOD, "192.0.2.7", NOW + 1, &wait) == OFFICE_OK, "the delay ends");
	OK(t, try(s, "p-1", GOOD, "192.0.2.7", NOW + 1, &wait) == OFFICE_NO, "a success did not clear the source");
	OK(t, try(s, "p-here", GOOD, "192.0.2.7", NOW + 1, &wait) == OFFICE_WAIT && wait == 2, "  which waits longer");
	later = NOW + 1 + 2 + 900;
	OK(t, try(s, "p-2", GOOD, "192.0.2.7", later, &wait) == OFFICE_NO, "after 15 quiet minutes the count begins anew");
	OK(t, try(s, "p-here", GOOD, "192.0.2.7", later, &wait) == OFFICE_OK, "  with no delay");
	OK(t, store_int(s->office, 0, "SELECT count(*) FROM attempt", "") > 0, "attempts are kept");
	office_sweep(s->office, NOW + 3 * 86400);
	OK(t, store_int(s->office, -1, "SELECT count(*) FROM attempt", "") == 0, "  and swept");
	commit(s, "sources are kept");
}

static void test_session(struct stage *s)
{
	struct tap *t = s->t;
	char *token, *other, *csrf, *other_csrf, *person = NULL, *found = NULL;

	begin(s);
	token = office_session_new(s->office, s->a, s->env, "p-here", NOW, &csrf);
	other = office_session_new(s->office, s->a, s->env, "p-there", NOW, &other_csrf);
	OK(t, strlen(token) == 43 && strlen(csrf) == 43 && strcmp(token, csrf) != 0, "token and csrf word are two");
	OK(t, office_session_find(s->office, s->a, token, NOW, &person, &found), "a session is found");
	SAME(t, person, "p-here", "  of its person");
	SAME(t, found, csrf, "  with its csrf word");
	OK(t, office_same(found, csrf) && !office_same(csrf, other_csrf), "csrf words of two sessions differ");
	OK(t, !office_same(csrf, "") && !office_same(csrf, NULL) && !office_same(NULL, NULL), "no word is no csrf word");
	person = NULL;
	OK(t, !office_session_find(s->office, s->a, csrf, NOW, &person, &found), "a csrf word is no session");
	OK(t, !office_session_find(s->office, s->a, "", NOW, &person, &found), "nothing is no session");
	OK(t, !office_session_find(s->office, s->a, NULL, NOW, &person, &found), "NULL is no session");
	OK(t, !office_session_find(NULL, s->a, token, NOW, &person, &found), "no office has no session");
	OK(t, !office_session_find(s->office, s->a, token, NOW + OFFICE_SESSION_SECONDS, &person, &found),
		"12 hours end it");
	OK(t, !office_session_find(s->office, s->a, token, NOW - 3600, &person, &found), "a clock an hour back ends it");
	OK(t, !office_link_person(s->office, s->a, token, NOW, &person), "a session is no link");
	OK(t, !person, "a refusal leaves the outputs alone");
	OK(t, office_session_find(s->office, s->a, token, NOW + OFFICE_SESSION_SECONDS - 1, &person, &found),
		"it is good in its last second");
	OK(t, office_session_find(s->office, s->a, token, NOW - 1, &person, &found),
		"a clock one second back does no harm");
	office_session_end(s->office, token);
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &found), "an ended session is none");
	OK(t, office_session_find(s->office, s->a, other, NOW, &person, &found), "  and another's goes on");
	office_session_end(s->office, NULL);
	office_session_end(s->office, "x");
	commit(s, "sessions are kept");
}

static void test_sessions(struct stage *s)
{
	struct tap *t = s->t;
	struct office_session *list;
	char *first, *second, *third, *csrf, *person, *link;
	char label[300];

	memset(label, 'x', sizeof(label));
	label[sizeof(label) - 1] = '\0';
	memcpy(label + 199, "å", 2);
	begin(s);
	first = office_session_new(s->office, s->a, s->env, "p-many", NOW, &csrf);
	second = office_session_new(s->office, s->a, s->env, "p-many", NOW + 5, &csrf);
	third = office_session_new(s->office, s->a, s->env, "p-else", NOW, &csrf);
	office_session_label(s->office, first, "Firefox");
	office_session_label(s->office, second, label);
	OK(t, office_sessions(s->office, s->a, "p-many", first, NOW + 5, &list) == 2, "a person sees the own sessions");
	OK(t, !list[0].is_this && list[1].is_this && list[0].made_t == NOW + 5, "  newest first, the present one marked");
	SAME(t, list[1].label, "Firefox", "  by their labels");
	OK(t, strlen(list[0].label) == 199, "a long label is cut before the character it would halve");
	office_session_end_own(s->office, "p-else", list[0].id);
	OK(t, office_session_find(s->office, s->a, second, NOW + 5, &person, &csrf),
		"nobody ends another person's session");
	office_session_end_own(s->office, "p-many", list[0].id);
	OK(t, !office_session_find(s->office, s->a, second, NOW + 5, &person, &csrf), "but the own one");
	OK(t, office_sessions(s->office, s->a, "p-many", NULL, NOW + OFFICE_SESSION_SECONDS, &list) == 0,
		"expired: not listed");
	OK(t, office_sessions(NULL, s->a, "p-many", NULL, NOW, &list) == 0, "no office lists none");
	link = office_link_new(s->office, s->a, s->env, "p-many", "reset", NOW);
	OK(t, office_link_redeem(s->office, s->a, s->env, link, GOOD, NOW, &person) == OFFICE_OK, "a new passphrase");
	OK(t, !office_session_find(s->office, s->a, first, NOW, &person, &csrf), "  ends the person's sessions");
	OK(t, office_session_find(s->office, s->a, third, NOW, &person, &csrf), "  and nobody else's");
	office_sessions_end(s->office, "p-else");
	OK(t, !office_session_find(s->office, s->a, third, NOW, &person, &csrf), "all of a person's can be ended");
	commit(s, "the list is kept");
}

static void test_draft(struct stage *s)
{
	struct tap *t = s->t;
	char *csrf, *person, *token, *link;
	int64_t wait;

	begin(s);
	office_draft_keep(s->office, "p-a", "status_reported", "m-1", "{\"text\":\"ett\"}", NOW);
	office_draft_keep(s->office, "p-a", "status_reported", "m-1", "{\"text\":\"två\"}", NOW + 1);
	office_draft_keep(s->office, "p-a", "goal_set", NULL, "{}", NOW);
	SAME(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1"), "{\"text\":\"två\"}",
		"the last draft stands");
	SAME(t, office_draft(s->office, s->a, "p-a", "goal_set", NULL), "{}", "one without object");
	SAME(t, office_draft(s->office, s->a, "p-b", "status_reported", "m-1"), NULL, "nobody sees another's");
	SAME(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-2"), NULL, "another object has none");
	SAME(t, office_draft(NULL, s->a, "p-a", "goal_set", NULL), NULL, "no office has none");
	office_draft_drop(s->office, "p-b", "goal_set", NULL);
	SAME(t, office_draft(s->office, s->a, "p-a", "goal_set", NULL), "{}", "another's drop leaves it");
	office_draft_drop(s->office, "p-a", "goal_set", NULL);
	SAME(t, office_draft(s->office, s->a, "p-a", "goal_set", NULL), NULL, "a dropped one is gone");
	office_sweep(s->office, NOW + OFFICE_DRAFT_SECONDS);
	OK(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1") != NULL, "swept not before its time");
	office_sweep(s->office, NOW + 1 + OFFICE_DRAFT_SECONDS);
	SAME(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1"), NULL, "  but at it");
	OK(t, !store_int(s->office, -1, "SELECT (SELECT count(*) FROM link) + (SELECT count(*) FROM session)", ""),
		"links and sessions are swept with it");
	give_passphrase(s, "p-left", GOOD);
	token = office_session_new(s->office, s->a, s->env, "p-left", NOW, &csrf);
	link = office_link_new(s->office, s->a, s->env, "p-left", "reset", NOW);
	office_draft_keep(s->office, "p-left", "goal_set", NULL, "{}", NOW);
	office_person_drop(s->office, "p-left");
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &csrf)
		&& !office_link_person(s->office, s->a, link, NOW, &person)
		&& !office_draft(s->office, s->a, "p-left", "goal_set", NULL)
		&& try(s, "p-left", GOOD, NULL, NOW, &wait) == OFFICE_NO, "nothing is left of a person who left");
	commit(s, "drafts are kept");
}

/* Does any of the office's files hold the text? */
static bool is_on_disk(struct stage *s, const char *text)
{
	static const char *const endings[] = { "", "-wal" };
	bool is = false;

	for (size_t i = 0; i < 2; i++) {
		const char *path = arena_print(s->a, "%s%s", s->path, endings[i]);
		char *bytes;
		size_t n;
		const struct fault *f = env_file_read(s->a, s->env, path, 4 << 20, &bytes, &n);

		is |= !f && memmem(bytes, n, text, strlen(text));
	}
	return is;
}

static void test_disk(struct stage *s)
{
	struct tap *t = s->t;
	char *link, *used, *token, *csrf, *person, *bytes = NULL;
	struct store *reader = NULL;
	size_t n = 0;
	int64_t wait;

	begin(s);
	used = office_link_new(s->office, s->a, s->env, "p-disk", "invite", NOW);
	(void)office_link_redeem(s->office, s->a, s->env, used, GOOD, NOW, &person);
	link = office_link_new(s->office, s->a, s->env, "p-disk", "reset", NOW);
	token = office_session_new(s->office, s->a, s->env, "p-disk", NOW, &csrf);
	(void)office_sign_in(s->office, s->a, s->env, NULL, OTHER, "namn som ingen har", "192.0.2.99", NOW, &wait);
	OK(t, !office_open(s->a, s->env, s->path, false, &reader) && reader, "a reader beside the writer");
	OK(t, !office_session_find(reader, s->a, token, NOW, &person, &csrf), "  sees nothing before the commit");
	commit(s, "secrets are kept");
	OK(t, office_session_find(reader, s->a, token, NOW, &person, &csrf), "  and the session after it");
	office_session_end(reader, token);
	OK(t, store_fault(reader) && !office_session_find(reader, s->a, token, NOW, &person, &csrf),
		"  but changes nothing, and has no answer after a fault");
	store_close(reader);
	OK(t, !env_file_read(s->a, s->env, arena_print(s->a, "%s-wal", s->path), 4 << 20, &bytes, &n) && n,
		"there is a log");
	OK(t, is_on_disk(s, "p-disk") && is_on_disk(s, "$argon2id$v=19$m=19456,t=2,p=1$"),
		"what should be on disk is found");
	OK(t, !is_on_disk(s, used) && !is_on_disk(s, link) && !is_on_disk(s, token), "no token is on disk");
	OK(t, !is_on_disk(s, csrf), "no csrf word is on disk");
	OK(t, !is_on_disk(s, GOOD) && !is_on_disk(s, OTHER), "no passphrase is on disk");
	OK(t, !is_on_disk(s, "namn som ingen har") && !is_on_disk(s, "192.0.2.99"), "no tried name or source is on disk");
	(void)store_checkpoint(s->office, true);
	OK(t, !is_on_disk(s, token) && !is_on_disk(s, link) && is_on_disk(s, "p-disk"), "nor after a checkpoint");
}

int main(int argc, char **argv)
{
	struct tap t = { 0 };
	struct env_fixed world = { NOW, 7 };
	struct env env = env_fixed(&world);
	struct stage s = { .t = &t, .a = arena_new(64 << 20), .env = &env };
	char *folder = arena_print(s.a, "%s/auth-XXXXXX", argc > 1 ? argv[1] : ".");

	if (!mkdtemp(folder))
		return 99;
	s.path = arena_print(s.a, "%s/office", folder);
	if (!OK(&t, !office_create(s.a, &env, s.path, &s.office), "an office is made"))
		return tap_done(&t);
	test_open(&s);
	test_disk_fault(&s);
	test_link(&s);
	test_weak(&s);
	test_sign_in(&s);
	test_cost(&s);
	test_account_delay(&s);
	test_source_delay(&s);
	test_session(&s);
	test_sessions(&s);
	test_draft(&s);
	test_disk(&s);
	store_close(s.office);
	for (int i = 0; i < 3; i++)
		(void)unlink(arena_print(s.a, "%s%s", s.path, (const char *const[]){ "", "-other", "-torn" }[i]));
	OK(&t, !rmdir(folder), "nothing lies about");
	arena_free(s.a);
	return tap_done(&t);
}
