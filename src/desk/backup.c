/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/backup.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/file.h"
#include "base/folder.h"
#include "base/text.h"
#include "desk/contents.h"
#include "desk/head.h"
#include "desk/seal.h"
#include "desk/second_copy.h"
#include "desk/verify.h"
#include "ledger/signer.h"
#include "state/state.h"

/* What a file of a sealed copy is called, after its name. */
#define SEALED ".sealed"

/* One copying, in either direction. */
struct work {
	struct arena *arena;
	const struct env *env;
	struct hasher *hasher;
	const char *folder;     /* the unfinished one, where the files lie open */
	const char *target;
	const char *outgoing;   /* the unfinished target; `folder` too, unless the copy is sealed */
	struct recipient recipient;
	const char *key_path;   /* what opens a sealed copy, or NULL */
	bool is_sealed;
	const char *copy;       /* the folder of a second copy to bring the book up to, or NULL */
	int64_t added, lost;    /* entries that came from there, and their texts that nobody has */
	void (*say)(void *self, const char *finding);
	void *self;
	bool is_head_kept, is_policy_kept; /* the target had its own */
	struct contents contents;
};

static const char *in_folder(const struct work *w, const char *name)
{
	return arena_print(w->arena, "%s/%s", w->folder, name);
}

static bool exists(const char *path)
{
	struct stat st;

	return !lstat(path, &st);
}

static const struct fault *folder_made(const struct work *w, const char *folder)
{
	if (!mkdir(folder, 0700))
		return NULL;
	if (errno == EEXIST)
		return fault_new(w->arena, FAULT_REFUSED, __func__, "%s lies there from a copying that was broken off; remove it", folder);
	return fault_new(w->arena, errno == ENOENT ? FAULT_NOTHING : FAULT_SYSTEM, __func__, "the folder %s cannot be made: %s",
		folder, strerror(errno));
}

/* Nothing of an unfinished folder stays but what was never ours. */
static void folder_gone(const struct work *w, const char *folder)
{
	static const char *const sides[] = { "", "-wal", "-shm", ".new", SEALED };

	for (size_t j = 0; j < sizeof(sides) / sizeof(sides[0]); j++) {
		for (size_t i = 0; i < contents_name_count; i++)
			(void)unlink(arena_print(w->arena, "%s/%s%s", folder, contents_names[i], sides[j]));
		(void)unlink(arena_print(w->arena, "%s/" CONTENTS_FILE "%s", folder, sides[j]));
	}
	(void)rmdir(folder);
}

