/* SPDX-License-Identifier: EUPL-1.2 */
#include <inttypes.h>
#include <stdint.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "desk/attest.h"
#include "view/format.h"

enum { SOURCES = 5 };

/* One report being proven. */
struct proving {
	struct arena *arena;
	struct hasher *hasher;
	const struct catalogue *words;
	struct report *report;
	const struct json *doc;
	struct checkpoint checkpoint;
	struct receipt_proven *proven; /* by number */
	size_t count;
	const char *period;            /* the period's id */
	size_t unstated;               /* numbers that no entry states */
	size_t hidden;                 /* titles and names that were erased */
};

static const struct fault *broken(const struct proving *p, const char *why)
{
	return fault_new(p->arena, FAULT_DAMAGED, "report", "the report's evidence: %s", why);
}

static const struct fault *row_broken(const struct proving *p, const struct report_row *row, const char *why)
{
	return fault_new(p->arena, FAULT_DAMAGED, "report", "measure %" PRId64 " in the report: %s", row->number, why);
}

/* ------------------------------------------------------------------------------------------- entries --- */

static bool proof_from(struct proving *p, const struct json *list, struct receipt *r)
{
	struct hash *proof = ARENA_MANY(p->arena, MERKLE_PROOF_MAX, struct hash);

	if (!list || list->type != JS_ARRAY || list->count > MERKLE_PROOF_MAX)
		return false;
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i]->type != JS_TEXT || !merkle_hash_from(list->items[i]->text, &proof[i]))
			return false;
	r->proof = proof;
	r->proof_count = list->count;
	return true;
}

static const struct fault *prove_entries(struct proving *p)
{
	const struct json *list = js_get(p->doc, "entries");
	int64_t before = -1;

	if (!list || list->type != JS_ARRAY)
		return broken(p, "it has no entries");
	p->proven = ARENA_MANY(p->arena, list->count, struct receipt_proven);
	for (; p->count < list->count; p->count++) {
		const struct json *one = list->items[p->count];
		int64_t index = js_get_int(one, "index", -1);
		struct receipt r = { .index = (uint64_t)index };
		const struct fault *f;

		if (index <= before || one->count != 4 || !receipt_from_extra(p->arena, one, &r)
			|| !proof_from(p, js_get(one, "proof"), &r))
			return broken(p, "an entry is not written as it must be");
		before = index;
		f = receipt_prove(p->arena, p->hasher, &r, &p->checkpoint, "", &p->proven[p->count]);
		if (f)
			return f;
	}
	return NULL;
}

static const struct receipt_proven *entry_at(const struct proving *p, int64_t seq)
{
	size_t low = 0, high = p->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (p->proven[middle].entry.seq < seq)
			low = middle + 1;
		else
			high = middle;
	}
	return low < p->count && p->proven[low].entry.seq == seq ? &p->proven[low] : NULL;
}

static bool is_of(const struct receipt_proven *e, const char *kind, const char *obj)
{
	return e && !strcmp(e->entry.kind, kind) && (!obj || !strcmp(e->entry.obj, obj));
}

