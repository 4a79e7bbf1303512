/* SPDX-License-Identifier: EUPL-1.2
 *
 * Plain: a text file as pieces, and pieces as blocks.
 */
#ifndef FYR_DOCUMENT_PLAIN_H
#define FYR_DOCUMENT_PLAIN_H

#include "document/blocks.h"

enum piece_sort { PIECE_TEXT, PIECE_ITEM, PIECE_NUMBERED, PIECE_TABLE, PIECE_ADDRESS, PIECE_HEADING };

/* Lines that belong together. */
struct piece {
	enum piece_sort sort;
	const char *text;                    /* lines put together; a table's rows as blocks has them */
	size_t lines, widest, last_width;    /* in characters */
	enum level level;                    /* of PIECE_HEADING, by its marks */
	bool is_after_blank, is_before_blank;
};
struct pieces {
	struct blocks *blocks;
	struct piece *all;
	size_t count;
	size_t width;                        /* at which lines are broken; 0: each paragraph is one line */
};

/* Does it begin with a capital letter, a figure or a section sign? */
bool plain_is_capital(const char *text);
char plain_last(const char *text);
/* Puts the next piece, or line, behind the text of one; a word broken there is made whole again.  False: what it holds already
 * is too long, which is told. */
bool plain_join(struct pieces *p, struct piece *piece, const struct piece *next);
/* Makes blocks of the pieces. */
void plain_guess(struct pieces *p);

#endif
