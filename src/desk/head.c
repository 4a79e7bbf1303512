/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/head.h"

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/file.h"
#include "base/limits.h"
#include "desk/log_key.h"

/* What could not be asked is not an answer: the store's own fault goes before what was made of empty rows. */
static const struct fault *disagreement(const struct book *b, struct arena *a, const struct fault *found)
{
	const struct fault *f = store_fault(b->store);

	return f ? fault_kept(a, f) : found;
}

const struct fault *head_agrees(struct arena *a, const struct env *env, const struct book *b, const char *head_path)
{
	struct checkpoint head;
	struct log_keys keys;
	const struct fault *f;
	const char *text;
	char *note;
	size_t n;

	if (env_file_read(a, env, head_path, NOTE_MAX, &note, &n))
		return NULL;
	f = log_key_all(b->store, a, b->hasher, &keys);
	if (f)
		return disagreement(b, a, f);
	if (log_keys_verify(a, &keys, note, n, &head, NULL, NULL))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s does not belong to this council", head_path);
	if (head.size > b->frontier.size)
		return fault_new(a, FAULT_DAMAGED, __func__, "%lld entries have been signed but the book has %lld: it is an older"
			" copy, and the newest entries are gone; look for a newer one (man fyr, RESTORING)", (long long)head.size,
			(long long)b->frontier.size);
	text = arena_print(a, "%lld:%s", (long long)head.size, merkle_hash_text(a, &head.root));
	if (!book_had_head(b, a, text))
		return disagreement(b, a, fault_new(a, FAULT_DAMAGED, __func__,
			"other entries have been signed than the book holds; run `fyr verify`"));
	return NULL;
}

const char *head_elsewhere(struct arena *a, const struct env *env, const char *file)
{
	char *path;
	size_t n;

	if (env_file_read(a, env, arena_print(a, "%s-high-water", file), PATH_MAX, &path, &n) || strlen(path) != n || n < 2)
		return NULL;
	path[n - 1] = '\0'; /* its newline */
	return path;
}

const struct fault *head_keep_elsewhere(struct arena *a, const struct env *env, const char *file, const char *path)
{
	const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path, *line;
	char *folder = arena_get(a, PATH_MAX);

	if (!*name || !realpath(slash ? file_folder(a, path) : ".", folder))
		return fault_new(a, FAULT_USAGE, __func__, "the folder of %s is not there", path);
	line = arena_print(a, "%s/%s\n", folder, name);
	return env_file_replace(a, env, arena_print(a, "%s-high-water", file), line, strlen(line), 0600);
}
