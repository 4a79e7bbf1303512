/* SPDX-License-Identifier: EUPL-1.2
 *
 * Documents of Office Open XML (ECMA-376) and OpenDocument: what may not be in them, and what they tell about themselves.
 */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "attachment/parts.h"
#include "base/text.h"
#include "workbook/package.h"

enum { WORDS_MAX = 1000 };

struct office {
	struct looking *looking;
	struct package package;
	const char *what;             /* of the element at hand, whose words are told; NULL: nothing */
	struct out words;
	size_t comments, changes, embedded;
};

static void fail(struct office *o, const char *rule)
{
	looking_fail(o->looking, rule);
}

/* ------------------------------------------------------------------------------------------- elements --- */

/* What an element of the parts about the file says (core.xml, app.xml, meta.xml). */
static const char *what_of(const char *name)
{
	static const char *const all[][2] = { { "creator", "author" }, { "initial-creator", "author" },
		{ "lastModifiedBy", "saved_by" }, { "title", "title" }, { "subject", "subject" }, { "keywords", "keywords" },
		{ "keyword", "keywords" },
		{ "Company", "company" }, { "Manager", "company" }, { "Application", "program" }, { "generator", "program" } };

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(name, all[i][0]))
			return all[i][1];
	return NULL;
}

static void about_start(void *self, const char *name, const char **attributes)
{
	struct office *o = self;

	(void)attributes;
	o->what = what_of(name);
	out_init(&o->words, o->looking->arena, WORDS_MAX);
}

static void about_end(void *self, const char *name)
{
	struct office *o = self;

	(void)name;
	if (o->what)
		looking_tell(o->looking, o->what, out_cstr(&o->words), o->words.length);
	o->what = NULL;
}

static void about_text(void *self, const char *bytes, size_t n)
{
	struct office *o = self;

	if (o->what)
		out_bytes(&o->words, bytes, n);
}

/* Is it fetched from another machine, which is then told that somebody opened the document?  A template on a disk of its own
 * ("file:///C:\...") is not. */
static bool is_elsewhere(const char *address)
{
	static const char own[] = "file:///";

	if (!address || (!strncmp(address, own, 8) && isalpha((unsigned char)address[8]) && address[9] == ':'))
		return false;
	return strstr(address, "://") || !strncmp(address, "\\\\", 2) || !strncmp(address, "//", 2);
}

static void body_start(void *self, const char *name, const char **attributes)
{
	struct office *o = self;

	o->changes += !strcmp(name, "ins") || !strcmp(name, "del") || !strcmp(name, "changed-region");
	o->comments += !strcmp(name, "commentReference") || !strcmp(name, "annotation");
	if (!strcmp(name, "event-listener") || !strcmp(name, "script"))
		fail(o, "attachment.macro");
	if ((!strcmp(name, "image") || !strcmp(name, "object") || !strcmp(name, "section-source") || !strcmp(name, "plugin"))
		&& is_elsewhere(part_attribute(attributes, "href")))
		fail(o, "attachment.outside");
}

static void body_end(void *self, const char *name)
{
	struct office *o = self;

	if (!strcmp(name, "p") || !strcmp(name, "h") || !strcmp(name, "si"))
		out_char(&o->looking->text, '\n');
}

static void body_text(void *self, const char *bytes, size_t n)
{
	struct office *o = self;

	out_bytes(&o->looking->text, bytes, n);
}

static void relation_start(void *self, const char *name, const char **attributes)
{
	static const char link[] = "/hyperlink";
	struct office *o = self;
	const char *mode = part_attribute(attributes, "TargetMode"), *type = part_attribute(attributes, "Type");
	size_t n = type ? strlen(type) : 0;

	if (strcmp(name, "Relationship") || !text_equal(mode, "External"))
		return;
	if ((n < sizeof(link) - 1 || strcmp(type + n - (sizeof(link) - 1), link) != 0)
		&& is_elsewhere(part_attribute(attributes, "Target")))
		fail(o, "attachment.outside");
}

static void type_start(void *self, const char *name, const char **attributes)
{
	const char *type = part_attribute(attributes, "ContentType");

	(void)name;
	if (type && (strstr(type, "macroEnabled") || strstr(type, "vbaProject")))
		fail(self, "attachment.macro");
}

/* ------------------------------------------------------------------------------------------- parts --- */

static bool ends(const char *name, const char *with)
{
	size_t n = strlen(name), with_n = strlen(with);

	return n >= with_n && !strcasecmp(name + n - with_n, with);
}

/* A name that leads out of the folder it is unpacked in. */
static bool is_path_out(const char *name)
{
	return *name == '/' || strchr(name, '\\') || strchr(name, ':') || !strcmp(name, "..") || !strncmp(name, "../", 3)
		|| strstr(name, "/../") || ends(name, "/..");
}