/* What SQLite left beside the databases when they had been looked at; at rest they are empty. */
static void sides_gone(const struct work *w)
{
	static const char *const names[] = { CONTENTS_BOOK "-wal", CONTENTS_BOOK "-shm", CONTENTS_OFFICE "-wal",
		CONTENTS_OFFICE "-shm" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unlink(in_folder(w, names[i]));
}

static const struct fault *verified(const struct work *w, struct verdict *out)
{
	const struct fault *f = verify(w->arena, w->env, in_folder(w, CONTENTS_BOOK), false, w->say, w->self, out);

	if (!f && out->findings != w->lost)
		f = fault_new(w->arena, FAULT_DAMAGED, __func__, "the copy does not prove whole, so it was not kept");
	return f;
}

/* ------------------------------------------------------------------------------------------- out --- */

/* The signer's memory is read before the book, so that the book holds what it remembers. */
static const struct fault *small_copied(struct work *w, const char *file, const char *ending, const char *name)
{
	const struct fault *f = file_copy(w->arena, w->env, arena_print(w->arena, "%s%s", file, ending), in_folder(w, name));

	return f && f->sort == FAULT_NOTHING ? NULL : f;
}

static const struct fault *book_copied(struct work *w, const char *file)
{
	struct store *s = NULL;
	bool is_old;
	const struct fault *f = store_open(w->arena, w->env, file, STORE_READ, &s);

	if (f)
		return f;
	f = state_check(s, w->arena, file, &is_old);
	if (!f)
		f = store_copy(s, w->arena, w->env, in_folder(w, CONTENTS_BOOK));
	f = fault_kept(w->arena, f);
	store_close(s);
	return f;
}

static const struct fault *office_copied(struct work *w, const char *file)
{
	const struct fault *f = office_copy(w->arena, w->env, arena_print(w->arena, "%s-office", file),
		in_folder(w, CONTENTS_OFFICE));

	return f && f->sort == FAULT_NOTHING ? NULL : f;
}

static const struct fault *all_copied(struct work *w, const char *file)
{
	const struct fault *f = small_copied(w, file, "-head", CONTENTS_HEAD);

	if (!f)
		f = book_copied(w, file);
	if (!f)
		f = small_copied(w, file, "-key", CONTENTS_KEY);
	if (!f)
		f = small_copied(w, file, "-key" SIGNER_NEXT, CONTENTS_KEY_NEXT);
	if (!f)
		f = small_copied(w, file, "-policy", CONTENTS_POLICY);
	if (!f)
		f = office_copied(w, file);
	return f;
}

static const struct fault *newest_read(struct work *w, const char **out)
{
	struct store *s = NULL;
	const struct fault *f = store_open(w->arena, w->env, in_folder(w, CONTENTS_BOOK), STORE_READ, &s);
	struct entry e;

	if (f)
		return f;
	f = book_read(s, w->arena, store_int(s, 0, "SELECT max(seq) FROM entry", ""), &e);
	if (!f)
		*out = e.t;
	else
		f = fault_kept(w->arena, f);
	store_close(s);
	return f;
}

static const struct fault *described(struct work *w, const struct verdict *verdict)
{
	struct contents *c = &w->contents;
	const struct fault *f = newest_read(w, &c->newest);

	if (f)
		return f;
	c->made = instant_text(w->arena, env_now(w->env));
	c->entries = verdict->entries;
	c->checkpoint = verdict->checkpoint_size;
	c->root = verdict->root;
	sides_gone(w);
	f = contents_hash(w->arena, w->env, w->hasher, w->folder, c);
	return f ? f : contents_write(w->arena, w->env, w->hasher, w->folder, c);
}

static const struct fault *one_sealed(struct work *w, const char *name)
{
	return seal_file(w->arena, w->env, &w->recipient, name, in_folder(w, name),
		arena_print(w->arena, "%s/%s" SEALED, w->outgoing, name));
}

/* Every file of the copy goes out sealed; contents.txt comes last here too. */
static const struct fault *all_sealed(struct work *w)
{
	const struct fault *f = folder_made(w, w->outgoing);

	for (size_t i = 0; !f && i < w->contents.count; i++)
		f = one_sealed(w, w->contents.files[i].name);
	return f ? f : one_sealed(w, CONTENTS_FILE);
}

static const struct fault *made(struct work *w, const char *file)
{
	struct verdict verdict = { .entries = 0 };
	const char *folder = w->is_sealed ? w->outgoing : w->folder;
	const struct fault *f = all_copied(w, file);

	if (!f)
		f = verified(w, &verdict);
	if (!f)
		f = described(w, &verdict);
	if (!f && w->is_sealed)
		f = all_sealed(w);
	if (!f)
		f = file_sync(w->arena, w->env, folder);
	if (!f)
		f = file_place(w->arena, w->env, folder, w->target);
	return f;
}

static void tell(const struct work *w, struct backup *out)
{
	const struct contents *c = &w->contents;

	*out = (struct backup){ .entries = c->entries, .checkpoint = c->checkpoint, .root = c->root, .newest = c->newest,
		.made = c->made, .has_key = contents_has(c, CONTENTS_KEY), .has_head = contents_has(c, CONTENTS_HEAD),
		.has_office = contents_has(c, CONTENTS_OFFICE), .is_sealed = w->is_sealed, .added = w->added, .lost = w->lost };
}

/* Is there a recipient beside the council?  Then its copies lie open nowhere but beside it. */
static const struct fault *recipient_read(struct work *w, const char *file)
{
	const struct fault *f = seal_recipient(w->arena, w->env, arena_print(w->arena, "%s-recipient", file), &w->recipient);

	if (f)
		return f->sort == FAULT_NOTHING ? NULL : f;
	w->is_sealed = true;
	w->folder = arena_print(w->arena, "%s.unfinished-%d", file, (int)getpid());
	return NULL;
}

const struct fault *backup_make(struct arena *a, const struct env *env, const char *file, const char *target,
	void (*say)(void *self, const char *finding), void *self, struct backup *out)
{
	const char *name = folder_name(a, target);
	struct work w = { .arena = a, .env = env, .target = name, .say = say, .self = self,
		.outgoing = arena_print(a, "%s.unfinished-%d", name, (int)getpid()) };
	const struct fault *f;

	w.folder = w.outgoing;
	if (!exists(file))
		return fault_new(a, FAULT_NOTHING, __func__, "%s does not exist; check the name", file);
	if (exists(name))
		return fault_new(a, FAULT_REFUSED, __func__, "%s exists already; a backup is never written over anything", name);
	f = recipient_read(&w, file);
	if (!f)
		f = folder_made(&w, w.folder);
	if (f)
		return f;
	w.hasher = hasher_new();
	f = made(&w, file);
	hasher_free(w.hasher);
	if (!f)
		tell(&w, out);
	if (f && w.is_sealed)
		folder_gone(&w, w.outgoing);
	if (f || w.is_sealed)
		folder_gone(&w, w.folder);
	return f;
}

/* ------------------------------------------------------------------------------------------- back --- */

const struct fault *backup_has_room(struct arena *a, const char *target)
{
	static const char *const sides[] = { "", "-wal", "-shm", "-key", ("-key" SIGNER_NEXT), "-office", "-office-wal", "-office-shm",
		"-socket", "-signer" };

	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++)
		if (exists(arena_print(a, "%s%s", target, sides[i])))
			return fault_new(a, FAULT_REFUSED, __func__, "%s%s exists already; a council is never put over another: choose"
				" another name, or move that file away", target, sides[i]);
	return NULL;
}

