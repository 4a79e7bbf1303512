/* SPDX-License-Identifier: EUPL-1.2
 *
 * Html: a page of ours, as a document.  The page is made by the one gate that makes all pages, so that a paper made of its bytes
 * can hold nothing that its reader may not see.
 *
 * Read are the elements that our templates use and no others; whatever a person typed is escaped there and is text here.
 * Left out is what is left out in print (style.css): the head and the menu, forms and what is done with a button, and all
 * of class "screen" without the class "paper".  Kept are notices and the foot also of the page that is one sheet in print, as
 * they say how far the log is checked; and what print has only for who listens (class "quiet"), as a table's caption: a paper
 * is both seen and heard.  A light becomes a mark; a picture with a label becomes its label, a QR code (view/qr.h) a figure.
 * The words of a link stay, and lead somewhere when it is a whole address.
 */
#ifndef FYR_PDF_HTML_H
#define FYR_PDF_HTML_H

#include "pdf/document.h"

/* `html` is ended by NUL.  Bytes that are no page of ours give whatever they give, and no fault. */
struct pdf_document *pdf_from_html(struct arena *a, const char *html);

/* Another page of ours as the next part of a paper, named in its table of contents (pdf_contents).  Nothing of `html` is
 * borrowed: all texts are copied.  `contents` NULL: it is named in none. */
void pdf_add_html(struct pdf_document *d, const char *html, struct pdf_table *contents);

#endif
