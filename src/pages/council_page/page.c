/* SPDX-License-Identifier: EUPL-1.2
 *
 * council_page: what the council needs to know and to do, on one printed A4: as it is now, or as it was when it was frozen
 * for a meeting (`frozen`).
 *
 * Both come from the same questions, asked of the views of state/schema.sql, so that a frozen page is what the live one
 * was; on it stands nothing that what is written later could change.  Lists and long words are cut so that the sheet
 * holds them, and say so; data has the words whole, and the whole of each list stands on overview and plan.
 *
 * `fill` is needed for the report's code alone.
 */
#include "pages/columns.h"
#include "pages/page.h"
#include "pages/readers.h"
#include "pages/report.h"

static const struct input inputs[] = {
	{ .name = "period", .type = INPUT_OBJECT, .object = "period" },
	{ .name = "frozen", .type = INPUT_OBJECT, .object = "council_page" },
};

static const struct column period[] = {
	OPEN("council_name", COLUMN_TEXT), OPEN("period", COLUMN_DATE), OPEN("period_state", COLUMN_CODE), OPEN("plan", COLUMN_TEXT),
	OPEN("as_of", COLUMN_DAY), OPEN("last_entry", COLUMN_INT), OPEN("frozen", COLUMN_INT), OPEN("meeting", COLUMN_DATE),
	WORK("wanted"), OPEN("total", COLUMN_INT), OPEN("started", COLUMN_INT), OPEN("green", COLUMN_INT),
	OPEN("silent_count", COLUMN_INT), OPEN("previous", COLUMN_DATE), OPEN("change_count", COLUMN_INT),
	OPEN("unconfirmed_count", COLUMN_INT), OPEN("need_count", COLUMN_INT),
	OPEN("waiting_closings", COLUMN_INT), OPEN("waiting_decisions", COLUMN_INT), INNER("more_needs", COLUMN_INT),
	INNER("more_changes", COLUMN_INT), INNER("more_obstacles", COLUMN_INT), INNER("more_closings", COLUMN_INT),
	INNER("more_suggested", COLUMN_INT), INNER("more_lowered", COLUMN_INT), INNER("may_freeze", COLUMN_BOOL),
	INNER("may_publish", COLUMN_BOOL), DIARY_COLUMNS,
};
static const struct column periods[] = { INNER("code", COLUMN_DATE), INNER("is_chosen", COLUMN_BOOL) };
static const struct column frozen_pages[] = {
	OPEN("number", COLUMN_INT), OPEN("period", COLUMN_DATE), OPEN("as_of", COLUMN_DAY), OPEN("entry", COLUMN_INT),
	OPEN("meeting", COLUMN_DATE),
};
static const struct column counts[] = { OPEN("process", COLUMN_CODE), OPEN("count", COLUMN_INT), OPEN("total", COLUMN_INT) };
static const struct column changes[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("before_process", COLUMN_CODE), OPEN("process", COLUMN_CODE),
	OPEN("responsible", COLUMN_TEXT),
};
static const struct column obstacles[] = { OPEN("obstacle", COLUMN_CODE), OPEN("count", COLUMN_INT) };
static const struct column removers[] = {
	INNER("obstacle", COLUMN_CODE), OPEN("remover", COLUMN_TEXT), OPEN("count", COLUMN_INT), INNER("is_later", COLUMN_BOOL),
};
static const struct column holders[] = {
	OPEN("responsible", COLUMN_TEXT), OPEN("count", COLUMN_INT), INNER("is_later", COLUMN_BOOL),
};
static const struct column freers[] = {
	OPEN("remover", COLUMN_TEXT), OPEN("count", COLUMN_INT), INNER("is_later", COLUMN_BOOL),
};
static const struct column suggested[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("responsible", COLUMN_TEXT),
};
static const struct column closings[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("proposal_state", COLUMN_CODE), OPEN("cause", COLUMN_CODE),
	OPEN("decider", COLUMN_TEXT), WORK("reason"), OPEN("entry", COLUMN_INT),
};
static const struct column money[] = {
	OPEN("given", COLUMN_MONEY), OPEN("used", COLUMN_MONEY), OPEN("returned", COLUMN_MONEY), OPEN("left", COLUMN_MONEY),
};
static const struct column lowered[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("indicator", COLUMN_TEXT), OPEN("target", COLUMN_DECIMAL),
	OPEN("entry", COLUMN_INT),
};
static const struct column needs[] = {
	OPEN("number", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("obstacle", COLUMN_CODE), OPEN("responsible", COLUMN_TEXT),
	OPEN("remover", COLUMN_TEXT), WORK("next_step"), OPEN("entry", COLUMN_INT),
};

/* What the printed sheet and the exported report carry (pages/report.h), and the rows it stands for. */
static const struct column report[] = {
	OPEN("check_code", COLUMN_ID), OPEN("checkpoint", COLUMN_INT), INNER("seal", COLUMN_ID), INNER("row_period", COLUMN_TEXT),
};
static const struct column report_rows[] = {
	INNER("number", COLUMN_INT), INNER("title", COLUMN_TEXT), INNER("responsible", COLUMN_TEXT), INNER("process", COLUMN_CODE),
	INNER("entry", COLUMN_INT),
};

static const struct query queries[] = {
	{ QUERY("period", period), .is_one = true },
	{ QUERY("periods", periods), .from = "overview" },
	{ QUERY("frozen_pages", frozen_pages) },
	{ QUERY("counts", counts) },
	{ QUERY("changes", changes) },
	{ QUERY("obstacles", obstacles) },
	{ QUERY("removers", removers), .parent = "obstacles", .key = "obstacle" },
	{ QUERY("holders", holders) },
	{ QUERY("freers", freers) },
	{ QUERY("suggested", suggested) },
	{ QUERY("closings", closings) },
	{ QUERY("money", money), .is_one = true },
	{ QUERY("lowered", lowered) },
	{ QUERY("needs", needs) },
	{ QUERY("report", report), .is_one = true },
	{ QUERY("report_rows", report_rows), .is_whole = true },
};

static void fill_rows(struct fill *f, const struct report *r)
{
	struct table *t = fill_table(f, "report_rows", r->count);

	for (size_t i = 0; i < r->count; i++) {
		fill_int(t, i, "number", r->rows[i].number);
		fill_text(t, i, "title", r->rows[i].title);
		fill_text(t, i, "responsible", r->rows[i].responsible);
		fill_text(t, i, "process", r->rows[i].process);
		if (r->rows[i].entry >= 0)
			fill_int(t, i, "entry", r->rows[i].entry);
	}
	t->row_count = r->count;
}

/* The code is made of hashes, which SQL cannot make.  Nothing is there until something has been signed. */
static void fill(struct fill *f)
{
	const struct table *period_table = fill_found(f, "period");
	int64_t frozen = table_int(period_table, 0, "frozen");
	const char *sheet = frozen ? store_text(f->store, f->arena, "SELECT id FROM frozen WHERE number = ?", "i", frozen)
		: store_text(f->store, f->arena, "SELECT id FROM period WHERE code = ?", "t", table_text(period_table, 0, "period"));
	struct table *t = fill_table(f, "report", 1);
	struct hasher *h;
	struct report r;
	struct checkpoint c;
	const char *seal, *code;

	if (!sheet || report_read(f->store, f->arena, sheet, false, &r) || !r.count)
		return;
	fill_rows(f, &r);
	if (report_checkpoint(f->store, f->arena, report_checkpoint_size(f->store, sheet), &c))
		return;
	h = hasher_new();
	seal = report_seal(f->arena, h, &r, &c);
	code = report_code(f->arena, h, seal);
	fill_text(t, 0, "check_code", code);
	fill_int(t, 0, "checkpoint", (int64_t)c.size);
	fill_text(t, 0, "seal", arena_print(f->arena, "%s/verify?code=%s\n", seal, code));
	fill_text(t, 0, "row_period", r.period);
	t->row_count = 1;
	hasher_free(h);
}

const struct page page_council_page = { .name = "council_page", .path = "/council_page", .readers = READERS_SIGNED_IN,
	.inputs = inputs, .input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries),
	.main = "counts", .menu = 6, .fill = fill, .has_paper = true };
