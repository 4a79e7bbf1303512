/* SPDX-License-Identifier: EUPL-1.2
 *
 * Witness: policies accepted and refused, what is asked of a witness and what it answers, and the book's own part of it.
 */
#include "base/embed.h"
#include "ledger/book.h"
#include "ledger/cosign.h"
#include "signed.h"
#include "tap.h"

enum { LEAVES = 9, MANY = 80 };

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	struct skey log, one, two;  /* a log, two witnesses */
	const char *vkeys[3];
	struct hash leaves[LEAVES];
};

static struct skey key_of(struct world *w, const char *name, enum key_type type, unsigned char word)
{
	unsigned char seed[SEED_BYTES] = { word, (unsigned char)type };
	struct skey key;

	skey_of(w->h, name, type, seed, &key);
	return key;
}

/* L, A and B in a policy's text stand for the keys. */
static const char *spelt(struct world *w, const char *text)
{
	struct out o;

	out_init(&o, w->a, 1 << 20);
	for (; *text; text++)
		if (strchr("LAB", *text))
			out_text(&o, w->vkeys[*text == 'L' ? 0 : *text == 'A' ? 1 : 2]);
		else
			out_char(&o, *text);
	return arena_text(w->a, out_cstr(&o));
}

static const struct fault *read(struct world *w, const char *text, struct policy *out)
{
	const char *bytes = spelt(w, text);

	return policy_from(w->a, w->h, bytes, strlen(bytes), out);
}

static void test_policy(struct world *w)
{
	bool none[2] = { false, false }, first[2] = { true, false }, second[2] = { false, true }, both[2] = { true, true };
	struct policy p;

	OK(&w->tap, !read(w, "\n \t# words\nlog L http://x/y\n\twitness a A https://z  \nwitness b B\ngroup g any a b\nquorum g\n", &p),
		"a policy");
	OK(&w->tap, p.log_count == 1 && p.witness_count == 2 && p.group_count == 3, "its parts");
	SAME(&w->tap, p.logs[0].name, "log.example", "a log's name is its key's");
	SAME(&w->tap, p.witnesses[0].url, "https://z", "an address");
	OK(&w->tap, !p.witnesses[1].url && policy_witness(&p, w->vkeys[2]) == &p.witnesses[1], "none; and a witness by its key");
	OK(&w->tap, !policy_witness(&p, w->vkeys[0]), "a log is no witness");
	OK(&w->tap, !policy_holds(w->a, &p, none) && policy_holds(w->a, &p, first) && policy_holds(w->a, &p, second), "any of two");
	OK(&w->tap, !read(w, "witness a A\ngroup h 1 a\nwitness b B\ngroup g all b h\nquorum g\n", &p),
		"a group in a group, a witness between");
	OK(&w->tap, !policy_holds(w->a, &p, first) && !policy_holds(w->a, &p, second) && policy_holds(w->a, &p, both), "all of them");
	OK(&w->tap, !read(w, "witness a A\nwitness b B\nquorum b\n", &p) && policy_holds(w->a, &p, second)
		&& !policy_holds(w->a, &p, first), "one witness is a quorum");
	OK(&w->tap, !read(w, "quorum none\n", &p) && policy_holds(w->a, &p, NULL), "none is asked for");
}

