/* SPDX-License-Identifier: EUPL-1.2
 *
 * requests (/requests): the register of requests for public documents and of what became of them, the newest first, in HTML cut
 * into pages by number.  Nobody who asks is named: that is not known here.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = { { .name = "before", .type = INPUT_INT } };

static const struct column requests[] = {
	OPEN("number", COLUMN_INT), OPEN("day", COLUMN_DAY), WORK("what"), OPEN("meeting_day", COLUMN_DATE),
	OPEN("meeting_sort", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("of_entry", COLUMN_INT),
	OPEN("request_state", COLUMN_CODE), OPEN("release", COLUMN_CODE), OPEN("answered", COLUMN_DAY),
	OPEN("answered_by", COLUMN_TEXT), OPEN("provisions", COLUMN_TEXT), OPEN("look_count", COLUMN_INT),
	OPEN("ruling", COLUMN_CODE), OPEN("entry", COLUMN_INT),
};
static const struct column rights[] = { INNER("may_request", COLUMN_BOOL), INNER("before_chosen", COLUMN_INT) };
static const struct column older[] = { INNER("next", COLUMN_INT) };

static const struct query queries[] = {
	{ QUERY("requests", requests), .is_whole = true },
	{ QUERY("rights", rights), .is_one = true },
	{ QUERY("older", older), .is_one = true },
};

const struct page page_requests = { .name = "requests", .path = "/requests", .readers = READERS_WORK, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "requests" };
