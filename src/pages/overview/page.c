/* SPDX-License-Identifier: EUPL-1.2
 *
 * overview: how the plan goes now, what waits for the one who asks, what has changed and what stands in the way.
 */
#include "pages/columns.h"
#include "pages/keys_coming.h"
#include "pages/readers.h"
#include "pages/todo.h"

static const struct input inputs[] = {
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
};

static const struct column period[] = {
	OPEN("period", COLUMN_DATE), OPEN("period_state", COLUMN_CODE), OPEN("answer_by", COLUMN_DATE),
	OPEN("plan", COLUMN_TEXT), OPEN("total", COLUMN_INT), OPEN("started", COLUMN_INT), OPEN("green", COLUMN_INT),
	OPEN("is_majority_green", COLUMN_BOOL), OPEN("unconfirmed_count", COLUMN_INT), OPEN("previous", COLUMN_DATE),
	INNER("is_open", COLUMN_BOOL), INNER("may_open", COLUMN_BOOL),
};
static const struct column periods[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };
/* The last columns draw the bar: height carries the status beside the colour. */
static const struct column counts[] = {
	OPEN("process", COLUMN_CODE), OPEN("count", COLUMN_INT), OPEN("total", COLUMN_INT), INNER("start", COLUMN_INT),
	INNER("width", COLUMN_INT), INNER("top", COLUMN_INT), INNER("height", COLUMN_INT), INNER("drawing", COLUMN_CODE),
};
static const struct column changes[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("before_process", COLUMN_CODE), OPEN("process", COLUMN_CODE),
	OPEN("responsible", COLUMN_TEXT), WORK("why"), OPEN("entry", COLUMN_INT),
	OPEN("is_goal_lowered", COLUMN_BOOL),
};
static const struct column obstacles[] = {
	OPEN("obstacle", COLUMN_CODE), OPEN("count", COLUMN_INT), OPEN("elsewhere", COLUMN_INT),
};
static const struct column obstacles_by_remover[] = {
	OPEN("organisation", COLUMN_ID), OPEN("remover", COLUMN_TEXT), OPEN("count", COLUMN_INT),
};
static const struct column unconfirmed[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("process", COLUMN_CODE), OPEN("entry", COLUMN_INT),
	OPEN("responsible", COLUMN_TEXT), OPEN("confirmer", COLUMN_TEXT), OPEN("age_days", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("period", period), .is_one = true },
	{ QUERY("periods", periods) },
	{ QUERY("counts", counts) },
	{ QUERY("todo", todo_columns) },
	TODO_QUERIES,
	{ KEYS_COMING_QUERY },
	{ QUERY("changes", changes) },
	{ QUERY("obstacles", obstacles) },
	{ QUERY("obstacles_by_organisation", todo_silent) },
	{ QUERY("obstacles_by_remover", obstacles_by_remover) },
	{ QUERY("unconfirmed", unconfirmed) },
};

static void fill(struct fill *f)
{
	todo_fill(f);
	keys_coming_fill(f);
}

const struct page page_overview = { .name = "overview", .path = "/overview", .readers = READERS_SIGNED_IN, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "counts", .menu = 1,
	.fill = fill, .has_paper = true };
