/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/fence.h"

#include <errno.h>
#include <seccomp.h>
#include <stddef.h>

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
#define IS_SANITIZED 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer) || __has_feature(thread_sanitizer)
#define IS_SANITIZED 1
#endif
#endif
#ifndef IS_SANITIZED
#define IS_SANITIZED 0
#endif

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
