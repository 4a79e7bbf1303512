/* SPDX-License-Identifier: EUPL-1.2
 *
 * Mo: reads a catalogue as msgfmt writes it (gettext manual §10.3, "The Format of GNU MO Files"), little endian,
 * in place.  Every offset is checked against the length, so a cut or altered file finds nothing and harms nothing.
 */
#ifndef FYR_VIEW_MO_H
#define FYR_VIEW_MO_H

#include <stdbool.h>
#include <stddef.h>

/* Borrowed bytes; nothing is copied. */
struct mo {
	const char *bytes;
	size_t length;
	size_t count;         /* texts, the header entry "" included */
	size_t keys, texts;   /* where their two tables start */
};

/* False when the bytes are not such a file. */
bool mo_open(const char *bytes, size_t length, struct mo *out);

/* Key and text at a place, keys sorted by bytes; NULL when the file is damaged there. */
const char *mo_key(const struct mo *m, size_t at);
const char *mo_text(const struct mo *m, size_t at);

/* The first place whose key is not before `key`; mo->count when all are. */
size_t mo_place(const struct mo *m, const char *key);

/* The text of a key, NULL when there is none. */
const char *mo_find(const struct mo *m, const char *key);

#endif