/* What an entry says in a typed field; NULL when that is not disclosed. */
static const char *text_said(const struct receipt_proven *e, const char *field)
{
	for (size_t i = 0; i < e->text_count; i++)
		if (!strcmp(e->texts[i].field, field))
			return e->texts[i].value;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- rows --- */

static const struct fault *prove_who(struct proving *p, const struct report_row *row, const char *measure)
{
	const struct report_sources *s = &row->sources;
	const struct receipt_proven *title = entry_at(p, s->title), *who = entry_at(p, s->responsible), *name = entry_at(p, s->name);

	if (!is_of(title, "measure_added", measure) && !is_of(title, "measure_changed", measure))
		return row_broken(p, row, "the entry of its title is another's");
	if (!js_get_text(title->entry.f, "title") || !text_equal(text_said(title, "title"), row->title))
		return row_broken(p, row, "the title is not what the book says");
	if (!is_of(who, "measure_added", measure) && !is_of(who, "measure_changed", measure))
		return row_broken(p, row, "the entry of who is responsible is another's");
	if (!js_get_text(who->entry.d, "responsible") || !is_of(name, "organisation_set", js_get_text(who->entry.d, "responsible")))
		return row_broken(p, row, "another organisation is responsible");
	if (!js_get_text(name->entry.f, "name") || !text_equal(text_said(name, "name"), row->responsible))
		return row_broken(p, row, "the organisation's name is not what the book says");
	p->hidden += (size_t)!row->title + (size_t)!row->responsible;
	return NULL;
}

/* The rule of two persons (kinds/two_person.h), as far as a report needs it. */
static bool is_seconded(const struct proving *p, const struct report_row *row, const struct receipt_proven *second,
	const char *measure)
{
	const struct receipt_proven *proposal = entry_at(p, row->sources.proposal);

	return is_of(second, "closing_seconded", measure) && is_of(proposal, "closing_proposed", measure)
		&& strcmp(second->entry.by, proposal->entry.by) != 0
		&& text_equal(second->entry.ref, arena_print(p->arena, "%" PRId64 ":%s", proposal->entry.seq, proposal->entry.hash));
}

static const struct fault *prove_light(struct proving *p, const struct report_row *row, const char *measure)
{
	const struct receipt_proven *e = entry_at(p, row->entry);
	bool is_silent = !strcmp(row->process, "none") || !strcmp(row->process, "not_started"), holds;

	if (is_silent || row->entry < 0)
		return is_silent && row->entry < 0 ? NULL : row_broken(p, row, "its status rests on no entry");
	if (!strcmp(row->process, "red"))
		holds = is_seconded(p, row, e, measure);
	else if (!strcmp(row->process, "paused") || !strcmp(row->process, "completed"))
		holds = is_of(e, arena_print(p->arena, "measure_%s", row->process), measure);
	else
		holds = is_of(e, "status_reported", measure) && text_equal(js_get_text(e->entry.d, "process"), row->process)
			&& text_equal(js_get_text(e->entry.d, "period"), p->period);
	return holds ? NULL : row_broken(p, row, "its status is not what the book says");
}

static bool sources_from(const struct json *list, struct report_sources *out)
{
	int64_t *const to[SOURCES] = { &out->added, &out->title, &out->responsible, &out->name, &out->proposal };

	if (list->type != JS_ARRAY || list->count != SOURCES)
		return false;
	for (size_t i = 0; i < SOURCES; i++) {
		if (list->items[i]->type != JS_INT)
			return false;
		*to[i] = list->items[i]->number;
	}
	return true;
}

static const struct fault *prove_row(struct proving *p, struct report_row *row)
{
	const struct receipt_proven *added = entry_at(p, row->sources.added);
	const struct fault *f;
	int64_t stated;

	if (!is_of(added, "measure_added", NULL))
		return row_broken(p, row, "no entry added it");
	stated = js_get_int(added->entry.d, "number", -1);
	if (stated >= 0 && stated != row->number)
		return row_broken(p, row, "it has another number");
	p->unstated += stated < 0;
	f = prove_who(p, row, added->entry.obj);
	return f ? f : prove_light(p, row, added->entry.obj);
}

static const struct fault *prove_rows(struct proving *p)
{
	const struct json *list = js_get(p->doc, "rows");
	const struct receipt_proven *period = entry_at(p, js_get_int(p->doc, "period", -1));
	const struct fault *f = NULL;

	if (!list || list->type != JS_ARRAY || list->count != p->report->count)
		return broken(p, "it is of another number of rows");
	if (!is_of(period, "period_opened", NULL) || !text_equal(js_get_text(period->entry.d, "code"), p->report->period))
		return broken(p, "the period is not what the book says");
	p->period = period->entry.obj;
	for (size_t i = 0; !f && i < p->report->count; i++) {
		struct report_row *row = &p->report->rows[i];

		if (i && row->number <= row[-1].number)
			return row_broken(p, row, "it stands twice, or in another place");
		f = sources_from(list->items[i], &row->sources) ? prove_row(p, row) : broken(p, "a row's entries are not numbers");
	}
	/* Where no entry states a number, one measure could stand under two. */
	for (size_t i = 0; !f && i < p->report->count; i++)
		for (size_t j = 0; j < i; j++)
			if (p->report->rows[i].sources.added == p->report->rows[j].sources.added)
				return row_broken(p, &p->report->rows[i], "it stands twice");
	return f;
}

/* ------------------------------------------------------------------------------------------- answer --- */

static const char *count_of(const struct proving *p, const char *process, size_t *out_silent)
{
	size_t count = 0;

	for (size_t i = 0; i < p->report->count; i++)
		count += !strcmp(p->report->rows[i].process, process);
	if (!strcmp(process, "none") || !strcmp(process, "not_started"))
		*out_silent += count;
	return count ? arena_print(p->arena, "%s %zu", catalogue_word(p->words, p->arena, "process_short", process), count) : NULL;
}

static const char *say_number(struct proving *p, const char *key, size_t count)
{
	const char *value = arena_print(p->arena, "%zu", count);

	return catalogue_fill(p->words, p->arena, key, &value, 1);
}

static void tell(struct proving *p, const char *code, const char *key_words, const char *cosigned, struct attested *out)
{
	static const char *const order[] = { "green", "yellow", "red", "none", "completed", "paused", "not_started" };
	const char *values[] = { arena_print(p->arena, "%zu", p->report->count),
		format_date(p->arena, p->words, p->report->period), code, p->checkpoint.origin,
		arena_print(p->arena, "%" PRIu64, p->checkpoint.size), key_words };
	const char **lines = ARENA_MANY(p->arena, 6, const char *), *counts = "";
	size_t at = 0, silent = 0;

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		const char *one = count_of(p, order[i], &silent);

		counts = one ? arena_print(p->arena, "%s%s%s", counts, *counts ? ", " : "", one) : counts;
	}
	out->proven = catalogue_fill(p->words, p->arena, "verify.report_holds", values, 6);
	out->not_proven = catalogue_text(p->words, "verify.report_not");
	lines[at++] = catalogue_fill(p->words, p->arena, "verify.counts", &counts, 1);
	lines[at++] = cosigned;
	if (silent)
		lines[at++] = say_number(p, "verify.silent", silent);
	if (p->hidden)
		lines[at++] = say_number(p, "verify.erased", p->hidden);
	if (p->unstated)
		lines[at++] = say_number(p, "verify.unstated", p->unstated);
	out->lines = lines;
	out->data = js_object(p->arena);
	js_set_text(p->arena, out->data, "code", code);
	js_set_text(p->arena, out->data, "origin", p->checkpoint.origin);
	js_set_text(p->arena, out->data, "period", p->report->period);
	js_set_int(p->arena, out->data, "rows", (int64_t)p->report->count);
	js_set_int(p->arena, out->data, "size", (int64_t)p->checkpoint.size);
	js_set_int(p->arena, out->data, "unproven", (int64_t)(silent + p->hidden + p->unstated));
}

