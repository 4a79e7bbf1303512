/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer problem: how what is wrong with a table is gathered.  Nothing a cell holds is repeated unless it is short, plain
 * and no identity number, nor like one.
 */
#ifndef FYR_DESK_TRANSFER_PROBLEM_H
#define FYR_DESK_TRANSFER_PROBLEM_H

#include "desk/transfer.h"

/* The text as it may be repeated; NULL when it may not. */
const char *problem_safe(struct arena *a, const char *text);

void problem_add(struct arena *a, struct transfer *t, struct transfer_problem p);
/* At a column of the sheet (its count: the whole row).  An arg that may not be repeated is left out and the rule becomes
 * "<rule>_unsaid". */
void problem_at(struct arena *a, struct transfer *t, size_t line, size_t column, const char *rule, const char *arg);
/* What csv_read says. */
void problem_csv(struct arena *a, struct transfer *t, const struct csv_problem *p);

#endif
