/* SPDX-License-Identifier: EUPL-1.2
 *
 * hash: hashes every entry of a book as it stands (SHA-256 by EVP with one reused context) and nothing else: the yardstick
 * for `fyr verify --book`.
 * usage: hash FILE     prints entries and bytes
 */
#include <openssl/evp.h>
#include <sqlite3.h>
#include <stdio.h>

int main(int argc, char **argv)
{
	EVP_MD *sha256 = EVP_MD_fetch(NULL, "SHA256", NULL);
	EVP_MD_CTX *context = EVP_MD_CTX_new();
	long long entries = 0, bytes = 0;
	unsigned char digest[32], seen = 0;
	sqlite3_stmt *ask;
	sqlite3 *db;

	if (argc != 2 || sqlite3_open_v2(argv[1], &db, SQLITE_OPEN_READONLY, NULL)
		|| sqlite3_prepare_v2(db, "SELECT leaf FROM entry ORDER BY seq", -1, &ask, NULL)) {
		fprintf(stderr, "usage: hash FILE\n");
		return 2;
	}
	for (; sqlite3_step(ask) == SQLITE_ROW; entries++) {
		int n = sqlite3_column_bytes(ask, 0);

		(void)EVP_DigestInit_ex2(context, sha256, NULL);
		(void)EVP_DigestUpdate(context, sqlite3_column_blob(ask, 0), (size_t)n);
		(void)EVP_DigestFinal_ex(context, digest, NULL);
		seen ^= digest[0];
		bytes += n;
	}
	printf("%lld %lld %02x\n", entries, bytes, seen);
	(void)sqlite3_finalize(ask);
	(void)sqlite3_close(db);
	EVP_MD_CTX_free(context);
	EVP_MD_free(sha256);
	return 0;
}
