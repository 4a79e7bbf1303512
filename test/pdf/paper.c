/* SPDX-License-Identifier: EUPL-1.2
 *
 * Paper: HTML as our pages have it, from standard input, as a PDF on standard output.  For pages that no council has.
 */
#include <stdio.h>
#include <unistd.h>

#include "base/limits.h"
#include "pdf/html.h"
#include "pdf/pdf.h"

int main(void)
{
	struct arena *a = arena_new((size_t)1 << 30);
	struct hasher *h = hasher_new();
	struct out html, pdf;
	char bytes[1 << 16];
	const struct fault *f;
	ssize_t n;
	int status;

	out_init(&html, a, PAGE_MAX);
	out_init(&pdf, a, PAGE_MAX);
	while ((n = read(STDIN_FILENO, bytes, sizeof(bytes))) > 0)
		out_bytes(&html, bytes, (size_t)n);
	f = pdf_write(a, h, pdf_from_html(a, out_cstr(&html)), &pdf);
	if (f)
		fprintf(stderr, "%s\n", f->what);
	else
		(void)fwrite(pdf.bytes, 1, pdf.length, stdout);
	status = f ? (int)f->sort : 0;
	hasher_free(h);
	arena_free(a);
	return status;
}