/* The evidence's JSON in its one spelling. */
static const struct json *evidence_from(struct arena *a, const char *text)
{
	size_t room = strlen(text), n;
	char *bytes = arena_get(a, room + 1);
	const struct json *doc = base64url_to(text, bytes, room, &n) && strlen(bytes) == n ? js_read_line(a, bytes, n) : NULL;

	return doc && doc->type == JS_OBJECT && doc->count == 6 && js_get_int(doc, "v", 0) == 1 && js_get_text(doc, "checkpoint")
		&& js_get_text(doc, "vkey") ? doc : NULL;
}

const struct fault *attest_report(struct arena *a, struct hasher *h, const struct catalogue *words, const struct trust *trust,
	const char *bytes, size_t n, bool is_csv, struct attested *out)
{
	struct report_file file;
	struct proving p = { .arena = a, .hasher = h, .words = words, .report = &file.report };
	struct log_keys named = { .count = 0 };
	const char *cosigned, *vkey, *key_words;
	const struct fault *f = report_file_read(a, bytes, n, is_csv, &file);

	if (f)
		return f;
	p.doc = evidence_from(a, file.evidence);
	if (!p.doc)
		return broken(&p, "it is not written as it must be");
	vkey = js_get_text(p.doc, "vkey");
	if (!log_keys_add(a, h, &named, vkey, 0))
		return broken(&p, "it names no key");
	f = attest_checkpoint(a, words, trust, &named, js_get_text(p.doc, "checkpoint"), &p.checkpoint, &cosigned);
	if (!f && trust->keys)
		f = attest_checkpoint(a, words, trust, trust->keys, js_get_text(p.doc, "checkpoint"), &p.checkpoint, &cosigned);
	if (f)
		return f;
	if (strcmp(file.code, report_code(a, h, report_seal(a, h, &file.report, &p.checkpoint))) != 0)
		return fault_new(a, FAULT_DAMAGED, "report", "the rows do not give the code %s", file.code);
	f = prove_entries(&p);
	if (!f)
		f = prove_rows(&p);
	if (f)
		return f;
	key_words = trust->keys ? catalogue_text(words, "verify.key_given") : catalogue_fill(words, a, "verify.key_own", &vkey, 1);
	tell(&p, file.code, key_words, attest_cosigned(a, words, cosigned), out);
	return NULL;
}
