/* SPDX-License-Identifier: EUPL-1.2
 *
 * help (/help): what each colour and state means, how to report, why two persons, who sees what, whom to ask.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct column meanings[] = {
	OPEN("process", COLUMN_CODE),
};
static const struct column effects[] = {
	OPEN("effect", COLUMN_CODE),
};
static const struct column contacts[] = {
	OPEN("function", COLUMN_TEXT), OPEN("organisation", COLUMN_TEXT), OPEN("role", COLUMN_CODE),
};

static const struct query queries[] = {
	{ QUERY("meanings", meanings) },
	{ QUERY("effects", effects) },
	{ QUERY("contacts", contacts) },
};

const struct page page_help = { .name = "help", .path = "/help", .readers = READERS_EVERYONE, .queries = queries,
	.query_count = COUNT_OF(queries) };
