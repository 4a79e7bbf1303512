/* SPDX-License-Identifier: EUPL-1.2
 *
 * Receipt: what is written is read again, byte for byte; every other spelling, every flipped bit and every text that is not
 * the entry's is refused.
 */
#include "base/embed.h"
#include "base/limits.h"
#include "ledger/disclosure.h"
#include "ledger/receipt.h"
#include "signed.h"
#include "tap.h"

#define ENTRY 5
#define HIDDEN "[...]"

struct world {
	struct tap tap;
	struct arena *a;
	struct hasher *h;
	struct skey key;
	struct checkpoint checkpoint;
	struct receipt receipt; /* of entry ENTRY, with both of its texts whole */
	const char *text;
};

static const char salts[] = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKL";

/* A statement with a text of one paragraph and one of two. */
static const char *statement(struct world *w)
{
	const char *title = disclosure_digest(w->a, w->h, salts, SALT_BYTES, "title", "Ljusare gångväg");
	const char *why = disclosure_digest(w->a, w->h, salts, 3 * SALT_BYTES, "why", "Ett\n\nTvå");

	return arena_print(w->a, "{\"base\":\"0:\",\"by\":\"p-1\",\"d\":{},"
		"\"f\":{\"title\":\"%s\",\"why\":\"%s\",\"x\":1},\"kind\":\"x\",\"log\":\"fyrby\","
		"\"n\":\"abcdefgh\",\"obj\":\"m-1\",\"role\":\"contact\",\"v\":1}\n", title, why);
}

static void make_disclosures(struct world *w)
{
	const char **all = ARENA_MANY(w->a, 4, const char *);
	const char *const *title, *const *why;
	size_t n = disclosure_list(w->a, w->h, salts, SALT_BYTES, "title", "Ljusare gångväg", &title);

	all[0] = title[0];
	n += disclosure_list(w->a, w->h, salts, 3 * SALT_BYTES, "why", "Ett\n\nTvå", &why);
	for (size_t i = 1; i < n; i++)
		all[i] = why[i - 1];
	w->receipt.disclosures = all;
	w->receipt.disclosure_count = n;
}

static void make_receipt(struct world *w)
{
	static const unsigned char seed[SEED_BYTES] = { 7 };
	struct book b;
	struct store *s;
	struct entry e;
	struct hash *proof = NULL;
	char *leaf = NULL;
	bool ok = !store_open(w->a, &env_system, "", STORE_MEMORY, &s);

	store_script(s, embed_find("ledger/book.sql")->bytes);
	store_script(s, "INSERT INTO tree(id, size, frontier) VALUES(1, 0, zeroblob(8))");
	ok = ok && !book_open(w->a, s, w->h, &b);
	for (int i = 0; ok && i < 11; i++)
		ok = !book_append(&b, w->a, statement(w), NULL, 1791190800 + i, NULL, 0, &e);
	skey_of(w->h, "fyrby", KEY_LOG, seed, &w->key);
	w->checkpoint = (struct checkpoint){ "fyrby", b.frontier.size, merkle_root(w->h, &b.frontier) };
	ok = ok && !book_inclusion(&b, w->a, ENTRY, b.frontier.size, &proof, &w->receipt.proof_count);
	leaf = store_text(s, w->a, "SELECT leaf FROM entry WHERE seq = ?", "i", (int64_t)ENTRY);
	w->receipt.index = ENTRY;
	w->receipt.proof = proof;
	w->receipt.leaf = leaf;
	w->receipt.checkpoint = checkpoint_sign(w->a, &w->key, &w->checkpoint);
	make_disclosures(w);
	w->text = receipt_text(w->a, &w->receipt);
	OK(&w->tap, ok && leaf, "a receipt");
	store_close(s);
}

/* The fault of reading, or else of proving. */
static const struct fault *checked(struct world *w, const char *bytes, size_t n, struct receipt_proven *out)
{
	struct receipt r;
	struct checkpoint c;
	const struct fault *f = receipt_from(w->a, bytes, n, &r);

	if (!f)
		f = checkpoint_verify(w->a, r.checkpoint, strlen(r.checkpoint), &w->key.public, true, &c);
	return f ? f : receipt_prove(w->a, w->h, &r, &c, HIDDEN, out);
}

