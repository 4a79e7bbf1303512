/* SPDX-License-Identifier: EUPL-1.2
 *
 * hash: the hashes that anybody must compute who checks a book of ours, by EVP with one reused context, read from the file by
 * plain SELECTs; nothing is parsed, encoded or compared.  The yardstick for `fyr verify --book`.  They are: each leaf; each
 * node above; the root before each entry, which is the head that it names; each text, of which as many bytes are hashed as its
 * disclosure has (base64url of a JSON array of salt, name and value).
 * usage: hash [--leaves] FILE     prints hashes, bytes and the root in base64; --leaves: of the leaves alone
 */
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { LEVELS = 64, HASH = 32, SALT = 22, TEXT_MAX = 1 << 20 };

struct yardstick {
	EVP_MD *sha256;
	EVP_MD_CTX *context;
	sqlite3 *db;
	long long hashes, bytes, size;
	unsigned char frontier[LEVELS][HASH]; /* of complete subtrees, the largest first */
	unsigned count;
};

static void hash(struct yardstick *y, const void *p1, size_t n1, const void *p2, size_t n2, const void *p3, size_t n3,
	unsigned char out[HASH])
{
	(void)EVP_DigestInit_ex2(y->context, y->sha256, NULL);
	(void)EVP_DigestUpdate(y->context, p1, n1);
	if (n2)
		(void)EVP_DigestUpdate(y->context, p2, n2);
	if (n3)
		(void)EVP_DigestUpdate(y->context, p3, n3);
	(void)EVP_DigestFinal_ex(y->context, out, NULL);
	y->hashes++;
	y->bytes += (long long)(n1 + n2 + n3);
}

static void join(struct yardstick *y, const unsigned char *left, unsigned char *io_right)
{
	hash(y, "\1", 1, left, HASH, io_right, HASH, io_right);
}

static void root(struct yardstick *y, unsigned char out[HASH])
{
	unsigned at = y->count;

	if (!at) {
		hash(y, "", 0, NULL, 0, NULL, 0, out);
		return;
	}
	memcpy(out, y->frontier[--at], HASH);
	while (at)
		join(y, y->frontier[--at], out);
}

static void append(struct yardstick *y, unsigned char leaf[HASH])
{
	for (long long carry = y->size++; carry & 1; carry >>= 1)
		join(y, y->frontier[--y->count], leaf);
	memcpy(y->frontier[y->count++], leaf, HASH);
}

static bool is_asked(struct yardstick *y, const char *sql, sqlite3_stmt **out)
{
	return !sqlite3_prepare_v2(y->db, sql, -1, out, NULL);
}

static bool hash_leaves(struct yardstick *y, bool with_tree)
{
	unsigned char leaf[HASH], head[HASH];
	sqlite3_stmt *ask;

	if (!is_asked(y, "SELECT leaf, hash FROM entry ORDER BY seq", &ask))
		return false;
	while (sqlite3_step(ask) == SQLITE_ROW) {
		size_t n = (size_t)sqlite3_column_bytes(ask, 0);

		if (with_tree)
			root(y, head);
		hash(y, "\0", 1, sqlite3_column_blob(ask, 0), n, NULL, 0, leaf);
		if (with_tree)
			append(y, leaf);
	}
	return !sqlite3_finalize(ask);
}

static bool hash_texts(struct yardstick *y)
{
	static char disclosure[TEXT_MAX];
	unsigned char digest[HASH];
	sqlite3_stmt *ask;

	if (!is_asked(y, "SELECT seq, field, salt, value FROM disclosure ORDER BY seq, field", &ask))
		return false;
	while (sqlite3_step(ask) == SQLITE_ROW) {
		size_t n = SALT + (size_t)sqlite3_column_bytes(ask, 1) + (size_t)sqlite3_column_bytes(ask, 3) + strlen("[\"\",\"\",\"\"]");

		n = (n * 4 + 2) / 3;
		hash(y, disclosure, n < TEXT_MAX ? n : TEXT_MAX, NULL, 0, NULL, 0, digest);
	}
	return !sqlite3_finalize(ask);
}

int main(int argc, char **argv)
{
	static struct yardstick y;
	bool only_leaves = argc == 3 && !strcmp(argv[1], "--leaves");
	unsigned char head[HASH] = { 0 }, text[HASH * 2];
	bool is_well;

	if (argc != 2 + only_leaves || sqlite3_open_v2(argv[argc - 1], &y.db, SQLITE_OPEN_READONLY, NULL)) {
		fprintf(stderr, "usage: hash [--leaves] FILE\n");
		return 2;
	}
	y.sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	y.context = EVP_MD_CTX_new();
	is_well = hash_leaves(&y, !only_leaves) && (only_leaves || hash_texts(&y));
	if (!only_leaves)
		root(&y, head);
	(void)EVP_EncodeBlock(text, head, HASH);
	printf("%lld %lld %s\n", y.hashes, y.bytes, only_leaves ? "-" : (const char *)text);
	(void)sqlite3_close(y.db);
	EVP_MD_CTX_free(y.context);
	EVP_MD_free(y.sha256);
	return is_well ? 0 : 6;
}
