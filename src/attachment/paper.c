/* SPDX-License-Identifier: EUPL-1.2
 *
 * PDF files (ISO 32000-1), by what stands open in them: names that let a reader run, start or unpack something, encryption, and
 * what the file says about itself in its information dictionary (14.3.3) and in XMP.
 */
#include <string.h>

#include "attachment/parts.h"
#include "base/text.h"

enum { NAME_MAX_BYTES = 24, WORDS_MAX = 2000, INFO_MAX = 8000 };

static const char white[] = " \t\r\n\f";
static const char delimiters[] = " \t\r\n\f()<>[]{}/%";

static int hex(char c)
{
	static const char digits[] = "0123456789ABCDEF0123456789abcdef";
	const char *at = c ? strchr(digits, c) : NULL;

	return at ? (int)((at - digits) % 16) : -1;
}

static bool is_one_of(char c, const char *set)
{
	return !c || strchr(set, c);
}

/* The name behind a slash, "#6a" undone (7.3.5), "" when it is longer than any of ours; gives the place after it. */
static const char *read_name(const char *at, const char *end, char name[NAME_MAX_BYTES])
{
	size_t n = 0;

	for (; at < end && !is_one_of(*at, delimiters); at++) {
		int high = *at == '#' && end - at > 2 ? hex(at[1]) : -1, low = high >= 0 ? hex(at[2]) : -1;

		if (n < NAME_MAX_BYTES)
			name[n] = low >= 0 ? (char)(high * 16 + low) : *at;
		n++;
		at += low >= 0 ? 2 : 0;
	}
	name[n < NAME_MAX_BYTES ? n : 0] = '\0';
	return at;
}

static void look_at_names(struct looking *l)
{
	static const char *const names[][2] = { { "JavaScript", "attachment.active" }, { "Launch", "attachment.active" },
		{ "EmbeddedFile", "attachment.active" }, { "EmbeddedFiles", "attachment.active" }, { "RichMedia", "attachment.active" },
		{ "XFA", "attachment.active" }, { "Encrypt", "attachment.encrypted" } };
	const char *at = l->bytes, *end = l->bytes + l->n;
	char name[NAME_MAX_BYTES];

	while ((at = memchr(at, '/', (size_t)(end - at)))) {
		at = read_name(at + 1, end, name);
		for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
			if (!strcmp(name, names[i][0]))
				looking_fail(l, names[i][1]);
	}
}

/* ------------------------------------------------------------------------------------------- information --- */

/* UTF-16 with its mark as UTF-8; what is cut or no character is left out. */
static void tell_utf16(struct looking *l, const char *what, const unsigned char *words, size_t n)
{
	char *text = arena_get(l->arena, n * 2 + 1);
	size_t to = 0;

	for (size_t i = 2; i + 1 < n; i += 2) {
		uint32_t c = (uint32_t)words[i] << 8 | words[i + 1];
		bool is_pair = c >= 0xD800 && c < 0xDC00 && i + 3 < n;

		if (is_pair) {
			c = 0x10000 + ((c - 0xD800) << 10) + ((((uint32_t)words[i + 2] << 8 | words[i + 3]) - 0xDC00) & 0x3FF);
			i += 2;
		}
		if (c >= ' ' && (c < 0xD800 || c > 0xDFFF))
			to += text_put(c, text + to);
	}
	looking_tell(l, what, text, to);
}

static void tell(struct looking *l, const char *what, const char *words, size_t n)
{
	if (n >= 2 && !memcmp(words, "\xFE\xFF", 2))
		tell_utf16(l, what, (const unsigned char *)words, n);
	else
		looking_tell(l, what, words, n);
}

/* One escaped character of a string (7.3.4.2); gives the place of its last byte. */
static const char *unescape(const char *at, const char *end, char *out)
{
	static const char letters[] = "nrtbf", meant[] = "\n\r\t\b\f";
	const char *letter = strchr(letters, *at);
	int octal = 0;

	*out = letter ? meant[letter - letters] : *at;
	if (*at < '0' || *at > '7')
		return at;
	for (int i = 0; i < 3 && at < end && *at >= '0' && *at <= '7'; i++, at++)
		octal = octal * 8 + *at - '0';
	*out = (char)octal;
	return at - 1;
}

