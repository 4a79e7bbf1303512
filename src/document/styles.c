/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>
#include <strings.h>

#include "base/text.h"
#include "document/word.h"

static bool begins(const char *text, const char *with)
{
	return !strncasecmp(text, with, strlen(with));
}

/* Names that make a heading by themselves, where no style says what it is based on. */
static enum level level_of_name(const char *name)
{
	static const struct {
		const char *name;
		enum level level;
	} names[] = { { "title", LEVEL_TITLE }, { "rubrik", LEVEL_TITLE }, { "subtitle", LEVEL_LOOKS },
		{ "underrubrik", LEVEL_LOOKS } };
	const char *number = begins(name, "heading ") ? name + strlen("heading ") : begins(name, "rubrik ") ? name + strlen("rubrik ")
		: NULL;

	if (number) /* "heading 1 char" too, the style of what a heading has typed into it */
		return *number >= '1' && *number <= '9' ? (enum level)(LEVEL_FIRST + (*number - '1')) : LEVEL_LOOKS;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (!strcasecmp(name, names[i].name))
			return names[i].level;
	return LEVEL_NONE;
}

static bool is_list_name(const char *name)
{
	return begins(name, "list bullet") || begins(name, "list number") || begins(name, "punktlista")
		|| begins(name, "numrerad lista");
}

/* "List Bullet 2" and further in. */
static bool is_under_name(const char *name)
{
	char last = name[0] ? name[strlen(name) - 1] : ' ';

	return is_list_name(name) && last >= '2' && last <= '9';
}

static void style_begun(struct styles *s, const char **attributes)
{
	const char *type = part_attribute(attributes, "type"), *id = part_attribute(attributes, "styleId");
	bool is_characters = text_equal(type, "character");

	s->is_in_style = id && (!type || is_characters || !strcmp(type, "paragraph")) && s->count < STYLES_MAX;
	if (s->is_in_style)
		s->all[s->count++] = (struct style){ .id = arena_text(s->package->arena, id), .is_of_characters = is_characters };
}

bool part_is_on(const char **attributes)
{
	const char *value = part_attribute(attributes, "val");

	return !text_equal(value, "0") && !text_equal(value, "false") && !text_equal(value, "off");
}

enum level part_level(const char *level)
{
	size_t n = (size_t)part_number(level, 9, 9);

	return n < 9 ? (enum level)(LEVEL_FIRST + n) : LEVEL_NONE;
}

/* What a style of paragraphs says of them. */
static void of_paragraphs(struct style *style, const char *name, const char *value)
{
	if (!strcmp(name, "name")) {
		style->is_list = is_list_name(value);
		style->is_under = is_under_name(value);
		style->level = level_of_name(value);
	} else if (!strcmp(name, "outlineLvl")) {
		style->level = part_level(value);
	} else if (!strcmp(name, "numId")) {
		style->is_list = strcmp(value, "0") != 0;
	} else if (!strcmp(name, "ilvl")) {
		style->is_under = part_number(value, 8, 0) > 0;
	}
}

static void styles_start(void *self, const char *name, const char **attributes)
{
	struct styles *s = self;
	const char *value = part_attribute(attributes, "val");
	struct style *style = s->is_in_style ? &s->all[s->count - 1] : NULL;

	if (!strcmp(name, "style")) {
		style_begun(s, attributes);
	} else if (style && !strcmp(name, "basedOn") && value) {
		style->based_on = arena_text(s->package->arena, value);
	} else if (style && !strcmp(name, "vanish")) {
		style->says_hidden = true;
		style->is_hidden = part_is_on(attributes);
	} else if (style && !style->is_of_characters) {
		if (value)
			of_paragraphs(style, name, value);
		if (!strcmp(name, "b"))
			style->is_bold = part_is_on(attributes);
	}
}

static void styles_end(void *self, const char *name)
{
	struct styles *s = self;

	if (!strcmp(name, "style"))
		s->is_in_style = false;
}

/* Only addresses of the web: what leads to a file or a script is no help to a reader. */
static void links_start(void *self, const char *name, const char **attributes)
{
	struct styles *s = self;
	const char *id = part_attribute(attributes, "Id"), *target = part_attribute(attributes, "Target");
	const char *type = part_attribute(attributes, "Type");
	size_t n = type ? strlen(type) : 0;

	if (strcmp(name, "Relationship") != 0 || !id || !target || n < 10 || strcmp(type + n - 10, "/hyperlink") != 0
		|| s->link_count == LINKS_MAX || strlen(target) > LINE_MAX_CHARS || strpbrk(target, " \"<>\\")
		|| (!begins(target, "https://") && !begins(target, "http://")))
		return;
	s->links[s->link_count++] = (struct link){ arena_text(s->package->arena, id), arena_text(s->package->arena, target) };
}

void styles_read(struct styles *s)
{
	static const char styles_part[] = "word/styles.xml", links_part[] = "word/_rels/document.xml.rels";
	const struct part_reader styles = { s, styles_start, styles_end, NULL }, links = { s, links_start, NULL, NULL };

	if (package_has(s->package, styles_part))
		(void)package_read(s->package, styles_part, &styles);
	if (package_has(s->package, links_part))
		(void)package_read(s->package, links_part, &links);
}

static const struct style *find(const struct styles *s, const char *id)
{
	for (size_t i = 0; id && i < s->count; i++)
		if (!strcmp(s->all[i].id, id))
			return &s->all[i];
	return NULL;
}

struct style style_of(const struct styles *s, const char *id)
{
	struct style is = { .id = id };
	const struct style *at = find(s, id);

	for (size_t deep = 0; at && deep < STYLES_DEEP; deep++) {
		is.level = is.level ? is.level : at->level;
		is.is_list = is.is_list || at->is_list;
		is.is_under = is.is_under || at->is_under;
		is.is_bold = is.is_bold || at->is_bold;
		is.is_hidden = is.says_hidden ? is.is_hidden : at->is_hidden;
		is.says_hidden = is.says_hidden || at->says_hidden;
		at = find(s, at->based_on);
	}
	return is;
}

const char *link_address(const struct styles *s, const char *id)
{
	for (size_t i = 0; id && i < s->link_count; i++)
		if (!strcmp(s->links[i].id, id))
			return s->links[i].address;
	return NULL;
}
