/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <unistd.h>

static int set_signals(posix_spawnattr_t *attributes, bool is_first)
{
	short flags = POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF;
	sigset_t none, all;
	int error;

	(void)sigemptyset(&none);
	(void)sigfillset(&all);
	error = posix_spawnattr_setsigmask(attributes, &none);
	error = error ? error : posix_spawnattr_setsigdefault(attributes, &all);
	error = error ? error : posix_spawnattr_setpgroup(attributes, 0);
	return error ? error : posix_spawnattr_setflags(attributes, is_first ? (short)(flags | POSIX_SPAWN_SETPGROUP) : flags);
}

static int start(const char *program, char *const argv[], char *const environment[], const int ends[3], bool is_first, pid_t *out)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	pid_t child;
	int error;

	if (posix_spawn_file_actions_init(&actions))
		return ENOMEM;
	if (posix_spawnattr_init(&attributes)) {
		(void)posix_spawn_file_actions_destroy(&actions);
		return ENOMEM;
	}
	error = set_signals(&attributes, is_first);
	for (int i = 0; !error && i < 3; i++)
		error = posix_spawn_file_actions_adddup2(&actions, ends[i], i);
	error = error ? error : posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	error = error ? error : posix_spawn(&child, program, &actions, &attributes, argv, environment);
	(void)posix_spawnattr_destroy(&attributes);
	(void)posix_spawn_file_actions_destroy(&actions);
	if (!error)
		*out = child;
	return error;
}

/* From above 2, so that no end steps on one that is still to be given. */
int child_start(const char *program, char *const argv[], char *const environment[], const int ends[3], bool is_first, pid_t *out)
{
	int above[3], error = 0;

	for (int i = 0; i < 3; i++) {
		above[i] = fcntl(ends[i], F_DUPFD_CLOEXEC, 3);
		error = above[i] < 0 && !error ? errno : error;
	}
	if (!error)
		error = start(program, argv, environment, above, is_first, out);
	for (int i = 0; i < 3; i++)
		if (above[i] >= 0)
			(void)close(above[i]);
	return error;
}
