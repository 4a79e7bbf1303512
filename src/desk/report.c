/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/report.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/csv.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/log_key.h"
#include "desk/receipt.h"
#include "kinds/object.h"
#include "pages/readers.h"
#include "pages/report.h"

/* What a report needs of one entry: the leaf, and perhaps one of its texts. */
struct need {
	int64_t seq;
	const char *field;
};

/* A report with all that is said in it. */
struct made {
	struct report report;
	const char *code, *evidence;
};

/* ------------------------------------------------------------------------------------------- evidence --- */

static int compare_needs(const void *a, const void *b)
{
	const struct need *p = a, *q = b;

	if (p->seq != q->seq)
		return p->seq < q->seq ? -1 : 1;
	return strcmp(q->field, p->field); /* the one that has a text comes first */
}

/* In the order of their numbers, each once; no entry says two of the texts. */
static size_t all_needs(struct arena *a, const struct report *r, struct need **out)
{
	struct need *all = ARENA_MANY(a, 1 + 6 * r->count, struct need);
	size_t count = 0, kept = 0;

	all[count++] = (struct need){ r->period_entry, "" };
	for (size_t i = 0; i < r->count; i++) {
		const struct report_row *row = &r->rows[i];
		const struct need some[] = { { row->sources.added, "" }, { row->sources.title, "title" }, { row->sources.responsible, "" },
			{ row->sources.name, "name" }, { row->entry, "" }, { row->sources.proposal, "" } };

		for (size_t k = 0; k < sizeof(some) / sizeof(some[0]); k++)
			if (some[k].seq >= 0)
				all[count++] = some[k];
	}
	qsort(all, count, sizeof(*all), compare_needs);
	for (size_t i = 0; i < count; i++)
		if (!kept || all[kept - 1].seq != all[i].seq)
			all[kept++] = all[i];
	*out = all;
	return kept;
}

static const struct fault *put_entry(struct proof_ground *g, struct arena *a, const struct actor *actor, const struct need *need,
	struct json *list)
{
	struct receipt r;
	struct json *one, *proof = js_array(a);
	const struct fault *f = proof_of(g, a, actor, need->seq, need->field, &r);

	if (f)
		return f;
	for (size_t i = 0; i < r.proof_count; i++)
		js_add(a, proof, js_text(a, merkle_hash_text(a, &r.proof[i])));
	one = receipt_extra(a, &r);
	js_set_int(a, one, "index", need->seq);
	js_set(a, one, "proof", proof);
	js_add(a, list, one);
	return NULL;
}

static struct json *sources_of(struct arena *a, const struct report *r)
{
	struct json *rows = js_array(a);

	for (size_t i = 0; i < r->count; i++) {
		const struct report_sources *s = &r->rows[i].sources;
		const int64_t seqs[] = { s->added, s->title, s->responsible, s->name, s->proposal };
		struct json *row = js_array(a);

		for (size_t k = 0; k < sizeof(seqs) / sizeof(seqs[0]); k++)
			js_add(a, row, js_int(a, seqs[k]));
		js_add(a, rows, row);
	}
	return rows;
}

/* The newest of the log's keys that signed the checkpoint. */
static const struct fault *signer_of(struct desk *d, struct arena *a, const struct proof_ground *g, const char **out)
{
	bool has_signed[LOG_KEYS_MAX];
	struct checkpoint cp;
	struct log_keys keys;
	const struct fault *f = log_key_all(d->store, a, d->hasher, &keys);

	if (!f)
		f = log_keys_verify(a, &keys, g->note, strlen(g->note), &cp, has_signed, NULL);
	for (size_t i = 0; !f && i < keys.count; i++)
		if (has_signed[i])
			*out = keys.all[i].text;
	return f;
}

static const struct fault *make_evidence(struct desk *d, struct arena *a, struct proof_ground *g, const struct actor *actor,
	struct made *out)
{
	struct json *doc = js_object(a), *entries = js_array(a);
	struct need *needs;
	size_t count = all_needs(a, &out->report, &needs);
	const char *vkey = NULL;
	const struct fault *f = signer_of(d, a, g, &vkey);
	struct out o;

