/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/report.h"

#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/out.h"
#include "ledger/merkle.h"

const char *const report_columns[REPORT_COLUMNS] = { "period", "number", "title", "responsible", "process", "entry", "check_code",
	"proof" };

/* ?1 the sheet, ?2 the last entry whose changes of a measure's state it can show.  Measures know what they are now; only what
 * has changed since is looked for in the log. */
static const char rows_sql[] =
	"SELECT l.number, text(l.title_text, 'title'), text(l.responsible_text, 'name'), l.process, l.status, o.seq, l.title_text,"
	"	l.responsible_text,"
	"	CASE WHEN l.process NOT IN ('red', 'paused', 'completed') THEN NULL"
	"		WHEN m.state_seq <= ?2 AND m.state = iif(l.process = 'red', 'closed', l.process) THEN m.state_seq"
	"		ELSE (SELECT max(seq) FROM log WHERE obj = m.id AND seq <= ?2 AND kind = CASE l.process"
	"			WHEN 'red' THEN 'closing_seconded' WHEN 'paused' THEN 'measure_paused' ELSE 'measure_completed' END) END,"
	"	(SELECT c.proposal FROM closing AS c WHERE c.measure = m.id AND l.process = 'red'), m.id"
	" FROM council_page_light AS l JOIN measure AS m ON m.number = l.number JOIN object AS o ON o.id = m.id"
	" WHERE l.sheet = ?1 ORDER BY l.number";

/* Which entry last said who is responsible for ?1, up to ?2: no table keeps that. */
static const char responsible_sql[] =
	"SELECT max(g.seq) FROM log AS g INDEXED BY log_kind JOIN entry AS e ON e.seq = g.seq"
	" WHERE g.kind IN ('measure_added', 'measure_changed') AND g.obj = ?1 AND g.seq <= ?2"
	"	AND json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.responsible') IS NOT NULL";

static int64_t seq_in(const struct rows *r, int column)
{
	return rows_type(r, column) == STORE_INT ? rows_int(r, column) : -1;
}

static const char *text_in(const struct rows *r, struct arena *a, int column)
{
	return rows_type(r, column) == STORE_TEXT ? rows_text(r, a, column) : NULL;
}

static struct report_row read_row(const struct rows *r, struct arena *a)
{
	struct report_row row = { .number = rows_int(r, 0), .title = text_in(r, a, 1), .responsible = text_in(r, a, 2),
		.process = rows_text(r, a, 3), .entry = seq_in(r, 4), .measure = rows_text(r, a, 10),
		.sources = { .added = seq_in(r, 5), .title = seq_in(r, 6), .responsible = -1, .name = seq_in(r, 7),
		.proposal = seq_in(r, 9) } };

	if (row.entry < 0)
		row.entry = seq_in(r, 8);
	return row;
}

static void read_rows(struct store *s, struct arena *a, const char *sheet, int64_t last, struct report *out)
{
	struct rows r = store_ask(s, rows_sql, "ti", sheet, last);
	size_t room = 0;

	while (rows_next(&r)) {
		if (out->count == room) {
			struct report_row *more = ARENA_MANY(a, room = room ? room * 2 : 64, struct report_row);

			if (out->count)
				memcpy(more, out->rows, out->count * sizeof(*more));
			out->rows = more;
		}
		out->rows[out->count++] = read_row(&r, a);
	}
	rows_end(&r);
}

const struct fault *report_read(struct store *s, struct arena *a, const char *sheet, bool has_sources, struct report *out)
{
	struct report report = { .period_entry = -1 };
	int64_t upto = store_int(s, INT64_MAX, "SELECT seq FROM frozen WHERE id = ?", "t", sheet), closed = INT64_MAX;
	struct rows r = store_ask(s, "SELECT code, opened_seq, closed_seq FROM period"
		" WHERE code = (SELECT period FROM council_page WHERE sheet = ?)", "t", sheet);

	if (rows_next(&r)) {
		report.period = rows_text(&r, a, 0);
		report.period_entry = rows_int(&r, 1);
		closed = rows_type(&r, 2) == STORE_INT ? rows_int(&r, 2) : INT64_MAX;
		rows_end(&r);
		read_rows(s, a, sheet, closed < upto ? closed : upto, &report);
	}
	for (size_t i = 0; has_sources && i < report.count; i++)
		report.rows[i].sources.responsible = store_int(s, -1, responsible_sql, "ti", report.rows[i].measure, upto);
	if (!store_fault(s))
		*out = report;
	return store_fault(s);
}

int64_t report_checkpoint_size(struct store *s, const char *sheet)
{
	int64_t frozen = store_int(s, -1, "SELECT seq FROM frozen WHERE id = ?", "t", sheet);

	return frozen < 0 ? store_int(s, -1, "SELECT max(size) FROM checkpoint", "")
		: store_int(s, -1, "SELECT min(size) FROM checkpoint WHERE size > ?", "i", frozen);
}

const struct fault *report_checkpoint(struct store *s, struct arena *a, int64_t size, struct checkpoint *out)
{
	const char *text = store_text(s, a, "SELECT note FROM checkpoint WHERE size = ?", "i", size);
	struct note note;
	const struct fault *f = store_fault(s);

	if (!f && !text)
		f = fault_new(a, FAULT_NOTHING, __func__, "nothing has been signed yet");
	if (!f)
		f = note_parse(a, text, strlen(text), &note);
	return f ? f : checkpoint_from(a, note.text, out);
}

const char *report_rows_line(struct arena *a, const struct report *r)
{
	struct json *line = js_object(a), *rows = js_array(a);
	struct out o;

	js_set_text(a, line, "period", r->period);
	for (size_t i = 0; i < r->count; i++) {
		const struct report_row *row = &r->rows[i];
		struct json *cells = js_array(a);

		js_add(a, cells, js_int(a, row->number));
		js_add(a, cells, js_text(a, row->title));
		js_add(a, cells, js_text(a, row->responsible));
		js_add(a, cells, js_text(a, row->process));
		js_add(a, cells, row->entry < 0 ? js_text(a, NULL) : js_int(a, row->entry));
		js_add(a, rows, cells);
	}
	js_set(a, line, "rows", rows);
	out_init(&o, a, PAGE_MAX);
	js_write(&o, line);
	return out_cstr(&o);
}

const char *report_seal(struct arena *a, struct hasher *h, const struct report *r, const struct checkpoint *c)
{
	const char *rows = report_rows_line(a, r);
	struct hash hash = hash_of(h, rows, strlen(rows), NULL, 0, NULL, 0);

	return arena_print(a, "fyr-report/v1\n%s%s\n", checkpoint_text(a, c), merkle_hash_text(a, &hash));
}

const char *report_code(struct arena *a, struct hasher *h, const char *seal)
{
	struct hash hash = hash_of(h, seal, strlen(seal), NULL, 0, NULL, 0);

	return short_code(a, &hash);
}
