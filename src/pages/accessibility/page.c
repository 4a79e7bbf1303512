/* SPDX-License-Identifier: EUPL-1.2
 *
 * accessibility: the statement that lag (2018:1937) om tillgänglighet till digital offentlig service asks for.
 * What is written here must stay true: a known lack is added when it is found and taken away when it is mended.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct column statement[] = {
	OPEN("conformance", COLUMN_CODE), OPEN("standard", COLUMN_ID), OPEN("norm", COLUMN_ID), OPEN("law", COLUMN_ID),
	OPEN("assessed", COLUMN_DATE), OPEN("updated", COLUMN_DATE),
};
/* Criteria are those of WCAG; NULL where it is no single one. */
static const struct column lacks[] = { OPEN("lack", COLUMN_CODE), OPEN("criterion", COLUMN_ID) };
static const struct column contacts[] = { OPEN("function", COLUMN_TEXT), OPEN("organisation", COLUMN_TEXT) };

static const struct query queries[] = {
	{ QUERY("statement", statement), .is_one = true },
	{ QUERY("lacks", lacks) },
	{ QUERY("contacts", contacts) },
};

const struct page page_accessibility = { .name = "accessibility", .path = "/accessibility", .readers = READERS_EVERYONE,
	.queries = queries, .query_count = COUNT_OF(queries) };
