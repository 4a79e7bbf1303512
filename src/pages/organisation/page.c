/* SPDX-License-Identifier: EUPL-1.2
 *
 * organisation: what one organisation answers for and takes part in, its contacts by function, the obstacles it meets
 * and those it can remove for others, and how many of its measures were answered for in time, period for period.
 *
 * The input is called `responsible`, as on the plan, since :organisation is the asking person's own.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "responsible", .type = INPUT_OBJECT, .object = "organisation", .is_must = true },
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
};

static const struct column organisation[] = {
	OPEN("title", COLUMN_TEXT), OPEN("organisation", COLUMN_ID), OPEN("sort", COLUMN_CODE), OPEN("part_of", COLUMN_TEXT),
	INNER("part_of_code", COLUMN_ID), OPEN("is_closed", COLUMN_BOOL), OPEN("period", COLUMN_DATE), OPEN("total", COLUMN_INT),
	OPEN("started", COLUMN_INT), OPEN("green", COLUMN_INT), OPEN("silent_count", COLUMN_INT),
};
static const struct column periods_to_choose[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE),
	OPEN("evidence", COLUMN_CODE), OPEN("checked", COLUMN_CODE), OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY),
	OPEN("age_days", COLUMN_INT), OPEN("reporter", COLUMN_TEXT), OPEN("is_goal_lowered", COLUMN_BOOL), OPEN("id", COLUMN_ID),
	OPEN("link", COLUMN_ID),
};
static const struct column history[] = {
	INNER("id", COLUMN_ID), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE),
};
static const struct column partner_in[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("organisation", COLUMN_ID),
	OPEN("process", COLUMN_CODE),
};
static const struct column contacts[] = {
	OPEN("person", COLUMN_INT), OPEN("function", COLUMN_TEXT), OPEN("reports_count", COLUMN_INT),
	OPEN("confirms_count", COLUMN_INT),
};
static const struct column roles[] = { INNER("person", COLUMN_INT), OPEN("role", COLUMN_CODE) };
static const struct column obstacles_met[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("obstacle", COLUMN_CODE), OPEN("remover", COLUMN_TEXT),
	OPEN("organisation", COLUMN_ID), WORK("next_step"), OPEN("entry", COLUMN_INT),
};
static const struct column obstacles_removable[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("obstacle", COLUMN_CODE), OPEN("responsible", COLUMN_TEXT),
	OPEN("organisation", COLUMN_ID), WORK("next_step"), OPEN("entry", COLUMN_INT),
};
static const struct column periods[] = {
	OPEN("period", COLUMN_DATE), OPEN("answer_by", COLUMN_DATE), OPEN("expected", COLUMN_INT), OPEN("in_time", COLUMN_INT),
	OPEN("late", COLUMN_INT), OPEN("silent_count", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("organisation", organisation), .is_one = true },
	{ .name = "periods", .columns = periods_to_choose, .column_count = COUNT_OF(periods_to_choose), .from = "overview" },
	{ QUERY("measures", measures), .is_whole = true },
	{ QUERY("history", history), .is_whole = true, .parent = "measures", .key = "id" },
	{ QUERY("partner_in", partner_in) },
	{ QUERY("contacts", contacts) },
	{ QUERY("roles", roles), .parent = "contacts", .key = "person" },
	{ QUERY("obstacles_met", obstacles_met) },
	{ QUERY("obstacles_removable", obstacles_removable) },
	{ .name = "answered_periods", .columns = periods, .column_count = COUNT_OF(periods) },
};

const struct page page_organisation = { .name = "organisation", .path = "/organisation/:responsible",
	.readers = READERS_SIGNED_IN, .inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries,
	.query_count = COUNT_OF(queries), .main = "measures", .has_paper = true };
