/* SPDX-License-Identifier: EUPL-1.2
 *
 * Foreign: what all children have in common that read a file sent by anybody: they are started anew as `fyr COMMAND`, behind
 * the fence that workbook.h tells of, read the file on standard input, and write what we asked for on standard output.
 */
#ifndef FYR_WORKBOOK_FOREIGN_H
#define FYR_WORKBOOK_FOREIGN_H

#include "workbook/workbook.h"

struct foreign_sort {
	const char *command;            /* "sheet" */
	const char *prefix, *gave_up;   /* what its rules begin with, and the one for a child that came to nothing */
	size_t file_max, answer_max;    /* bytes; a longer file is PREFIXtoo_large, and a child that says more is ended */
};

/* *out_answer is NULL when there is none, and *out tells why; it is as foreign as the file.  `program` as for workbook_ask.
 * Fault: FAULT_SYSTEM when no child can be started. */
const struct fault *foreign_ask(struct arena *a, const char *program, const struct foreign_sort *sort, const char *bytes,
	size_t n, const char **out_answer, size_t *out_n, struct workbook_problem *out) MUST_USE;

/* Reads the bytes of a file into an answer; false: *out tells why not. */
typedef bool foreign_reader(struct arena *a, const char *bytes, size_t n, struct out *answer, struct workbook_problem *out);

/* The child itself: standard input to standard output, each of so many bytes at most.  Its exit code: 0, 3 with "rule arg" on
 * standard error, or 6. */
int foreign_child(foreign_reader *read_file, size_t file_max, size_t answer_max);

#endif
