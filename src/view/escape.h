/* SPDX-License-Identifier: EUPL-1.2
 *
 * Escape: how a value is written, by where it stands.  The only way a value reaches HTML or XML.
 */
#ifndef FYR_VIEW_ESCAPE_H
#define FYR_VIEW_ESCAPE_H

#include "base/out.h"

enum escape {
	ESCAPE_TEXT,      /* text between elements: & < > " ' become entities */
	ESCAPE_PLAIN,     /* a quoted attribute, <title>, <textarea>: the same, and no element of ours either */
	ESCAPE_URL_START, /* first in an attribute that is a link: own path or https, otherwise "#" */
	ESCAPE_URL_LATER  /* further on in it: all but unreserved characters percent-encoded (RFC 3986 §2.3) */
};

void escape_write(struct out *o, enum escape how, const char *s);

/* Text in XML 1.0, which has no way at all to write most control characters, nor U+FFFE and U+FFFF (§2.2): they become U+FFFD. */
void escape_xml(struct out *o, const char *s);

#endif
