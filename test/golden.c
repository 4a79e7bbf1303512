/* SPDX-License-Identifier: EUPL-1.2
 *
 * Golden files: who may open, write and read what, which addresses there are, what each kind asks for and how far each
 * column is spread; one line a fact, so that a change of any of them shows in review.
 *
 *   golden DIR             compares the program with DIR/routes.txt, rights.txt, kinds.txt and labels.txt (TAP)
 *   golden --update DIR    writes them anew: read the difference before it is committed
 */
#include <assert.h>

#include "base/env.h"
#include "base/limits.h"
#include "base/out.h"
#include "pages/page.h"
#include "tap.h"

static const char *const input_types[] = { [INPUT_WORD] = "word", [INPUT_INT] = "int", [INPUT_OBJECT] = "object",
	[INPUT_SINCE] = "since", [INPUT_UNTIL] = "until" };
static const char *const field_types[] = { [FIELD_LINE] = "line", [FIELD_TEXT] = "text", [FIELD_FILE] = "file",
	[FIELD_CODE] = "code",
	[FIELD_WORD] = "word", [FIELD_DATE] = "date", [FIELD_INT] = "int", [FIELD_MONEY] = "money", [FIELD_DECIMAL] = "decimal",
	[FIELD_BOOL] = "bool", [FIELD_REF] = "ref", [FIELD_ENTRY] = "entry" };
static const char *const column_types[] = { [COLUMN_TEXT] = "text", [COLUMN_CODE] = "code", [COLUMN_ID] = "id",
	[COLUMN_INT] = "int", [COLUMN_BOOL] = "bool", [COLUMN_DATE] = "date", [COLUMN_DAY] = "day", [COLUMN_TIME] = "time",
	[COLUMN_CLOCK] = "clock", [COLUMN_MONEY] = "money", [COLUMN_DECIMAL] = "decimal", [COLUMN_JSON] = "json" };
static const char *const stages[] = { [STAGE_NONE] = "none", [STAGE_PROPOSED] = "proposed", [STAGE_SECONDED] = "seconded",
	[STAGE_STOPPED] = "stopped", [STAGE_WITHDRAWN] = "withdrawn", [STAGE_EXPIRED] = "expired" };

/* One line for each role of the set: "open plan coordinator". */
static void write_roles(struct out *o, const char *verb, const char *what, unsigned roles)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (roles & (1u << i))
			out_print(o, "%s %s %s\n", verb, what, role_names[i]);
}

static void write_codes(struct out *o, const char *of, const char *const *codes)
{
	for (; codes && *codes; codes++)
		out_print(o, "%s code %s\n", of, *codes);
}

static void write_routes(struct out *o, struct arena *a)
{
	for (size_t i = 0; i < page_count; i++) {
		const struct page *p = pages[i];

		out_print(o, "%s path %s\n", p->name, p->path);
		out_print(o, "%s formats html%s%s text%s%s%s%s\n", p->name, p->is_form ? "" : " json", !p->is_form && p->main ? " csv" : "",
			p->has_paper ? " pdf txt" : "", p->is_news ? " atom" : "", p->is_calendar ? " ics" : "", p->file ? " file" : "");
		for (const char *const *kind = p->sheet; kind && *kind; kind++)
			out_print(o, "%s sheet %s\n", p->name, *kind);
		if (p->menu)
			out_print(o, "%s menu %d\n", p->name, p->menu);
		for (size_t k = 0; k < p->input_count; k++) {
			const struct input *in = &p->inputs[k];

			out_print(o, "%s input %s %s%s%s%s\n", p->name, in->name, input_types[in->type], in->object ? " " : "",
				in->object ? in->object : "", in->is_must ? " must" : "");
			write_codes(o, arena_print(a, "%s input %s", p->name, in->name), in->codes);
		}
	}
}

static void write_rights(struct out *o, struct arena *a)
{
	(void)a;
	for (size_t i = 0; i < page_count; i++)
		write_roles(o, "open", pages[i]->name, pages[i]->readers);
	for (size_t i = 0; i < kind_count; i++)
		write_roles(o, "write", kinds[i]->name, kinds[i]->writers);
	for (int i = 0; i < LABEL_COUNT; i++)
		write_roles(o, "read", label_names[i], label_readers((enum label)i));
}

static void write_field(struct out *o, struct arena *a, const struct kind *k, const struct field *f)
{
	bool is_typed = field_is_typed(f);

	out_print(o, "%s field %s %s", k->name, f->name, field_types[f->type]);
	if (f->object)
		out_print(o, " %s", f->object);
	if (is_typed)
		out_print(o, " read-as-%s", label_names[f->label]);
	out_print(o, "%s%s%s%s%s\n", f->flags & FIELD_MUST ? " must" : "", f->flags & FIELD_MANY ? " many" : "",
		f->flags & FIELD_PAIRED ? " paired" : "", f->flags & FIELD_QUIET ? " quiet" : "",
		f->flags & FIELD_OF_FILE ? " of-file" : "");
	write_codes(o, arena_print(a, "%s field %s", k->name, f->name), f->codes);
}

