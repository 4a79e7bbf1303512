/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/export_texts.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "desk/export.h"

enum { DISCLOSURES_MAX = 2 + TEXT_MAX_CHARS / 2 }; /* of one text: a paragraph takes two characters at least */

void export_texts_open(struct export_texts *t, const struct env *env, int fd, int64_t size)
{
	*t = (struct export_texts){ .env = env, .arena = arena_new((size_t)512 << 20), .buffer = arena_new((size_t)4 << 20), .fd = fd,
		.size = size };
	t->bytes = arena_get(t->buffer, EXPORT_LINE_MAX);
}

static void stop(struct export_texts *t, const char *fault)
{
	t->fault = fault;
	if (t->fd >= 0)
		(void)close(t->fd);
	t->fd = -1;
	t->has_line = false;
}

void export_texts_close(struct export_texts *t)
{
	stop(t, NULL);
	arena_free(t->buffer);
	arena_free(t->arena);
	t->buffer = t->arena = NULL;
}

/* The next line without its newline, in the buffer; NULL at the end, and when there is no whole line. */
static const char *next_line(struct export_texts *t, size_t *out_n)
{
	ssize_t got = 1;
	char *end;

	while (!(end = memchr(t->bytes + t->from, '\n', t->until - t->from)) && got > 0) {
		memmove(t->bytes, t->bytes + t->from, t->until - t->from);
		t->until -= t->from;
		t->from = 0;
		errno = env_file_fault(t->env, ENV_READ);
		got = errno ? -1 : read(t->fd, t->bytes + t->until, EXPORT_LINE_MAX - t->until);
		t->until += got > 0 ? (size_t)got : 0;
	}
	if (!end) {
		stop(t, got < 0 ? "it cannot be read" : t->until > t->from ? "its last line is cut, or one is too long" : NULL);
		return NULL;
	}
	*out_n = (size_t)(end - t->bytes) - t->from;
	t->from += *out_n + 1;
	return end - *out_n;
}

static bool line_is_read(struct export_texts *t, const char *bytes, size_t n)
{
	const struct json *line = js_read_line(t->arena, bytes, n), *d = js_get(line, "d");
	const char *field = js_get_text(line, "f");
	int64_t seq = js_get_int(line, "seq", -1);
	bool ok = line && line->count == 3 && d && d->type == JS_ARRAY && d->count >= 1 && d->count <= DISCLOSURES_MAX
		&& field && strlen(field) < sizeof(t->field) && seq >= 0 && seq < t->size;

	for (size_t i = 0; ok && i < d->count; i++)
		ok = d->items[i]->type == JS_TEXT;
	/* In order, so that none comes twice. */
	ok = ok && (!t->has_line || seq > t->seq || (seq == t->seq && strcmp(field, t->field) > 0));
	if (!ok)
		return false;
	t->has_line = true;
	t->seq = seq;
	t->d = d;
	(void)snprintf(t->field, sizeof(t->field), "%s", field);
	return true;
}

bool export_texts_next(struct export_texts *t)
{
	const char *line;
	size_t n = 0;

	if (t->fd < 0)
		return false;
	arena_reset(t->arena);
	line = next_line(t, &n);
	if (line && !line_is_read(t, line, n))
		stop(t, "a line is none, or stands in the wrong place");
	return t->fd >= 0;
}
