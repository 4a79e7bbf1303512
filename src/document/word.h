/* SPDX-License-Identifier: EUPL-1.2
 *
 * Word: the parts of a docx file and what is gathered while they are read.
 */
#ifndef FYR_DOCUMENT_WORD_H
#define FYR_DOCUMENT_WORD_H

#include "document/blocks.h"
#include "workbook/package.h"

enum {
	STYLES_MAX = 2000,
	STYLES_DEEP = 20,      /* one based on another */
	LINKS_MAX = 1000,
	HELD_MAX = 6000        /* blocks of one table */
};

/* What a style is, of paragraphs or of characters, and what it is based on.  Of characters only whether they are hidden. */
struct style {
	const char *id, *based_on;
	enum level level;      /* of a heading */
	bool is_of_characters, is_list, is_bold;
	bool is_under;         /* a list in an item of another */
	bool says_hidden, is_hidden; /* does it say so at all; and which */
};
struct link {
	const char *id, *address;
};
struct styles {
	struct package *package;
	struct style all[STYLES_MAX];
	size_t count;
	struct link links[LINKS_MAX];
	size_t link_count;
	bool is_in_style; /* reading: inside a style of paragraphs or of characters */
};

/* Reads word/styles.xml and the addresses of links, where there are such parts. */
void styles_read(struct styles *s);
/* A property that is on unless it says otherwise. */
bool part_is_on(const char **attributes);
/* "0" to "8" are the levels of headings, "9" is a text; NULL is none. */
enum level part_level(const char *level);
/* What a paragraph or a run of that style is, with what the style is based on; nothing of a style that there is not. */
struct style style_of(const struct styles *s, const char *id);
/* Where a link leads on the web; NULL when that is not said. */
const char *link_address(const struct styles *s, const char *id);

/* A paragraph of a table, held until the table is whole. */
struct held {
	enum document_form form;
	enum level level;  /* of a heading */
	const char *text;
	size_t row, column;
	bool is_under;     /* an item under the one before it */
};
struct table {
	struct held *all;  /* HELD_MAX of them, made with the first table */
	size_t count, row, column;
	size_t depth;      /* 0: outside any table; inner tables are part of a cell */
};
/* `held`: without row and column. */
void table_hold(struct table *t, struct blocks *b, struct held held);
/* Makes a block of it, as it stands. */
void held_add(const struct held *held, struct blocks *b);
/* Makes blocks of what was held. */
void table_end(struct table *t, struct blocks *b);

#endif
