/* SPDX-License-Identifier: EUPL-1.2
 *
 * plan: every measure with its light in the chosen period and the eight periods before and with it.
 *
 * The list is whole in every format, and no other array in the data is longer: what only the filter form needs is inner.
 * The filter by organisation is called `responsible`, since :organisation is the asking person's own.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const char *const processes[] = { "green", "yellow", "red", "none", "completed", "paused", "not_started", NULL };
static const char *const horizons[] = { "short", "long", NULL };
static const char *const yes[] = { "1", NULL };

static const struct input inputs[] = {
	{ .name = "responsible", .type = INPUT_OBJECT, .object = "organisation" },
	{ .name = "process", .type = INPUT_WORD, .codes = processes },
	{ .name = "horizon", .type = INPUT_WORD, .codes = horizons },
	{ .name = "focus_area", .type = INPUT_OBJECT, .object = "focus_area" },
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "mine", .type = INPUT_WORD, .codes = yes },
};

static const struct column period[] = {
	OPEN("period", COLUMN_DATE), OPEN("period_state", COLUMN_CODE), OPEN("plan", COLUMN_TEXT), OPEN("total", COLUMN_INT),
	INNER("is_filtered", COLUMN_BOOL), INNER("is_mine", COLUMN_BOOL), INNER("may_import", COLUMN_BOOL),
};
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("organisation", COLUMN_ID),
	OPEN("horizon", COLUMN_CODE), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE), OPEN("evidence", COLUMN_CODE),
	OPEN("checked", COLUMN_CODE), OPEN("age_days", COLUMN_INT), OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY),
	OPEN("closing_proposed", COLUMN_BOOL), OPEN("is_goal_lowered", COLUMN_BOOL), OPEN("focus_area", COLUMN_TEXT),
	OPEN("id", COLUMN_ID), OPEN("link", COLUMN_ID),
};
static const struct column history[] = {
	INNER("id", COLUMN_ID), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE),
};
static const struct column named[] = { INNER("code", COLUMN_ID), INNER("name", COLUMN_TEXT), INNER("is_chosen", COLUMN_BOOL) };
static const struct column coded[] = { INNER("code", COLUMN_CODE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column dated[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };

static const struct query queries[] = {
	{ QUERY("period", period), .is_one = true },
	{ QUERY("measures", measures), .is_whole = true },
	{ QUERY("history", history), .is_whole = true, .parent = "measures", .key = "id" },
	{ QUERY("responsibles", named) },
	{ QUERY("processes", coded) },
	{ QUERY("horizons", coded) },
	{ QUERY("focus_areas", named) },
	{ QUERY("periods", dated), .from = "overview" },
};

const struct page page_plan = { .name = "plan", .path = "/plan", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "measures", .menu = 3 };