static const struct fault *one_fetched(struct work *w, const char *source, const char *name)
{
	const char *from = arena_print(w->arena, "%s/%s%s", source, name, w->is_sealed ? SEALED : "");

	return w->is_sealed ? seal_open(w->arena, w->env, w->key_path, name, from, in_folder(w, name))
		: file_copy(w->arena, w->env, from, in_folder(w, name));
}

/* What the source holds.  A sealed one tells that only to whoever has the key. */
static const struct fault *contents_fetched(struct work *w, const char *source)
{
	const struct fault *f;

	w->is_sealed = exists(arena_print(w->arena, "%s/" CONTENTS_FILE SEALED, source));
	if (w->is_sealed && !w->key_path)
		return fault_new(w->arena, FAULT_USAGE, __func__, "%s is sealed; say where the key that opens it is: --key FILE", source);
	f = w->is_sealed ? one_fetched(w, source, CONTENTS_FILE) : NULL;
	return f ? f : contents_read(w->arena, w->env, w->hasher, w->is_sealed ? w->folder : source, &w->contents);
}

/* The source's files, each as it was when the copy was made. */
static const struct fault *fetched(struct work *w, const char *source)
{
	const struct fault *f = NULL;

	for (size_t i = 0; !f && i < w->contents.count; i++) {
		const struct contents_file *file = &w->contents.files[i];
		const char *here = in_folder(w, file->name);
		struct hash hash;
		int64_t bytes;

		f = one_fetched(w, source, file->name);
		if (f && f->sort == FAULT_NOTHING)
			return fault_new(w->arena, FAULT_DAMAGED, __func__, "%s is missing in %s", file->name, source);
		if (!f)
			f = file_hash(w->arena, w->env, w->hasher, here, &hash, &bytes);
		if (!f && (bytes != file->bytes || !hash_equal(&hash, &file->hash)))
			f = fault_new(w->arena, FAULT_DAMAGED, __func__, "%s is not as it was when the backup was made", file->name);
	}
	return f;
}

