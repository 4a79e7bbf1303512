/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/qr.h"

#include <qrencode.h>

#include "view/escape.h"

enum { QUIET = 4, PIXELS = 3 }; /* modules around the code; pixels a module */

/* Runs of dark modules as strokes, a line of the code after the other. */
static void write_runs(struct out *o, const QRcode *code)
{
	for (int y = 0; y < code->width; y++) {
		const unsigned char *line = code->data + y * code->width;

		for (int x = 0; x < code->width; x++) {
			int n = 0;

			while (x + n < code->width && line[x + n] & 1)
				n++;
			if (n)
				out_print(o, "M%d %d.5h%d", x + QUIET, y + QUIET, n);
			x += n;
		}
	}
}

void qr_write(struct out *o, const struct catalogue *words, const char *text)
{
	QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	int size;

	if (!code)
		return;
	size = code->width + 2 * QUIET;
	out_print(o, "<svg role=\"img\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" shape-rendering=\"crispEdges\" aria-label=\"",
		size, size, size * PIXELS, size * PIXELS);
	escape_write(o, ESCAPE_PLAIN, catalogue_text(words, "qr.label"));
	out_print(o, "\"><rect width=\"%d\" height=\"%d\" fill=\"#fff\"/><path stroke=\"#000\" d=\"", size, size);
	write_runs(o, code);
	out_text(o, "\"/></svg>");
	QRcode_free(code);
}
