/* SPDX-License-Identifier: EUPL-1.2
 *
 * Format: values as people write them, in the reader's language (ux: "15 oktober 2025", "kvartal 3 2025",
 * "1 204 000 kr" with narrow no-break spaces, U+202F).  A value that is not what its format expects is given as it is.
 */
#ifndef FYR_VIEW_FORMAT_H
#define FYR_VIEW_FORMAT_H

#include "base/arena.h"
#include "view/catalogue.h"
#include "view/table.h"

enum format {
	FORMAT_RAW, /* as stored */
	FORMAT_DATE,
	FORMAT_DAY,
	FORMAT_TIME,
	FORMAT_CLOCK,
	FORMAT_MONEY,
	FORMAT_DECIMAL,
	FORMAT_NUMBER,
	FORMAT_WORD,
	FORMAT_ICON, /* an image, written by light.h */
	FORMAT_STRIP, /* likewise */
	FORMAT_CHART, /* likewise, by chart.h */
	FORMAT_QR, /* likewise, by qr.h */
	FORMAT_PROSE /* text with links, written by prose.h */
};

const char *format_date(struct arena *a, const struct catalogue *words, const char *date);
/* A time of the day, "09:00". */
const char *format_clock(struct arena *a, const struct catalogue *words, const char *time);
/* Swedish wall time of an instant "2026-11-23T15:04:05Z". */
const char *format_time(struct arena *a, const struct catalogue *words, const char *instant);
/* Öre; the öre are written only when there are some. */
const char *format_money(struct arena *a, const struct catalogue *words, int64_t ore);
const char *format_decimal(struct arena *a, const struct catalogue *words, const char *decimal);
const char *format_number(struct arena *a, const struct catalogue *words, int64_t n);

/* The sentence that stands for a masked or erased cell. */
const char *format_hidden(struct arena *a, const struct catalogue *words, const struct cell *cell);

/* Any cell as plain text; `group` for FORMAT_WORD.  A hidden cell gives its sentence, an empty one "". */
const char *format_cell(struct arena *a, const struct catalogue *words, const struct cell *cell, enum format format,
	const char *group);

/* The format in which a column's values stand inside a sentence. */
enum format format_usual(enum column_type type);

#endif