static size_t read_literal(const char *at, const char *end, char words[WORDS_MAX])
{
	size_t n = 0, depth = 1;

	for (; at < end && n < WORDS_MAX; at++) {
		char c = *at;

		if (c == '\\' && at + 1 < end)
			at = unescape(at + 1, end, &c);
		else if (c == '(')
			depth++;
		else if (c == ')' && --depth == 0)
			break;
		words[n++] = c;
	}
	return n;
}

static size_t read_hex(const char *at, const char *end, char words[WORDS_MAX])
{
	size_t digits = 0;

	for (; at < end && *at != '>' && digits < (size_t)WORDS_MAX * 2; at++) {
		int d = hex(*at);

		if (d < 0)
			continue;
		words[digits / 2] = (char)(digits % 2 ? (unsigned char)words[digits / 2] | (unsigned)d : (unsigned)d << 4);
		digits++;
	}
	return (digits + 1) / 2;
}

static void look_at_information(struct looking *l, const char *at, const char *end)
{
	static const char *const keys[][2] = { { "Author", "author" }, { "Title", "title" }, { "Subject", "subject" },
		{ "Keywords", "keywords" }, { "Creator", "program" }, { "Producer", "program" } };
	char name[NAME_MAX_BYTES], *words = arena_get(l->arena, WORDS_MAX);

	while ((at = memchr(at, '/', (size_t)(end - at)))) {
		at = read_name(at + 1, end, name);
		while (at < end && *at && strchr(white, *at))
			at++;
		for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]) && at < end; i++)
			if (!strcmp(name, keys[i][0]) && (*at == '(' || *at == '<'))
				tell(l, keys[i][1], words, *at == '(' ? read_literal(at + 1, end, words) : read_hex(at + 1, end, words));
	}
}

/* The bytes of the object whose number stands at `at`, "12 0 R"; NULL when it does not stand open. */
static const char *object_at(struct looking *l, const char *at, const char *end)
{
	size_t n = 0;
	const char *head, *found;

	while (at < end && *at && strchr(white, *at))
		at++;
	while (at + n < end && n < 10 && at[n] >= '0' && at[n] <= '9')
		n++;
	if (!n)
		return NULL;
	head = arena_print(l->arena, "\n%.*s 0 obj", (int)n, at);
	found = memmem(l->bytes, l->n, head, strlen(head));
	if (!found) {
		head = arena_print(l->arena, "\r%.*s 0 obj", (int)n, at);
		found = memmem(l->bytes, l->n, head, strlen(head));
	}
	return found ? found + strlen(head) : NULL;
}

/* Each version of a file that was changed may name its own. */
static void look_for_information(struct looking *l)
{
	const char *end = l->bytes + l->n, *at = l->bytes;

	for (size_t i = 0; i < ATTACHMENT_TOLD_MAX && (at = memmem(at, (size_t)(end - at), "/Info", 5)); i++) {
		const char *object = object_at(l, at + 5, end), *object_end;

		at += 5;
		if (!object)
			continue;
		object_end = memmem(object, (size_t)(end - object), "endobj", 6);
		if (!object_end)
			object_end = end;
		look_at_information(l, object, object_end - object > INFO_MAX ? object + INFO_MAX : object_end);
	}
}

static void look_for_xmp(struct looking *l)
{
	static const char *const elements[][2] = { { "dc:creator", "author" }, { "dc:title", "title" },
		{ "dc:description", "subject" }, { "xmp:CreatorTool", "program" }, { "pdf:Producer", "program" } };
	const char *end = l->bytes + l->n;

	for (size_t i = 0; i < sizeof(elements) / sizeof(elements[0]); i++) {
		const char *open = arena_print(l->arena, "<%s>", elements[i][0]), *close = arena_print(l->arena, "</%s>", elements[i][0]);
		const char *at = memmem(l->bytes, l->n, open, strlen(open));
		const char *last = at ? memmem(at, (size_t)(end - at), close, strlen(close)) : NULL;

		if (!last)
			continue;
		/* Each text behind a tag: <dc:creator><rdf:Seq><rdf:li>WORDS</rdf:li>. */
		for (at += strlen(open) - 1; at && at < last; at = memchr(at + 1, '>', (size_t)(last - at - 1)))
			looking_tell(l, elements[i][1], at + 1, strcspn(at + 1, "<"));
	}
}

void paper_look(struct looking *l)
{
	look_at_names(l);
	if (l->rule)
		return;
	look_for_information(l);
	look_for_xmp(l);
}
