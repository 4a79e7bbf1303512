/* SPDX-License-Identifier: EUPL-1.2 */
#include "pages/report.h"

#include <string.h>

#include "base/json.h"
#include "base/limits.h"
#include "base/out.h"
#include "ledger/merkle.h"

/* ?1 the sheet, ?2 and ?3: entries up to these are asked for who is responsible, and for the measure's state. */
static const char rows_sql[] =
	"SELECT l.number, text(l.title_text, 'title'), text(l.responsible_text, 'name'), l.process, l.status,"
	"	(SELECT min(seq) FROM log WHERE obj = m.id AND kind = 'measure_added'), l.title_text,"
	"	(SELECT max(g.seq) FROM log AS g JOIN entry AS e ON e.seq = g.seq WHERE g.obj = m.id AND g.seq <= ?2"
	"		AND g.kind IN ('measure_added', 'measure_changed')"
	"		AND json_extract(substr(e.leaf, 1, instr(e.leaf, char(10)) - 1), '$.d.responsible') IS NOT NULL),"
	"	l.responsible_text,"
	"	(SELECT max(seq) FROM log WHERE obj = m.id AND seq <= ?3 AND kind = CASE l.process WHEN 'red' THEN 'closing_seconded'"
	"		WHEN 'paused' THEN 'measure_paused' WHEN 'completed' THEN 'measure_completed' END),"
	"	(SELECT c.proposal FROM closing AS c WHERE c.measure = m.id AND l.process = 'red')"
	" FROM council_page_light AS l JOIN measure AS m ON m.number = l.number WHERE l.sheet = ?1 ORDER BY l.number";

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
		.process = rows_text(r, a, 3), .entry = seq_in(r, 4), .sources = { .added = seq_in(r, 5), .title = seq_in(r, 6),
		.responsible = seq_in(r, 7), .name = seq_in(r, 8), .proposal = seq_in(r, 10) } };

	if (row.entry < 0)
		row.entry = seq_in(r, 9);
	return row;
}

const struct fault *report_read(struct store *s, struct arena *a, const char *sheet, struct report *out)
{
	struct report report = { .period_entry = -1 };
	int64_t upto = store_int(s, INT64_MAX, "SELECT seq FROM frozen WHERE id = ?", "t", sheet), closed = INT64_MAX;
	struct rows r = store_ask(s, "SELECT code, opened_seq, closed_seq FROM period"
		" WHERE code = (SELECT period FROM council_page WHERE sheet = ?)", "t", sheet);
	size_t room = 0;

	if (rows_next(&r)) {
		report.period = rows_text(&r, a, 0);
		report.period_entry = rows_int(&r, 1);
		closed = rows_type(&r, 2) == STORE_INT ? rows_int(&r, 2) : INT64_MAX;
		rows_end(&r);
	}
	r = store_ask(s, rows_sql, "tii", sheet, upto, closed < upto ? closed : upto);
	while (report.period && rows_next(&r)) {
		if (report.count == room) {
			struct report_row *more = ARENA_MANY(a, room = room ? room * 2 : 64, struct report_row);

			if (report.count)
				memcpy(more, report.rows, report.count * sizeof(*more));
			report.rows = more;
		}
		report.rows[report.count++] = read_row(&r, a);
	}
	rows_end(&r);
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
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	struct hash hash = hash_of(h, seal, strlen(seal), NULL, 0, NULL, 0);
	char *code = arena_get(a, 20), *to = code;
	unsigned bits = 0, held = 0, written = 0;

	for (int i = 0; i < REPORT_CODE_BYTES; i++) {
		held = (held << 8 | hash.bytes[i]) & 0xFFFF;
		for (bits += 8; bits >= 5; bits -= 5) {
			if (written && written % 4 == 0)
				*to++ = '-';
			*to++ = letters[held >> (bits - 5) & 31];
			written++;
		}
	}
	return code;
}
