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

#include "auth/passage.h"
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
	const char *old; /* the script of an office of version 1 */
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
	char *token = office_link_new(s->office, s->a, s->env, person, "invite", NULL, NOW);

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
	store_mark(made, 0x46797246, 7);
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
	OK(t, !office_open(s->a, s->env, torn, true, &made) && store_version(made) == 6, "a writer gives it tables");
	store_close(made);
}

/* An office of version 1 is brought up in place: passphrase, link, session, delay and draft are as they were. */
static void test_upgrade(struct stage *s)
{
	static const char *const endings[] = { "", "-wal", "-shm" };
	struct tap *t = s->t;
	const char *path = arena_print(s->a, "%s-old", s->path);
	char *script = NULL, *person = NULL, *csrf, *shape = store_shape(s->office, s->a);
	struct store *old = NULL, *reader = s->office;
	size_t n;
	int64_t wait;

	OK(t, !env_file_read(s->a, s->env, s->old, 1 << 20, &script, &n), "an office of version 1 is there");
	OK(t, !store_open(s->a, s->env, path, STORE_CREATE, &old), "  and is made");
	store_script(old, script);
	OK(t, !store_fault(old), "  whole");
	store_close(old);
	OK(t, !office_open(s->a, s->env, path, false, &reader) && !reader, "a reader finds nothing in it");
	OK(t, !office_open(s->a, s->env, path, true, &old) && store_version(old) == 6, "a writer brings it up to date");
	SAME(t, store_shape(old, s->a), shape, "  its tables are those of a new one");
	OK(t, office_sign_in(old, s->a, s->env, "p-old", GOOD, "old", NULL, NOW, &wait) == OFFICE_OK, "the passphrase holds");
	OK(t, office_link_person(old, s->a, "AQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQEBAQE", NOW, &person), "a link is good");
	SAME(t, person, "p-new", "  for its person");
	OK(t, !office_link_person(old, s->a, "AwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwM", NOW, &person), "a used one is used");
	OK(t, office_session_find(old, s->a, "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI", NOW, &person, &csrf, NULL),
		"a session goes on");
	OK(t, !office_session_letter(old, s->a, "AgICAgICAgICAgICAgICAgICAgICAgICAgICAgICAgI"), "  and is no letter's");
	SAME(t, office_draft(old, s->a, "p-old", "status_reported", "m-1"), "[[\"text\",\"halvt\"]]", "a draft is there");
	OK(t, store_int(old, 0, "SELECT failures FROM attempt", "") == 6, "and a count of failures");
	store_close(old);
	OK(t, !office_open(s->a, s->env, path, true, &old) && store_int(old, 0, "SELECT count(*) FROM link", "") == 2,
		"opened again it stays so");
	store_close(old);
	OK(t, !office_open(s->a, s->env, path, false, &reader) && reader, "and a reader reads it");
	store_close(reader);
	for (size_t i = 0; i < 3; i++)
		(void)unlink(arena_print(s->a, "%s%s", path, endings[i]));
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
	token = office_link_new(s->office, s->a, s->env, "p-link", "invite", NULL, NOW);
	OK(t, strlen(token) == 43, "a token has 43 characters");
	OK(t, office_link_person(s->office, s->a, token, NOW, &person), "a new link is valid");
	SAME(t, person, "p-link", "  and names its person");
	person = NULL;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		OK(t, !office_link_person(s->office, s->a, wrong[i], NOW, &person), "not a link of ours");
	OK(t, !office_link_person(s->office, s->a, NULL, NOW, &person), "no token is no link");
	OK(t, !office_link_person(NULL, s->a, token, NOW, &person), "no office knows no link");
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &person, NULL), "a link is no session");
	OK(t, office_link_person(s->office, s->a, token, NOW + OFFICE_LINK_SECONDS - 1, &person),
		"valid in its last second");
	person = NULL;
	OK(t, !office_link_person(s->office, s->a, token, NOW + OFFICE_LINK_SECONDS, &person), "not valid when it ends");
	OK(t, !office_link_person(s->office, s->a, token, NOW - 86400, &person), "not valid with the clock a day back");
	OK(t, !person, "a refusal leaves the output alone");
	OK(t, office_link_redeem(s->office, s->a, s->env, token, GOOD, NOW + OFFICE_LINK_SECONDS, &person) == OFFICE_NO,
		"an expired link sets nothing");
	newer = office_link_new(s->office, s->a, s->env, "p-link", "reset", NULL, NOW + 1);
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

