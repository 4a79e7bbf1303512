/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/contents.h"

#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/out.h"
#include "base/text.h"

enum { CONTENTS_MAX = 4096, VERSION = 1, WORDS_MAX = 4 };

const char *const contents_names[] = { CONTENTS_BOOK, CONTENTS_KEY, CONTENTS_KEY_NEXT, CONTENTS_HEAD, CONTENTS_OFFICE,
	CONTENTS_POLICY };
const size_t contents_name_count = sizeof(contents_names) / sizeof(contents_names[0]);

bool contents_has(const struct contents *c, const char *name)
{
	for (size_t i = 0; i < c->count; i++)
		if (!strcmp(c->files[i].name, name))
			return true;
	return false;
}

const struct fault *contents_hash(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	struct contents *c)
{
	for (size_t i = 0; i < contents_name_count; i++) {
		struct contents_file *file = &c->files[c->count];
		const struct fault *f = file_hash(a, env, h, arena_print(a, "%s/%s", folder, contents_names[i]), &file->hash,
			&file->bytes);

		if (f && f->sort == FAULT_NOTHING)
			continue;
		if (f)
			return f;
		file->name = contents_names[i];
		c->count++;
	}
	return NULL;
}

static char *sum_of(struct arena *a, struct hasher *h, const char *bytes, size_t n)
{
	struct hash hash = hash_of(h, bytes, n, NULL, 0, NULL, 0);

	return hex_from(a, hash.bytes, HASH_BYTES);
}

const struct fault *contents_write(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	const struct contents *c)
{
	struct out o;

	out_init(&o, a, CONTENTS_MAX);
	out_print(&o, "fyr backup %d\nmade %s\nnewest %s\nentries %lld\ncheckpoint %lld\nroot %s\n", VERSION, c->made, c->newest,
		(long long)c->entries, (long long)c->checkpoint, c->root);
	for (size_t i = 0; i < c->count; i++)
		out_print(&o, "file %s %lld %s\n", c->files[i].name, (long long)c->files[i].bytes,
			hex_from(a, c->files[i].hash.bytes, HASH_BYTES));
	out_print(&o, "sum %s\n", sum_of(a, h, o.bytes, o.length));
	return env_file_replace(a, env, arena_print(a, "%s/" CONTENTS_FILE, folder), o.bytes, o.length, 0600);
}

/* The next line's words; 0 at the end. */
static size_t next_words(struct arena *a, const char **at, const char *words[WORDS_MAX])
{
	size_t length = strcspn(*at, "\n"), count = 0;
	const char *p = arena_copy(a, *at, length);

	if (!**at)
		return 0;
	*at += length + ((*at)[length] == '\n');
	while (*p && count < WORDS_MAX) {
		size_t n = strcspn(p, " ");

		words[count++] = arena_copy(a, p, n);
		p += n + (p[n] == ' ');
	}
	return count;
}

static bool hash_from_hex(struct arena *a, const char *hex, struct hash *out)
{
	static const char digits[] = "0123456789abcdef";

	if (strlen(hex) != (size_t)HASH_BYTES * 2)
		return false;
	for (size_t i = 0; i < HASH_BYTES; i++) {
		const char *high = strchr(digits, hex[i * 2]), *low = strchr(digits, hex[i * 2 + 1]);

		if (!high || !low)
			return false;
		out->bytes[i] = (unsigned char)((high - digits) << 4 | (low - digits));
	}
	return text_equal(hex_from(a, out->bytes, HASH_BYTES), hex);
}

static bool file_line(struct arena *a, const char *words[WORDS_MAX], struct contents *c)
{
	struct contents_file *file = &c->files[c->count];

	if (c->count == CONTENTS_FILES_MAX || contents_has(c, words[1]))
		return false;
	for (size_t i = 0; i < contents_name_count; i++)
		if (!strcmp(contents_names[i], words[1]))
			file->name = contents_names[i];
	if (!file->name || !text_to_int(words[2], 0, INT64_MAX, &file->bytes) || !hash_from_hex(a, words[3], &file->hash))
		return false;
	c->count++;
	return true;
}

static bool line_read(struct arena *a, const char *words[WORDS_MAX], size_t count, struct contents *c)
{
	if (count == 4)
		return !strcmp(words[0], "file") && file_line(a, words, c);
	if (count != 2)
		return false;
	if (!strcmp(words[0], "made"))
		c->made = words[1];
	else if (!strcmp(words[0], "newest"))
		c->newest = words[1];
	else if (!strcmp(words[0], "root"))
		c->root = words[1];
	else if (!strcmp(words[0], "entries"))
		return text_to_int(words[1], 0, INT64_MAX, &c->entries);
	else if (!strcmp(words[0], "checkpoint"))
		return text_to_int(words[1], -1, INT64_MAX, &c->checkpoint);
	else
		return !strcmp(words[0], "sum");
	return true;
}

static bool all_read(struct arena *a, const char *at, struct contents *c)
{
	const char *words[WORDS_MAX];
	size_t count;

	while ((count = next_words(a, &at, words)))
		if (!line_read(a, words, count, c))
			return false;
	return c->made && c->newest && c->root && contents_has(c, CONTENTS_BOOK);
}

const struct fault *contents_read(struct arena *a, const struct env *env, struct hasher *h, const char *folder,
	struct contents *out)
{
	struct contents c = { .count = 0 };
	const char *at, *sum, *words[WORDS_MAX];
	const struct fault *f;
	int64_t version = 0;
	char *bytes;
	size_t n;

	if (access(folder, F_OK))
		return fault_new(a, FAULT_NOTHING, __func__, "%s does not exist; check the name", folder);
	f = env_file_read(a, env, arena_print(a, "%s/" CONTENTS_FILE, folder), CONTENTS_MAX, &bytes, &n);
	if (f)
		return fault_new(a, FAULT_DAMAGED, __func__, "%s is not a whole backup: its " CONTENTS_FILE " cannot be read", folder);
	at = bytes;
	if (next_words(a, &at, words) != 3 || strcmp(words[0], "fyr") || strcmp(words[1], "backup")
		|| !text_to_int(words[2], 1, INT32_MAX, &version))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s/" CONTENTS_FILE " does not tell of a backup", folder);
	if (version > VERSION)
		return fault_new(a, FAULT_USAGE, __func__, "%s was made by a newer version of this program; install that", folder);
	sum = strstr(bytes, "\nsum ");
	if (!sum || strlen(bytes) != n || !text_equal(sum + 5, arena_print(a, "%s\n", sum_of(a, h, bytes, (size_t)(sum + 1 - bytes))))
		|| !all_read(a, at, &c))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s/" CONTENTS_FILE " is not as it was when the backup was made", folder);
	*out = c;
	return NULL;
}