static void test_policy_refused(struct world *w)
{
	static const struct {
		const char *text, *why;
	} wrong[] = { { "", "no quorum" }, { "quorum none", "no end of line" }, { "quorum none\n\x01\n", "a control" },
		{ "quorum none\x7f\n", "another" }, { "word\n", "no word of ours" }, { "quorum\n", "no name" },
		{ "quorum a b\n", "two names" }, { "quorum a\n", "an unknown quorum" }, { "quorum none\nquorum none\n", "two quorums" },
		{ "log\n", "a log without a key" }, { "log L http://x y\n", "words after a log" },
		{ "log A\n", "a witness's key as a log" },
		{ "log x\n", "no key" }, { "log L\nlog L\n", "a log twice" }, { "log L ftp://x\n", "another scheme" },
		{ "log L http://\n", "an address of nothing" }, { "witness a\n", "a witness without a key" },
		{ "witness a A http://x y\n", "words after a witness" }, { "witness a L\n", "a log's key as a witness" },
		{ "witness none A\n", "a reserved name" }, { "witness a A\nwitness a B\n", "a name twice" },
		{ "witness a A\nwitness b A\n", "a key twice" }, { "witness a A\ngroup g\n", "a group of nothing" },
		{ "witness a A\ngroup g 1\n", "a group of none" }, { "witness a A\ngroup g 2 a\n", "more than there are" },
		{ "witness a A\ngroup g 0 a\n", "none is needed" }, { "witness a A\ngroup g +1 a\n", "no number" },
		{ "witness a A\ngroup a 1 a\n", "a group by a witness's name" }, { "witness a A\ngroup g 1 b\n", "an unknown member" },
		{ "group g 1 g\n", "a group of itself" }, { "witness a A\ngroup g 2 a a\n", "a member twice" } };
	struct policy p = { .group_count = 77 };

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		const struct fault *f = read(w, wrong[i].text, &p);

		OK(&w->tap, f && f->sort == FAULT_USAGE && p.group_count == 77, wrong[i].why);
	}
}

/* So many logs or witnesses, and no quorum. */
static const struct fault *many(struct world *w, int count, enum key_type type, struct policy *out)
{
	struct out o;

	out_init(&o, w->a, 1 << 20);
	for (int i = 0; i < count; i++) {
		unsigned char seed[SEED_BYTES] = { (unsigned char)i, (unsigned char)(i >> 8), 9 };
		struct skey key;

		skey_of(w->h, "k", type, seed, &key);
		if (type == KEY_LOG)
			out_print(&o, "log %s\n", vkey_text(w->a, &key.public));
		else
			out_print(&o, "witness w%d %s\n", i, vkey_text(w->a, &key.public));
	}
	out_text(&o, "quorum none\n");
	return policy_from(w->a, w->h, out_cstr(&o), o.length, out);
}

static void test_policy_limits(struct world *w)
{
	struct policy p;
	struct out o;

	OK(&w->tap, !many(w, POLICY_WITNESSES_MAX, KEY_COSIGNER, &p) && p.witness_count == POLICY_WITNESSES_MAX, "64 witnesses");
	OK(&w->tap, many(w, POLICY_WITNESSES_MAX + 1, KEY_COSIGNER, &p) != NULL, "one too many");
	OK(&w->tap, !many(w, POLICY_LOGS_MAX, KEY_LOG, &p) && p.log_count == POLICY_LOGS_MAX, "512 logs");
	OK(&w->tap, many(w, POLICY_LOGS_MAX + 1, KEY_LOG, &p) != NULL, "one too many");
	out_init(&o, w->a, 1 << 20);
	out_text(&o, spelt(w, "witness g0 A\n"));
	for (int i = 1; i <= POLICY_GROUPS_MAX; i++)
		out_print(&o, "group g%d 1 g%d\n", i, i - 1);
	out_text(&o, "quorum g64\n");
	OK(&w->tap, !policy_from(w->a, w->h, out_cstr(&o), o.length, &p) && policy_holds(w->a, &p, (bool[]){ true }),
		"64 groups, each in the next");
	out_text(&o, "group g65 1 g64\n");
	OK(&w->tap, policy_from(w->a, w->h, out_cstr(&o), o.length, &p) != NULL, "one too many");
	out_init(&o, w->a, 1 << 20);
	out_text(&o, "group g 1");
	for (int i = 0; i < MANY; i++)
		out_text(&o, " a");
	out_text(&o, "\n");
	OK(&w->tap, policy_from(w->a, w->h, out_cstr(&o), o.length, &p) != NULL, "a line of too many words");
	while (o.length <= POLICY_BYTES_MAX)
		out_text(&o, "# more\n");
	OK(&w->tap, policy_from(w->a, w->h, out_cstr(&o), o.length, &p) != NULL, "a file too long");
	OK(&w->tap, policy_read(w->a, &env_system, w->h, "nowhere", &p)->sort == FAULT_NOTHING, "no file");
	OK(&w->tap, !env_file_replace(w->a, &env_system, "fyr-policy", "quorum none\n", 12, 0600)
		&& !policy_read(w->a, &env_system, w->h, "fyr-policy", &p), "a file");
	(void)remove("fyr-policy");
}

