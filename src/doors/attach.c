/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/attach.h"

#include <stdio.h>
#include <string.h>

#include "attachment/attachment.h"
#include "base/hash.h"
#include "base/text.h"
#include "desk/service.h"
#include "doors/tell.h"
#include "guard/identity.h"

static bool is_identity(const char *text)
{
	struct identity_hit hit;

	return identity_find(text, &hit) == IDENTITY_REFUSE;
}

/* What is in a document, and what a file tells of itself, is text that somebody typed. */
static bool holds_identity(const struct attachment *file)
{
	bool is_found = is_identity(file->text);

	for (size_t i = 0; i < file->told_count; i++)
		is_found |= is_identity(file->told[i].words);
	return is_found;
}

/* Reads the file, or refuses it as the field's.  Faults: as attachment_ask. */
static const struct fault *look_through(struct arena *a, const char *field, const char *bytes, size_t n, struct refusals *r,
	struct attachment *out)
{
	struct workbook_problem why = { NULL, NULL };
	bool is_read = false;
	const struct fault *f = attachment_ask(a, NULL, bytes, n, out, &is_read, &why);

	if (f)
		return f;
	if (!is_read)
		refuse(r, why.rule, field, NULL);
	else if (holds_identity(out))
		refuse(r, "attachment.identity", field, "GDPR art. 87; lag (2018:218) 3 kap. 10 §");
	return NULL;
}

/* ------------------------------------------------------------------------------------------- web --- */

/* The file that was chosen, else the one that the form brought back; NULL: neither. */
static const struct http_pair *sent_file(const struct request *request, const char *name)
{
	const struct http_pair *kept = NULL;

	for (size_t i = 0; i < request->form_count; i++) {
		const struct http_pair *pair = &request->form[i];

		if (strcmp(pair->name, name) != 0)
			continue;
		if (pair->filename && (pair->length || *pair->filename))
			return pair;
		if (!pair->filename && pair->length)
			kept = pair;
	}
	return kept;
}

/* The form without any file, and with the one given, NULL for none. */
static void put_file(struct visit *v, const char *name, const char *text)
{
	struct request *r = v->request;
	size_t kept = 0;

	for (size_t i = 0; i < r->form_count; i++)
		if (strcmp(r->form[i].name, name) != 0)
			r->form[kept++] = r->form[i];
	/* Whoever has sent none has sent one pair less. */
	if (text && kept < r->form_count)
		r->form[kept++] = (struct http_pair){ .name = name, .value = text, .length = strlen(text) };
	r->form_count = kept;
}

static void show_refused(struct visit *v, const struct kind *k, const struct refusals *r, int status)
{
	struct json *answer = js_object(v->arena);

	if (v->format != SHOW_JSON) {
		visit_form_again(v, k, r, status);
		return;
	}
	js_set(v->arena, answer, "refusals", service_refusals(v->arena, r));
	visit_json(v, answer, status);
}

static const struct json *made_of(struct visit *v, const struct attachment *file)
{
	struct json *made = js_object(v->arena), *one = js_object(v->arena), *told = js_array(v->arena);
	struct hash hash = hash_of(v->desk->hasher, file->bytes, file->n, NULL, 0, NULL, 0);

	for (size_t i = 0; i < file->told_count; i++)
		js_add_pair(v->arena, told, file->told[i].what, file->told[i].words);
	js_set_text(v->arena, one, "type", attachment_types[file->sort].ending);
	js_set_int(v->arena, one, "size", (int64_t)file->n);
	js_set_text(v->arena, one, "sha256", hex_from(v->arena, hash.bytes, HASH_BYTES));
	js_set(v->arena, one, "told", told);
	js_set(v->arena, made, "file", one);
	return made;
}

