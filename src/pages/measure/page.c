/* SPDX-License-Identifier: EUPL-1.2
 *
 * measure: one measure with its record, light, goals, follow-up, questions, money, closing and entries.
 *
 * Every sentence somebody typed stands beside the number of the entry it was written in, so that the page can link to it.
 * Lists that grow are cut in HTML, newest first; an address leads to what is older, from a place that later entries do
 * not move.  Data are whole.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"

static const struct input inputs[] = {
	{ .name = "measure", .type = INPUT_OBJECT, .object = "measure", .is_must = true },
	{ .name = "periods_before", .type = INPUT_INT }, /* a period's first day */
	{ .name = "set_aside_before", .type = INPUT_INT }, /* entries */
	{ .name = "questions_before", .type = INPUT_INT },
	{ .name = "proposals_before", .type = INPUT_INT },
	{ .name = "money_before", .type = INPUT_INT },
};

static const struct column measure[] = {
	OPEN("id", COLUMN_ID), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("state", COLUMN_CODE),
	OPEN("state_date", COLUMN_DATE), OPEN("plan", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT), OPEN("organisation", COLUMN_ID),
	OPEN("reporter", COLUMN_TEXT), OPEN("confirmer", COLUMN_TEXT), OPEN("focus_area", COLUMN_TEXT), OPEN("horizon", COLUMN_CODE),
	OPEN("sort", COLUMN_CODE), OPEN("level", COLUMN_CODE), OPEN("starts", COLUMN_DATE), OPEN("ends", COLUMN_DATE),
	OPEN("diary_no", COLUMN_ID), WORK("description"), WORK("target_group"), WORK("follow_up"), WORK("decision"), WORK("lesson"),
	WORK("state_why"), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE),
	OPEN("evidence", COLUMN_CODE), OPEN("effect_evidence", COLUMN_CODE), OPEN("checked", COLUMN_CODE), OPEN("who", COLUMN_TEXT),
	OPEN("reported", COLUMN_DAY), OPEN("age_days", COLUMN_INT), OPEN("closing_proposed", COLUMN_BOOL),
	OPEN("light_entry", COLUMN_INT), OPEN("title_entry", COLUMN_INT), OPEN("description_entry", COLUMN_INT),
	OPEN("target_group_entry", COLUMN_INT), OPEN("follow_up_entry", COLUMN_INT), OPEN("decision_entry", COLUMN_INT),
	OPEN("lesson_entry", COLUMN_INT), OPEN("state_entry", COLUMN_INT), INNER("may_report", COLUMN_BOOL),
	INNER("may_ask", COLUMN_BOOL), INNER("may_propose", COLUMN_BOOL), INNER("may_answer", COLUMN_BOOL),
	INNER("may_change", COLUMN_BOOL), INNER("may_note_lesson", COLUMN_BOOL), OPEN("is_goal_lowered", COLUMN_BOOL),
	INNER("lacks_responsible", COLUMN_BOOL), INNER("lacks_horizon", COLUMN_BOOL), INNER("lacks_process_goal", COLUMN_BOOL),
	INNER("lacks_effect_goal", COLUMN_BOOL),
};
static const struct column history[] = {
	INNER("id", COLUMN_ID), OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE),
};
static const struct column partners[] = { OPEN("organisation", COLUMN_ID), OPEN("name", COLUMN_TEXT) };
static const struct column factors[] = { OPEN("factor", COLUMN_ID), OPEN("name", COLUMN_TEXT) };
static const struct column goals[] = {
	OPEN("id", COLUMN_ID), OPEN("number", COLUMN_INT), OPEN("sort", COLUMN_CODE), WORK("text"), OPEN("indicator", COLUMN_TEXT),
	OPEN("unit", COLUMN_TEXT), OPEN("better", COLUMN_CODE), OPEN("baseline", COLUMN_DECIMAL), OPEN("baseline_date", COLUMN_DATE),
	OPEN("target", COLUMN_DECIMAL), OPEN("due", COLUMN_DATE), OPEN("before_value", COLUMN_DECIMAL),
	OPEN("latest", COLUMN_DECIMAL), OPEN("latest_date", COLUMN_DATE), OPEN("is_preliminary", COLUMN_BOOL),
	OPEN("is_met", COLUMN_BOOL), INNER("is_measured", COLUMN_BOOL), OPEN("is_lowered", COLUMN_BOOL),
	OPEN("is_closed", COLUMN_BOOL), OPEN("entry", COLUMN_INT), OPEN("text_entry", COLUMN_INT), OPEN("latest_entry", COLUMN_INT),
	INNER("shown_readings", COLUMN_INT), INNER("is_chart", COLUMN_BOOL),
	INNER("has_preliminary", COLUMN_BOOL), INNER("is_cut", COLUMN_BOOL),
};
static const struct column readings[] = {
	INNER("id", COLUMN_ID), OPEN("date", COLUMN_DATE), OPEN("value", COLUMN_DECIMAL), OPEN("is_preliminary", COLUMN_BOOL),
	OPEN("source", COLUMN_TEXT), OPEN("entry", COLUMN_INT),
};
static const struct column periods[] = {
	OPEN("period", COLUMN_DATE), OPEN("process", COLUMN_CODE), OPEN("effect", COLUMN_CODE), OPEN("evidence", COLUMN_CODE),
	OPEN("effect_evidence", COLUMN_CODE), OPEN("who", COLUMN_TEXT), OPEN("reported", COLUMN_DAY), WORK("text"),
	OPEN("obstacle", COLUMN_CODE), WORK("next_step"), OPEN("remover", COLUMN_TEXT), WORK("provision"),
	OPEN("suggests_closing", COLUMN_BOOL), OPEN("checked", COLUMN_CODE), OPEN("confirmed_by", COLUMN_TEXT),
	OPEN("confirmed", COLUMN_TIME), OPEN("written_by", COLUMN_TEXT), WORK("according_to"), OPEN("according_date", COLUMN_DATE),
	OPEN("entry", COLUMN_INT), INNER("is_unconfirmed", COLUMN_BOOL), OPEN("is_goal_lowered", COLUMN_BOOL),
};
static const struct column set_aside[] = {
	OPEN("period", COLUMN_DATE), OPEN("entry", COLUMN_INT), OPEN("process", COLUMN_CODE), OPEN("checked", COLUMN_CODE),
	OPEN("who", COLUMN_TEXT), WORK("reason"), WORK("correction"), OPEN("checked_entry", COLUMN_INT),
};
static const struct column questions[] = {
	OPEN("entry", COLUMN_INT), WORK("text"), OPEN("who", COLUMN_TEXT), OPEN("asked", COLUMN_DAY), WORK("answer"),
	OPEN("answer_entry", COLUMN_INT), OPEN("answered_by", COLUMN_TEXT), OPEN("answered", COLUMN_TIME),
	INNER("is_unanswered", COLUMN_BOOL),
};
static const struct column money[] = {
	INNER("has_money", COLUMN_BOOL), OPEN("given", COLUMN_MONEY), OPEN("used", COLUMN_MONEY), OPEN("returned", COLUMN_MONEY),
	OPEN("left", COLUMN_MONEY),
};
static const struct column money_entries[] = {
	OPEN("date", COLUMN_DATE), OPEN("sort", COLUMN_CODE), OPEN("amount", COLUMN_MONEY), WORK("source"), OPEN("entry", COLUMN_INT),
};
static const struct column pilot[] = {
	WORK("tests"), OPEN("decide_by", COLUMN_DATE), OPEN("outcome", COLUMN_CODE), WORK("pilot_lesson"), OPEN("entry", COLUMN_INT),
	OPEN("ended_entry", COLUMN_INT),
};
static const struct column proposals[] = {
	OPEN("entry", COLUMN_INT), OPEN("proposal_state", COLUMN_CODE), OPEN("cause", COLUMN_CODE), WORK("reason"),
	OPEN("decider", COLUMN_TEXT), OPEN("mandate", COLUMN_TEXT), WORK("lesson"), OPEN("who", COLUMN_TEXT),
	OPEN("proposed", COLUMN_TIME), OPEN("asked", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY), OPEN("ended_by", COLUMN_TEXT),
	OPEN("ended", COLUMN_TIME), WORK("why_stopped"), OPEN("end_entry", COLUMN_INT),
	INNER("may_second", COLUMN_BOOL), INNER("may_withdraw", COLUMN_BOOL),
};
static const struct column entries[] = {
	OPEN("entry", COLUMN_INT), OPEN("kind", COLUMN_CODE), OPEN("written", COLUMN_TIME), OPEN("who", COLUMN_TEXT),
};
static const struct column paging[] = {
	INNER("older_periods", COLUMN_INT), INNER("older_set_aside", COLUMN_INT), INNER("older_questions", COLUMN_INT),
	INNER("older_proposals", COLUMN_INT), INNER("older_money", COLUMN_INT),
	INNER("shown_entries", COLUMN_INT), INNER("is_many", COLUMN_BOOL), INNER("is_part", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("measure", measure), .is_one = true },
	{ QUERY("history", history), .parent = "measure", .key = "id" },
	{ QUERY("partners", partners) },
	{ QUERY("factors", factors) },
	{ QUERY("goals", goals) },
	{ QUERY("readings", readings), .is_whole = true, .parent = "goals", .key = "id" },
	{ QUERY("periods", periods), .is_whole = true },
	{ QUERY("set_aside", set_aside), .is_whole = true },
	{ QUERY("questions", questions), .is_whole = true },
	{ QUERY("money", money), .is_one = true },
	{ QUERY("money_entries", money_entries), .is_whole = true },
	{ QUERY("pilot", pilot), .is_one = true },
	{ QUERY("proposals", proposals), .is_whole = true },
	{ QUERY("entries", entries), .is_whole = true },
	{ QUERY("paging", paging), .is_one = true },
};

const struct page page_measure = { .name = "measure", .path = "/measure/:measure", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "periods", .has_paper = true };