static void test_whole(struct world *w)
{
	struct receipt_proven p;
	struct receipt r;

	OK(&w->tap, !receipt_from(w->a, w->text, strlen(w->text), &r) && r.index == ENTRY && r.proof_count == w->receipt.proof_count
		&& !strcmp(r.leaf, w->receipt.leaf) && r.disclosure_count == 4, "it is read");
	SAME(&w->tap, receipt_text(w->a, &r), w->text, "written again it is the same");
	OK(&w->tap, !checked(w, w->text, strlen(w->text), &p) && p.entry.seq == ENTRY && p.text_count == 2, "it proves its entry");
	SAME(&w->tap, p.texts[0].value, "Ljusare gångväg", "a text of one paragraph");
	SAME(&w->tap, p.texts[1].value, "Ett\n\nTvå", "a text of two");
	r.disclosure_count = 3;
	OK(&w->tap, !receipt_prove(w->a, w->h, &r, &w->checkpoint, HIDDEN, &p), "a paragraph withheld");
	SAME(&w->tap, p.texts[1].value, "Ett\n\n" HIDDEN, "shows that it is");
	r.disclosure_count = 0;
	OK(&w->tap, !receipt_prove(w->a, w->h, &r, &w->checkpoint, HIDDEN, &p) && !p.text_count, "every text withheld");
}

/* Each bit of the file in turn: none is without meaning. */
static void test_bits(struct world *w)
{
	size_t n = strlen(w->text), mark = arena_mark(w->a), accepted = 0;
	struct receipt_proven p;

	for (size_t bit = 0; bit < n * 8; bit++) {
		char *bytes = arena_copy(w->a, w->text, n);

		bytes[bit / 8] = (char)(bytes[bit / 8] ^ (1 << bit % 8));
		accepted += !checked(w, bytes, n, &p);
		arena_rewind(w->a, mark);
	}
	OK(&w->tap, accepted == 0, arena_print(w->a, "none of %zu bits can be flipped", n * 8));
	for (size_t cut = 0; cut < n; cut++) {
		accepted += !checked(w, w->text, cut, &p);
		arena_rewind(w->a, mark);
	}
	OK(&w->tap, accepted == 0, "nor can it be cut short");
}

static const char *with_extra(struct world *w, const char *json)
{
	return arena_print(w->a, "c2sp.org/tlog-proof@v1\nextra %s\nindex 5\n\nx", base64_from(w->a, json, strlen(json)));
}

static void test_malformed(struct world *w)
{
	const char *many = "c2sp.org/tlog-proof@v1\nextra eyJkaXNjbG9zdXJlcyI6W10sImxlYWYiOiIifQ==\nindex 5\n", *big;
	const char *const refused[] = { "", "c2sp.org/tlog-proof@v1", "c2sp.org/tlog-proof@v2\n", "c2sp.org/tlog-proof@v1 \n",
		"c2sp.org/tlog-proof@v1\nindex 5\n\nx", "c2sp.org/tlog-proof@v1\nextra \nindex 5\n\nx",
		"c2sp.org/tlog-proof@v1\nextra ###\nindex 5\n\nx", "c2sp.org/tlog-proof@v1\nextra e30AAA==\nindex 5\n\nx",
		with_extra(w, "{}"), with_extra(w, "[]"), with_extra(w, "{\"disclosures\":[],\"leaf\":\"\",\"more\":1}"),
		with_extra(w, "{\"disclosures\":[], \"leaf\":\"\"}"), with_extra(w, "{\"disclosures\":[],\"leaf\":1}"),
		with_extra(w, "{\"disclosures\":{},\"leaf\":\"\"}"), with_extra(w, "{\"disclosures\":[1],\"leaf\":\"\"}"),
		with_extra(w, "{\"leaf\":\"\",\"other\":[]}"),
		"c2sp.org/tlog-proof@v1\nextra eyJkaXNjbG9zdXJlcyI6W10sImxlYWYiOiIifQ==\n\nx",
		"c2sp.org/tlog-proof@v1\nextra eyJkaXNjbG9zdXJlcyI6W10sImxlYWYiOiIifQ==\nindex 05\n\nx",
		"c2sp.org/tlog-proof@v1\nextra eyJkaXNjbG9zdXJlcyI6W10sImxlYWYiOiIifQ==\nindex -5\n\nx",
		arena_print(w->a, "%sAAAA\n\nx", many), many, arena_print(w->a, "%s\n", many), arena_print(w->a, "%sx", many),
		"\xC3\n" };
	struct receipt r = { .index = 77 };

	for (size_t i = 0; i < sizeof(refused) / sizeof(*refused); i++) {
		const struct fault *f = receipt_from(w->a, refused[i], strlen(refused[i]), &r);

		OK(&w->tap, f && f->sort == FAULT_DAMAGED && r.index == 77, arena_print(w->a, "malformed %zu", i));
	}
	OK(&w->tap, receipt_from(w->a, "a\0b", 3, &r) != NULL, "a NUL inside");
	OK(&w->tap, !receipt_from(w->a, arena_print(w->a, "%s\nx", many), strlen(many) + 2, &r) && !r.proof_count, "a path of none");
	for (int i = 0; i < MERKLE_PROOF_MAX; i++)
		many = arena_print(w->a, "%s%s\n", many, merkle_hash_text(w->a, &w->checkpoint.root));
	big = arena_print(w->a, "%s\nx", many);
	OK(&w->tap, !receipt_from(w->a, big, strlen(big), &r), "as many hashes as may be");
	big = arena_print(w->a, "%s%s\n\nx", many, merkle_hash_text(w->a, &w->checkpoint.root));
	OK(&w->tap, receipt_from(w->a, big, strlen(big), &r) != NULL, "and one more");
	big = arena_get(w->a, FILE_MAX + 2);
	OK(&w->tap, receipt_from(w->a, big, FILE_MAX + 1, &r) != NULL, "a file that is too large");
}

