/* SPDX-License-Identifier: EUPL-1.2
 *
 * bare: a page of a given size from libmicrohttpd and nothing else, one thread a connection as in http/server.c.  The
 * yardstick for what serving a page costs at least.  With a second file each request is first a row of 1 500 bytes that another
 * process commits to it durably (WAL, FULL), one client at a time: what an act costs at least that takes the same way as ours.
 * usage: bare PAGE_FILE [NEW_FILE]     prints its port; ends with standard input.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

enum { ROW = 1500, OURS = 0, WRITER = 1 };

static char page[1 << 20];
static size_t page_length;
static int between[2] = { -1, -1 };

/* The writer: a row comes, is on the disk, and a byte goes back. */
static int commit_rows(const char *path)
{
	sqlite3_stmt *insert;
	char row[ROW];
	sqlite3 *db;

	if (sqlite3_open(path, &db) || sqlite3_exec(db, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
		"CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB)", NULL, NULL, NULL)
		|| sqlite3_prepare_v2(db, "INSERT INTO row(body) VALUES(?)", -1, &insert, NULL))
		return 6;
	while (recv(between[WRITER], row, sizeof(row), MSG_WAITALL) == ROW) {
		(void)sqlite3_bind_blob(insert, 1, row, ROW, SQLITE_STATIC);
		if (sqlite3_step(insert) != SQLITE_DONE || sqlite3_reset(insert) || send(between[WRITER], row, 1, MSG_NOSIGNAL) != 1)
			return 6;
	}
	(void)sqlite3_finalize(insert);
	return sqlite3_close(db) ? 6 : 0;
}

static int is_committed(void)
{
	char row[ROW] = "x";

	return send(between[OURS], row, ROW, MSG_NOSIGNAL) == ROW && recv(between[OURS], row, 1, 0) == 1;
}

static int start_writer(const char *path)
{
	pid_t child = socketpair(AF_UNIX, SOCK_STREAM, 0, between) ? -1 : fork();

	if (!child) {
		(void)close(between[OURS]);
		exit(commit_rows(path));
	}
	(void)close(between[WRITER]);
	return child > 0;
}

static enum MHD_Result answer(void *self, struct MHD_Connection *connection, const char *url, const char *method,
	const char *version, const char *upload, size_t *upload_size, void **state)
{
	struct MHD_Response *response;
	enum MHD_Result result;

	(void)self, (void)url, (void)method, (void)version, (void)upload, (void)upload_size;
	if (!*state) {
		*state = page;
		return MHD_YES;
	}
	if (*upload_size) {
		*upload_size = 0;
		return MHD_YES;
	}
	if (between[OURS] >= 0 && !is_committed())
		return MHD_NO;
	response = MHD_create_response_from_buffer(page_length, page, MHD_RESPMEM_PERSISTENT);
	(void)MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
	result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	return result;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	FILE *file = argc == 2 || argc == 3 ? fopen(argv[1], "rb") : NULL;
	struct MHD_Daemon *daemon;

	if (!file) {
		fprintf(stderr, "usage: bare PAGE_FILE [NEW_FILE]\n");
		return 2;
	}
	page_length = fread(page, 1, sizeof(page), file);
	(void)fclose(file);
	if (argc == 3 && !start_writer(argv[2]))
		return 6;
	daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION | MHD_USE_POLL, 0, NULL, NULL,
		answer, NULL, MHD_OPTION_SOCK_ADDR, (struct sockaddr *)&address, MHD_OPTION_END);
	if (!daemon)
		return 6;
	printf("%d\n", MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port);
	(void)fflush(stdout);
	while (getchar() != EOF)
		;
	MHD_stop_daemon(daemon);
	return 0;
}
