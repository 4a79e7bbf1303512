/* SPDX-License-Identifier: EUPL-1.2
 *
 * Book: what a book must not hold is named when it is read, whoever put it there; proofs over a book of many entries.
 */
#include "base/date.h"
#include "base/embed.h"
#include "base/limits.h"
#include "ledger/book.h"
#include "tap.h"

#define NONCE "\"n\":\"abcdefgh\""
#define HEAD "\"base\":\"0:\",\"by\":\"p-1\","
#define TAIL NONCE ",\"obj\":\"m-1\",\"role\":\"contact\",\"v\":1}\n"
#define STATEMENT "{" HEAD "\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL
#define SIG "{\"ad\":\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"alg\":-8,\"cd\":\"e30\",\"k\":" \
	"\"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\",\"sig\":\"AAAA\"}"
#define ENVELOPE "{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}\n"

enum { MANY = 700 };

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
};

/* A new book in memory, with `count` entries. */
static struct store *opened(struct world *w, size_t count, struct book *out)
{
	struct store *s;
	struct entry e;
	bool ok;

	if (store_open(w->a, &env_system, "", STORE_MEMORY, &s))
		return NULL;
	store_script(s, embed_find("ledger/book.sql")->bytes);
	store_script(s, "INSERT INTO tree(id, size, frontier) VALUES(1, 0, zeroblob(8))");
	ok = !book_open(w->a, s, w->h, out);
	for (size_t i = 0; i < count; i++)
		ok &= !book_append(out, w->a, STATEMENT, NULL, 1791190800 + (int64_t)i, NULL, 0, &e);
	OK(&w->tap, ok && out->frontier.size == count, "a book");
	return s;
}

