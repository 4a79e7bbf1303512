/* SPDX-License-Identifier: EUPL-1.2
 *
 * Place: follows the HTML of a template byte by byte and knows where a value would stand.  It accepts less than HTML
 * does (quoted attributes only, no script or style, no on*, links with a known beginning), so that what it accepts a
 * browser reads the same way (WHATWG HTML §13.2.5).
 */
#ifndef FYR_VIEW_PLACE_H
#define FYR_VIEW_PLACE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/out.h"
#include "view/escape.h"

enum where {
	IN_TEXT = 0,
	IN_WORDS,        /* <title> or <textarea>: text without elements */
	IN_ELEMENT_NAME,
	IN_END_TAG,
	IN_TAG,          /* between attributes, after a space */
	IN_GAP,          /* in a tag where a space must come before the next attribute */
	IN_ATTRIBUTE,    /* in its name */
	IN_BEFORE_VALUE, /* after '=' */
	IN_VALUE
};

struct place {
	enum where where;
	char quote;              /* IN_VALUE */
	bool is_link;            /* IN_VALUE: the attribute is an address */
	bool is_link_begun;      /* something stands in it already */
	char element[16];        /* the open tag's, or the IN_WORDS element's name */
	char name[16];           /* name being read, lower case; longer ones are cut */
	char link[64];           /* how an address begins, when static */
	size_t link_length;
};

/* Follows `n` bytes and adds them to `kept`, comments left out.  NULL, or why they are refused, and *out_at: where. */
const char *place_feed(struct place *p, struct out *kept, const char *s, size_t n, size_t *out_at);

/* A directive stands here: ends what was being read.  NULL, or why it may not stand here. */
const char *place_rest(struct place *p);

/* A value stands here (after place_rest): how to write it.  NULL, or why it may not. */
const char *place_value(struct place *p, enum escape *out_how);

bool place_same(const struct place *p, const struct place *q);
/* Two branches meet: false when they end in different places. */
bool place_join(struct place *p, const struct place *q);

#endif
