/* SPDX-License-Identifier: EUPL-1.2 */
#include "workbook/package.h"

#include <string.h>

#include "base/text.h"

enum { PIECE = 16 << 10 };

struct parsing {
	struct package *package;
	const struct part_reader *reader;
	XML_Parser parser;
	int depth;
};

void package_fail(struct package *p, const char *rule, const char *arg)
{
	if (!p->problem.rule)
		p->problem = (struct workbook_problem){ rule, arg };
}

static const char *local(const char *name)
{
	const char *colon = strrchr(name, ':');

	return colon ? colon + 1 : name;
}

const char *part_attribute(const char **attributes, const char *name)
{
	for (; *attributes; attributes += 2)
		if (!strcmp(local(attributes[0]), name))
			return attributes[1];
	return NULL;
}

size_t part_number(const char *text, size_t max, size_t otherwise)
{
	int64_t n;

	return text && text_to_int(text, 0, (int64_t)max, &n) ? (size_t)n : otherwise;
}

static void stop(struct parsing *g, const char *rule)
{
	package_fail(g->package, rule, NULL);
	(void)XML_StopParser(g->parser, XML_FALSE);
}

static void XMLCALL on_start(void *self, const char *name, const char **attributes)
{
	struct parsing *g = self;

	if (g->package->problem.rule)
		return;
	if (++g->depth > XML_DEPTH_MAX) {
		stop(g, "workbook.malformed");
		return;
	}
	g->reader->start(g->reader->self, local(name), attributes);
	if (g->package->problem.rule)
		(void)XML_StopParser(g->parser, XML_FALSE);
}

static void XMLCALL on_end(void *self, const char *name)
{
	struct parsing *g = self;

	g->depth--;
	if (g->package->problem.rule || !g->reader->end)
		return;
	g->reader->end(g->reader->self, local(name));
	if (g->package->problem.rule)
		(void)XML_StopParser(g->parser, XML_FALSE);
}

static void XMLCALL on_text(void *self, const char *bytes, int n)
{
	struct parsing *g = self;

	if (!g->package->problem.rule && g->reader->text)
		g->reader->text(g->reader->self, bytes, (size_t)n);
}

static void XMLCALL on_doctype(void *self, const char *name, const char *system, const char *public, int has_internal)
{
	(void)name;
	(void)system;
	(void)public;
	(void)has_internal;
	stop(self, "workbook.doctype");
}

/* Counts before anything is made of the bytes. */
static bool is_within(struct package *p, const zip_stat_t *stat, size_t part)
{
	bool is_bomb = part > PART_RATIO_FREE && part / PART_RATIO_MAX > stat->comp_size;

	if (part > PART_BYTES_MAX || p->unpacked > PACKAGE_BYTES_MAX || is_bomb)
		package_fail(p, "workbook.bomb", NULL);
	return !p->problem.rule;
}

static void feed(struct parsing *g, zip_file_t *file, const zip_stat_t *stat)
{
	struct package *p = g->package;
	size_t part = 0;
	zip_int64_t n = 1;

	while (n > 0 && !p->problem.rule) {
		void *room = XML_GetBuffer(g->parser, PIECE);

		n = room ? zip_fread(file, room, PIECE) : -1;
		if (n < 0) {
			package_fail(p, "workbook.damaged", NULL);
			return;
		}
		part += (size_t)n;
		p->unpacked += (size_t)n;
		if (is_within(p, stat, part) && XML_ParseBuffer(g->parser, (int)n, n == 0) != XML_STATUS_OK)
			package_fail(p, "workbook.malformed", NULL);
	}
}

static void parse(struct package *p, zip_file_t *file, const zip_stat_t *stat, const struct part_reader *reader)
{
	struct parsing g = { .package = p, .reader = reader, .parser = XML_ParserCreate(NULL) };

	if (!g.parser) {
		package_fail(p, "workbook.gave_up", NULL);
		return;
	}
	XML_SetUserData(g.parser, &g);
	XML_SetElementHandler(g.parser, on_start, on_end);
	XML_SetCharacterDataHandler(g.parser, on_text);
	XML_SetStartDoctypeDeclHandler(g.parser, on_doctype);
	feed(&g, file, stat);
	XML_ParserFree(g.parser);
}

/* Only what every spreadsheet program writes: as it is, or deflated. */
static bool is_plain(struct package *p, const char *part, zip_stat_t *out)
{
	zip_uint64_t needs = ZIP_STAT_SIZE | ZIP_STAT_COMP_SIZE | ZIP_STAT_COMP_METHOD | ZIP_STAT_ENCRYPTION_METHOD;

	if (zip_stat(p->zip, part, 0, out) || (out->valid & needs) != needs)
		package_fail(p, "workbook.damaged", NULL);
	else if (out->encryption_method != ZIP_EM_NONE)
		package_fail(p, "workbook.encrypted", NULL);
	else if (out->comp_method != ZIP_CM_STORE && out->comp_method != ZIP_CM_DEFLATE)
		package_fail(p, "workbook.damaged", NULL);
	else if (out->size > PART_BYTES_MAX)
		package_fail(p, "workbook.bomb", NULL);
	return !p->problem.rule;
}

bool package_read(struct package *p, const char *part, const struct part_reader *reader)
{
	zip_stat_t stat;
	zip_file_t *file;

	if (p->problem.rule || !is_plain(p, part, &stat))
		return false;
	file = zip_fopen(p->zip, part, 0);
	if (!file) {
		package_fail(p, "workbook.damaged", NULL);
		return false;
	}
	parse(p, file, &stat, reader);
	(void)zip_fclose(file);
	return !p->problem.rule;
}

bool package_has(const struct package *p, const char *part)
{
	return zip_name_locate(p->zip, part, 0) >= 0;
}

bool package_open(struct package *p, const char *bytes, size_t n)
{
	zip_error_t error;
	zip_source_t *source = zip_source_buffer_create(bytes, n, 0, &error);

	p->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
	if (!p->zip) {
		zip_source_free(source);
		package_fail(p, "workbook.damaged", NULL);
	} else if (zip_get_num_entries(p->zip, 0) > PARTS_MAX) {
		package_fail(p, "workbook.bomb", NULL);
	}
	return !p->problem.rule;
}

void package_close(struct package *p)
{
	if (p->zip)
		zip_discard(p->zip);
}
