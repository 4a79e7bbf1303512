/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/notes_file.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "doors/tell.h"
#include "kinds/passage.h"
#include "pages/refusals.h"

/* What is told of a document that was read: remarks, each about the field "file". */
static void add_remarks(struct refusals *r, const struct document *d)
{
	for (size_t i = 0; i < DOCUMENT_REMARKS; i++)
		if (d->remarks[i])
			refusal_note(r, document_remarks[i], "file", arena_print(r->arena, "%zu", d->remarks[i]));
}

static struct json *blocks_of(struct arena *a, const struct document *d)
{
	struct json *list = js_array(a);

	for (size_t i = 0; i < d->count; i++)
		js_add_pair(a, list, document_forms[d->blocks[i].form], d->blocks[i].text);
	return list;
}

/* ------------------------------------------------------------------------------------------- command --- */

/* Puts the blocks to the writer. */
static int put(const struct args *args, const struct document *d, struct refusals *r)
{
	const char *audience = args_pair(args, "audience");
	struct json *q = js_object(args->arena), *answer;
	int64_t passages;
	int code;

	js_set_text(args->arena, q, "op", "notes_import");
	if (args->as)
		js_set_text(args->arena, q, "as", args->as);
	js_set_text(args->arena, q, "meeting", args->words[2]);
	js_set_text(args->arena, q, "audience", audience ? audience : passage_audiences[PASSAGE_AUDIENCE_COUNCIL]);
	js_set(args->arena, q, "blocks", blocks_of(args->arena, d));
	code = tell_asked(args, args->words[1], q, &answer);
	if (code)
		return code;
	if (js_get(answer, "no"))
		return tell_fault(fault_new(args->arena, FAULT_REFUSED, __func__, "%s",
			catalogue_text(catalogue_get(args->language), "notes_import.no")));
	refusals_read(r, answer);
	passages = js_get_int(answer, "passages", 0);
	if (passages)
		printf("%s %lld\n", catalogue_text(catalogue_get(args->language), "notes_import.passages"), (long long)passages);
	return tell_refusals(args, r);
}

int notes_file_import(struct args *args)
{
	struct refusals r = { .arena = args->arena };
	struct workbook_problem why;
	struct document d;
	bool is_read = false;
	char *bytes;
	size_t n;
	const struct fault *f;

	if (args->word_count != 4)
		return tell_misuse(args);
	f = env_file_read(args->arena, args->env, args->words[3], FILE_MAX, &bytes, &n);
	if (!f)
		f = document_ask(args->arena, NULL, bytes, n, &d, &is_read, &why);
	if (f)
		return tell_fault(f);
	if (!is_read) {
		refuse_arg(&r, why.rule, "file", NULL, why.arg);
		return tell_refusals(args, &r);
	}
	add_remarks(&r, &d);
	if (!args->is_dry)
		return put(args, &d, &r);
	for (size_t i = 0; i < d.count; i++)
		printf("%s%s\n", i ? "\n" : "", passage_text_in_form(args->arena, document_forms[d.blocks[i].form], d.blocks[i].text));
	return tell_refusals(args, &r);
}

/* ------------------------------------------------------------------------------------------- web --- */

/* The page of the notes again, with what there is to say about the file. */
static void show(struct visit *v, const struct page_input *inputs, size_t count, const struct refusals *r, int status)
{
	visit_page(v, page_find("notes_draft"), inputs, count, NULL, 0, r, status);
}

static struct json *question_of(struct visit *v, const struct document *d)
{
	struct json *q = visit_question(v, "notes_import");
	const char *audience = request_form(v->request, "audience");

	js_set_text(v->arena, q, "meeting", request_query(v->request, "id"));
	js_set_text(v->arena, q, "audience", text_is_blank(audience) ? passage_audiences[PASSAGE_AUDIENCE_COUNCIL] : audience);
	js_set(v->arena, q, "blocks", blocks_of(v->arena, d));
	return q;
}

static void put_document(struct visit *v, const struct page_input *inputs, size_t count, const struct document *d)
{
	struct refusals r = { .arena = v->arena };
	struct json *answer;
	int status;

	answer = visit_offer(v, question_of(v, d), &r, &status);
	if (!answer && status)
		show(v, inputs, count, &r, status);
	if (!answer)
		return;
	if (js_get(answer, "no")) {
		visit_problem(v, 403, "problem.role");
		return;
	}
	r = (struct refusals){ .arena = v->arena };
	if (js_get_int(answer, "passages", 0))
		refusal_note(&r, "notes_import.kept", "file",
			arena_print(v->arena, "%lld", (long long)js_get_int(answer, "passages", 0)));
	add_remarks(&r, d);
	refusals_read(&r, answer);
	show(v, inputs, count, &r, refused(&r) ? 422 : 200);
}

void visit_notes_file(struct visit *v, const struct http_pair *file, const struct page_input *inputs, size_t count)
{
	struct refusals r = { .arena = v->arena };
	struct workbook_problem why = { "notes_import.no_file", NULL };
	const struct fault *f = NULL;
	struct document d;
	bool is_read = false, is_sent = file->length || !text_is_blank(file->filename);

	if (is_sent && !visit_reading_begin(v->web)) {
		visit_problem(v, 503, "problem.busy");
		return;
	}
	if (is_sent) {
		f = document_ask(v->arena, NULL, file->value, file->length, &d, &is_read, &why);
		visit_reading_end(v->web);
	}
	if (f) {
		visit_problem(v, 500, "problem.fault");
	} else if (is_read) {
		put_document(v, inputs, count, &d);
	} else {
		refuse_arg(&r, why.rule, "file", NULL, why.arg);
		show(v, inputs, count, &r, 422);
	}
}
