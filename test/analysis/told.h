/* SPDX-License-Identifier: EUPL-1.2
 *
 * Told to clang's analyzer, which reads one file at a time and does not believe returns_nonnull: a fault that was made is
 * there, and one that is kept stays.  Without it every function that reports a fault seems to go on as if there were none.
 */
#include "base/fault.h"

static inline const struct fault *told_fault(const struct fault *f)
{
	if (!f)
		__builtin_unreachable();
	return f;
}

static inline const struct fault *told_kept(struct arena *a, const struct fault *f)
{
	const struct fault *kept = fault_kept(a, f);

	return f ? told_fault(kept) : 0;
}

#define fault_new(...) told_fault(fault_new(__VA_ARGS__))
#define fault_kept(a, f) told_kept(a, f)
