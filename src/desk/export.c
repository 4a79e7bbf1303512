/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/export.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/limits.h"
#include "desk/log_key.h"
#include "ledger/disclosure.h"
#include "ledger/policy.h"
#include "ledger/tile.h"
#include "view/catalogue.h"
#include "view/verify.h"

/* One export. */
struct work {
	struct arena *arena;
	struct arena *scratch;  /* emptied after each file and row */
	struct desk *desk;
	const struct actor *actor;
	struct folder_new folder;
	struct checkpoint newest;
	struct log_keys keys;   /* of the log, as far as its entries go out */
	struct exported told;
};

static const struct fault *made(struct work *w, const char *path, const char *text)
{
	const struct fault *f = folder_add(&w->folder, path, text, strlen(text));

	arena_reset(w->scratch);
	return f;
}

/* ------------------------------------------------------------------------------------------- checkpoints --- */

static const struct fault *newest_found(struct work *w)
{
	struct store *s = w->desk->store;
	int64_t size = store_int(s, -1, "SELECT max(size) FROM checkpoint", "");
	const char *note = book_checkpoint_note(s, w->arena, size);
	const struct fault *f = log_key_all(s, w->arena, w->desk->hasher, &w->keys);

	if (f)
		return f;
	if (!note)
		return fault_new(w->arena, FAULT_NOTHING, __func__, "nothing has been signed yet; start the server, or write an entry");
	log_keys_as_of(&w->keys, (uint64_t)size);
	return log_keys_verify(w->arena, &w->keys, note, strlen(note), &w->newest, NULL, NULL);
}

static const char *newest_vkey(const struct work *w)
{
	return w->keys.all[w->keys.count - 1].text;
}

static const struct fault *checkpoints_made(struct work *w)
{
	struct store *s = w->desk->store;
	int64_t newest = (int64_t)w->newest.size;
	struct rows r = store_ask(s, "SELECT size FROM checkpoint WHERE size < ? ORDER BY size", "i", newest);
	const struct fault *f = made(w, "checkpoint", book_checkpoint_note(s, w->scratch, newest));

	while (!f && rows_next(&r)) {
		int64_t size = rows_int(&r, 0);
		const char *note = book_checkpoint_note(s, w->scratch, size);

		f = note ? made(w, arena_print(w->scratch, "checkpoints/%lld", (long long)size), note) : store_fault(s);
	}
	rows_end(&r);
	return f;
}

/* ------------------------------------------------------------------------------------------- entries --- */

static const struct fault *tile_made(void *self, const struct tile *t, const void *bytes, size_t n)
{
	struct work *w = self;

	return folder_put(w->arena, w->desk->env, w->folder.path, tile_path(w->scratch, t), bytes, n);
}

static const struct fault *damaged(struct work *w)
{
	return fault_new(w->arena, FAULT_DAMAGED, "export_log", "the entries are not those that checkpoint %" PRIu64
		" was signed for; fyr verify names what is wrong", w->newest.size);
}

static const struct fault *entries_made(struct work *w)
{
	struct rows r = store_ask(w->desk->store, "SELECT leaf FROM entry WHERE seq < ? ORDER BY seq", "i", (int64_t)w->newest.size);
	const struct fault *f = NULL;
	struct tiler t;
	struct hash root;

	tiler_init(&t, w->arena, w->desk->hasher);
	t.take = tile_made;
	t.self = w;
	while (!f && rows_next(&r)) {
		size_t n;
		const char *leaf = rows_blob(&r, w->scratch, 0, &n);
		struct hash hash = merkle_leaf(w->desk->hasher, leaf, n);

		f = n <= LEAF_MAX ? tiler_add(&t, leaf, n, &hash) : damaged(w);
		arena_reset(w->scratch);
	}
	rows_end(&r);
	if (!f)
		f = store_fault(w->desk->store);
	if (f)
		return f;
	root = merkle_root(w->desk->hasher, &t.frontier);
	if (t.frontier.size != w->newest.size || !hash_equal(&root, &w->newest.root))
		return damaged(w);
	return tiler_end(&t);
}

/* ------------------------------------------------------------------------------------------- texts --- */

/* A file that grows line by line. */
struct lines {
	int fd;
	struct out waiting;
};

static const struct fault *lines_put(struct work *w, struct lines *l)
{
	if (!file_write_all(w->desk->env, l->fd, l->waiting.bytes, l->waiting.length))
		return fault_new(w->arena, FAULT_SYSTEM, __func__, "disclosures.jsonl cannot be written: %s", strerror(errno));
	l->waiting.length = 0;
	return NULL;
}

/* The line of the row's text, or NULL when it is not what was written. */
static const char *text_line(struct work *w, const struct rows *r)
{
	size_t salt_bytes, count;
	const void *salt = rows_blob(r, w->scratch, 2, &salt_bytes);
	struct json *line = js_object(w->scratch), *list = js_array(w->scratch);
	const char *const *all;

	count = disclosure_list(w->scratch, w->desk->hasher, salt, salt_bytes, rows_text(r, w->scratch, 1),
		rows_text(r, w->scratch, 3), &all);
	for (size_t i = 0; i < count; i++)
		js_add(w->scratch, list, js_text(w->scratch, all[i]));
	js_set(w->scratch, line, "d", list);
	js_set_text(w->scratch, line, "f", rows_text(r, w->scratch, 1));
	js_set_int(w->scratch, line, "seq", rows_int(r, 0));
	return count ? js_line(w->scratch, line) : NULL;
}

