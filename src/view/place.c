/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/place.h"

#include <string.h>

/* Script, style and what browsers read by rules of its own. */
static const char *const refused_elements[] = { "animate", "animatemotion", "animatetransf", "applet", "base", "embed",
	"frame", "frameset", "iframe", "listing", "math", "noembed", "noframes", "noscript", "object", "plaintext",
	"script", "set", "style", "template", "xmp" };
/* Code, style, addresses of another form, and a meta element that acts. */
static const char *const refused_attributes[] = { "archive", "http-equiv", "imagesrcset", "ping", "srcdoc", "srcset",
	"style" };
static const char *const link_attributes[] = { "action", "background", "cite", "codebase", "data", "formaction", "href",
	"longdesc", "manifest", "poster", "src", "xlink:href" };

#define AMONG(list, name) among((list), sizeof(list) / sizeof(*(list)), (name))

static bool among(const char *const *list, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(list[i], name))
			return true;
	return false;
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_name(char c)
{
	return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == ':' || c == '_';
}

static bool is_space(char c)
{
	return c == ' ' || c == '\n' || c == '\t';
}

static void name_start(struct place *p)
{
	memset(p->name, 0, sizeof(p->name));
}

/* "animatetransform" is cut after 13 letters so that every refused name fits. */
static void name_add(struct place *p, char c)
{
	size_t n = strlen(p->name);

	if (n < 13)
		p->name[n] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static const char *element_done(struct place *p)
{
	if (AMONG(refused_elements, p->name))
		return "this element is not allowed";
	memcpy(p->element, p->name, sizeof(p->element));
	return NULL;
}

static const char *attribute_done(struct place *p)
{
	if (p->name[0] == 'o' && p->name[1] == 'n')
		return "no on* attributes: pages have no scripts";
	if (AMONG(refused_attributes, p->name))
		return "this attribute is not allowed";
	p->is_link = AMONG(link_attributes, p->name);
	p->is_link_begun = false;
	p->link_length = 0;
	memset(p->link, 0, sizeof(p->link));
	return NULL;
}

/* An address that is written in the template begins in one of few ways; `is_cut`: a directive follows, so that the
 * host must be whole. */
static const char *link_done(struct place *p, bool is_cut)
{
	const char *s = p->link;

	if (!p->is_link || p->is_link_begun || (is_cut && !p->link_length))
		return NULL;
	p->is_link_begun = true;
	if (s[0] == '#' || s[0] == '?' || !strncmp(s, "mailto:", 7) || !strncmp(s, "tel:", 4))
		return NULL;
	if (s[0] == '/' && s[1] != '/' && s[1] != '\\' && s[1] != '&')
		return NULL;
	if (!strncmp(s, "https://", 8) && s[8] && s[8] != '/' && !strpbrk(s, "&\\@") && (!is_cut || strchr(s + 8, '/')))
		return NULL;
	return "an address begins with /, #, ?, mailto:, tel: or https://host/";
}

static const char *tag_end(struct place *p)
{
	p->where = !strcmp(p->element, "title") || !strcmp(p->element, "textarea") ? IN_WORDS : IN_TEXT;
	if (p->where == IN_TEXT)
		memset(p->element, 0, sizeof(p->element));
	return NULL;
}

/* Inside a tag, outside names and values. */
static const char *tag_byte(struct place *p, char c)
{
	if (c == '>')
		return tag_end(p);
	if (is_space(c)) {
		p->where = IN_TAG;
		return NULL;
	}
	if (c == '/') {
		p->where = IN_GAP;
		return NULL;
	}
	if (p->where == IN_GAP)
		return "a space must stand before an attribute";
	if (!is_letter(c))
		return "no attribute can begin so (nor have a space around '=')";
	name_start(p);
	name_add(p, c);
	p->where = IN_ATTRIBUTE;
	return NULL;
}

static const char *attribute_byte(struct place *p, char c)
{
	const char *why;

	if (is_name(c)) {
		name_add(p, c);
		return NULL;
	}
	if ((why = attribute_done(p)))
		return why;
	if (c == '=') {
		p->where = IN_BEFORE_VALUE;
		return NULL;
	}
	p->where = IN_GAP;
	return tag_byte(p, c);
}

static const char *value_byte(struct place *p, char c)
{
	const char *why;

	if (c == p->quote) {
		if ((why = link_done(p, false)))
			return why;
		p->where = IN_GAP;
		p->quote = '\0';
		p->is_link = p->is_link_begun = false;
		return NULL;
	}
	if (c == '<')
		return "write &lt; in an attribute";
	if (p->is_link && (is_space(c) || c == '\\'))
		return "no space or backslash in an address";
	if (p->is_link && !p->is_link_begun && p->link_length < sizeof(p->link) - 1)
		p->link[p->link_length++] = c;
	return NULL;
}

static const char *byte(struct place *p, char c)
{
	const char *why;

	switch (p->where) {
	case IN_TEXT:
	case IN_WORDS:
		return NULL;
	case IN_ELEMENT_NAME:
		if (is_name(c)) {
			name_add(p, c);
			return NULL;
		}
		if ((why = element_done(p)))
			return why;
		p->where = IN_GAP;
		return tag_byte(p, c);
	case IN_END_TAG:
		if (c == '>')
			p->where = IN_TEXT;
		return c == '>' || is_name(c) || is_space(c) ? NULL : "an end tag has a name only";
	case IN_TAG:
	case IN_GAP:
		return tag_byte(p, c);
	case IN_ATTRIBUTE:
		return attribute_byte(p, c);
	case IN_BEFORE_VALUE:
		if (c != '"' && c != '\'')
			return "an attribute's value must be quoted";
		p->quote = c;
		p->where = IN_VALUE;
		return NULL;
	case IN_VALUE:
		return value_byte(p, c);
	}
	return NULL;
}

/* "</name>" for the element we are in, in any case. */
static bool ends_words(const struct place *p, const char *s, size_t n)
{
	size_t length = strlen(p->element);

	return n >= length + 3 && s[1] == '/' && !strncasecmp(s + 2, p->element, length) && s[length + 2] == '>';
}

/* '<' in text.  *out_skip: bytes to leave out (a comment). */
static const char *angle(struct place *p, const char *s, size_t n, size_t *out_skip)
{
	const char *end;

	*out_skip = 0;
	if (p->where == IN_WORDS) {
		if (!ends_words(p, s, n))
			return "only its own end tag may stand in <title> and <textarea>";
		p->where = IN_END_TAG;
		memset(p->element, 0, sizeof(p->element));
		return NULL;
	}
	if (n >= 4 && !memcmp(s, "<!--", 4)) {
		end = memmem(s + 4, n - 4, "-->", 3);
		/* "<!-->" and "<!--->" are whole comments to a browser. */
		if (!end || s[4] == '>' || !memcmp(s + 4, "->", 2))
			return "a comment must be whole and hold no directive";
		*out_skip = (size_t)(end + 3 - s);
		return NULL;
	}
	name_start(p);
	if (n >= 9 && !strncasecmp(s, "<!doctype", 9))
		p->where = IN_END_TAG;
	else if (n >= 3 && s[1] == '/' && is_letter(s[2]))
		p->where = IN_END_TAG;
	else if (n >= 2 && is_letter(s[1]))
		p->where = IN_ELEMENT_NAME;
	else
		return "write &lt; unless an element begins";
	return NULL;
}

const char *place_feed(struct place *p, struct out *kept, const char *s, size_t n, size_t *out_at)
{
	const char *why;
	size_t skip;

	for (size_t i = 0; i < n; i++) {
		*out_at = i;
		if (s[i] == '<' && (p->where == IN_TEXT || p->where == IN_WORDS)) {
			if ((why = angle(p, s + i, n - i, &skip)))
				return why;
			if (skip) {
				i += skip - 1;
				/* A comment that fills its line takes the line along. */
				if (i + 1 < n && s[i + 1] == '\n' && (!kept->length || kept->bytes[kept->length - 1] == '\n'))
					i++;
				continue;
			}
			/* '/' or '!' directly after '<' belongs to the opening and is no byte of the name. */
			if (p->where == IN_END_TAG)
				out_char(kept, s[i++]);
		} else if ((why = byte(p, s[i]))) {
			return why;
		}
		out_char(kept, s[i]);
	}
	return NULL;
}

const char *place_rest(struct place *p)
{
	const char *why = NULL;

	switch (p->where) {
	case IN_ELEMENT_NAME:
		why = element_done(p);
		p->where = IN_GAP;
		break;
	case IN_ATTRIBUTE:
		why = attribute_done(p);
		p->where = IN_GAP;
		break;
	case IN_BEFORE_VALUE:
		return "an attribute's value must be quoted";
	case IN_END_TAG:
		return "nothing may stand in an end tag";
	case IN_VALUE:
		return link_done(p, true);
	case IN_TEXT:
	case IN_WORDS:
	case IN_TAG:
	case IN_GAP:
		break;
	}
	name_start(p);
	return why;
}

const char *place_value(struct place *p, enum escape *out_how)
{
	switch (p->where) {
	case IN_TEXT:
		*out_how = ESCAPE_TEXT;
		return NULL;
	case IN_WORDS:
		*out_how = ESCAPE_PLAIN;
		return NULL;
	case IN_VALUE:
		*out_how = !p->is_link ? ESCAPE_PLAIN : p->is_link_begun ? ESCAPE_URL_LATER : ESCAPE_URL_START;
		p->is_link_begun = p->is_link;
		return NULL;
	case IN_ELEMENT_NAME:
	case IN_END_TAG:
	case IN_TAG:
	case IN_GAP:
	case IN_ATTRIBUTE:
	case IN_BEFORE_VALUE:
		break;
	}
	return "a value may stand in text or in a quoted attribute only";
}

bool place_same(const struct place *p, const struct place *q)
{
	return p->where == q->where && p->quote == q->quote && p->is_link == q->is_link
		&& p->is_link_begun == q->is_link_begun && !strcmp(p->element, q->element);
}

bool place_join(struct place *p, const struct place *q)
{
	struct place met = *p;

	/* Behind "<a{{ if x }} b="c"{{ end }}" a space must follow whichever branch was taken. */
	if ((p->where == IN_TAG || p->where == IN_GAP) && (q->where == IN_TAG || q->where == IN_GAP)
		&& p->where != q->where)
		met.where = q->where;
	if (!place_same(&met, q))
		return false;
	if (p->where == IN_TAG)
		*p = *q;
	return true;
}
