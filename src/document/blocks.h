/* SPDX-License-Identifier: EUPL-1.2
 *
 * Blocks: the proposal in the making, whatever file it comes from.
 */
#ifndef FYR_DOCUMENT_BLOCKS_H
#define FYR_DOCUMENT_BLOCKS_H

#include "document/document.h"

enum { HEADING_CHARS_MAX = 160 };

/* Levels of headings while they are read, the highest first. */
enum level {
	LEVEL_NONE,       /* no heading */
	LEVEL_TITLE,      /* of the whole document */
	LEVEL_FIRST,      /* outline level 0 (ECMA-376 part 1, 17.3.1.20), of which there are nine */
	LEVEL_LOOKS = 11, /* what looks like a heading and is none by its style */
	LEVELS
};

struct blocks {
	struct arena *arena;
	struct document document;
	unsigned char levels[DOCUMENT_BLOCKS_MAX]; /* of each block */
	size_t room, bytes;
	bool is_in_list;                 /* the next item goes on with the last block */
	struct workbook_problem problem; /* the first one; rule NULL: none */
};

void blocks_fail(struct blocks *b, const char *rule, const char *arg);
void blocks_remark(struct blocks *b, enum document_remark remark);

/* One more block, no heading.  Blank ones are left out; a list's items that follow each other are one block.  Invisible
 * characters go, and are told; those that turn the direction of writing refuse the file, as does a text that is too long
 * (document.control, document.block_too_long, with the block's number). */
void blocks_add(struct blocks *b, enum document_form form, const char *text);
/* A heading of that level: its line breaks are blanks, and one that is too long is a paragraph. */
void blocks_add_heading(struct blocks *b, enum level level, const char *text);
/* An item of a list under the last one; without a list, an item. */
void blocks_add_under(struct blocks *b, const char *text);
/* Ends a list: an item that follows begins a new one. */
void blocks_end_list(struct blocks *b);

/* A cell as it stands in a table's row: in one line, without the bar that parts cells. */
const char *blocks_cell(struct arena *a, const char *text);

/* Checks the whole, and writes it as JSON.  False: the problem is set. */
bool blocks_write(struct blocks *b, struct out *answer);

/* The readers, by what they read.  They tell what is wrong in the blocks' problem. */
void plain_read(struct blocks *b, const char *bytes, size_t n);
void word_read(struct blocks *b, const char *bytes, size_t n);

#endif
