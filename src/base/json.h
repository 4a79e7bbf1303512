/* SPDX-License-Identifier: EUPL-1.2
 *
 * JSON in our subset of RFC 8785: objects with ASCII keys sorted by bytes, arrays, strings, whole numbers within
 * +-(2^53-1), true, false, null; no floats, no doubled keys.  One spelling for each value: writing what was read
 * gives the same bytes when they were canonical.  Trees live in the arena.
 */
#ifndef FYR_BASE_JSON_H
#define FYR_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/out.h"

#define JS_INT_MAX ((INT64_C(1) << 53) - 1)

enum js_type { JS_NULL, JS_BOOL, JS_INT, JS_TEXT, JS_ARRAY, JS_OBJECT };

struct json {
	enum js_type type;
	int64_t number;       /* JS_INT; 0 or 1 for JS_BOOL */
	const char *text;     /* JS_TEXT */
	size_t count, room;   /* elements of an array or members of an object */
	struct json **items;
	const char **keys;    /* members' names, sorted by bytes */
};

/* Parses `n` bytes; NULL when they are not JSON of our subset (also: nested deeper than NESTING_MAX, NUL inside). */
struct json *js_read(struct arena *a, const char *bytes, size_t n);

/* The same, of the spelling that js_line writes and no other: for the book's own lines. */
struct json *js_read_line(struct arena *a, const char *bytes, size_t n);

struct json *js_object(struct arena *a);
struct json *js_array(struct arena *a);
struct json *js_text(struct arena *a, const char *s); /* NULL gives null; the text is borrowed, not copied */
struct json *js_int(struct arena *a, int64_t n);
struct json *js_bool(struct arena *a, bool is_true);

/* Sets a member (a second time: replaces it); `key` is borrowed. */
void js_set(struct arena *a, struct json *object, const char *key, struct json *value);
void js_set_text(struct arena *a, struct json *object, const char *key, const char *s);
void js_set_int(struct arena *a, struct json *object, const char *key, int64_t n);
void js_add(struct arena *a, struct json *array, struct json *value);
/* Adds [first, second], two texts that are borrowed: what a form has filled in is a list of such. */
void js_add_pair(struct arena *a, struct json *array, const char *first, const char *second);

/* The two texts of such a pair; false when it is none, and then they are untouched. */
bool js_pair(const struct json *pair, const char **out_first, const char **out_second);

/* The member of an object; NULL when `object` is NULL, no object, or has none of that name. */
const struct json *js_get(const struct json *object, const char *key);
/* Its text, NULL when it is not a text. */
const char *js_get_text(const struct json *object, const char *key);
/* Its number, `otherwise` when it is not a number. */
int64_t js_get_int(const struct json *object, const char *key, int64_t otherwise);

/* Canonical bytes, without a newline. */
void js_write(struct out *o, const struct json *value);
const char *js_line(struct arena *a, const struct json *value);
/* One string with its quotes, escaped as RFC 8785 asks. */
void js_write_text(struct out *o, const char *s);

#endif
