/* SPDX-License-Identifier: EUPL-1.2
 *
 * handover (/handover): what a new coordinator has to know on the first day: what is open and when it falls due, who is who
 * by function, which roles nobody holds, the year's rhythm and how far it has come, the latest decisions, and what the
 * coordinator before has noted about backups, keys and agreements.  Drafts are nobody else's and stand nowhere here.
 */
#include "pages/columns.h"
#include "pages/page.h"

static const struct column now[] = {
	OPEN("council_name", COLUMN_TEXT), OPEN("as_of", COLUMN_DAY), OPEN("last_entry", COLUMN_INT), OPEN("plan", COLUMN_TEXT),
	OPEN("period", COLUMN_DATE), OPEN("answer_by", COLUMN_DATE), OPEN("total", COLUMN_INT), OPEN("silent_count", COLUMN_INT),
	OPEN("unconfirmed_count", COLUMN_INT), OPEN("question_count", COLUMN_INT), OPEN("proposal_count", COLUMN_INT),
	OPEN("last_opened", COLUMN_DATE), OPEN("last_closed", COLUMN_DATE), OPEN("last_published", COLUMN_DATE),
	OPEN("last_frozen", COLUMN_INT), OPEN("to_publish", COLUMN_DATE), INNER("may_note", COLUMN_BOOL),
};
static const struct column silent[] = {
	OPEN("organisation", COLUMN_ID), OPEN("responsible", COLUMN_TEXT), OPEN("count", COLUMN_INT),
};
static const struct column waiting[] = {
	OPEN("entry", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("proposer", COLUMN_TEXT), OPEN("asked", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY),
};
static const struct column questions[] = {
	OPEN("entry", COLUMN_INT), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
	OPEN("who", COLUMN_TEXT), OPEN("asked", COLUMN_DAY), WORK("text"),
};
static const struct column lacking[] = {
	OPEN("lacking", COLUMN_CODE), OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
};
static const struct column roles[] = { OPEN("role", COLUMN_CODE), OPEN("holder_count", COLUMN_INT) };
static const struct column holders[] = {
	INNER("role", COLUMN_CODE), OPEN("function", COLUMN_TEXT), OPEN("organisation", COLUMN_TEXT), INNER("is_later", COLUMN_BOOL),
};
static const struct column bodies[] = { INNER("id", COLUMN_ID), OPEN("name", COLUMN_TEXT), OPEN("sort", COLUMN_CODE) };
static const struct column members[] = {
	INNER("id", COLUMN_ID), OPEN("function", COLUMN_TEXT), INNER("is_later", COLUMN_BOOL),
};
static const struct column year[] = { INNER("step", COLUMN_CODE), INNER("path", COLUMN_ID) };
static const struct column decided[] = {
	OPEN("entry", COLUMN_INT), OPEN("family", COLUMN_CODE), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT),
	OPEN("seconded", COLUMN_TIME), OPEN("seconder", COLUMN_TEXT),
};
static const struct column notes[] = {
	OPEN("topic", COLUMN_CODE), WORK("text"), OPEN("written", COLUMN_TIME), OPEN("function", COLUMN_TEXT),
	OPEN("entry", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("now", now), .is_one = true },
	{ QUERY("silent", silent) },
	{ QUERY("waiting", waiting) },
	{ QUERY("questions", questions) },
	{ QUERY("lacking", lacking) },
	{ QUERY("roles", roles) },
	{ QUERY("role_holders", holders), .parent = "roles", .key = "role" },
	{ QUERY("bodies", bodies) },
	{ QUERY("members", members), .parent = "bodies", .key = "id" },
	{ QUERY("year", year) },
	{ QUERY("decided", decided) },
	{ QUERY("notes", notes) },
};

const struct page page_handover = { .name = "handover", .path = "/handover",
	.readers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR | ROLE_AUDITOR, .queries = queries, .query_count = COUNT_OF(queries),
	.main = "roles", .has_paper = true };