/* Letters: a link that opens a session of its own sort. */
static void test_letter(struct stage *s)
{
	struct tap *t = s->t;
	char *first, *second, *invite, *person = NULL, *session = NULL, *csrf, *maker = NULL;
	int64_t wait = -1, until = NOW + 20 * 86400;
	struct office_session *list;

	begin(s);
	invite = office_link_new(s->office, s->a, s->env, "p-letter", "invite", "p-maker", NOW);
	first = office_letter_new(s->office, s->a, s->env, "p-letter", "p-maker", NOW, until);
	OK(t, office_link_person(s->office, s->a, invite, NOW, &person), "a letter leaves an invitation alone");
	OK(t, !office_link_person(s->office, s->a, first, NOW, &person), "a letter sets no passphrase");
	OK(t, office_link_redeem(s->office, s->a, s->env, first, GOOD, NOW, &person) == OFFICE_NO, "  however it is tried");
	OK(t, !office_letter_person(s->office, s->a, invite, NOW, &person), "an invitation is no letter");
	OK(t, office_letter_person(s->office, s->a, first, until - 1, &person), "a letter is good to its last second");
	SAME(t, person, "p-letter", "  and names its person");
	person = NULL;
	OK(t, !office_letter_person(s->office, s->a, first, until, &person) && !person, "  and not after it");
	OK(t, !office_letter_person(s->office, s->a, first, NOW - 12 * 86400, &person), "nor with the clock far back");
	OK(t, !office_letter_person(NULL, s->a, first, NOW, &person), "no office knows no letter");
	second = office_letter_new(s->office, s->a, s->env, "p-letter", "p-maker", NOW + 1, NOW + 400 * INT64_C(86400));
	OK(t, !office_letter_person(s->office, s->a, first, NOW + 1, &person), "a new letter ends the earlier");
	OK(t, !office_letter_person(s->office, s->a, second, NOW + 1 + OFFICE_LETTER_MAX_SECONDS, &person)
		&& office_letter_person(s->office, s->a, second, NOW + OFFICE_LETTER_MAX_SECONDS, &person), "thirty days at most");
	OK(t, office_letter_open(s->office, s->a, s->env, first, "192.0.2.40", NOW + 1, &person, &session, &wait) == OFFICE_NO
		&& !session, "an ended letter opens nothing");
	OK(t, office_letter_open(s->office, s->a, s->env, invite, "192.0.2.40", NOW + 1, &person, &session, &wait) == OFFICE_NO
		&& !session, "nor does an invitation");
	OK(t, office_letter_open(s->office, s->a, s->env, second, "192.0.2.40", NOW + 1, &person, &session, &wait)
		== OFFICE_OK && session, "the newest opens a session");
	SAME(t, person, "p-letter", "  of its person");
	OK(t, office_session_find(s->office, s->a, session, NOW + 1, &person, &csrf, &maker) && maker && !strcmp(maker, "p-maker"),
		"  which is found, with who made the letter");
	SAME(t, office_session_letter(s->office, s->a, session), "p-maker", "  who is also found alone");
	OK(t, office_letter_open(s->office, s->a, s->env, second, "192.0.2.40", NOW + 2, &person, &session, &wait) == OFFICE_NO,
		"never twice");
	first = office_session_new(s->office, s->a, s->env, "p-letter", NOW + 2, &csrf);
	OK(t, !office_session_letter(s->office, s->a, first), "a session with passphrase is no letter's");
	OK(t, !office_session_letter(s->office, s->a, NULL) && !office_session_letter(NULL, s->a, first), "nothing is neither");
	OK(t, office_sessions(s->office, s->a, "p-letter", first, NOW + 2, &list) == 2 && !list[0].is_letter
		&& list[1].is_letter, "the list says which is which");
	office_sessions_end_others(s->office, "p-letter", first);
	OK(t, office_sessions(s->office, s->a, "p-letter", first, NOW + 2, &list) == 1 && list[0].is_this,
		"all others are ended, this one stays");
	office_letter_wrote(s->office, 41, "p-maker");
	SAME(t, office_letter_of(s->office, s->a, 41), "p-maker", "an entry written by a letter names its maker");
	SAME(t, office_letter_of(s->office, s->a, 42), NULL, "  and no other does");
	OK(t, office_letter_since(s->office, 41) && !office_letter_since(s->office, 42), "it is known whether there are new ones");
	office_letter_wrote(s->office, 42, "p-maker");
	office_letter_void(s->office, 42);
	OK(t, office_letter_of(s->office, s->a, 41) && !office_letter_of(s->office, s->a, 42), "what never came to be is void");
	commit(s, "letters are kept");
}

