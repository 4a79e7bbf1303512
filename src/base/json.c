/* SPDX-License-Identifier: EUPL-1.2 */
#include "base/json.h"

#include <assert.h>
#include <jansson.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"

static struct json *made(struct arena *a, enum js_type type)
{
	struct json *j = ARENA_NEW(a, struct json);

	j->type = type;
	return j;
}

struct json *js_object(struct arena *a)
{
	return made(a, JS_OBJECT);
}

struct json *js_array(struct arena *a)
{
	return made(a, JS_ARRAY);
}

struct json *js_text(struct arena *a, const char *s)
{
	struct json *j = made(a, s ? JS_TEXT : JS_NULL);

	j->text = s;
	return j;
}

struct json *js_int(struct arena *a, int64_t n)
{
	struct json *j = made(a, JS_INT);

	assert(n >= -JS_INT_MAX && n <= JS_INT_MAX);
	j->number = n;
	return j;
}

struct json *js_bool(struct arena *a, bool is_true)
{
	struct json *j = made(a, JS_BOOL);

	j->number = is_true;
	return j;
}

static void make_room(struct arena *a, struct json *j)
{
	size_t room = j->room ? j->room * 2 : 8;
	struct json **items;
	const char **keys;

	if (j->count < j->room)
		return;
	items = ARENA_MANY(a, room, struct json *);
	keys = ARENA_MANY(a, room, const char *);
	if (j->count) {
		memcpy(items, j->items, j->count * sizeof(*items)); /* NOLINT(bugprone-sizeof-expression): pointers move */
		memcpy(keys, j->keys, j->count * sizeof(*keys));
	}
	j->items = items;
	j->keys = keys;
	j->room = room;
}

/* As strcmp.  Most keys differ in their first byte, and the call costs more than the look. */
static int order(const char *a, const char *b)
{
	int first = (unsigned char)*a - (unsigned char)*b;

	return first ? first : strcmp(a, b);
}

