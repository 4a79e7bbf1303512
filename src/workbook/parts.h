/* SPDX-License-Identifier: EUPL-1.2
 *
 * Parts: what stands around the cells: which sheets there are, the shared strings, and the forms numbers are shown in.
 */
#ifndef FYR_WORKBOOK_PARTS_H
#define FYR_WORKBOOK_PARTS_H

#include "workbook/package.h"
#include "workbook/value.h"

enum {
	SHEETS_MAX = 100,
	FORMS_MAX = 65536,
	STRINGS_MAX = 400000,
	STRING_BYTES_MAX = 24 << 20,
	CELL_BYTES_MAX = 131072 /* 32 767 characters, as a spreadsheet allows */
};

struct sheet_part {
	const char *name, *relation, *part; /* part NULL: none that we read */
};
struct parts {
	struct package *package;
	struct sheet_part sheets[SHEETS_MAX];
	size_t sheet_count;
	const char **strings;
	size_t string_count, string_room, string_bytes;
	enum value_form *forms; /* of each cell style */
	size_t form_count;
	bool is_1904;
};

/* False: the package has a problem. */
bool parts_read(struct parts *p);

/* Text gathered from an element: everything in <t>, but not in <rPh> (how it is pronounced). */
struct gathering {
	struct out text;
	bool is_in, is_aside;
};
void gather_start(struct gathering *g, const char *name);
void gather_end(struct gathering *g, const char *name);
void gather_text(struct gathering *g, const char *bytes, size_t n);
/* The text in the arena, _x000D_ and its like undone; starts anew. */
const char *gathered(struct gathering *g, struct arena *a);

#endif