/* Whoever guesses letters is delayed, and nobody else. */
static void test_letter_flood(struct stage *s)
{
	struct tap *t = s->t;
	char *token, *person, *session = NULL, guess[] = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
	int64_t wait = -1, now = NOW;

	begin(s);
	token = office_letter_new(s->office, s->a, s->env, "p-flood", "p-maker", now, now + 86400);
	give_passphrase(s, "p-flood", GOOD);
	for (int i = 0; i < OFFICE_FREE_FAILURES; i++) {
		guess[0] = (char)('A' + i);
		OK(t, office_letter_open(s->office, s->a, s->env, guess, "192.0.2.41", now, &person, &session, &wait) == OFFICE_NO,
			"a guess opens nothing");
	}
	OK(t, office_letter_open(s->office, s->a, s->env, token, "192.0.2.41", now, &person, &session, &wait) == OFFICE_WAIT
		&& wait == 1 && !session, "then there is a delay, for the right one too");
	OK(t, office_letter_person(s->office, s->a, token, now, &person), "  and it is not used up by that");
	OK(t, try(s, "p-flood", GOOD, "192.0.2.41", now, &wait) == OFFICE_OK, "signing in is not delayed");
	for (int i = 0; i < 500; i++)
		(void)office_letter_open(s->office, s->a, s->env, guess, "192.0.2.41", now + i * 1000, &person, &session, &wait);
	OK(t, store_int(s->office, 0, "SELECT count(*) FROM attempt WHERE failures > 1", "") <= 2, "a flood is one row");
	OK(t, office_letter_open(s->office, s->a, s->env, token, "192.0.2.42", now, &person, &session, &wait) == OFFICE_OK,
		"from elsewhere the letter opens");
	store_run(s->office, "DELETE FROM attempt", "");
	commit(s, "guesses are kept");
}

static bool has_used_reset(const struct office_link *list, size_t count, const char *person)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i].person, person) && !strcmp(list[i].sort, "reset") && list[i].used_t)
			return true;
	return false;
}

