/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/log.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"

enum { ID_BYTES = 8, PRIORITY_ERROR = 3, PRIORITY_INFO = 6 };

/* The journal names the stream it gave us; when standard error has been led elsewhere since, it is not that one. */
static bool is_journal(void)
{
	const char *stream = getenv("JOURNAL_STREAM");
	char ours[64];
	struct stat st;

	if (!stream || fstat(STDERR_FILENO, &st))
		return false;
	(void)snprintf(ours, sizeof(ours), "%llu:%llu", (unsigned long long)st.st_dev, (unsigned long long)st.st_ino);
	return !strcmp(stream, ours);
}

bool log_open(const char *mode, struct log *out)
{
	if (mode && strcmp(mode, "text") && strcmp(mode, "none"))
		return false;
	*out = (struct log){ .is_silent = mode && !strcmp(mode, "none"), .is_journal = is_journal() };
	return true;
}

const char *log_request_id(struct arena *a, const struct env *env)
{
	unsigned char bytes[ID_BYTES];

	env_chance(env, bytes, sizeof(bytes));
	return hex_from(a, bytes, sizeof(bytes));
}

int64_t log_clock(void)
{
	struct timespec t = { 0, 0 };

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

/* One write for each line, so that the lines of threads and processes do not mingle. */
static void put(const struct log *log, struct arena *a, int priority, const char *line)
{
	const char *whole = log->is_journal ? arena_print(a, "<%d>%s\n", priority, line) : arena_print(a, "%s\n", line);
	ssize_t written = write(STDERR_FILENO, whole, strlen(whole));

	(void)written; /* a log that cannot be written must not stop the work */
}

void log_request(const struct log *log, struct arena *a, const struct env *env, const struct request *request,
	const struct reply *reply, const struct log_request *what)
{
	static const char *const methods[] = { [HTTP_GET] = "GET", [HTTP_HEAD] = "HEAD", [HTTP_POST] = "POST" };
	int status = request->error ? request->error : reply->status;

	if (log->is_silent)
		return;
	put(log, a, status >= 500 ? PRIORITY_ERROR : PRIORITY_INFO,
		arena_print(a, "time=%s method=%s route=%s%s%s status=%d ms=%lld bytes=%zu request=%s%s%s%s",
			instant_text(a, env_now(env)), methods[request->method], what->route, what->format ? " format=" : "",
			what->format ? what->format : "", status, (long long)((log_clock() - what->began_us) / 1000), reply->body_length,
			what->id, what->why ? " why=\"" : "", what->why ? what->why : "", what->why ? "\"" : ""));
}

void log_fault(const struct log *log, struct arena *a, const char *request, const struct fault *f)
{
	put(log, a, PRIORITY_ERROR, arena_print(a, "fyr: %s: %s%s%s", f->where, f->what, request ? " request=" : "",
		request ? request : ""));
}
