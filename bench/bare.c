/* SPDX-License-Identifier: EUPL-1.2
 *
 * bare: a page of a given size from libmicrohttpd and nothing else, one thread a connection as in http/server.c.  The
 * yardstick for what serving a page costs at least.
 * usage: bare PAGE_FILE     prints its port; ends with standard input.
 */
#include <arpa/inet.h>
#include <microhttpd.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static char page[1 << 20];
static size_t page_length;

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
	response = MHD_create_response_from_buffer(page_length, page, MHD_RESPMEM_PERSISTENT);
	(void)MHD_add_response_header(response, "Content-Type", "text/html; charset=utf-8");
	result = MHD_queue_response(connection, 200, response);
	MHD_destroy_response(response);
	return result;
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	FILE *file = argc == 2 ? fopen(argv[1], "rb") : NULL;
	struct MHD_Daemon *daemon;

	if (!file) {
		fprintf(stderr, "usage: bare PAGE_FILE\n");
		return 2;
	}
	page_length = fread(page, 1, sizeof(page), file);
	(void)fclose(file);
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