static const struct fault *text_put(struct work *w, struct lines *l, const struct rows *r)
{
	enum label label = kind_label(rows_text(r, w->scratch, 4), rows_text(r, w->scratch, 1));
	const char *line;

	if (!label_may_read(label, w->actor, rows_int(r, 5) != 0)) {
		w->told.withheld++;
		return NULL;
	}
	line = text_line(w, r);
	if (!line)
		return damaged(w);
	w->told.texts++;
	out_text(&l->waiting, line);
	out_char(&l->waiting, '\n');
	return l->waiting.length > EXPORT_LINE_MAX / 2 ? lines_put(w, l) : NULL;
}

/* The same labels decide as on the page log. */
static const struct fault *texts_put(struct work *w, struct lines *l)
{
	struct rows r = store_ask(w->desk->store, "SELECT d.seq, d.field, d.salt, d.value, l.kind, l.by = ?1"
		" OR EXISTS (SELECT 1 FROM proposal AS p WHERE p.seq = l.seq AND ?1 IN (p.by, p.second, p.end_by))"
		" FROM disclosure AS d JOIN log AS l ON l.seq = d.seq WHERE d.seq < ?2 ORDER BY d.seq, d.field", "ti",
		w->actor->person, (int64_t)w->newest.size);
	const struct fault *f = NULL;

	while (!f && rows_next(&r)) {
		f = text_put(w, l, &r);
		arena_reset(w->scratch);
	}
	rows_end(&r);
	if (!f)
		f = store_fault(w->desk->store);
	return f ? f : lines_put(w, l);
}

static const struct fault *texts_made(struct work *w)
{
	const char *path = arena_print(w->arena, "%s/disclosures.jsonl", w->folder.path);
	const struct fault *f;
	struct hash sum;
	struct lines l;
	int64_t bytes;

	out_init(&l.waiting, w->arena, (size_t)2 * EXPORT_LINE_MAX);
	f = file_open(w->arena, w->desk->env, path, O_WRONLY | O_CREAT | O_EXCL, &l.fd);
	if (f)
		return f;
	f = texts_put(w, &l);
	(void)close(l.fd);
	if (!f)
		f = file_hash(w->arena, w->desk->env, w->desk->hasher, path, &sum, &bytes);
	if (!f)
		folder_tell_sum(&w->folder, "disclosures.jsonl", &sum);
	return f;
}

/* ------------------------------------------------------------------------------------------- all --- */

static const struct fault *words_made(struct work *w)
{
	const char *values[] = { w->newest.origin, arena_print(w->arena, "%" PRIu64, w->newest.size), newest_vkey(w) };

	return made(w, "README.txt", arena_print(w->arena, "%s\n\n%s\n",
		catalogue_fill(catalogue_get("sv"), w->arena, "export.readme", values, 3),
		catalogue_fill(catalogue_get("en"), w->arena, "export.readme", values, 3)));
}

/* Lines of the log's keys that count, but those that the policy names. */
static const char *log_lines(struct work *w, const struct policy *policy)
{
	const char *lines = "";

	for (size_t i = 0; i < w->keys.count; i++) {
		bool is_named = !log_key_counts(&w->keys.all[i], w->newest.size);

		for (size_t k = 0; k < policy->log_count; k++)
			is_named |= !strcmp(policy->logs[k].vkey, w->keys.all[i].text);
		if (!is_named)
			lines = arena_print(w->arena, "%slog %s\n", lines, w->keys.all[i].text);
	}
	return lines;
}

/* The council's own policy, with its log in it; without one no witness is asked. */
static const struct fault *policy_made(struct work *w)
{
	const char *path = arena_print(w->arena, "%s-policy", w->desk->path);
	struct policy policy = { .log_count = 0 };
	size_t n;
	char *own;
	const struct fault *f = env_file_read(w->arena, w->desk->env, path, POLICY_BYTES_MAX, &own, &n);

	if (f && f->sort == FAULT_NOTHING)
		return made(w, "policy", arena_print(w->arena, "%squorum none\n", log_lines(w, &policy)));
	if (!f)
		f = policy_from(w->arena, w->desk->hasher, own, n, &policy);
	return f ? f : made(w, "policy", arena_print(w->arena, "%s%s", log_lines(w, &policy), own));
}

static const struct fault *page_made(struct work *w)
{
	size_t n;
	const char *page = verify_page(w->arena, "sv", &n);

	return folder_add(&w->folder, "verify.html", page, n);
}

static const struct fault *all_made(struct work *w)
{
	const struct fault *f = newest_found(w);

	if (!f)
		f = entries_made(w);
	if (!f)
		f = words_made(w);
	if (!f)
		f = checkpoints_made(w);
	if (!f)
		f = texts_made(w);
	if (!f)
		f = made(w, "log.vkey", log_keys_text(w->arena, &w->keys));
	if (!f)
		f = policy_made(w);
	return f ? f : page_made(w);
}

const struct fault *export_log(struct desk *d, struct arena *a, const struct actor *actor, const char *target,
	struct exported *out)
{
	struct work w = { .arena = a, .desk = d, .actor = actor };
	const struct fault *f = folder_begin(a, d->env, d->hasher, target, &w.folder);

	if (f)
		return f;
	w.scratch = arena_new(ARENA_REQUEST_MAX);
	store_begin(d->store);
	f = all_made(&w);
	store_rollback(d->store);
	arena_free(w.scratch);
	f = folder_end(&w.folder, f);
	if (f)
		return f;
	w.told.entries = (int64_t)w.newest.size;
	w.told.root = merkle_hash_text(a, &w.newest.root);
	*out = w.told;
	return NULL;
}
