/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "attachment/attachment.h"
#include "base/text.h"

#define OOXML "application/vnd.openxmlformats-officedocument."
#define OPEN_DOCUMENT "application/vnd.oasis.opendocument."

const struct attachment_type attachment_types[ATTACHMENT_SORTS] = { [ATTACHMENT_PDF] = { "pdf", "application/pdf" },
	[ATTACHMENT_PNG] = { "png", "image/png" }, [ATTACHMENT_JPEG] = { "jpg", "image/jpeg" },
	[ATTACHMENT_DOCX] = { "docx", OOXML "wordprocessingml.document" },
	[ATTACHMENT_XLSX] = { "xlsx", OOXML "spreadsheetml.sheet" },
	[ATTACHMENT_PPTX] = { "pptx", OOXML "presentationml.presentation" },
	[ATTACHMENT_ODT] = { "odt", OPEN_DOCUMENT "text" }, [ATTACHMENT_ODS] = { "ods", OPEN_DOCUMENT "spreadsheet" },
	[ATTACHMENT_ODP] = { "odp", OPEN_DOCUMENT "presentation" }, [ATTACHMENT_TEXT] = { "txt", "text/plain; charset=utf-8" },
	[ATTACHMENT_CSV] = { "csv", "text/csv; charset=utf-8" } };

const struct attachment_type *attachment_type_of(const char *ending)
{
	for (size_t i = 0; i < ATTACHMENT_SORTS; i++)
		if (text_equal(ending, attachment_types[i].ending))
			return &attachment_types[i];
	return NULL;
}

bool attachment_is_text(enum attachment_sort sort)
{
	return sort == ATTACHMENT_TEXT || sort == ATTACHMENT_CSV;
}

/* What first bytes say that it is. */
struct head {
	const char *bytes;
	size_t n;
	const char *rule; /* why it is not taken */
};
#define HEAD(text, rule) { text, sizeof(text) - 1, rule }
static const struct head others[] = { HEAD("MZ", "attachment.program"), HEAD("\x7F" "ELF", "attachment.program"),
	HEAD("\xCA\xFE\xBA\xBE", "attachment.program"), HEAD("\xCF\xFA\xED\xFE", "attachment.program"),
	HEAD("\xFE\xED\xFA", "attachment.program"), HEAD("\0asm", "attachment.program"), HEAD("#!", "attachment.program"),
	HEAD("\xEF\xBB\xBF#!", "attachment.program"), HEAD("\xD0\xCF\x11\xE0", "attachment.old_office"),
	HEAD("Rar!", "attachment.archive"), HEAD("7z\xBC\xAF", "attachment.archive"), HEAD("\x1F\x8B", "attachment.archive"),
	HEAD("PK\5\6", "attachment.archive"), HEAD("\xFF\xFE", "attachment.encoding"), HEAD("\xFE\xFF", "attachment.encoding") };

static bool starts(const char *bytes, size_t n, const char *with, size_t with_n)
{
	return n >= with_n && !memcmp(bytes, with, with_n);
}

/* ------------------------------------------------------------------------------------------- zip --- */

/* An OpenDocument file begins with its own media type, stored as it is (OpenDocument 1.3 part 2, 3.3). */
static bool is_open_document(const char *bytes, size_t n, enum attachment_sort sort)
{
	static const char first[] = "mimetype";
	const char *media = attachment_types[sort].media;
	size_t at = 30, length = strlen(media);

	return n > at + sizeof(first) - 1 + length + 2 && !memcmp(bytes + at, first, sizeof(first) - 1)
		&& !memcmp(bytes + at + sizeof(first) - 1, media, length) && !memcmp(bytes + at + sizeof(first) - 1 + length, "PK", 2);
}

