/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/log_keys.h"

#include <inttypes.h>
#include <string.h>

#include "base/out.h"
#include "base/text.h"

enum { LINE_MAX_BYTES = 1 << 10, WORDS = 3 };

bool log_keys_add(struct arena *a, struct hasher *h, struct log_keys *keys, const char *vkey, uint64_t from)
{
	struct log_key key = { .text = vkey, .from = from, .until = UINT64_MAX };

	if (keys->count == LOG_KEYS_MAX || !vkey_from(a, h, vkey, &key.key) || key.key.type != KEY_LOG)
		return false;
	if (keys->count && strcmp(keys->all[0].key.name, key.key.name) != 0)
		return false;
	if (log_keys_find(keys, vkey) >= 0)
		return false;
	keys->all[keys->count++] = key;
	return true;
}

void log_keys_retire(struct log_keys *keys, uint64_t until)
{
	for (size_t i = 0; i + 1 < keys->count; i++)
		if (keys->all[i].until == UINT64_MAX)
			keys->all[i].until = until;
}

void log_keys_as_of(struct log_keys *keys, uint64_t size)
{
	while (keys->count && keys->all[keys->count - 1].from > size)
		keys->count--;
	for (size_t i = 0; i < keys->count; i++)
		if (keys->all[i].until >= size)
			keys->all[i].until = UINT64_MAX;
}

bool log_key_counts(const struct log_key *key, uint64_t size)
{
	return size >= key->from && size <= key->until;
}

int log_keys_find(const struct log_keys *keys, const char *vkey)
{
	for (size_t i = 0; i < keys->count; i++)
		if (!strcmp(keys->all[i].text, vkey))
			return (int)i;
	return -1;
}

const char *log_keys_text(struct arena *a, const struct log_keys *keys)
{
	struct out o;

	out_init(&o, a, (size_t)LOG_KEYS_MAX * LINE_MAX_BYTES);
	for (size_t i = 0; i < keys->count; i++) {
		const struct log_key *k = &keys->all[i];

		out_text(&o, k->text);
		if (k->from || k->until != UINT64_MAX)
			out_print(&o, " %" PRIu64, k->from);
		if (k->until != UINT64_MAX)
			out_print(&o, " %" PRIu64, k->until);
		out_char(&o, '\n');
	}
	return out_cstr(&o);
}

/* A line, taken apart in place. */
static bool key_from(struct arena *a, struct hasher *h, char *line, struct log_keys *out)
{
	char *words[WORDS] = { line };
	uint64_t from = 0, until = UINT64_MAX;
	size_t count = 1;

	for (char *space = strchr(line, ' '); space; space = strchr(space + 1, ' ')) {
		if (count == WORDS)
			return false;
		*space = '\0';
		words[count++] = space + 1;
	}
	if ((count > 1 && !text_to_size(words[1], INT64_MAX, &from))
		|| (count > 2 && !text_to_size(words[2], INT64_MAX, &until)))
		return false;
	if (!log_keys_add(a, h, out, words[0], from))
		return false;
	out->all[out->count - 1].until = until;
	return true;
}

bool log_keys_from(struct arena *a, struct hasher *h, const char *text, struct log_keys *out)
{
	char *at = arena_text(a, text), *end;

	out->count = 0;
	for (; (end = strchr(at, '\n')); at = end + 1) {
		*end = '\0';
		if (!key_from(a, h, at, out))
			return false;
	}
	return out->count && !strcmp(log_keys_text(a, out), text);
}

const struct fault *log_keys_verify(struct arena *a, const struct log_keys *keys, const char *bytes, size_t n,
	struct checkpoint *out, bool *out_signed, size_t *out_others)
{
	struct vkey known[LOG_KEYS_MAX];
	bool good[LOG_KEYS_MAX];
	size_t count = 0;
	struct checkpoint c;
	struct note note;
	const struct fault *f = note_parse(a, bytes, n, &note);

	for (size_t i = 0; i < keys->count; i++)
		known[i] = keys->all[i].key;
	if (!f)
		f = note_verify(a, &note, known, keys->count, good);
	if (!f)
		f = checkpoint_from(a, note.text, &c);
	if (f)
		return f;
	if (strcmp(c.origin, keys->all[0].key.name) != 0)
		return fault_new(a, FAULT_DAMAGED, __func__, "a checkpoint of another log: %s", c.origin);
	for (size_t i = 0; i < keys->count; i++)
		count += good[i] = good[i] && log_key_counts(&keys->all[i], c.size);
	if (!count)
		return fault_new(a, FAULT_DAMAGED, __func__, "only a key that does not count at %" PRIu64 " entries signed it", c.size);
	*out = c;
	if (out_signed)
		memcpy(out_signed, good, keys->count * sizeof(*good));
	if (out_others)
		*out_others = note.count - count;
	return NULL;
}
