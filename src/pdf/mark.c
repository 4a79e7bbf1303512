/* SPDX-License-Identifier: EUPL-1.2 */
#include "pdf/mark.h"

#include <stddef.h>
#include <string.h>

#define CIRCLE(r, k) /* radius and its handle, around the middle */ \
	"1 0 0 1 8 8 cm " r " 0 m " r " " k " " k " " r " 0 " r " c -" k " " r " -" r " " k " -" r " 0 c " \
	"-" r " -" k " -" k " -" r " 0 -" r " c " k " -" r " " r " -" k " " r " 0 c h "
#define LINE "1.6 w 0.29 0.31 0.341 RG "

/* Shapes differ without their colours; the colours are those of the style sheet on white. */
static const struct {
	const char *code, *shape;
} marks[] = {
	{ "green", "0.122 0.604 0.431 rg " CIRCLE("6.5", "3.59") "f" },
	{ "yellow", "1.5 w 1 0.784 0.239 rg 0.361 0.263 0 RG 8 14.5 m 15 1.5 l 1 1.5 l b" },
	{ "red", "0.561 0 0.094 rg 2 2 12 12 re f" },
	{ "not_started", LINE "8 14.5 m 14.5 8 l 8 1.5 l 1.5 8 l s" },
	{ "paused", LINE "5 2 m 5 14 l 11 2 m 11 14 l S" },
	{ "completed", LINE "0.043 0.31 0.541 RG 2 7.5 m 6.5 3 l 14 12.5 l S" },
	{ "none", LINE "[3 2.4] 0 d " CIRCLE("6", "3.31") "S" },
	{ "improving", LINE "3 3 m 13 13 l 6 13 m 13 13 l 13 6 l S" },
	{ "unchanged", LINE "2 8 m 14 8 l 9 13 m 14 8 l 9 3 l S" },
	{ "worsening", LINE "3 13 m 13 3 l 6 3 m 13 3 l 13 10 l S" },
	{ "too_early", LINE "1 J 3 8 m 3.1 8 l 8 8 m 8.1 8 l 13 8 m 13.1 8 l S" },
	{ "not_assessable", LINE "3 8 m 13 8 l S" },
};

const char *pdf_mark(const char *code)
{
	for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++)
		if (!strcmp(marks[i].code, code))
			return marks[i].shape;
	return NULL;
}