/* ------------------------------------------------------------------------------------------- cosign --- */

static struct hash root_of(struct world *w, uint64_t size)
{
	struct merkle_frontier f = { 0 };

	for (uint64_t i = 0; i < size; i++)
		(void)merkle_append(w->h, &f, &w->leaves[i], NULL);
	return merkle_root(w->h, &f);
}

static const char *note_of(struct world *w, const struct skey *key, const char *origin, uint64_t size)
{
	struct checkpoint c = { .origin = origin, .size = size, .root = root_of(w, size) };

	return checkpoint_sign(w->a, key, &c);
}

static const struct fault *node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	struct merkle_frontier f = { 0 };
	struct world *w = self;

	for (uint64_t i = index << level; i < (index + 1) << level; i++)
		(void)merkle_append(w->h, &f, &w->leaves[i], NULL);
	*out = merkle_root(w->h, &f);
	return NULL;
}

/* What the log asks when it believes that `old` is recorded. */
static const char *request_of(struct world *w, uint64_t old, uint64_t size)
{
	struct merkle_nodes nodes = { w, node_at };
	struct hash proof[MERKLE_PROOF_MAX];
	size_t count = 0;

	if (old && old < size && merkle_consistency(w->a, w->h, &nodes, old, size, proof, &count))
		return "";
	return cosign_request_text(w->a, old, proof, count, note_of(w, &w->log, "log.example", size));
}

static int judged(struct world *w, const struct policy *p, const char *text, uint64_t recorded)
{
	struct cosign_request *r = ARENA_NEW(w->a, struct cosign_request);
	struct checkpoint had = { .size = recorded, .root = root_of(w, recorded) };

	if (cosign_request_from(w->a, text, strlen(text), r))
		return 0;
	return cosign_judge(w->a, w->h, p, r, &had);
}

static void test_judge(struct world *w)
{
	struct policy p;
	struct checkpoint forged = { .origin = "log.example", .size = 0, .root = w->leaves[0] };
	const char *empty = arena_print(w->a, "old 0\n\n%s", checkpoint_sign(w->a, &w->log, &forged));

	OK(&w->tap, !read(w, "log L\nquorum none\n", &p), "a witness's policy");
	OK(&w->tap, judged(w, &p, request_of(w, 0, 3), 0) == 200, "the first is signed");
	OK(&w->tap, judged(w, &p, request_of(w, 3, 7), 3) == 200, "what extends it too");
	OK(&w->tap, judged(w, &p, request_of(w, 7, 7), 7) == 200, "the same again");
	OK(&w->tap, judged(w, &p, request_of(w, 0, 0), 0) == 200, "nothing, at first");
	OK(&w->tap, judged(w, &p, empty, 0) == 422, "nothing, with another root");
	OK(&w->tap, judged(w, &p, request_of(w, 3, 7), 5) == 409, "another size than recorded");
	OK(&w->tap, judged(w, &p, request_of(w, 7, 3), 7) == 400, "an old size larger than the new");
	OK(&w->tap, judged(w, &p, arena_print(w->a, "old 3\n\n%s", note_of(w, &w->log, "log.example", 7)), 3) == 422, "no proof");
	OK(&w->tap, judged(w, &p, arena_print(w->a, "old 0\n%s\n\n%s", merkle_hash_text(w->a, &w->leaves[0]),
		note_of(w, &w->log, "log.example", 7)), 0) == 422, "a proof from nothing");
	OK(&w->tap, judged(w, &p, arena_print(w->a, "old 0\n\n%s", note_of(w, &w->one, "log.example", 7)), 0) == 403,
		"another's signature");
	OK(&w->tap, judged(w, &p, arena_print(w->a, "old 0\n\n%s", note_of(w, &w->one, "other.example", 7)), 0) == 404, "another log");
	OK(&w->tap, judged(w, &p, arena_print(w->a, "old 0\n\n%s", note_of(w, &w->log, "a name with spaces", 7)), 0) == 200,
		"a log whose key has another name");
	OK(&w->tap, judged(w, &p, "old 0\n\nlog.example\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\nno signature\n", 0) == 403,
		"signatures that cannot be read");
}

