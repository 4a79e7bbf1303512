/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "base/fence.h"
#include "base/file.h"
#include "workbook/foreign.h"

enum { CHILD_SECONDS = 5, CHILD_BYTES = 256 << 20, CHILD_ARENA = 128 << 20, EXIT_REFUSED = 3, EXIT_SYSTEM = 6 };

static bool limit(int what, rlim_t most)
{
	const struct rlimit l = { most, most };

	return !setrlimit((__rlimit_resource_t)what, &l);
}

/* No files, no processes, no core; a little time and memory. */
static bool limit_all(void)
{
	bool ok = limit(RLIMIT_CPU, CHILD_SECONDS) && limit(RLIMIT_CORE, 0) && limit(RLIMIT_FSIZE, 0);

	(void)alarm(WORKBOOK_SECONDS);
	if (!fence_is_possible())
		return ok;
	return ok && limit(RLIMIT_AS, CHILD_BYTES) && limit(RLIMIT_NOFILE, 0) && limit(RLIMIT_NPROC, 0);
}

/* What is left: read, write, memory, chance, and the end.  Anything else kills. */
static const char *const calls[] = { "read", "write", "mmap", "munmap", "mremap", "mprotect", "madvise", "brk", "getrandom",
	"futex", "clock_gettime", "gettimeofday", "time", "fstat", "newfstatat", "rt_sigreturn", "exit", "exit_group", NULL };

int foreign_child(foreign_reader *read_file, size_t file_max, size_t answer_max)
{
	struct arena *a = arena_new(CHILD_ARENA);
	char *bytes = arena_get(a, file_max + 1);
	struct workbook_problem problem;
	struct out answer;
	const char *why;
	ssize_t n;

	/* libzip turns times of entries into seconds, and the C library would open a file to know the zone. */
	if (setenv("TZ", "UTC0", 1))
		return EXIT_SYSTEM;
	tzset();
	if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) || !limit_all() || !fence_calls(calls, FENCE_KILLS))
		return EXIT_SYSTEM;
	n = file_read_all(&env_system, STDIN_FILENO, bytes, file_max + 1);
	if (n < 0 || (size_t)n > file_max)
		return EXIT_SYSTEM;
	out_init(&answer, a, answer_max);
	if (read_file(a, bytes, (size_t)n, &answer, &problem))
		return file_write_all(&env_system, STDOUT_FILENO, out_cstr(&answer), answer.length) ? 0 : EXIT_SYSTEM;
	why = arena_print(a, "%s %s\n", problem.rule, problem.arg ? problem.arg : "");
	return file_write_all(&env_system, STDERR_FILENO, why, strlen(why)) ? EXIT_REFUSED : EXIT_SYSTEM;
}

int workbook_child(void)
{
	return foreign_child(workbook_convert, FILE_MAX, WORKBOOK_TABLE_MAX);
}
