/* SPDX-License-Identifier: EUPL-1.2
 *
 * packet (/packet/:meeting): what one reader brings to a meeting: the call with its agenda, the earlier notes to be approved,
 * the council's page, what waits with the measures that it is about, and what has been decided since the
 * meeting before.  On screen the list; as PDF one paper that holds each of them as that reader gets it.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "meeting", .type = INPUT_OBJECT, .object = "meeting", .is_must = true },
};

static const struct column meeting[] = {
	OPEN("meeting_of", COLUMN_CODE), OPEN("day", COLUMN_DATE), OPEN("begins", COLUMN_CLOCK), OPEN("ends", COLUMN_CLOCK),
	WORK("venue"), INNER("number", COLUMN_INT),
};
static const struct column documents[] = {
	OPEN("document", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("day", COLUMN_DATE),
	OPEN("path", COLUMN_TEXT),
};

static const struct query queries[] = {
	{ QUERY("meeting", meeting), .is_one = true },
	{ QUERY("documents", documents) },
};

const struct page page_packet = { .name = "packet", .path = "/packet/:meeting", .readers = READERS_WORK,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "documents", .has_paper = true, .parts = "documents" };