/* The act as it would be written, judged by the writer and undone; then shown once more with what the file tells. */
static void show_look(struct visit *v, const struct kind *k, const struct attachment *file)
{
	struct json *q = visit_write_question(v, k), *answer;
	struct refusals r;
	int status;

	js_set(v->arena, q, "dry", js_bool(v->arena, true));
	answer = visit_offer(v, q, &r, &status);
	if (!answer && status)
		visit_form_again(v, k, &r, status);
	if (!answer)
		return;
	visit_refusals(v, answer, &r);
	if (refused(&r)) {
		visit_form_again(v, k, &r, visit_refused_status(answer));
		return;
	}
	v->made = made_of(v, file);
	visit_form_again(v, k, NULL, 0);
}

static bool read_sent(struct visit *v, const struct kind *k, const struct http_pair *sent, struct attachment *out)
{
	struct refusals r = { .arena = v->arena };
	const char *name = kind_file(k)->name, *bytes = sent->value;
	size_t n = sent->length;
	const struct fault *f;

	if (!sent->filename) {
		char *kept = arena_get(v->arena, ATTACHMENT_BYTES_MAX + 1);

		if (!base64url_to(sent->value, kept, ATTACHMENT_BYTES_MAX, &n))
			n = 0;
		bytes = kept;
	}
	if (!visit_reading_begin(v->web)) {
		visit_problem(v, 503, "problem.busy");
		return false;
	}
	f = look_through(v->arena, name, bytes, n, &r, out);
	visit_reading_end(v->web);
	if (f) {
		visit_problem(v, 500, "problem.fault");
	} else if (refused(&r)) {
		put_file(v, name, NULL);
		show_refused(v, k, &r, 422);
	}
	return !f && !refused(&r);
}

bool attach_web(struct visit *v, const struct kind *k)
{
	const struct field *field = kind_file(k);
	const struct http_pair *sent = field ? sent_file(v->request, field->name) : NULL;
	bool is_looked_at = sent && !sent->filename && request_form(v->request, "looked");
	struct attachment *file;

	if (!field)
		return false;
	/* Nobody but who may write it makes this machine read a file. */
	if (!visit_know(v))
		return true;
	if (!v->session) {
		visit_sign_in_first(v, v->request->target);
		return true;
	}
	if (!sent || !(v->actor.roles & k->writers)) {
		put_file(v, field->name, NULL);
		return false;
	}
	file = ARENA_NEW(v->arena, struct attachment);
	if (!read_sent(v, k, sent, file))
		return true;
	put_file(v, field->name, base64url_from(v->arena, file->bytes, file->n));
	if (v->format == SHOW_JSON || is_looked_at || request_form(v->request, "draft") || request_form(v->request, "change"))
		return false;
	show_look(v, k, file);
	return true;
}

/* ------------------------------------------------------------------------------------------- command --- */

static void tell_told(const struct args *args, const struct attachment *file)
{
	const struct catalogue *words = catalogue_get(args->language);

	for (size_t i = 0; i < file->told_count; i++)
		fprintf(stderr, "fyr: %s%s%s\n", catalogue_word(words, args->arena, "attachment_told", file->told[i].what),
			*file->told[i].words ? ": " : "", file->told[i].words);
}

static int read_path(struct args *args, const struct field *field, struct given *pair)
{
	struct refusals r = { .arena = args->arena };
	struct attachment *file = ARENA_NEW(args->arena, struct attachment);
	const struct fault *f;
	char *bytes;
	size_t n;

	f = env_file_read(args->arena, args->env, pair->value, SENT_FILE_MAX, &bytes, &n);
	if (!f)
		f = look_through(args->arena, field->name, bytes, n, &r, file);
	if (f)
		return tell_fault(f);
	if (tell_refusals(args, &r))
		return FAULT_REFUSED;
	tell_told(args, file);
	pair->value = base64url_from(args->arena, file->bytes, file->n);
	return 0;
}

int attach_args(struct args *args, const struct kind *k)
{
	const struct field *field = k ? kind_file(k) : NULL;
	int code = 0;

	for (size_t i = 0; field && !code && i < args->pair_count; i++)
		if (!strcmp(args->pairs[i].name, field->name))
			code = read_path(args, field, &args->pairs[i]);
	return code;
}