static void look_at_name(struct office *o, const char *name)
{
	static const char *const macros[] = { "vbaProject", "vbaData", "macrosheets/", "activeX/" };
	static const char *const folders[] = { "Basic/", "Scripts/" };
	bool is_embedded = strstr(name, "/embeddings/") != NULL;

	if (is_path_out(name))
		fail(o, "attachment.damaged");
	for (size_t i = 0; i < sizeof(macros) / sizeof(macros[0]); i++)
		if (strcasestr(name, macros[i]))
			fail(o, "attachment.macro");
	for (size_t i = 0; i < sizeof(folders) / sizeof(folders[0]); i++)
		if (!strncasecmp(name, folders[i], strlen(folders[i])))
			fail(o, "attachment.macro");
	if (is_embedded && !ends(name, ".xlsx") && !ends(name, ".docx") && !ends(name, ".pptx") && !ends(name, "/"))
		fail(o, "attachment.active");
	o->embedded += is_embedded && !ends(name, "/");
}

/* Which parts are taken apart, and how; NULL: only its name counts. */
static const struct part_reader *reader_of(const char *name)
{
	static const struct part_reader about = { NULL, about_start, about_end, about_text },
		body = { NULL, body_start, body_end, body_text }, relations = { NULL, relation_start, NULL, NULL },
		types = { NULL, type_start, NULL, NULL };
	static const char *const bodies[] = { "word/document.xml", "word/footnotes.xml", "xl/sharedStrings.xml", "content.xml",
		"styles.xml" };

	if (!strcmp(name, "docProps/core.xml") || !strcmp(name, "docProps/app.xml") || !strcmp(name, "meta.xml"))
		return &about;
	if (!strcmp(name, "[Content_Types].xml"))
		return &types;
	if (ends(name, ".rels"))
		return &relations;
	for (size_t i = 0; i < sizeof(bodies) / sizeof(bodies[0]); i++)
		if (!strcmp(name, bodies[i]))
			return &body;
	return !strncmp(name, "ppt/slides/", 11) && ends(name, ".xml") ? &body : NULL;
}

/* The package's own problems by our names. */
static const char *rule_of(const char *problem)
{
	static const char *const rules[][2] = { { "workbook.bomb", "attachment.bomb" },
		{ "workbook.encrypted", "attachment.encrypted" }, { "workbook.doctype", "attachment.doctype" },
		{ "workbook.gave_up", "attachment.gave_up" } };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (!strcmp(problem, rules[i][0]))
			return rules[i][1];
	return "attachment.damaged";
}

/* What a part says of its own size: a bomb is told without unpacking it. */
static void weigh(struct office *o, zip_uint64_t i, size_t *total)
{
	zip_stat_t stat;

	if (zip_stat_index(o->package.zip, i, 0, &stat) || !(stat.valid & ZIP_STAT_SIZE)) {
		fail(o, "attachment.damaged");
		return;
	}
	if (stat.size > PART_BYTES_MAX || (*total += (size_t)stat.size) > PACKAGE_BYTES_MAX)
		fail(o, "attachment.bomb");
	if (stat.valid & ZIP_STAT_ENCRYPTION_METHOD && stat.encryption_method != ZIP_EM_NONE)
		fail(o, "attachment.encrypted");
}

static void look_at_parts(struct office *o)
{
	zip_int64_t count = zip_get_num_entries(o->package.zip, 0);
	size_t total = 0;

	for (zip_int64_t i = 0; i < count && !o->looking->rule; i++) {
		const char *name = zip_get_name(o->package.zip, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
		const struct part_reader *known = name ? reader_of(name) : NULL;
		struct part_reader reader;

		/* Of two parts of one name different programs read different ones. */
		if (!name || zip_name_locate(o->package.zip, name, 0) != i) {
			fail(o, "attachment.damaged");
			return;
		}
		look_at_name(o, name);
		weigh(o, (zip_uint64_t)i, &total);
		if (!known || o->looking->rule)
			continue;
		reader = *known;
		reader.self = o;
		if (!package_read(&o->package, name, &reader))
			fail(o, rule_of(o->package.problem.rule));
	}
}

void office_look(struct looking *l, enum attachment_sort sort)
{
	static const char *const mains[ATTACHMENT_SORTS] = { [ATTACHMENT_DOCX] = "word/document.xml",
		[ATTACHMENT_XLSX] = "xl/workbook.xml", [ATTACHMENT_PPTX] = "ppt/presentation.xml", [ATTACHMENT_ODT] = "content.xml",
		[ATTACHMENT_ODS] = "content.xml", [ATTACHMENT_ODP] = "content.xml" };
	struct office *o = ARENA_NEW(l->arena, struct office);

	*o = (struct office){ .looking = l, .package = { .arena = l->arena } };
	if (!package_open(&o->package, l->bytes, l->n))
		fail(o, rule_of(o->package.problem.rule));
	else if (!package_has(&o->package, mains[sort]))
		fail(o, "attachment.damaged");
	else
		look_at_parts(o);
	package_close(&o->package);
	looking_count(l, "comments", o->comments);
	looking_count(l, "changes", o->changes);
	looking_count(l, "embedded", o->embedded);
}