static void test_leaves(struct world *w)
{
	static const struct {
		const char *why, *leaf;
	} refused[] = {
		{ "nothing", "" },
		{ "one line", STATEMENT },
		{ "no end of the second line", STATEMENT "{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}" },
		{ "a third line", STATEMENT ENVELOPE "{}\n" },
		{ "no statement", "\n" ENVELOPE },
		{ "a list for a statement", "[]\n" ENVELOPE },
		{ "another version", "{" HEAD "\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," NONCE
			",\"obj\":\"m-1\",\"role\":\"contact\",\"v\":2}\n" ENVELOPE },
		{ "no base", "{\"by\":\"p-1\",\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "no author", "{\"base\":\"0:\",\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "no kind", "{" HEAD "\"d\":{},\"f\":{},\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "no log", "{" HEAD "\"d\":{},\"f\":{},\"kind\":\"x\"," TAIL ENVELOPE },
		{ "no values", "{" HEAD "\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "values in a list", "{" HEAD "\"d\":[],\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "no digests", "{" HEAD "\"d\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "digests in a list", "{" HEAD "\"d\":{},\"f\":[],\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "a member more", "{" HEAD "\"d\":{},\"f\":{},\"g\":1,\"kind\":\"x\",\"log\":\"fyrby\"," TAIL ENVELOPE },
		{ "a reference that is no text", "{" HEAD "\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," NONCE
			",\"obj\":\"m-1\",\"ref\":1,\"role\":\"contact\",\"v\":1}\n" ENVELOPE },
		{ "no envelope", STATEMENT "\n" },
		{ "a list for an envelope", STATEMENT "[1,2,3]\n" },
		{ "another number", STATEMENT "{\"seq\":1,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}\n" },
		{ "no signatures", STATEMENT "{\"a\":1,\"seq\":0,\"t\":\"2026-10-05T07:00:00Z\"}\n" },
		{ "a text for signatures", STATEMENT "{\"seq\":0,\"sig\":\"\",\"t\":\"2026-10-05T07:00:00Z\"}\n" },
		{ "no time", STATEMENT "{\"seq\":0,\"sig\":[],\"u\":\"\"}\n" },
		{ "a time that is none", STATEMENT "{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05\"}\n" },
		{ "a fourth member", STATEMENT "{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\",\"u\":1}\n" },
		{ "a signature that is a text", STATEMENT "{\"seq\":0,\"sig\":[\"x\"],\"t\":\"2026-10-05T07:00:00Z\"}\n" },
		{ "two signatures", STATEMENT "{\"seq\":0,\"sig\":[" SIG "," SIG "],\"t\":\"2026-10-05T07:00:00Z\"}\n" },
		{ "a space in the statement", " " STATEMENT ENVELOPE },
		{ "a member out of its place", "{\"by\":\"p-1\",\"base\":\"0:\",\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\","
			TAIL ENVELOPE },
		{ "a space in the envelope", STATEMENT " " ENVELOPE },
		{ "envelope members out of place", STATEMENT "{\"sig\":[],\"seq\":0,\"t\":\"2026-10-05T07:00:00Z\"}\n" },
	};
	struct entry e = { .seq = -7 };

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const struct fault *f = entry_parse(w->a, refused[i].leaf, 0, &e);

		OK(&w->tap, f && f->sort == FAULT_DAMAGED && e.seq == -7, refused[i].why);
	}
	OK(&w->tap, !entry_parse(w->a, STATEMENT ENVELOPE, 0, &e) && !strcmp(e.line, STATEMENT) && !e.ref, "a good leaf");
	OK(&w->tap, !entry_parse(w->a, "{" HEAD "\"d\":{},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," NONCE
		",\"obj\":\"m-1\",\"ref\":\"0:x\",\"role\":\"contact\",\"v\":1}\n" ENVELOPE, 0, &e) && e.ref, "and one with a reference");
	OK(&w->tap, !e.signature && !entry_parse(w->a, STATEMENT "{\"seq\":0,\"sig\":[" SIG "],\"t\":\"2026-10-05T07:00:00Z\"}\n", 0,
		&e) && e.signature && e.signature->sig_n == 3, "and one with its maker's signature");
	OK(&w->tap, entry_parse_statement(w->a, "", &e) && entry_parse_statement(w->a, "{}\n", &e), "no statement is none");
	OK(&w->tap, !entry_parse_statement(w->a, STATEMENT, &e) && e.seq == 0, "a statement alone");
}

/* A statement whose leaf has exactly `bytes` bytes, its number having one digit. */
static const char *sized(struct world *w, size_t bytes)
{
	size_t envelope = strlen("{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}\n");
	const char *before = "{" HEAD "\"d\":{\"a\":\"", *after = "\"},\"f\":{},\"kind\":\"x\",\"log\":\"fyrby\"," TAIL;
	size_t n = bytes - envelope - strlen(before) - strlen(after);
	char *letters = arena_get(w->a, n + 1);

	memset(letters, 'a', n);
	letters[n] = '\0';
	return arena_print(w->a, "%s%s%s", before, letters, after);
}

static void test_append(struct world *w)
{
	struct book b;
	struct store *s = opened(w, 2, &b);
	struct book_text text = { "text", "Vi väntar.", "0123456789abcdef", 16 };
	struct book_place place = book_place(&b);
	const struct fault *f;
	struct entry e;

	f = book_append(&b, w->a, sized(w, LEAF_MAX + 1), NULL, 1791190900, NULL, 0, &e);
	OK(&w->tap, f && f->sort == FAULT_USAGE && b.frontier.size == 2, "a leaf of one byte too many");
	OK(&w->tap, !book_append(&b, w->a, sized(w, LEAF_MAX), NULL, 1791190900, NULL, 0, &e) && e.seq == 2,
		"one of as many as may be");
	f = entry_parse(w->a, arena_print(w->a, "%s{\"seq\":3,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}\n", sized(w, LEAF_MAX + 1)),
		3, &e);
	OK(&w->tap, f && f->sort == FAULT_DAMAGED, "nor is one of more read");
	f = book_append(&b, w->a, "{}\n", NULL, 1791190900, NULL, 0, &e);
	OK(&w->tap, f && f->sort == FAULT_DAMAGED && b.frontier.size == 3, "what is no statement is not appended");
	OK(&w->tap, !book_append(&b, w->a, STATEMENT, NULL, 5, &text, 1, &e) && e.time == 1791190900, "time never goes back");
	{
		struct assertion signature = { .alg = ALG_ES256, .cd = "{}", .cd_n = 2, .sig_n = 70 };

		OK(&w->tap, !book_append(&b, w->a, STATEMENT, &signature, 5, NULL, 0, &e) && e.signature && e.signature->alg == ALG_ES256
			&& !book_read(s, w->a, 4, &e) && e.signature->sig_n == 70, "a signature lies in the leaf");
		f = book_append(&b, w->a, sized(w, LEAF_MAX), &signature, 5, NULL, 0, &e);
		OK(&w->tap, f && f->sort == FAULT_USAGE, "and counts to its bytes");
	}
	OK(&w->tap, store_int(s, 0, "SELECT count(*) FROM disclosure WHERE seq = 3 AND value = 'Vi väntar.'", "") == 1,
		"its text stands beside it");
	OK(&w->tap, !book_reread(&b, w->a, 0), "what was written is there");
	book_return(&b, place);
	f = book_append(&b, w->a, STATEMENT, NULL, 1791190900, NULL, 0, &e);
	OK(&w->tap, f && store_fault(s) == f, "no number is used twice");
	store_close(s);
}

static void test_open(struct world *w)
{
	static const char *const damages[] = { "DELETE FROM tree", "UPDATE tree SET frontier = x'00'", "UPDATE tree SET size = 4",
		"DROP TABLE tree", "DROP TRIGGER entry_kept; DELETE FROM entry WHERE seq = 2",
		"DROP TRIGGER entry_unchanged; UPDATE entry SET hash = x'00' WHERE seq = 2",
		"DROP TRIGGER entry_unchanged; UPDATE entry SET leaf = '' WHERE seq = 2", "DROP TABLE entry" };
	struct book b, again = { .last_time = -7 };

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		struct store *s = opened(w, 3, &b);

		OK(&w->tap, !book_open(w->a, s, w->h, &again) && again.last_time == b.last_time, "it opens");
		again.last_time = -7;
		store_script(s, damages[i]);
		OK(&w->tap, !store_fault(s) && book_open(w->a, s, w->h, &again) && again.last_time == -7, damages[i]);
		store_close(s);
	}
}

/* A file that is not ours may have a table of that name which takes anything. */
static void test_foreign(struct world *w)
{
	const struct fault *f;
	struct store *s = NULL;
	struct entry e;

	if (store_open(w->a, &env_system, "", STORE_MEMORY, &s))
		return;
	store_script(s, "CREATE TABLE entry(seq INTEGER PRIMARY KEY, leaf, hash); INSERT INTO entry VALUES(0, NULL, zeroblob(32))");
	f = book_read(s, w->a, 0, &e);
	OK(&w->tap, f && f->sort == FAULT_DAMAGED, "an entry without a leaf");
	f = book_read(s, w->a, 1, &e);
	OK(&w->tap, f && f->sort == FAULT_NOTHING, "an entry that is not there");
	store_close(s);
}

static void test_reread(struct world *w)
{
	static const char *const damages[] = { "UPDATE entry SET leaf = replace(leaf, 'm-1', 'm-2') WHERE seq = 2",
		"UPDATE entry SET hash = zeroblob(32) WHERE seq = 2", "UPDATE entry SET hash = substr(hash, 1, 31) WHERE seq = 2" };
	struct book b;

	for (size_t i = 0; i < sizeof(damages) / sizeof(*damages); i++) {
		struct store *s = opened(w, 4, &b);
		const struct fault *f;

		store_script(s, "DROP TRIGGER entry_unchanged");
		store_script(s, damages[i]);
		f = book_reread(&b, w->a, 1);
		OK(&w->tap, f && f->sort == FAULT_DAMAGED && strstr(f->what, "entry 2"), damages[i]);
		OK(&w->tap, !book_reread(&b, w->a, 3), "from the next on all is well");
		store_script(s, "DROP TABLE entry");
		OK(&w->tap, book_reread(&b, w->a, 0) == store_fault(s) && store_fault(s), "the table is gone");
		store_close(s);
	}
}

static void test_proofs(struct world *w)
{
	struct book b;
	struct store *s = opened(w, MANY, &b);
	struct hash *proof = NULL, old, before = { { 0 } }, new = merkle_root(w->h, &b.frontier);
	struct merkle_frontier f = { 0 };
	bool holds = true, had = true;
	size_t count = 0;

	for (uint64_t size = 1; size <= MANY; size++) {
		struct entry e;

		holds &= !book_read(s, w->a, (int64_t)size - 1, &e) && merkle_hash_from(e.hash, &old);
		(void)merkle_append(w->h, &f, &old, NULL);
		old = merkle_root(w->h, &f);
		holds &= !book_proof(&b, w->a, size, &proof, &count)
			&& merkle_consistency_holds(w->h, size, MANY, proof, count, &old, &new);
		had &= book_had_head(&b, w->a, arena_print(w->a, "%d:%s", (int)size, merkle_hash_text(w->a, &old)));
		before = size == 511 ? old : before;
	}
	OK(&w->tap, holds, "from every size on the book proves that it only grew");
	OK(&w->tap, had && book_had_head(&b, w->a, book_head(&b, w->a)), "every head it had is known again");
	proof = NULL;
	OK(&w->tap, book_proof(&b, w->a, 0, &proof, &count) && book_proof(&b, w->a, MANY + 1, &proof, &count) && !proof,
		"no proof from nothing, nor from what is to come");
	store_script(s, "DELETE FROM node WHERE idx = 1");
	OK(&w->tap, book_proof(&b, w->a, 100, &proof, &count) && !proof && !store_fault(s), "a node is missing");
	OK(&w->tap, book_had_head(&b, w->a, arena_print(w->a, "%d:%s", MANY, merkle_hash_text(w->a, &new))),
		"the newest head is known without the disk");
	store_script(s, "DELETE FROM node; DROP TRIGGER entry_kept; DELETE FROM entry WHERE seq = 650");
	OK(&w->tap, !book_had_head(&b, w->a, arena_print(w->a, "511:%s", merkle_hash_text(w->a, &before))),
		"and no other without its nodes");
	OK(&w->tap, book_proof(&b, w->a, 649, &proof, &count) && !proof, "so is a leaf");
	store_script(s, "DROP TABLE entry");
	OK(&w->tap, book_proof(&b, w->a, 649, &proof, &count) == store_fault(s) && !proof, "or all of them");
	store_close(s);
}

static void test_inclusion(struct world *w)
{
	static const uint64_t sizes[] = { 1, 2, 255, 256, 257, 511, MANY - 1, MANY };
	struct book b;
	struct store *s = opened(w, MANY, &b);
	struct merkle_frontier f = { 0 };
	struct hash leaves[MANY], *proof = NULL;
	size_t count = 0, at = 0;

	for (uint64_t size = 1; size <= MANY; size++) {
		struct entry e;
		struct hash root;
		bool holds = !book_read(s, w->a, (int64_t)size - 1, &e) && merkle_hash_from(e.hash, &leaves[size - 1]);

		(void)merkle_append(w->h, &f, &leaves[size - 1], NULL);
		if (size != sizes[at])
			continue;
		at++;
		root = merkle_root(w->h, &f);
		for (uint64_t seq = 0; seq < size; seq++)
			holds &= !book_inclusion(&b, w->a, seq, size, &proof, &count)
				&& merkle_inclusion_holds(w->h, seq, size, &leaves[seq], proof, count, &root);
		OK(&w->tap, holds, arena_print(w->a, "every entry is in the tree of %d", (int)size));
	}
	proof = NULL;
	OK(&w->tap, book_inclusion(&b, w->a, 0, MANY + 1, &proof, &count) && book_inclusion(&b, w->a, 5, 5, &proof, &count)
		&& book_inclusion(&b, w->a, 0, 0, &proof, &count) && !proof, "no proof of what is not there");
	store_script(s, "UPDATE node SET hash = substr(hash, 1, 31) WHERE idx = 1");
	OK(&w->tap, book_inclusion(&b, w->a, 100, MANY, &proof, &count) && !proof && !store_fault(s), "a node is too short");
	store_script(s, "DELETE FROM node WHERE idx = 0");
	OK(&w->tap, book_inclusion(&b, w->a, 300, MANY, &proof, &count) && !proof && !store_fault(s), "a node is missing");
	store_close(s);
}

static void test_heads(struct world *w)
{
	struct book b;
	struct store *s = opened(w, 5, &b);
	struct merkle_frontier none = { 0 };
	struct hash root = merkle_root(w->h, &none);
	const char *head = book_head(&b, w->a), *hash = strchr(head, ':') + 1;
	const char *const never[] = { "", "5", ":", hash, arena_print(w->a, ":%s", hash), arena_print(w->a, "4:%s", hash),
		arena_print(w->a, "6:%s", hash), arena_print(w->a, "-5:%s", hash), arena_print(w->a, "05:%s", hash),
		arena_print(w->a, "+5:%s", hash), arena_print(w->a, "5:%s ", hash), "5:", "5:nonsense" };

	OK(&w->tap, book_had_head(&b, w->a, head), "the present head");
	OK(&w->tap, book_had_head(&b, w->a, arena_print(w->a, "0:%s", merkle_hash_text(w->a, &root))), "the empty book's");
	for (size_t i = 0; i < sizeof(never) / sizeof(*never); i++)
		OK(&w->tap, !book_had_head(&b, w->a, never[i]), "what never was a head");
	OK(&w->tap, !merkle_hash_from(NULL, &root), "nothing is no hash");
	store_close(s);
}

int main(void)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new() };

	test_leaves(&w);
	test_append(&w);
	test_open(&w);
	test_foreign(&w);
	test_reread(&w);
	test_proofs(&w);
	test_inclusion(&w);
	test_heads(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
