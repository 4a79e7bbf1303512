/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/transfer.h"
const struct fault *transfer_read(struct desk *d, struct arena *a, const char *sort, const char *bytes, size_t n,
	struct json **out_offers, size_t **out_lines, struct transfer_problem **out_problems, size_t *out_count)
{ (void)d;(void)sort;(void)bytes;(void)n;(void)out_offers;(void)out_lines;(void)out_problems;(void)out_count; return fault_new(a, FAULT_USAGE, __func__, "later"); }
const struct fault *transfer_write(struct desk *d, struct arena *a, const char *sort, const struct actor *actor,
	const char *language, struct out *o)
{ (void)d;(void)sort;(void)actor;(void)language;(void)o; return fault_new(a, FAULT_USAGE, __func__, "later"); }
const char *transfer_problem_text(struct arena *a, const struct catalogue *words, const struct transfer_problem *problem)
{ (void)a;(void)words; return problem->rule; }