static void write_kinds(struct out *o, struct arena *a)
{
	for (size_t i = 0; i < kind_count; i++) {
		const struct kind *k = kinds[i];

		out_print(o, "%s object %s %s\n", k->name, k->object, k->object_field ? k->object_field : "new");
		if (k->stage != STAGE_NONE)
			out_print(o, "%s stage %s\n", k->name, stages[k->stage]);
		if (k->source)
			out_print(o, "%s source %s\n", k->name, k->source);
		for (size_t f = 0; f < k->field_count; f++)
			write_field(o, a, k, &k->fields[f]);
	}
}

static bool is_by_row(const struct query *q, const struct column *c)
{
	return q->label_of && !strcmp(q->label_of, c->name);
}

static void write_query(struct out *o, const struct page *p, const struct query *q)
{
	for (size_t i = 0; i < q->column_count; i++) {
		const struct column *c = &q->columns[i];

		out_print(o, "%s %s %s %s %s%s\n", p->name, q->name, c->name, column_types[c->type],
			is_by_row(q, c) ? "by-row" : label_names[c->label], c->is_inner ? " inner" : "");
	}
	if (q->part_column)
		out_print(o, "%s %s part-by %s\n", p->name, q->name, q->part_column);
}

static void write_labels(struct out *o, struct arena *a)
{
	(void)a;
	for (size_t i = 0; i < page_count; i++)
		for (size_t k = 0; k < pages[i]->query_count; k++)
			write_query(o, pages[i], &pages[i]->queries[k]);
}

static const struct golden {
	const char *name;
	void (*write)(struct out *o, struct arena *a);
} goldens[] = { { "routes", write_routes }, { "rights", write_rights }, { "kinds", write_kinds }, { "labels", write_labels } };

static bool has_line(const char *text, const char *line, size_t n)
{
	for (; *text; text += strcspn(text, "\n"), text += *text == '\n')
		if (strcspn(text, "\n") == n && !strncmp(text, line, n))
			return true;
	return false;
}

/* The lines of one text that the other lacks. */
static void tell_missing(const char *sign, const char *from, const char *in)
{
	for (; *from; from += strcspn(from, "\n"), from += *from == '\n') {
		size_t n = strcspn(from, "\n");

		if (!has_line(in, from, n))
			printf("# %s %.*s\n", sign, (int)n, from);
	}
}

static void compare(struct tap *tap, struct arena *a, const char *dir, const struct golden *g, const char *now)
{
	const char *path = arena_print(a, "%s/%s.txt", dir, g->name);
	char *kept = NULL;
	size_t n = 0;
	bool is_there = !env_file_read(a, &env_system, path, FILE_MAX, &kept, &n);

	OK(tap, is_there, arena_print(a, "%s.txt is there", g->name));
	if (OK(tap, is_there && !strcmp(kept, now), arena_print(a, "%s.txt says what the program does", g->name)) || !is_there)
		return;
	tell_missing("-", kept, now);
	tell_missing("+", now, kept);
	printf("# when this is meant: build/test/golden --update test/golden\n");
}

/* What nobody labelled is hidden from all: a column of that label was forgotten, unless each row says its own. */
static void check_forgotten(struct tap *tap, struct arena *a)
{
	for (size_t i = 0; i < page_count; i++) {
		const char *forgotten = "";

		for (size_t k = 0; k < pages[i]->query_count; k++) {
			const struct query *q = &pages[i]->queries[k];

			for (size_t c = 0; c < q->column_count; c++)
				if (q->columns[c].label == LABEL_SECRET && !is_by_row(q, &q->columns[c]))
					forgotten = arena_print(a, "%s %s.%s", forgotten, q->name, q->columns[c].name);
		}
		if (!OK(tap, !*forgotten, arena_print(a, "every column of %s has a label", pages[i]->name)))
			printf("# forgotten:%s\n", forgotten);
	}
}

/* A kind's typed text without a label would be read by nobody. */
static void check_fields(struct tap *tap, struct arena *a)
{
	for (size_t i = 0; i < kind_count; i++) {
		bool ok = true;

		for (size_t f = 0; f < kinds[i]->field_count; f++) {
			const struct field *x = &kinds[i]->fields[f];

			ok &= !field_is_typed(x) || x->label != LABEL_SECRET;
		}
		OK(tap, ok, arena_print(a, "every typed text of %s has a label", kinds[i]->name));
	}
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)64 << 20);
	bool is_update = argc == 3 && !strcmp(argv[1], "--update");
	struct tap tap = { 0 };

	if (argc != 2 && !is_update) {
		fprintf(stderr, "usage: golden [--update] DIR\n");
		return 2;
	}
	for (size_t i = 0; i < COUNT_OF(goldens); i++) {
		const struct fault *f = NULL;
		struct out o;

		out_init(&o, a, FILE_MAX);
		goldens[i].write(&o, a);
		assert(!out_full(&o));
		if (!is_update)
			compare(&tap, a, argv[1], &goldens[i], out_cstr(&o));
		else
			f = env_file_replace(a, &env_system, arena_print(a, "%s/%s.txt", argv[2], goldens[i].name), out_cstr(&o),
				o.length, 0644);
		if (f) {
			fprintf(stderr, "%s\n", f->what);
			return 6;
		}
	}
	if (is_update)
		return 0;
	check_forgotten(&tap, a);
	check_fields(&tap, a);
	arena_free(a);
	return tap_done(&tap);
}