/* A log that changes its key: for a time both sign, and a witness knows one of them, or both. */
static void test_judge_keys(struct world *w)
{
	struct skey next = key_of(w, "log.example", KEY_LOG, 4);
	const char *vkey = vkey_text(w->a, &next.public), *old = note_of(w, &w->log, "log.example", 7);
	const char *new = note_of(w, &next, "log.example", 7), *both = arena_print(w->a, "%s%s", old, strstr(new, "\n\n") + 2);
	const char *new_line = arena_print(w->a, "log %s\nquorum none\n", vkey);
	const char *two_lines = arena_print(w->a, "log %s\n%s", w->vkeys[0], new_line);
	struct policy only_new, two;

	OK(&w->tap, !policy_from(w->a, w->h, new_line, strlen(new_line), &only_new), "a policy with the new key");
	OK(&w->tap, !policy_from(w->a, w->h, two_lines, strlen(two_lines), &two), "one with both keys of the log");
	OK(&w->tap, judged(w, &two, arena_print(w->a, "old 0\n\n%s", old), 0) == 200, "the old key's signature");
	OK(&w->tap, judged(w, &two, arena_print(w->a, "old 0\n\n%s", new), 0) == 200, "the new one's");
	OK(&w->tap, judged(w, &two, arena_print(w->a, "old 0\n\n%s", both), 0) == 200, "both");
	OK(&w->tap, judged(w, &only_new, arena_print(w->a, "old 0\n\n%s", both), 0) == 200, "both, of which one is known");
	OK(&w->tap, judged(w, &only_new, arena_print(w->a, "old 0\n\n%s", old), 0) == 403, "the other alone");
}

static void test_request_refused(struct world *w)
{
	static const char *const wrong[] = { "", "old 0", "new 0\n\n", "old x\n\n", "old 00\n\n",
		"old 9223372036854775808\n\n", "old 0\nx\n\n",
		"old 0\nAAAA", "old 0\n\n", "old 0\n\nx\n", "old 0\n\na\nb\n\nc\n", "old 0\n\na\n1\nx\n\nc\n" };
	struct cosign_request *r = ARENA_NEW(w->a, struct cosign_request);
	struct hash proof[COSIGN_PROOF_MAX + 1] = { 0 };
	const char *note = note_of(w, &w->log, "log.example", 3), *text;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		OK(&w->tap, cosign_request_from(w->a, wrong[i], strlen(wrong[i]), r) != NULL, "no request");
	text = cosign_request_text(w->a, 0, proof, COSIGN_PROOF_MAX, note);
	OK(&w->tap, !cosign_request_from(w->a, text, strlen(text), r) && r->count == COSIGN_PROOF_MAX, "63 hashes");
	OK(&w->tap, cosign_request_from(w->a, text, strlen(text) + 1, r) != NULL, "a NUL");
	text = cosign_request_text(w->a, 0, proof, COSIGN_PROOF_MAX + 1, note);
	OK(&w->tap, cosign_request_from(w->a, text, strlen(text), r) != NULL, "64 hashes");
}

/* A witness's line without its newline. */
static const char *line_of(struct world *w, const struct skey *key, const char *note, int64_t now)
{
	const char *text = arena_copy(w->a, note, (size_t)(strstr(note, "\n\n") + 1 - note));
	char *line = note_sign_line(w->a, key, text, now);

	line[strlen(line) - 1] = '\0';
	return line;
}

static void test_line(struct world *w)
{
	const char *note = note_of(w, &w->log, "log.example", 3), *other = note_of(w, &w->log, "log.example", 4);
	const char *good = line_of(w, &w->one, note, 1700000000);
	struct skey named = key_of(w, "two.example", KEY_COSIGNER, 2);
	int64_t time = 0;

	named.public.name = "one.example"; /* the name alone is not the key */
	OK(&w->tap, cosign_line_holds(w->a, note, &w->one.public, good, &time) && time == 1700000000, "a witness's line");
	OK(&w->tap, !cosign_line_holds(w->a, other, &w->one.public, good, &time), "not under another checkpoint");
	OK(&w->tap, !cosign_line_holds(w->a, note, &w->two.public, good, &time), "not by another witness");
	OK(&w->tap, !cosign_line_holds(w->a, note, &named.public, good, &time), "nor by another key of that name");
	OK(&w->tap, !cosign_line_holds(w->a, note, &w->one.public, "", &time), "nothing");
	OK(&w->tap, !cosign_line_holds(w->a, note, &w->one.public, "words", &time), "words");
	OK(&w->tap, !cosign_line_holds(w->a, note, &w->one.public, arena_print(w->a, "%s\n%s", good, good), &time), "two lines");
}