	for (size_t i = 0; !f && i < count; i++)
		f = put_entry(g, a, actor, &needs[i], entries);
	if (f)
		return f;
	js_set_text(a, doc, "checkpoint", g->note);
	js_set(a, doc, "entries", entries);
	js_set_int(a, doc, "period", out->report.period_entry);
	js_set(a, doc, "rows", sources_of(a, &out->report));
	js_set_int(a, doc, "v", 1);
	js_set_text(a, doc, "vkey", vkey);
	out_init(&o, a, PAGE_MAX);
	js_write(&o, doc);
	out->evidence = base64url_from(a, out_cstr(&o), o.length);
	return out_full(&o) ? fault_new(a, FAULT_SYSTEM, __func__, "the evidence is larger than %zu bytes", o.max) : NULL;
}

static const struct fault *make(struct desk *d, struct arena *a, const struct actor *actor, const char *sheet, struct made *out)
{
	struct proof_ground g;
	const struct fault *f = proof_ground_open(d, a, report_checkpoint_size(d->store, sheet), &g);

	if (f && f->sort == FAULT_NOTHING)
		return fault_new(a, FAULT_BUSY, __func__, "nothing has been signed yet");
	if (!f)
		f = report_read(d->store, a, sheet, true, &out->report);
	if (!f && !out->report.count)
		return fault_new(a, FAULT_NOTHING, __func__, "there is nothing to report: no period has been opened");
	if (f)
		return f;
	out->code = report_code(a, d->hasher, report_seal(a, d->hasher, &out->report, &g.checkpoint));
	return make_evidence(d, a, &g, actor, out);
}

/* On one snapshot. */
static const struct fault *made_by(struct desk *d, struct arena *a, const struct actor *actor, const char *sheet, struct made *out)
{
	const struct fault *f;

	if (!(actor->roles & READERS_SIGNED_IN))
		return fault_new(a, FAULT_REFUSED, __func__, "reports are for those who are signed in");
	store_begin(d->store);
	f = make(d, a, actor, sheet, out);
	store_rollback(d->store);
	return f;
}

/* ------------------------------------------------------------------------------------------- files --- */

const char *report_sheet(struct desk *d, struct arena *a, const char *period, const char *frozen)
{
	if (frozen)
		return object_find(d->store, a, "council_page", frozen);
	return period ? object_find(d->store, a, "period", period) : "newest";
}

static void write_headings(struct arena *a, const struct catalogue *words, struct out *o)
{
	for (size_t i = 0; i < REPORT_COLUMNS; i++)
		csv_cell(o, catalogue_word(words, a, "column", report_columns[i]), i == 0, ',');
	out_text(o, "\r\n");
}

static const struct fault *too_large(struct arena *a, const struct out *o)
{
	return out_full(o) ? fault_new(a, FAULT_SYSTEM, "report", "the report is larger than %zu bytes", o->max) : NULL;
}

const struct fault *report_csv(struct desk *d, struct arena *a, const struct actor *actor, const struct catalogue *words,
	const char *sheet, struct out *o)
{
	struct made m = { .code = NULL };
	const struct fault *f = made_by(d, a, actor, sheet, &m);
	size_t length, piece;

	if (f)
		return f;
	write_headings(a, words, o);
	length = strlen(m.evidence);
	piece = (length + m.report.count - 1) / m.report.count;
	for (size_t i = 0; i < m.report.count; i++) {
		const struct report_row *row = &m.report.rows[i];
		size_t from = i * piece < length ? i * piece : length, rest = length - from;
		const char *cells[] = { m.report.period, arena_print(a, "%" PRId64, row->number), csv_guarded(a, row->title),
			csv_guarded(a, row->responsible), row->process,
			row->entry < 0 ? "" : arena_print(a, "%" PRId64, row->entry), m.code,
			arena_copy(a, m.evidence + from, rest < piece ? rest : piece) };

		for (size_t k = 0; k < sizeof(cells) / sizeof(cells[0]); k++)
			csv_cell(o, cells[k], k == 0, ',');
		out_text(o, "\r\n");
	}
	return too_large(a, o);
}

const struct fault *report_html(struct desk *d, struct arena *a, const struct actor *actor, const char *sheet, const char *html,
	size_t n, struct out *o)
{
	struct made m = { .code = NULL };
	const struct fault *f = made_by(d, a, actor, sheet, &m);
	const char *end = NULL;

	if (f)
		return f;
	for (const char *at = html; (at = strstr(at, "</body>")); at++)
		end = at;
	if (!end || !strstr(html, m.code))
		return fault_new(a, FAULT_BUSY, __func__, "something was written meanwhile");
	out_bytes(o, html, (size_t)(end - html));
	out_print(o, "<script type=\"text/plain\" id=\"fyr-evidence\">%s</script>\n", m.evidence);
	out_bytes(o, end, n - (size_t)(end - html));
	return too_large(a, o);
}
