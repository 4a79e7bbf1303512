/* SPDX-License-Identifier: EUPL-1.2
 *
 * commits: how many durable transactions of one row SQLite makes in a second on this disk (WAL, synchronous=FULL): the
 * yardstick for a durable act.
 * usage: commits NEW_FILE SECONDS BYTES      prints commits a second
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

int main(int argc, char **argv)
{
	double seconds = argc == 4 ? strtod(argv[2], NULL) : 0, start;
	int bytes = argc == 4 ? (int)strtol(argv[3], NULL, 10) : 0, count = 0;
	char *row = bytes > 0 ? malloc((size_t)bytes) : NULL;
	sqlite3_stmt *insert;
	sqlite3 *db;

	if (!row || seconds <= 0) {
		fprintf(stderr, "usage: commits NEW_FILE SECONDS BYTES\n");
		return 2;
	}
	memset(row, 'x', (size_t)bytes);
	if (sqlite3_open(argv[1], &db) || sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB)", NULL, NULL, NULL)
		|| sqlite3_prepare_v2(db, "INSERT INTO row(body) VALUES(?)", -1, &insert, NULL))
		return 6;
	(void)sqlite3_bind_blob(insert, 1, row, bytes, SQLITE_STATIC);
	for (start = now(); now() - start < seconds; count++)
		if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert))
			return 6;
	printf("%.0f\n", count / (now() - start));
	(void)sqlite3_finalize(insert);
	(void)sqlite3_close(db);
	free(row);
	return 0;
}