/* Who made a link for whom stays to be seen. */
static void test_links(struct stage *s)
{
	struct tap *t = s->t;
	struct office_link *list;
	char *token, *person;

	begin(s);
	OK(t, !office_has_passphrase(s->office, "p-seen") && !office_has_passphrase(NULL, "p-seen"), "no passphrase yet");
	(void)office_link_new(s->office, s->a, s->env, "p-seen", "invite", NULL, NOW);
	OK(t, !office_links_untold(s->office, "p-seen", NOW), "what the program made is no news");
	(void)office_link_new(s->office, s->a, s->env, "p-seen", "reset", "p-seen", NOW + 1);
	OK(t, !office_links_untold(s->office, "p-seen", NOW), "nor is one's own");
	(void)office_letter_new(s->office, s->a, s->env, "p-seen", "p-maker", NOW + 2, NOW + 86400);
	OK(t, !office_links_untold(s->office, "p-seen", NOW), "nor a letter");
	token = office_link_new(s->office, s->a, s->env, "p-seen", "reset", "p-maker", NOW + 3);
	OK(t, office_links_untold(s->office, "p-seen", NOW + 4), "what somebody else made is");
	OK(t, !office_links_untold(s->office, "p-seen", NOW + 5), "  once");
	OK(t, office_link_redeem(s->office, s->a, s->env, token, GOOD, NOW + 6, &person) == OFFICE_OK
		&& office_has_passphrase(s->office, "p-seen"), "now there is a passphrase");
	OK(t, office_links(s->office, s->a, "p-seen", NOW + 7, &list) == 4, "all links are listed, the ended ones too");
	OK(t, list[0].used_t == NOW + 6 && !list[0].is_valid && list[1].is_valid && !list[2].is_valid, "  newest first");
	SAME(t, list[0].made_by, "p-maker", "  with who made them");
	SAME(t, list[1].sort, "letter", "  and of which sort");
	SAME(t, list[3].made_by, NULL, "  the program is nobody");
	OK(t, office_links(s->office, s->a, NULL, NOW, &list) > 4, "everybody's can be listed");
	OK(t, !office_links(NULL, s->a, NULL, NOW, &list), "no office lists none");
	for (int i = 0; i < 600; i++)
		(void)office_letter_new(s->office, s->a, s->env, arena_print(s->a, "p-many-%d", i % 40), "p-maker", NOW + 10 + i,
			NOW + 86400);
	OK(t, office_links(s->office, s->a, NULL, NOW + 700, &list) == 500, "no more than are shown");
	OK(t, has_used_reset(list, 500, "p-seen"), "and hundreds of letters push no used link out of sight");
	for (int i = 0; i < 600; i++)
		(void)office_link_new(s->office, s->a, s->env, "p-seen", "reset", "p-maker", NOW + 700 + i);
	OK(t, office_links(s->office, s->a, "p-seen", NOW + 1400, &list) == 500 && has_used_reset(list, 500, "p-seen"),
		"nor do hundreds for the same person");
	store_run(s->office, "DELETE FROM link WHERE made_t >= ?", "i", NOW + 10);
	commit(s, "links are kept");
}

static void test_agent(struct stage *s)
{
	static const char *const agents[][2] = {
		{ "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0", "Firefox, Linux" },
		{ "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"
			" Edg/126.0", "Edge, Windows" },
		{ "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605 Version/17 Mobile Safari/604", "Safari, iPhone" },
		{ "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537 Chrome/126.0 Mobile Safari/537", "Chrome, Android" },
		{ "curl/7.88", "" }, { "", "" }, { "<b>19640823-3234</b>", "" }, { "Firefox/<script>", "Firefox" }
	};

	for (size_t i = 0; i < sizeof(agents) / sizeof(agents[0]); i++)
		SAME(s->t, office_agent(s->a, agents[i][0]), agents[i][1], "a browser in a few words of ours");
	SAME(s->t, office_agent(s->a, NULL), "", "no header, no words");
}

/* Processor time of one try, in clock ticks. */
static clock_t cost(struct stage *s, const char *person, const char *passphrase)
{
	int64_t wait;
	clock_t start = clock();

	(void)try(s, person, passphrase, NULL, NOW, &wait);
	return clock() - start;
}

/* Does a wrong try for `other` cost as much as one for "p-cost"?  Wide bounds: what must show is a try that leaves the hashing
 * out, which no second look mends, while a machine that was busy with something else once mends itself. */
static bool costs_alike(struct stage *s, const char *other)
{
	bool is_alike = false;

	for (int looks = 0; looks < 3 && !is_alike; looks++) {
		clock_t known = cost(s, "p-cost", OTHER), nobody = cost(s, other, OTHER);

		is_alike = nobody > known / 4 && known > nobody / 4;
		store_run(s->office, "DELETE FROM attempt", "");
	}
	return is_alike;
}

