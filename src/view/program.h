/* SPDX-License-Identifier: EUPL-1.2
 *
 * Program: a parsed template, as the parser (template.c) leaves it to the renderer (render.c).  A flat list of steps
 * with jumps, so that rendering needs no recursion.
 */
#ifndef FYR_VIEW_PROGRAM_H
#define FYR_VIEW_PROGRAM_H

#include <stddef.h>

#include "view/escape.h"
#include "view/format.h"
#include "view/table.h"

/* What a name in a template means. */
struct name {
	size_t table;  /* in the shape */
	size_t column; /* SIZE_MAX: the table itself */
	enum format format;
	const char *group; /* FORMAT_WORD: the catalogue's group */
};

enum step_type {
	STEP_TEXT,  /* write text */
	STEP_VALUE, /* write name */
	STEP_WORDS, /* write the catalogue's text */
	STEP_FOR,   /* to the first row, or jump when there is none */
	STEP_NEXT,  /* to the next row and jump, or go on */
	STEP_IF,    /* jump unless name is there */
	STEP_JUMP
};

struct step {
	enum step_type type;
	enum escape escape;
	const char *text; /* STEP_TEXT, or STEP_WORDS: the key */
	size_t length;    /* STEP_TEXT */
	struct name name;
	const struct name *values; /* STEP_WORDS */
	size_t value_count;
	size_t target; /* the step to jump to */
};

struct template {
	struct step *steps;
	size_t count, room;
	const struct tables *shape;
	size_t *parents; /* by table: its parent's index, SIZE_MAX for none */
};

#endif