/* The receipt with one thing changed must not prove anything. */
static void refused(struct world *w, struct receipt r, const struct checkpoint *c, const char *what)
{
	struct receipt_proven p = { .text_count = 77 };
	const struct fault *f = receipt_prove(w->a, w->h, &r, c, HIDDEN, &p);

	OK(&w->tap, f && f->sort == FAULT_DAMAGED && p.text_count == 77, what);
}

/* A checkpoint over this one leaf. */
static struct checkpoint alone(struct world *w, const char *origin, const char *leaf)
{
	return (struct checkpoint){ origin, 1, merkle_leaf(w->h, leaf, strlen(leaf)) };
}

static void test_proofs(struct world *w)
{
	struct checkpoint c = w->checkpoint;
	struct receipt r = w->receipt;
	const char *const *d = r.disclosures;
	const char *nobody = base64url_from(w->a, "[\"c2FsdA\",\"other\",\"Text\"]", 25), *none = base64url_from(w->a, "{}", 2);
	const char *const lists[][4] = { { d[1], d[2], d[3], d[0] }, { d[0], d[0] }, { d[2] }, { nobody }, { none }, { d[0], d[2] },
		{ d[1], d[0] }, { base64url_from(w->a, "[\"c2FsdA\",\"title\",\"Text\"]", 25) },
		{ base64url_from(w->a, "[\"c2FsdA\",\"x\",\"T\"]", 18) } };

	r.index = 4;
	refused(w, r, &c, "another number");
	r = w->receipt;
	c.root.bytes[0] ^= 1;
	refused(w, r, &c, "another root");
	c = alone(w, "annan", r.leaf);
	r.index = 0;
	r.proof_count = 0;
	refused(w, r, &c, "a leaf whose number is another");
	r.leaf = arena_print(w->a, "%s{\"seq\":0,\"sig\":[],\"t\":\"2026-10-05T07:00:00Z\"}\n", statement(w));
	c = alone(w, "annan", r.leaf);
	refused(w, r, &c, "a leaf of another book");
	for (size_t i = 0; i < sizeof(lists) / sizeof(*lists); i++) {
		r = w->receipt;
		r.disclosures = lists[i];
		for (r.disclosure_count = 0; r.disclosure_count < 4 && lists[i][r.disclosure_count]; r.disclosure_count++)
			;
		refused(w, r, &w->checkpoint, arena_print(w->a, "disclosures %zu", i));
	}
}

int main(void)
{
	struct world w = { .a = arena_new((size_t)256 << 20), .h = hasher_new() };

	make_receipt(&w);
	test_whole(&w);
	test_bits(&w);
	test_malformed(&w);
	test_proofs(&w);
	hasher_free(w.h);
	arena_free(w.a);
	return tap_done(&w.tap);
}