/* The first place whose key is not below `key`. */
static size_t place(const struct json *object, const char *key)
{
	size_t low = 0, high = object->count;

	if (high && order(object->keys[high - 1], key) < 0) /* lines are read, and mostly written, in order */
		return high;
	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (order(object->keys[middle], key) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

void js_set(struct arena *a, struct json *object, const char *key, struct json *value)
{
	size_t at = place(object, key);

	assert(object->type == JS_OBJECT);
	if (at < object->count && !strcmp(object->keys[at], key)) {
		object->items[at] = value;
		return;
	}
	make_room(a, object);
	/* NOLINTNEXTLINE(bugprone-sizeof-expression): as above */
	memmove(object->items + at + 1, object->items + at, (object->count - at) * sizeof(*object->items));
	memmove(object->keys + at + 1, object->keys + at, (object->count - at) * sizeof(*object->keys));
	object->items[at] = value;
	object->keys[at] = key;
	object->count++;
}

void js_set_text(struct arena *a, struct json *object, const char *key, const char *s)
{
	js_set(a, object, key, js_text(a, s));
}

void js_set_int(struct arena *a, struct json *object, const char *key, int64_t n)
{
	js_set(a, object, key, js_int(a, n));
}

void js_add(struct arena *a, struct json *array, struct json *value)
{
	assert(array->type == JS_ARRAY);
	make_room(a, array);
	array->items[array->count++] = value;
}

void js_add_pair(struct arena *a, struct json *array, const char *first, const char *second)
{
	struct json *pair = js_array(a);

	js_add(a, pair, js_text(a, first));
	js_add(a, pair, js_text(a, second));
	js_add(a, array, pair);
}

bool js_pair(const struct json *pair, const char **out_first, const char **out_second)
{
	if (pair->type != JS_ARRAY || pair->count != 2 || pair->items[0]->type != JS_TEXT || pair->items[1]->type != JS_TEXT)
		return false;
	*out_first = pair->items[0]->text;
	*out_second = pair->items[1]->text;
	return true;
}

const struct json *js_get(const struct json *object, const char *key)
{
	size_t at;

	if (!object || object->type != JS_OBJECT)
		return NULL;
	at = place(object, key);
	return at < object->count && !strcmp(object->keys[at], key) ? object->items[at] : NULL;
}

const char *js_get_text(const struct json *object, const char *key)
{
	const struct json *j = js_get(object, key);

	return j && j->type == JS_TEXT ? j->text : NULL;
}

int64_t js_get_int(const struct json *object, const char *key, int64_t otherwise)
{
	const struct json *j = js_get(object, key);

	return j && j->type == JS_INT ? j->number : otherwise;
}

static bool is_ascii(const char *s)
{
	for (; *s; s++)
		if ((unsigned char)*s < 0x20 || (unsigned char)*s > 0x7E)
			return false;
	return true;
}

/* jansson's tree copied into the arena; NULL when it holds what our subset lacks.  The depth is bounded, so the
 * recursion is. */
static struct json *copied(struct arena *a, const json_t *from, int depth)
{
	struct json *j = NULL, *item;

	if (depth > NESTING_MAX)
		return NULL;
	if (json_is_object(from)) {
		const char *key;
		json_t *value;

		j = js_object(a);
		json_object_foreach((json_t *)(uintptr_t)from, key, value) {
			if (!is_ascii(key) || !(item = copied(a, value, depth + 1)))
				return NULL;
			js_set(a, j, arena_text(a, key), item);
		}
	} else if (json_is_array(from)) {
		j = js_array(a);
		for (size_t i = 0; i < json_array_size(from); i++) {
			if (!(item = copied(a, json_array_get(from, i), depth + 1)))
				return NULL;
			js_add(a, j, item);
		}
	} else if (json_is_string(from)) {
		j = js_text(a, arena_text(a, json_string_value(from)));
	} else if (json_is_integer(from)) {
		json_int_t n = json_integer_value(from);

		j = n >= -JS_INT_MAX && n <= JS_INT_MAX ? js_int(a, n) : NULL;
	} else if (json_is_boolean(from)) {
		j = js_bool(a, json_is_true(from));
	} else if (json_is_null(from)) {
		j = made(a, JS_NULL);
	}
	return j;
}

/* jansson tells a lack of memory as if the text were no JSON, and a good entry would be called damaged. */
static void *must_get(size_t bytes)
{
	void *p = (malloc)(bytes);

	if (!p)
		memory_stop("no memory to read JSON");
	return p;
}

static void must_give(void *p)
{
	(free)(p);
}

/* Before main, so that no thread reads while it is set. */
__attribute__((constructor)) static void choose_memory(void)
{
	json_set_alloc_funcs(must_get, must_give);
}

struct json *js_read(struct arena *a, const char *bytes, size_t n)
{
	json_error_t error;
	json_t *root = json_loadb(bytes, n, JSON_REJECT_DUPLICATES, &error);
	struct json *j = root ? copied(a, root, 0) : NULL;

	json_decref(root);
	return j;
}

void js_write_text(struct out *o, const char *s)
{
	out_char(o, '"');
	for (;; s++) {
		const char *start = s;
		unsigned char c;

		while ((unsigned char)*s >= 0x20 && *s != '"' && *s != '\\')
			s++;
		out_bytes(o, start, (size_t)(s - start));
		c = (unsigned char)*s;
		if (!c)
			break;
		if (c == '"' || c == '\\')
			out_bytes(o, (const char[]){ '\\', (char)c }, 2);
		else if (c == '\n')
			out_text(o, "\\n");
		else if (c == '\t')
			out_text(o, "\\t");
		else if (c == '\r')
			out_text(o, "\\r");
		else if (c == '\b')
			out_text(o, "\\b");
		else if (c == '\f')
			out_text(o, "\\f");
		else
			out_print(o, "\\u%04x", c);
	}
	out_char(o, '"');
}

/* Depth is bounded by js_read and by the builders' shallow trees. */
void js_write(struct out *o, const struct json *value)
{
	static const char *const words[2] = { "false", "true" };
	bool is_object = value->type == JS_OBJECT;

	switch (value->type) {
	case JS_NULL:
		out_text(o, "null");
		break;
	case JS_BOOL:
		out_text(o, words[value->number != 0]);
		break;
	case JS_INT:
		out_int(o, value->number);
		break;
	case JS_TEXT:
		js_write_text(o, value->text);
		break;
	case JS_ARRAY:
	case JS_OBJECT:
		out_char(o, is_object ? '{' : '[');
		for (size_t i = 0; i < value->count; i++) {
			if (i)
				out_char(o, ',');
			if (is_object) {
				js_write_text(o, value->keys[i]);
				out_char(o, ':');
			}
			js_write(o, value->items[i]);
		}
		out_char(o, is_object ? '}' : ']');
		break;
	}
}

const char *js_line(struct arena *a, const struct json *value)
{
	struct out o;

	out_init(&o, a, FRAME_MAX);
	js_write(&o, value);
	return out_cstr(&o);
}
