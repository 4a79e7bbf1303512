/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "document/blocks.h"

static bool starts(const char *bytes, size_t n, const char *with)
{
	return n >= strlen(with) && !memcmp(bytes, with, strlen(with));
}

/* What the first bytes say that it is; NULL: text, as far as they tell. */
static const char *other_sort(const char *bytes, size_t n)
{
	static const char *const sorts[][2] = { { "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", "document.doc" }, { "PK", "document.damaged" },
		{ "%PDF-", "document.pdf" }, { "{\\rtf", "document.rtf" }, { "\xFF\xFE", "document.utf16" },
		{ "\xFE\xFF", "document.utf16" }, { "<?xml", "document.web_page" }, { "<html", "document.web_page" },
		{ "<!DOCTYPE", "document.web_page" }, { "<!doctype", "document.web_page" } };

	for (size_t i = 0; i < sizeof(sorts) / sizeof(sorts[0]); i++)
		if (starts(bytes, n, sorts[i][0]))
			return sorts[i][1];
	return NULL;
}

bool document_convert(struct arena *a, const char *bytes, size_t n, struct out *answer, struct workbook_problem *out)
{
	struct blocks b = { .arena = a };
	const char *other = other_sort(bytes, n);
	bool is_written;

	if (starts(bytes, n, "PK\3\4"))
		word_read(&b, bytes, n);
	else if (other)
		blocks_fail(&b, other, NULL);
	else
		plain_read(&b, bytes, n);
	is_written = blocks_write(&b, answer);
	*out = b.problem;
	return is_written;
}
