/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/fence.h"

#include <errno.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/sanitized.h"

bool fence_is_possible(void)
{
	return !IS_SANITIZED;
}

bool fence_calls(const char *const *allowed, enum fence_answer answer)
{
	scmp_filter_ctx filter;
	bool ok;

	if (IS_SANITIZED)
		return true;
	filter = seccomp_init(answer == FENCE_KILLS ? SCMP_ACT_KILL_PROCESS : SCMP_ACT_ERRNO(EPERM));
	ok = filter != NULL; /* loading it takes away gaining rights as well */
	for (size_t i = 0; ok && allowed[i]; i++) {
		int call = seccomp_syscall_resolve_name(allowed[i]);

		ok = call < 0 || !seccomp_rule_add(filter, SCMP_ACT_ALLOW, call, 0);
	}
	ok = ok && !seccomp_load(filter);
	if (filter)
		seccomp_release(filter);
	return ok;
}

const char *const fence_names[FENCES] = { "user", "signer", "calls", "filter", "files", "network" };

static bool can_give_up_calls(void)
{
	uint32_t action = SECCOMP_RET_KILL_PROCESS;

	return fence_is_possible() && !syscall(SYS_seccomp, SECCOMP_GET_ACTION_AVAIL, 0, &action);
}

static bool is_system_read_only(void)
{
	struct statvfs system;

	return !statvfs("/usr", &system) && (system.f_flag & ST_RDONLY);
}

/* The kernel's own line is one that we never need. */
static bool is_network_narrow(void)
{
	int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);

	if (fd >= 0)
		(void)close(fd);
	return fd < 0;
}

struct fences fences_here(bool is_signer_apart)
{
	return (struct fences){ .stand = { [FENCE_USER] = geteuid() != 0, [FENCE_SIGNER] = is_signer_apart,
		[FENCE_CALLS] = can_give_up_calls(), [FENCE_FILTER] = prctl(PR_GET_SECCOMP) == SECCOMP_MODE_FILTER,
		[FENCE_FILES] = is_system_read_only(), [FENCE_NETWORK] = is_network_narrow() } };
}
