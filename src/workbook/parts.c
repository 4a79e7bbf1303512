/* SPDX-License-Identifier: EUPL-1.2 */
#include "workbook/parts.h"

#include <string.h>

#include "base/text.h"

/* ---------------------------------------------------------------------------------------- texts --- */

void gather_start(struct gathering *g, const char *name)
{
	g->is_aside = g->is_aside || !strcmp(name, "rPh");
	g->is_in = !g->is_aside && !strcmp(name, "t");
}

void gather_end(struct gathering *g, const char *name)
{
	g->is_in = false;
	if (!strcmp(name, "rPh"))
		g->is_aside = false;
}

void gather_text(struct gathering *g, const char *bytes, size_t n)
{
	if (g->is_in)
		out_bytes(&g->text, bytes, n);
}

/* The number behind "_x" in "_x000D_"; -1 when it is not written so (ECMA-376 part 1, 22.9.2.19). */
static int escaped(const char *s)
{
	int n = 0;

	if (strncmp(s, "_x", 2))
		return -1;
	for (int i = 2; i < 6; i++) {
		const char *digits = "0123456789ABCDEF0123456789abcdef", *at = s[i] ? strchr(digits, s[i]) : NULL;

		if (!at)
			return -1;
		n = n * 16 + (int)((at - digits) % 16);
	}
	return s[6] == '_' ? n : -1;
}

const char *gathered(struct gathering *g, struct arena *a)
{
	/* No room is taken for what was not gathered: whoever found the text empty winds the arena back behind it. */
	char *text = arena_copy(a, g->text.length ? out_cstr(&g->text) : "", g->text.length), *to = text;

	for (const char *from = text; *from;) {
		int c = escaped(from);

		if (c < 0) {
			*to++ = *from++;
			continue;
		}
		from += 7;
		if (c == '_' || c == '\n' || c == '\t')
			*to++ = (char)c; /* carriage returns and other controls go */
	}
	*to = '\0';
	g->text.length = 0;
	return text;
}

/* ---------------------------------------------------------------------------------------- what it is --- */

struct types {
	struct package *package;
	bool is_workbook;
};

static void types_start(void *self, const char *name, const char **attributes)
{
	struct types *t = self;
	const char *type = part_attribute(attributes, "ContentType");

	if ((strcmp(name, "Override") && strcmp(name, "Default")) || !type)
		return;
	if (strstr(type, "macroEnabled") || strstr(type, "vbaProject"))
		package_fail(t->package, "workbook.macro", NULL);
	t->is_workbook = t->is_workbook || (strstr(type, "spreadsheetml.") && strstr(type, ".main+xml"));
}

static bool is_workbook(struct package *p)
{
	struct types t = { .package = p };
	const struct part_reader reader = { &t, types_start, NULL, NULL };

	if (package_has(p, "mimetype") && package_has(p, "content.xml"))
		package_fail(p, "workbook.ods", NULL);
	else if (package_has(p, "xl/workbook.bin"))
		package_fail(p, "workbook.xlsb", NULL);
	else if (package_has(p, "xl/vbaProject.bin"))
		package_fail(p, "workbook.macro", NULL);
	else if (!package_has(p, "[Content_Types].xml") || !package_has(p, "xl/workbook.xml"))
		package_fail(p, "workbook.not_xlsx", NULL);
	else if (package_read(p, "[Content_Types].xml", &reader) && !t.is_workbook)
		package_fail(p, "workbook.not_xlsx", NULL);
	return !p->problem.rule;
}

/* ---------------------------------------------------------------------------------------- sheets --- */

static void workbook_start(void *self, const char *name, const char **attributes)
{
	struct parts *p = self;
	const char *epoch = part_attribute(attributes, "date1904"), *state = part_attribute(attributes, "state");
	const char *title = part_attribute(attributes, "name"), *relation = part_attribute(attributes, "id");

	if (!strcmp(name, "workbookPr"))
		p->is_1904 = text_equal(epoch, "1") || text_equal(epoch, "true");
	if (strcmp(name, "sheet") || (state && strcmp(state, "visible")) || !title || !relation)
		return;
	if (p->sheet_count == SHEETS_MAX) {
		package_fail(p->package, "workbook.too_many_sheets", arena_print(p->package->arena, "%d", SHEETS_MAX));
		return;
	}
	p->sheets[p->sheet_count++] = (struct sheet_part){ arena_text(p->package->arena, title),
		arena_text(p->package->arena, relation), NULL };
}

/* A part's name inside the zip.  Nothing is ever looked for outside it; what tries to be is refused all the same. */
static const char *part_of(struct package *p, const char *target)
{
	if (strstr(target, "..") || strpbrk(target, "\\:")) {
		package_fail(p, "workbook.path", NULL);
		return NULL;
	}
	return target[0] == '/' ? arena_text(p->arena, target + 1) : arena_print(p->arena, "xl/%s", target);
}