/* Names of parts stand as they are, also where parts are packed. */
static const char *zip_sort_of(const char *bytes, size_t n, enum attachment_sort *out)
{
	static const struct {
		enum attachment_sort sort;
		const char *part;
	} parts[] = { { ATTACHMENT_DOCX, "word/document.xml" }, { ATTACHMENT_XLSX, "xl/workbook.xml" },
		{ ATTACHMENT_PPTX, "ppt/presentation.xml" } };

	for (int sort = ATTACHMENT_ODT; sort <= ATTACHMENT_ODP; sort++)
		if (is_open_document(bytes, n, (enum attachment_sort)sort)) {
			*out = (enum attachment_sort)sort;
			return NULL;
		}
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (memmem(bytes, n, parts[i].part, strlen(parts[i].part))) {
			*out = parts[i].sort;
			return NULL;
		}
	return "attachment.archive";
}

/* ------------------------------------------------------------------------------------------- text --- */

static size_t count_of(const char *line, size_t n, char c)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		count += line[i] == c;
	return count;
}

/* Two lines at least, each with as many separators as the first. */
static bool is_csv(const char *text, size_t n, char separator)
{
	size_t lines = 0, count = 0;

	for (size_t at = 0; at < n;) {
		const char *end = memchr(text + at, '\n', n - at);
		size_t length = end ? (size_t)(end - text) - at : n - at, here = count_of(text + at, length, separator);

		if (length > 1) {
			if (!here || (lines && here != count))
				return false;
			count = here;
			lines++;
		}
		at += length + 1;
	}
	return lines > 1;
}

/* A page, a drawing or anything else that a program may take for marked-up text. */
static bool is_markup(const char *text, size_t n)
{
	size_t at = 0;

	while (at < n && strchr(" \t\r\n\f", text[at]))
		at++;
	return at + 1 < n && text[at] == '<'
		&& (strchr("!?/", text[at + 1]) || ((text[at + 1] | 0x20) >= 'a' && (text[at + 1] | 0x20) <= 'z'));
}

static const char *text_sort_of(const char *text, size_t n, enum attachment_sort *out)
{
	static const char mark[] = "\xEF\xBB\xBF";

	if (starts(text, n, mark, sizeof(mark) - 1)) {
		text += sizeof(mark) - 1;
		n -= sizeof(mark) - 1;
	}
	for (size_t i = 0; i < n; i++)
		if ((unsigned char)text[i] < ' ' && (!text[i] || !strchr("\t\r\n\f", text[i])))
			return "attachment.unknown";
	if (is_markup(text, n))
		return "attachment.web_page";
	if (!text_is_utf8(text, n))
		return "attachment.encoding";
	*out = is_csv(text, n, ';') || is_csv(text, n, ',') || is_csv(text, n, '\t') ? ATTACHMENT_CSV : ATTACHMENT_TEXT;
	return NULL;
}

const char *attachment_sort_of(const char *bytes, size_t n, enum attachment_sort *out)
{
	static const struct {
		enum attachment_sort sort;
		struct head head;
	} taken[] = { { ATTACHMENT_PDF, HEAD("%PDF-", NULL) }, { ATTACHMENT_PNG, HEAD("\x89PNG\r\n\x1A\n", NULL) },
		{ ATTACHMENT_JPEG, HEAD("\xFF\xD8\xFF", NULL) } };

	if (!n)
		return "attachment.empty";
	if (n > ATTACHMENT_BYTES_MAX)
		return "attachment.too_large";
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (starts(bytes, n, others[i].bytes, others[i].n))
			return others[i].rule;
	for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
		if (starts(bytes, n, taken[i].head.bytes, taken[i].head.n)) {
			*out = taken[i].sort;
			return NULL;
		}
	return starts(bytes, n, "PK\3\4", 4) ? zip_sort_of(bytes, n, out) : text_sort_of(bytes, n, out);
}

enum { NAME_CHARS = 80 };

const char *attachment_name(struct arena *a, const char *title, const char *otherwise, const char *ending)
{
	const char *from = title ? title : "";
	char *name = arena_get(a, strlen(from) + 1), *to = name;
	size_t chars = 0;
	uint32_t c;

	for (; chars < NAME_CHARS && (c = text_next(&from)); chars++)
		to += text_put(c < 0x80 && strchr("/\\:*?\"<>|\t\n", (int)c) ? '-' : c, to);
	while (to > name && strchr(" .", to[-1]))
		to--;
	*to = '\0';
	name += strspn(name, " .");
	return arena_print(a, "%s.%s", *name ? name : otherwise, ending);
}