/* Whether the witnesses' lines of such a note are theirs. */
static bool holds_with(struct world *w, const char *lines)
{
	struct checkpoint c = { .origin = w->log.public.name, .size = 1 };
	const char *note = arena_print(w->a, "%s%s", checkpoint_sign(w->a, &w->log, &c), lines);
	struct policy p;
	struct note parsed;

	return !read(w, "witness a A\nwitness b B\nquorum none\n", &p) && !note_parse(w->a, note, strlen(note), &parsed)
		&& !policy_verify(w->a, &p, &parsed);
}

static void test_lines(struct world *w)
{
	struct checkpoint c = { .origin = w->log.public.name, .size = 1 }, other = { .origin = c.origin, .size = 2 };
	const char *one = note_sign_line(w->a, &w->one, checkpoint_text(w->a, &c), 7);
	const char *two = note_sign_line(w->a, &w->two, checkpoint_text(w->a, &c), 8);
	const char *bad = note_sign_line(w->a, &w->two, checkpoint_text(w->a, &other), 8);

	OK(&w->tap, holds_with(w, ""), "no witness need have signed");
	OK(&w->tap, holds_with(w, two) && holds_with(w, arena_print(w->a, "%s%s", two, one)), "one did, both did");
	OK(&w->tap, !holds_with(w, bad) && !holds_with(w, arena_print(w->a, "%s%s", one, bad)), "one signed another checkpoint");
	OK(&w->tap, !holds_with(w, arena_print(w->a, "%s%s", two, bad)), "this one and another");
}

static void test_answer(struct world *w)
{
	const char *note = note_of(w, &w->log, "log.example", 3), *good = line_of(w, &w->one, note, 1700000000), *line = NULL;
	const char *two = arena_print(w->a, "%s\n%s\n", line_of(w, &w->two, note, 1), good);
	static const struct {
		int status;
		const char *body;
		enum cosign_meaning meaning;
	} all[] = { { 200, "", COSIGN_REFUSED }, { 200, "words\nmore", COSIGN_REFUSED },
		{ 409, "12\n", COSIGN_BEHIND }, { 409, "0", COSIGN_BEHIND }, { 409, "12\r\n", COSIGN_BEHIND },
		{ 409, "", COSIGN_FORK }, { 409, "conflict\n", COSIGN_FORK }, { 409, "012\n", COSIGN_FORK },
		{ 422, "", COSIGN_FORK }, { 400, "", COSIGN_REFUSED }, { 403, "", COSIGN_REFUSED }, { 404, "", COSIGN_REFUSED },
		{ 429, "", COSIGN_LATER }, { 500, "", COSIGN_LATER }, { 302, "", COSIGN_LATER }, { 0, "", COSIGN_LATER } };
	uint64_t size = 0;

	OK(&w->tap, cosign_answer_read(w->a, 200, two, strlen(two), note, &w->one.public, &size, &line) == COSIGN_DONE, "signed");
	SAME(&w->tap, line, good, "the witness's own line among others");
	OK(&w->tap, cosign_answer_read(w->a, 200, good, strlen(good), note, &w->one.public, &size, &line)
		== COSIGN_DONE, "without an end");
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		OK(&w->tap, cosign_answer_read(w->a, all[i].status, all[i].body, strlen(all[i].body), note, &w->one.public, &size, &line)
			== all[i].meaning, arena_print(w->a, "status %d, %zu bytes", all[i].status, strlen(all[i].body)));
	(void)cosign_answer_read(w->a, 409, "12\n", 3, note, &w->one.public, &size, &line);
	OK(&w->tap, size == 12, "the size that a witness tells");
}

/* ------------------------------------------------------------------------------------------- book --- */