static const struct fault *head_allows(struct work *w, const char *head)
{
	struct store *s = NULL;
	const struct fault *f = store_open(w->arena, w->env, in_folder(w, CONTENTS_BOOK), STORE_READ, &s);
	struct book book;

	if (f)
		return f;
	f = book_open(w->arena, s, w->hasher, &book);
	if (!f)
		f = head_agrees(w->arena, w->env, &book, head);
	if (f)
		f = fault_new(w->arena, FAULT_REFUSED, f->where, "%s, the signer's memory, does not agree: %s", head, f->what);
	store_close(s);
	return f;
}

/* The book is brought up to its second copy.  Texts came with entries alone; what was erased since is erased here too, and
 * of the new entries all texts are lost that were not. */
static const struct fault *extended(struct work *w, struct store *s)
{
	int64_t before = store_int(s, 0, "SELECT size FROM tree WHERE id = 1", "");
	struct book book;
	const struct fault *f;

	store_begin(s);
	f = book_open(w->arena, s, w->hasher, &book);
	if (!f)
		f = second_copy_append(w->arena, w->env, &book, w->copy, &w->added);
	if (!f)
		f = state_rebuild(s, w->arena);
	if (!f) /* by the keys that the state now knows */
		f = second_copy_stands(w->arena, w->env, &book, w->copy);
	store_run(s, "DELETE FROM disclosure WHERE (seq, field) IN (SELECT seq, field FROM erased)", "");
	w->lost = store_int(s, 0, "SELECT count(*) FROM entry, json_each(substr(leaf, 1, instr(leaf, char(10)) - 1), '$.f') AS text "
		"WHERE seq >= ? AND NOT EXISTS (SELECT 1 FROM erased WHERE erased.seq = entry.seq AND field = text.key)", "i", before);
	if (f)
		store_rollback(s);
	return f ? f : store_commit(s);
}

static const struct fault *brought_up(struct work *w)
{
	struct verdict verdict = { .entries = 0 };
	struct store *s = NULL;
	const struct fault *f = store_open(w->arena, w->env, in_folder(w, CONTENTS_BOOK), STORE_WRITE, &s);

	if (f)
		return f;
	f = fault_kept(w->arena, extended(w, s));
	store_close(s);
	if (!f)
		f = verified(w, &verdict);
	if (!f)
		f = newest_read(w, &w->contents.newest);
	sides_gone(w);
	if (f)
		return f;
	w->contents.entries = verdict.entries;
	w->contents.root = verdict.root;
	return NULL;
}

/* Is it the book that contents.txt tells of, and whole? */
static const struct fault *checked(struct work *w)
{
	struct verdict verdict = { .entries = 0 };
	struct store *s = NULL;
	const struct fault *f = store_open(w->arena, w->env, in_folder(w, CONTENTS_BOOK), STORE_READ, &s);
	const char *newest = NULL;
	bool is_old;

	if (f)
		return f;
	f = state_check(s, w->arena, CONTENTS_BOOK, &is_old);
	f = fault_kept(w->arena, f);
	store_close(s);
	if (!f)
		f = verified(w, &verdict);
	if (!f)
		f = newest_read(w, &newest);
	if (!f && (verdict.entries != w->contents.entries || verdict.checkpoint_size != w->contents.checkpoint
		|| !text_equal(verdict.root, w->contents.root) || !text_equal(newest, w->contents.newest)))
		f = fault_new(w->arena, FAULT_DAMAGED, __func__, "the book is not the one that %s tells of", CONTENTS_FILE);
	sides_gone(w);
	return f;
}

