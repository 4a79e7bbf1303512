/* SPDX-License-Identifier: EUPL-1.2 */
#include "aside.h"

#include <string.h>

#include "pdf/html.h"

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '+' || c == '/' || c == '_'
		|| c == '-';
}

static bool is_hash(const char *run, size_t n)
{
	return n == 43 || (n == 64 && strspn(run, "0123456789abcdef") >= n) || (n == 32 && strspn(run, "abcdefghijklmnop") >= n);
}

static bool is_code(const char *run, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (i % 5 == 4 ? run[i] != '-' : !strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", run[i]))
			return false;
	return n == 19;
}

/* The squares stand in the path after the white ground (view/qr.c). */
static void put_squares(char *text)
{
	static const char before[] = "fill=\"#fff\"/><path stroke=\"#000\" d=\"";

	for (char *at = text; (at = strstr(at, before));) {
		size_t n;

		at += strlen(before);
		n = strcspn(at, "\"");
		memmove(at, at + n, strlen(at + n) + 1);
	}
}

char *aside_put(struct arena *a, const char *text)
{
	char *copy = arena_text(a, text);

	for (char *at = copy; *at;) {
		size_t n = 0;

		while (is_letter(at[n]))
			n++;
		if (is_hash(at, n) || is_code(at, n))
			memset(at, 'x', n);
		at += n + (at[n] != '\0');
	}
	put_squares(copy);
	return copy;
}

/* ---------------------------------------------------------------------------------------- papers --- */

struct pdf_document *__real_pdf_from_html(struct arena *a, const char *html);
struct pdf_document *__wrap_pdf_from_html(struct arena *a, const char *html);
void __real_pdf_add_html(struct pdf_document *d, const char *html, struct pdf_table *contents);
void __wrap_pdf_add_html(struct pdf_document *d, const char *html, struct pdf_table *contents);

struct pdf_document *__wrap_pdf_from_html(struct arena *a, const char *html)
{
	return __real_pdf_from_html(a, aside_put(a, html));
}

void __wrap_pdf_add_html(struct pdf_document *d, const char *html, struct pdf_table *contents)
{
	__real_pdf_add_html(d, aside_put(d->arena, html), contents);
}