static void test_cost(struct stage *s)
{
	begin(s);
	give_passphrase(s, "p-cost", GOOD);
	OK(s->t, costs_alike(s, NULL), "a name nobody has costs as much as one that is known");
	OK(s->t, costs_alike(s, "p-cost-none"), "  and so does a person without passphrase");
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
	OK(t, office_session_find(s->office, s->a, token, NOW, &person, &found, NULL), "a session is found");
	SAME(t, person, "p-here", "  of its person");
	SAME(t, found, csrf, "  with its csrf word");
	OK(t, office_same(found, csrf) && !office_same(csrf, other_csrf), "csrf words of two sessions differ");
	OK(t, !office_same(csrf, "") && !office_same(csrf, NULL) && !office_same(NULL, NULL), "no word is no csrf word");
	person = NULL;
	OK(t, !office_session_find(s->office, s->a, csrf, NOW, &person, &found, NULL), "a csrf word is no session");
	OK(t, !office_session_find(s->office, s->a, "", NOW, &person, &found, NULL), "nothing is no session");
	OK(t, !office_session_find(s->office, s->a, NULL, NOW, &person, &found, NULL), "NULL is no session");
	OK(t, !office_session_find(NULL, s->a, token, NOW, &person, &found, NULL), "no office has no session");
	OK(t, !office_session_find(s->office, s->a, token, NOW + OFFICE_SESSION_SECONDS, &person, &found, NULL),
		"12 hours end it");
	OK(t, !office_session_find(s->office, s->a, token, NOW - 3600, &person, &found, NULL), "a clock an hour back ends it");
	OK(t, !office_link_person(s->office, s->a, token, NOW, &person), "a session is no link");
	OK(t, !person, "a refusal leaves the outputs alone");
	OK(t, office_session_find(s->office, s->a, token, NOW + OFFICE_SESSION_SECONDS - 1, &person, &found, NULL),
		"it is good in its last second");
	OK(t, office_session_find(s->office, s->a, token, NOW - 1, &person, &found, NULL),
		"a clock one second back does no harm");
	office_session_end(s->office, token);
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &found, NULL), "an ended session is none");
	OK(t, office_session_find(s->office, s->a, other, NOW, &person, &found, NULL), "  and another's goes on");
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
	OK(t, office_session_find(s->office, s->a, second, NOW + 5, &person, &csrf, NULL),
		"nobody ends another person's session");
	office_session_end_own(s->office, "p-many", list[0].id);
	OK(t, !office_session_find(s->office, s->a, second, NOW + 5, &person, &csrf, NULL), "but the own one");
	OK(t, office_sessions(s->office, s->a, "p-many", NULL, NOW + OFFICE_SESSION_SECONDS, &list) == 0,
		"expired: not listed");
	OK(t, office_sessions(NULL, s->a, "p-many", NULL, NOW, &list) == 0, "no office lists none");
	link = office_link_new(s->office, s->a, s->env, "p-many", "reset", NULL, NOW);
	OK(t, office_link_redeem(s->office, s->a, s->env, link, GOOD, NOW, &person) == OFFICE_OK, "a new passphrase");
	OK(t, !office_session_find(s->office, s->a, first, NOW, &person, &csrf, NULL), "  ends the person's sessions");
	OK(t, office_session_find(s->office, s->a, third, NOW, &person, &csrf, NULL), "  and nobody else's");
	office_sessions_end(s->office, "p-else");
	OK(t, !office_session_find(s->office, s->a, third, NOW, &person, &csrf, NULL), "all of a person's can be ended");
	commit(s, "the list is kept");
}

