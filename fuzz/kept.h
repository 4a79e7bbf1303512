/* SPDX-License-Identifier: EUPL-1.2
 *
 * Kept: what a reader of whole files makes anew in every call, made once for all inputs of a fuzzer.  Nearly all that a check
 * of a council or an export takes is SQLite reading our own schema; here an empty state is kept open and rolled back after
 * each use, and a council's file too when the target wishes.  The linker leads the program's calls here (--wrap, meson.build),
 * in the fuzzers alone: a replay runs the program as it is.
 */
#ifndef FYR_FUZZ_KEPT_H
#define FYR_FUZZ_KEPT_H

#include "base/env.h"

enum { KEPT_TURNS = 128 };

#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
enum { KEPT_IS = 1 };

/* The file at `path`, opened once: until kept_end whoever opens a file for reading gets this one.  It must have no -wal and
 * say in its header that it needs none, and its change counter must be another each time, or SQLite would not look again. */
void kept_file(const char *path);

/* Until kept_end each table's rows are compared in one of KEPT_TURNS turns, the schema in the first, and SQLite's own check
 * is made in the second. */
void kept_turn(unsigned turn);

void kept_end(void);

#else
enum { KEPT_IS = 0 }; /* the program as it is */

static inline void kept_file(const char *path)
{
	(void)path;
}

static inline void kept_turn(unsigned turn)
{
	(void)turn;
}

static inline void kept_end(void)
{
}

#endif

#endif