static void relations_start(void *self, const char *name, const char **attributes)
{
	struct parts *p = self;
	const char *id = part_attribute(attributes, "Id"), *target = part_attribute(attributes, "Target");
	const char *type = part_attribute(attributes, "Type"), *mode = part_attribute(attributes, "TargetMode");
	size_t n = type ? strlen(type) : 0;

	if (strcmp(name, "Relationship") || !id || !target || text_equal(mode, "External"))
		return;
	if (n < 10 || strcmp(type + n - 10, "/worksheet") != 0) /* a sheet of charts or macros has no cells */
		return;
	for (size_t i = 0; i < p->sheet_count; i++)
		if (!strcmp(p->sheets[i].relation, id))
			p->sheets[i].part = part_of(p->package, target);
}

/* ---------------------------------------------------------------------------------------- strings --- */

struct strings {
	struct parts *parts;
	struct gathering gathering;
};

static void strings_start(void *self, const char *name, const char **attributes)
{
	struct strings *s = self;

	(void)attributes;
	gather_start(&s->gathering, name);
}

static void keep_string(struct parts *p, const char *text)
{
	p->string_bytes += strlen(text) + 1;
	if (p->string_count == STRINGS_MAX || p->string_bytes > STRING_BYTES_MAX) {
		package_fail(p->package, "workbook.too_large", NULL);
		return;
	}
	if (p->string_count == p->string_room) {
		const char **old = p->strings;

		p->string_room = p->string_room ? p->string_room * 2 : 256;
		p->strings = ARENA_MANY(p->package->arena, p->string_room, const char *);
		if (p->string_count)
			memcpy(p->strings, old, p->string_count * sizeof(*old));
	}
	p->strings[p->string_count++] = text;
}

static void strings_end(void *self, const char *name)
{
	struct strings *s = self;

	gather_end(&s->gathering, name);
	if (out_full(&s->gathering.text))
		package_fail(s->parts->package, "workbook.cell_too_long", NULL);
	else if (!strcmp(name, "si"))
		keep_string(s->parts, gathered(&s->gathering, s->parts->package->arena));
}

static void strings_text(void *self, const char *bytes, size_t n)
{
	struct strings *s = self;

	gather_text(&s->gathering, bytes, n);
}

static void read_strings(struct parts *p)
{
	struct strings s = { .parts = p };
	const struct part_reader reader = { &s, strings_start, strings_end, strings_text };

	out_init(&s.gathering.text, p->package->arena, CELL_BYTES_MAX);
	if (package_has(p->package, "xl/sharedStrings.xml"))
		(void)package_read(p->package, "xl/sharedStrings.xml", &reader);
}

/* ---------------------------------------------------------------------------------------- forms --- */

enum { CODES_MAX = 2000 };

struct styles {
	struct parts *parts;
	struct {
		size_t id;
		enum value_form form;
	} codes[CODES_MAX];
	size_t code_count;
	bool is_in_cells;
};

static enum value_form form_of(const struct styles *s, size_t id)
{
	for (size_t i = 0; i < s->code_count; i++)
		if (s->codes[i].id == id)
			return s->codes[i].form;
	return value_form_of_id(id);
}

static void styles_start(void *self, const char *name, const char **attributes)
{
	struct styles *s = self;
	struct parts *p = s->parts;
	size_t id = part_number(part_attribute(attributes, "numFmtId"), 100000, 0);
	const char *code = part_attribute(attributes, "formatCode");

	if (!strcmp(name, "numFmt") && code && s->code_count < CODES_MAX) {
		s->codes[s->code_count].id = id;
		s->codes[s->code_count++].form = value_form_of_code(code);
	} else if (!strcmp(name, "cellXfs")) {
		s->is_in_cells = true;
	} else if (!strcmp(name, "xf") && s->is_in_cells && p->form_count < FORMS_MAX) {
		p->forms[p->form_count++] = form_of(s, id);
	}
}

static void styles_end(void *self, const char *name)
{
	struct styles *s = self;

	if (!strcmp(name, "cellXfs"))
		s->is_in_cells = false;
}

static void read_styles(struct parts *p)
{
	struct styles *s = ARENA_NEW(p->package->arena, struct styles);
	const struct part_reader reader = { s, styles_start, styles_end, NULL };

	s->parts = p;
	p->forms = ARENA_MANY(p->package->arena, FORMS_MAX, enum value_form);
	if (package_has(p->package, "xl/styles.xml"))
		(void)package_read(p->package, "xl/styles.xml", &reader);
}

bool parts_read(struct parts *p)
{
	const struct part_reader workbook = { p, workbook_start, NULL, NULL };
	const struct part_reader relations = { p, relations_start, NULL, NULL };

	if (!is_workbook(p->package) || !package_read(p->package, "xl/workbook.xml", &workbook))
		return false;
	if (package_has(p->package, "xl/_rels/workbook.xml.rels"))
		(void)package_read(p->package, "xl/_rels/workbook.xml.rels", &relations);
	read_strings(p);
	read_styles(p);
	return !p->package->problem.rule;
}