static void test_draft(struct stage *s)
{
	struct tap *t = s->t;
	char *csrf, *person, *token, *link;
	struct office_draft_kept *kept;
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
	OK(t, office_drafts(s->office, s->a, "p-a", &kept) == 2 && !strcmp(kept[0].kind, "goal_set") && !strcmp(kept[0].obj, "")
		&& !strcmp(kept[1].obj, "m-1") && kept[1].t == NOW + 1, "they are listed, oldest first");
	OK(t, !office_drafts(s->office, s->a, "p-b", &kept) && !office_drafts(NULL, s->a, "p-a", &kept),
		"nobody else has any, and without an office there are none");
	office_draft_drop(s->office, "p-b", "goal_set", NULL);
	SAME(t, office_draft(s->office, s->a, "p-a", "goal_set", NULL), "{}", "another's drop leaves it");
	office_draft_drop(s->office, "p-a", "goal_set", NULL);
	SAME(t, office_draft(s->office, s->a, "p-a", "goal_set", NULL), NULL, "a dropped one is gone");
	for (int i = 0; i < OFFICE_DRAFTS_MAX + 50; i++)
		office_draft_keep(s->office, "p-much", "goal_set", arena_print(s->a, "m-%d", i), "{}", NOW + i);
	OK(t, office_drafts(s->office, s->a, "p-much", &kept) == OFFICE_DRAFTS_MAX, "no more drafts than that for one person");
	OK(t, !office_draft(s->office, s->a, "p-much", "goal_set", "m-0")
		&& office_draft(s->office, s->a, "p-much", "goal_set", arena_print(s->a, "m-%d", OFFICE_DRAFTS_MAX + 49)),
		"  the oldest goes, the newest stays");
	OK(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1") != NULL, "  and nobody else's are touched");
	store_run(s->office, "DELETE FROM draft WHERE person = 'p-much'", "");
	office_sweep(s->office, NOW + OFFICE_DRAFT_SECONDS);
	OK(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1") != NULL, "swept not before its time");
	office_sweep(s->office, NOW + 1 + OFFICE_DRAFT_SECONDS);
	SAME(t, office_draft(s->office, s->a, "p-a", "status_reported", "m-1"), NULL, "  but at it");
	OK(t, !store_int(s->office, -1, "SELECT count(*) FROM session", ""), "sessions are swept with it");
	OK(t, store_int(s->office, 0, "SELECT count(*) FROM link", "") > 0, "links stay to be seen");
	office_sweep(s->office, NOW + OFFICE_LINK_KEPT_SECONDS + 10);
	OK(t, !store_int(s->office, -1, "SELECT count(*) FROM link", ""), "  for a year");
	give_passphrase(s, "p-left", GOOD);
	token = office_session_new(s->office, s->a, s->env, "p-left", NOW, &csrf);
	link = office_link_new(s->office, s->a, s->env, "p-left", "reset", NULL, NOW);
	office_draft_keep(s->office, "p-left", "goal_set", NULL, "{}", NOW);
	office_person_drop(s->office, "p-left");
	OK(t, !office_session_find(s->office, s->a, token, NOW, &person, &csrf, NULL)
		&& !office_link_person(s->office, s->a, link, NOW, &person)
		&& !office_draft(s->office, s->a, "p-left", "goal_set", NULL)
		&& try(s, "p-left", GOOD, NULL, NOW, &wait) == OFFICE_NO, "nothing is left of a person who left");
	commit(s, "drafts are kept");
}

/* The address of a calendar: one for each person, good until it is changed or ended, and for nobody who has left. */
static void test_calendar(struct stage *s)
{
	struct tap *t = s->t;
	char *first, *second, *other, *link, *person;

	begin(s);
	OK(t, !office_calendar_made(s->office, "p-days") && !office_calendar_made(NULL, "p-days"), "nobody has a calendar at first");
	first = office_calendar_new(s->office, s->a, s->env, "p-days", NOW);
	other = office_calendar_new(s->office, s->a, s->env, "p-else", NOW);
	OK(t, strlen(first) == 43 && strcmp(first, other) != 0, "an address is 32 bytes of chance");
	SAME(t, office_calendar_person(s->office, s->a, first), "p-days", "it leads to its person");
	OK(t, office_calendar_made(s->office, "p-days") == NOW, "  who sees when it was made");
	OK(t, !office_calendar_person(NULL, s->a, first) && !office_calendar_person(s->office, s->a, NULL)
		&& !office_calendar_person(s->office, s->a, "") && !office_calendar_person(s->office, s->a, "p-days")
		&& !office_calendar_person(s->office, s->a, arena_print(s->a, "%sA", first)), "nothing else leads anywhere");
	office_session_end(s->office, first);
	OK(t, !office_session_find(s->office, s->a, first, NOW, &person, NULL, NULL), "it is no session");
	second = office_calendar_new(s->office, s->a, s->env, "p-days", NOW + 9);
	OK(t, !office_calendar_person(s->office, s->a, first), "changed, the old one leads nowhere");
	SAME(t, office_calendar_person(s->office, s->a, second), "p-days", "  and the new one does");
	office_calendar_end(s->office, "p-days");
	OK(t, !office_calendar_person(s->office, s->a, second) && !office_calendar_made(s->office, "p-days"), "ended, it is gone");
	SAME(t, office_calendar_person(s->office, s->a, other), "p-else", "  and nobody else's");
	link = office_link_new(s->office, s->a, s->env, "p-else", "reset", NULL, NOW);
	OK(t, office_link_redeem(s->office, s->a, s->env, link, GOOD, NOW, &person) == OFFICE_OK
		&& !office_calendar_person(s->office, s->a, other), "a new passphrase ends it, as it ends the sessions");
	other = office_calendar_new(s->office, s->a, s->env, "p-else", NOW);
	office_sweep(s->office, NOW + 3650 * (int64_t)86400);
	SAME(t, office_calendar_person(s->office, s->a, other), "p-else", "no time ends it");
	office_person_drop(s->office, "p-else");
	OK(t, !office_calendar_person(s->office, s->a, other), "but that its person has left");
	commit(s, "calendars are kept");
}

/* The ids of the meeting's passages in their order. */
static const char *order_of(struct stage *s, const char *meeting)
{
	struct draft_passage *drafts;
	size_t count = draft_passages(s->office, s->a, meeting, &drafts);
	const char *order = "";

	for (size_t i = 0; i < count; i++)
		order = arena_print(s->a, "%s %lld", order, (long long)drafts[i].id);
	return order;
}

/* Notes on their way: each passage by itself, in the order they are put in, up to as many as a meeting may have. */
static void test_passages(struct stage *s)
{
	struct tap *t = s->t;
	struct draft_passage *drafts;
	int64_t last = 0;

	begin(s);
	OK(t, !draft_passages(NULL, s->a, "mt-1", &drafts) && !draft_passages(s->office, s->a, "mt-1", &drafts), "no passage at first");
	for (int i = 1; i <= 3; i++)
		OK(t, draft_passage_add(s->office, i == 3 ? "mt-2" : "mt-1", "[[\"text\",\"Lugnt\"]]", NULL, "p-a", NOW) == i,
			"one is added");
	OK(t, draft_passage_add(s->office, "mt-1", "[]", draft_passage_act(s->a, "n", "[]"), "p-a", NOW) == 4, "and one more");
	SAME(t, order_of(s, "mt-1"), " 1 2 4", "each stands last when it is added, and with its meeting");
	draft_passage_swap(s->office, 4, 1);
	SAME(t, order_of(s, "mt-1"), " 4 2 1", "two change places");
	draft_passage_swap(s->office, 2, 1);
	SAME(t, order_of(s, "mt-1"), " 4 1 2", "and two others");
	SAME(t, order_of(s, "mt-2"), " 3", "and no other meeting's do");
	draft_passage_first(s->office, "mt-1", 2);
	SAME(t, order_of(s, "mt-1"), " 2 4 1", "one goes before all others");
	draft_passage_first(s->office, "mt-1", 1);
	SAME(t, order_of(s, "mt-1"), " 1 2 4", "and another before it");
	draft_passage_swap(s->office, 1, 4);
	draft_passage_swap(s->office, 1, 2);
	draft_passage_change(s->office, 1, "[[\"text\",\"Oroligt\"]]", "p-b", NOW + 9);
	OK(t, draft_passages(s->office, s->a, "mt-1", &drafts) == 3 && drafts[1].version == 2 && drafts[1].t == NOW + 9
		&& drafts[0].version == 1, "a change goes up by one, and no other does");
	SAME(t, drafts[1].by, "p-b", "  and says whose it is");
	SAME(t, drafts[1].fields, "[[\"text\",\"Oroligt\"]]", "  and what it says");
	SAME(t, draft_passage_mark(s->a, drafts[1].fields), draft_passage_mark(s->a, "[[\"text\",\"Oroligt\"]]"),
		"its mark is its own");
	OK(t, strcmp(draft_passage_mark(s->a, drafts[1].fields), draft_passage_mark(s->a, drafts[2].fields)) != 0,
		"  and no other's");
	SAME(t, drafts[0].act, draft_passage_act(s->a, "n", "[]"), "what was sent is known when it is sent again");
	OK(t, !drafts[1].act && strcmp(drafts[0].act, draft_passage_act(s->a, "m", "[]")) != 0
		&& strcmp(drafts[0].act, draft_passage_act(s->a, "n", "[1]")) != 0, "  by its nonce and its words");
	draft_passage_drop(s->office, 4);
	SAME(t, order_of(s, "mt-1"), " 1 2", "one is taken out");
	OK(t, draft_passage_add(s->office, "mt-1", "[]", NULL, "p-a", NOW) == 5, "its number is not used again");
	while (last >= 0 && last < 2 * DRAFT_PASSAGES_MAX)
		last = draft_passage_add(s->office, "mt-1", "[]", NULL, "p-a", NOW);
	OK(t, last == -1 && draft_passages(s->office, s->a, "mt-1", &drafts) == DRAFT_PASSAGES_MAX, "there is a most");
	draft_passages_drop(s->office, "mt-1");
	SAME(t, order_of(s, "mt-1"), "", "when they are finished they are gone");
	SAME(t, order_of(s, "mt-2"), " 3", "  and no other meeting's");
	commit(s, "passages are kept");
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
	used = office_link_new(s->office, s->a, s->env, "p-disk", "invite", NULL, NOW);
	(void)office_link_redeem(s->office, s->a, s->env, used, GOOD, NOW, &person);
	link = office_link_new(s->office, s->a, s->env, "p-disk", "reset", NULL, NOW);
	token = office_session_new(s->office, s->a, s->env, "p-disk", NOW, &csrf);
	(void)office_sign_in(s->office, s->a, s->env, NULL, OTHER, "namn som ingen har", "192.0.2.99", NOW, &wait);
	OK(t, !office_open(s->a, s->env, s->path, false, &reader) && reader, "a reader beside the writer");
	OK(t, !office_session_find(reader, s->a, token, NOW, &person, &csrf, NULL), "  sees nothing before the commit");
	commit(s, "secrets are kept");
	OK(t, office_session_find(reader, s->a, token, NOW, &person, &csrf, NULL), "  and the session after it");
	office_session_end(reader, token);
	OK(t, store_fault(reader) && !office_session_find(reader, s->a, token, NOW, &person, &csrf, NULL),
		"  but changes nothing, and has no answer after a fault");
	OK(t, office_letter_since(reader, INT64_MAX), "  and cannot say that no letter wrote");
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
	s.old = argc > 2 ? argv[2] : "office-1.sql";
	if (!OK(&t, !office_create(s.a, &env, s.path, &s.office), "an office is made"))
		return tap_done(&t);
	test_open(&s);
	test_upgrade(&s);
	test_disk_fault(&s);
	test_agent(&s);
	test_link(&s);
	test_weak(&s);
	test_sign_in(&s);
	test_cost(&s);
	test_account_delay(&s);
	test_source_delay(&s);
	test_session(&s);
	test_sessions(&s);
	test_letter(&s);
	test_letter_flood(&s);
	test_links(&s);
	test_draft(&s);
	test_calendar(&s);
	test_passages(&s);
	test_disk(&s);
	store_close(s.office);
	for (int i = 0; i < 3; i++)
		(void)unlink(arena_print(s.a, "%s%s", s.path, (const char *const[]){ "", "-other", "-torn" }[i]));
	OK(&t, !rmdir(folder), "nothing lies about");
	arena_free(s.a);
	return tap_done(&t);
}