static void test_book(struct world *w)
{
	const char *note = note_of(w, &w->log, "log.example", 3), *one = line_of(w, &w->one, note, 1700000000);
	const char *two = line_of(w, &w->two, note, 1600000000);
	struct store *s = NULL;

	OK(&w->tap, !store_open(w->a, &env_system, "", STORE_MEMORY, &s), "a store");
	store_script(s, embed_find("ledger/book.sql")->bytes);
	store_script(s, embed_find("ledger/cosignature.sql")->bytes);
	store_run(s, "INSERT INTO checkpoint(size, note) VALUES(3, ?)", "t", note);
	SAME(&w->tap, book_checkpoint_note(s, w->a, 3), note, "a checkpoint that nobody stamped");
	OK(&w->tap, !book_checkpoint_note(s, w->a, 4), "none of that size");
	store_run(s, "INSERT INTO cosignature(size, vkey, t, line) VALUES(3, 'a', '2023', ?1), (3, 'b', '2020', ?2),"
		" (3, 'a', '2024', 'later')", "tt", one, two);
	SAME(&w->tap, book_checkpoint_note(s, w->a, 3), arena_print(w->a, "%s%s\n%s\n", note, two, one),
		"each witness's first, in their order");
	OK(&w->tap, !store_fault(s), "all was stored");
	store_run(s, "INSERT OR REPLACE INTO cosignature(size, vkey, t, line) VALUES(3, 'a', '2023', 'x')", "");
	OK(&w->tap, store_fault(s) != NULL, "and none is replaced");
	store_forgive(s);
	store_run(s, "DELETE FROM cosignature", "");
	OK(&w->tap, store_fault(s) != NULL, "or deleted");
	store_forgive(s);
	store_run(s, "UPDATE cosignature SET line = ''", "");
	OK(&w->tap, store_fault(s) != NULL, "or changed");
	store_close(s);
}

static void test_consistency(struct world *w)
{
	struct book b = { .hasher = w->h };
	struct hash *proof = NULL, roots[2] = { root_of(w, 3), root_of(w, 7) };
	size_t n = 0;

	OK(&w->tap, !store_open(w->a, &env_system, "", STORE_MEMORY, &b.store), "a store");
	store_script(b.store, embed_find("ledger/book.sql")->bytes);
	store_script(b.store, "INSERT INTO tree(id, size, frontier) VALUES(1, 0, zeroblob(8))");
	for (int64_t i = 0; i < LEAVES; i++) {
		store_run(b.store, "INSERT INTO entry(seq, leaf, hash) VALUES(?, 'x', ?)", "ib", i, w->leaves[i].bytes, (size_t)HASH_BYTES);
		store_run(b.store, "UPDATE tree SET size = size + 1", "");
		(void)merkle_append(w->h, &b.frontier, &w->leaves[i], NULL);
	}
	OK(&w->tap, !book_consistency(&b, w->a, 3, 7, &proof, &n) 
		&& merkle_consistency_holds(w->h, 3, 7, proof, n, &roots[0], &roots[1]),
		"a proof from one older size to another");
	OK(&w->tap, book_consistency(&b, w->a, 3, LEAVES + 1, &proof, &n) != NULL, "none to a size that is not");
	OK(&w->tap, book_consistency(&b, w->a, 0, 7, &proof, &n) != NULL, "none from nothing");
	OK(&w->tap, !store_fault(b.store), "the book was read");
	store_close(b.store);
}

int main(void)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new() };

	w.log = key_of(&w, "log.example", KEY_LOG, 1);
	w.one = key_of(&w, "one.example", KEY_COSIGNER, 2);
	w.two = key_of(&w, "two.example", KEY_COSIGNER, 3);
	w.vkeys[0] = vkey_text(w.a, &w.log.public);
	w.vkeys[1] = vkey_text(w.a, &w.one.public);
	w.vkeys[2] = vkey_text(w.a, &w.two.public);
	for (unsigned i = 0; i < LEAVES; i++)
		w.leaves[i] = merkle_leaf(w.h, &i, sizeof(i));
	test_policy(&w);
	test_policy_refused(&w);
	test_policy_limits(&w);
	test_judge(&w);
	test_judge_keys(&w);
	test_request_refused(&w);
	test_line(&w);
	test_lines(&w);
	test_answer(&w);
	test_book(&w);
	test_consistency(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
