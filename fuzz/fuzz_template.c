/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: any bytes as a template.  What is refused must be refused with path and line; what is accepted is rendered with
 * hostile values, none of which may come through raw.
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "view/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct column top_columns[] = {
	{ "a", COLUMN_TEXT, LABEL_OPEN, false },   { "b", COLUMN_DAY, LABEL_OPEN, false },
	{ "c", COLUMN_MONEY, LABEL_OPEN, false },  { "d", COLUMN_TIME, LABEL_OPEN, false },
	{ "m", COLUMN_TEXT, LABEL_WORK, false },
};
static const struct column row_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, true }, { "process", COLUMN_CODE, LABEL_OPEN, false },
	{ "x", COLUMN_TEXT, LABEL_OPEN, false },
};
static const struct column old_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, true }, { "period", COLUMN_DATE, LABEL_OPEN, false },
	{ "process", COLUMN_CODE, LABEL_OPEN, false },
};

/* The byte 1 stands in no template that is checked, so "<\001" in the answer is a value that came through raw. */
#define HOSTILE "\"'></title><\001 javascript:x&"
#define T(s) { .type = CELL_TEXT, .text = (s) }

static struct cell top_cells[] = { T(HOSTILE), { .type = CELL_INT, .number = 20376 },
	{ .type = CELL_INT, .number = -1 }, T(HOSTILE), { .type = CELL_MASKED, .label = LABEL_WORK } };
static struct cell row_cells[] = { T("1"), T("green"), T(HOSTILE), T("2"), T(HOSTILE), T("//e"), T("3"),
	{ .type = CELL_ERASED }, { .type = CELL_NONE } };
static struct cell old_cells[] = { T("2"), T("2025-Q1"), T("red"), T("1"), T(HOSTILE), T(HOSTILE), T("1"),
	T("2025"), { .type = CELL_NONE } };

static const char *find_part(void *self, const char *path)
{
	(void)self;
	return !strcmp(path, "view/parts/p.html") ? "{{ a }}" : !strcmp(path, "view/parts/q.html") ? "{{ include q }}" : NULL;
}

static void check(struct arena *a, const char *text)
{
	struct table all[] = {
		{ .name = "top", .columns = top_columns, .column_count = 5, .cells = top_cells, .row_count = 1, .is_one = true },
		{ .name = "rows", .columns = row_columns, .column_count = 3, .cells = row_cells, .row_count = 3 },
		{ .name = "old", .columns = old_columns, .column_count = 3, .cells = old_cells, .row_count = 3,
			.parent = "rows", .key = "id" },
	};
	const struct tables shape = { .page = "fuzz", .all = all, .count = 3 };
	const struct template_source source = { .find = find_part };
	const struct template *template;
	const struct fault *fault = template_parse(a, "f.html", text, &source, &shape, &template);
	struct out o;

	if (fault) {
		if (fault->sort != FAULT_USAGE || !strstr(fault->what, ".html:"))
			abort();
		return;
	}
	out_init(&o, a, 1 << 20);
	template_render(&o, a, template, &shape, catalogue_get("sv"));
	if (!strchr(text, '\001') && strstr(out_cstr(&o), "<\001"))
		abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;

	if (size > 4096) /* depth and places are found in short ones; long ones only cost time */
		return 0;
	a = arena_new((size_t)256 << 20);
	check(a, arena_copy(a, (const char *)data, size));
	arena_free(a);
	return 0;
}