/* In the order in which they get their names: FILE last, since without it there is no council. */
static const struct {
	const char *name, *ending;
} places[] = { { CONTENTS_KEY, "-key" }, { CONTENTS_KEY_NEXT, "-key" SIGNER_NEXT }, { CONTENTS_HEAD, "-head" },
	{ CONTENTS_OFFICE, "-office" }, { CONTENTS_POLICY, "-policy" }, { CONTENTS_BOOK, "" } };
enum { PLACES = sizeof(places) / sizeof(places[0]) };

static const char *at_target(const struct work *w, const char *ending)
{
	return arena_print(w->arena, "%s%s", w->target, ending);
}

/* Does the file come from the copy?  What the target had of its own is left. */
static bool is_placed(const struct work *w, const char *name)
{
	bool is_kept = (w->is_head_kept && !strcmp(name, CONTENTS_HEAD)) || (w->is_policy_kept && !strcmp(name, CONTENTS_POLICY));

	return contents_has(&w->contents, name) && !is_kept;
}

/* The first `count` places lose their names again; nothing was there before. */
static void taken_back(const struct work *w, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (is_placed(w, places[i].name))
			(void)unlink(at_target(w, places[i].ending));
	(void)unlink(at_target(w, "-wal"));
	(void)unlink(at_target(w, "-shm"));
}

static const struct fault *placed(struct work *w)
{
	for (size_t i = 0; i < PLACES; i++) {
		const struct fault *f;

		if (!is_placed(w, places[i].name))
			continue;
		f = file_place(w->arena, w->env, in_folder(w, places[i].name), at_target(w, places[i].ending));
		if (!f)
			continue;
		taken_back(w, i);
		return f;
	}
	return NULL;
}

/* Once more, where it lies now. */
static const struct fault *found_whole(struct work *w)
{
	struct verdict verdict = { .entries = 0 };
	const struct fault *f = verify(w->arena, w->env, w->target, true, w->say, w->self, &verdict);

	if (!f && verdict.findings != w->lost)
		f = fault_new(w->arena, FAULT_DAMAGED, __func__, "%s did not prove whole where it lay, so it was taken away", w->target);
	if (f)
		taken_back(w, PLACES);
	return f;
}

static const struct fault *restored(struct work *w, const char *source, const char *elsewhere)
{
	const struct fault *f = contents_fetched(w, source);

	if (!f)
		f = fetched(w, source);
	if (!f)
		f = checked(w);
	if (!f && w->copy)
		f = brought_up(w);
	if (!f && w->is_head_kept)
		f = head_allows(w, at_target(w, "-head"));
	if (!f && elsewhere)
		f = head_allows(w, elsewhere);
	if (!f)
		f = placed(w);
	return f ? f : found_whole(w);
}

const struct fault *backup_restore(struct arena *a, const struct env *env, const struct restoring *how,
	void (*say)(void *self, const char *finding), void *self, struct backup *out)
{
	struct work w = { .arena = a, .env = env, .target = how->target, .key_path = how->key_path, .copy = how->copy, .say = say,
		.self = self, .folder = arena_print(a, "%s.unfinished-%d", how->target, (int)getpid()) };
	const char *elsewhere = how->high_water ? how->high_water : head_elsewhere(a, env, how->target);
	const struct fault *f = backup_has_room(a, how->target);

	if (!f)
		f = folder_made(&w, w.folder);
	if (f)
		return f;
	w.is_head_kept = exists(at_target(&w, "-head"));
	w.is_policy_kept = exists(at_target(&w, "-policy"));
	w.hasher = hasher_new();
	f = restored(&w, folder_name(a, how->source), elsewhere);
	hasher_free(w.hasher);
	folder_gone(&w, w.folder);
	if (f)
		return f;
	tell(&w, out);
	out->is_head_kept = w.is_head_kept;
	return NULL;
}
