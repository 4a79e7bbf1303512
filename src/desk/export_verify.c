/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/export_verify.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/file.h"
#include "base/folder.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/export_texts.h"
#include "desk/judge.h"
#include "desk/log_key.h"
#include "kinds/kind.h"
#include "ledger/disclosure.h"
#include "ledger/policy.h"
#include "ledger/tile.h"
#include "state/state.h"

enum {
	SUM_CHARS = 66,                               /* of a line of SHA256SUMS before the name */
	KEY_BYTES_MAX = LOG_KEYS_MAX * 1024           /* of log.vkey */
};

struct check {
	struct arena *arena;      /* reset after each entry */
	struct arena *long_lived;
	struct arena *file;       /* of the bundle at hand */
	const struct env *env;
	const char *folder;
	const struct log_keys *trusted; /* the log's from elsewhere, or NULL */
	int given;                /* place of the newest of them among the claimed */
	struct hasher *hasher;
	struct log_keys claimed;  /* log.vkey */
	const char *log_vkey;     /* that file's text */
	struct log_key_chain chain; /* the keys as the entries have them */
	bool is_followed;         /* all entries have been read */
	struct policy policy;     /* whose witnesses are asked for; none until it has been read */
	struct checkpoint newest;
	struct tiler tiler;
	struct hash *roots;       /* roots[n]: of the first n entries */
	struct export_texts texts; /* read beside the entries, in the same order */
	struct store *fresh;      /* the state as the entries make it, or of it persons and keys alone; NULL: not any more */
	bool book_only;
	struct judge judge;
	uint64_t tiles, bundles, older; /* of the tree's, as met */
	void (*say)(void *self, const char *finding);
	void *self;
	struct export_verdict told;
};

static void find(struct check *c, const char *fmt, ...) PRINTF_LIKE(2, 3);

static void find(struct check *c, const char *fmt, ...)
{
	va_list args;

	if (c->told.findings++ >= EXPORT_FINDINGS_MAX)
		return;
	va_start(args, fmt);
	c->say(c->self, arena_vprint(c->arena, fmt, args));
	va_end(args);
	if (c->told.findings == EXPORT_FINDINGS_MAX)
		c->say(c->self, "more was found, but is not told any more");
}

static void say_judged(void *self, const char *finding)
{
	find(self, "%s", finding);
}

/* ------------------------------------------------------------------------------------------- files --- */

/* A plain file for reading, and its size; links and pipes are not followed.  -1 with a finding. */
static int opened(struct check *c, const char *path, int64_t *out_bytes)
{
	int fd = open(arena_print(c->arena, "%s/%s", c->folder, path), O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);
	struct stat st;

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode)) {
		*out_bytes = (int64_t)st.st_size;
		return fd;
	}
	find(c, "%s: %s", path, fd >= 0 ? "it is not a plain file" : errno == ENOENT ? "missing" : "it cannot be read");
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

/* All of a file of at most `max` bytes; NULL with a finding. */
static const char *content(struct check *c, struct arena *a, const char *path, size_t max, size_t *out_n)
{
	int64_t size;
	int fd = opened(c, path, &size);
	char *bytes;
	ssize_t n;

	if (fd < 0)
		return NULL;
	if ((uint64_t)size > max) {
		find(c, "%s: it is larger than such a file can be", path);
		(void)close(fd);
		return NULL;
	}
	bytes = arena_get(a, (size_t)size + 1);
	n = file_read_all(c->env, fd, bytes, (size_t)size);
	(void)close(fd);
	if (n < 0) {
		find(c, "%s: it cannot be read", path);
		return NULL;
	}
	*out_n = (size_t)n;
	return bytes;
}

/* The same of a text: what stands behind a NUL would be seen by nobody. */
static const char *text_content(struct check *c, const char *path, size_t max)
{
	size_t n = 0;
	const char *text = content(c, c->long_lived, path, max, &n);

	if (text && strlen(text) != n) {
		find(c, "%s: it holds a NUL", path);
		return NULL;
	}
	return text;
}

enum { FIXED_FILES = 7 };
static const char *const fixed_files[FIXED_FILES] = { "README.txt", "SHA256SUMS", "checkpoint", "disclosures.jsonl", "log.vkey",
	"policy", "verify.html" };

static bool is_fixed(const char *path)
{
	for (size_t i = 0; i < FIXED_FILES; i++)
		if (!strcmp(path, fixed_files[i]))
			return true;
	return false;
}

/* The size that an older checkpoint's file is named by; -1 when it is no such name. */
static int64_t size_of(struct check *c, const char *path)
{
	static const char folder[] = "checkpoints/";
	size_t n = sizeof(folder) - 1;
	int64_t size = -1;

	if (strncmp(path, folder, n) || !text_to_int(path + n, 0, (int64_t)c->newest.size - 1, &size)
		|| strcmp(path + n, arena_print(c->arena, "%lld", (long long)size)))
		return -1;
	return size;
}

/* The log has signed it, and so has each witness of the policy whose line is there. */
static const struct fault *signed_by_all(struct check *c, const char *bytes, size_t n, struct checkpoint *out)
{
	const struct fault *f = c->is_followed ? log_key_note(&c->chain, c->arena, bytes, n, out, NULL)
		: log_keys_verify(c->arena, &c->claimed, bytes, n, out, NULL, NULL);
	struct note note;

	if (!f)
		f = note_parse(c->arena, bytes, n, &note);
	return f ? f : policy_verify(c->arena, &c->policy, &note);
}

static void check_older(struct check *c, const char *path, int64_t size)
{
	size_t n = 0;
	const char *note = content(c, c->arena, path, NOTE_MAX, &n);
	struct checkpoint cp;
	const struct fault *f = note ? signed_by_all(c, note, n, &cp) : NULL;

	if (!note)
		return;
	c->told.checkpoints++;
	if (f)
		find(c, "%s: %s", path, f->what);
	else if ((int64_t)cp.size != size)
		find(c, "%s: it is of another size", path);
	else if (cp.size <= c->tiler.frontier.size && !hash_equal(&cp.root, &c->roots[cp.size]))
		find(c, "%s: it was signed for other entries", path);
}

/* The first walk counts what belongs to the tree and names what does not belong anywhere. */
static void meet(void *self, const struct folder_item *item)
{
	struct check *c = self;
	size_t mark = arena_mark(c->arena);
	struct tile t;

	if (item->is_folder) {
		if (!item->count)
			find(c, "%s: an empty folder", item->path);
	} else if (!item->is_file) {
		find(c, "%s: neither a plain file nor a folder", item->path);
	} else if (tile_from_path(item->path, &t) && tile_is_of(&t, c->newest.size)) {
		c->bundles += t.is_bundle;
		c->tiles += !t.is_bundle;
	} else if (size_of(c, item->path) >= 0) {
		c->older++;
	} else if (!is_fixed(item->path)) {
		find(c, "%s: it does not belong to this export", item->path);
	}
	arena_rewind(c->arena, mark);
}

/* The second, when the entries have been read, looks into the older checkpoints. */
static void meet_older(void *self, const struct folder_item *item)
{
	struct check *c = self;
	size_t mark = arena_mark(c->arena);
	int64_t size = item->is_file ? size_of(c, item->path) : -1;

	if (size >= 0)
		check_older(c, item->path, size);
	arena_rewind(c->arena, mark);
}

/* Names what is missing of one sort.  Not one by one for a size that nobody has: as many are there as were counted, and
 * 20 missing ones are enough. */
static void name_missing(struct check *c, unsigned level, bool is_bundle)
{
	uint64_t count = tile_count(c->newest.size, level);
	struct stat st;
	int named = 0;

	for (uint64_t i = 0; i < count && named < 20; i++) {
		size_t mark = arena_mark(c->arena);
		struct tile t = tile_at(c->newest.size, level, i, is_bundle);
		const char *path = tile_path(c->arena, &t);

		if (lstat(arena_print(c->arena, "%s/%s", c->folder, path), &st)) {
			find(c, "%s: missing", path);
			named++;
		}
		arena_rewind(c->arena, mark);
	}
}

/* False when not all is there: then there is no use in reading it. */
static bool is_complete(struct check *c)
{
	uint64_t tiles = 0;
	int64_t size;
	bool ok = true;

	for (size_t i = 0; i < FIXED_FILES; i++) {
		int fd = opened(c, fixed_files[i], &size);

		ok &= fd >= 0;
		if (fd >= 0)
			(void)close(fd);
	}
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		tiles += tile_count(c->newest.size, level);
	if (c->tiles == tiles && c->bundles == tile_count(c->newest.size, 0))
		return ok;
	name_missing(c, 0, true);
	for (unsigned level = 0; level < TILE_LEVELS; level++)
		name_missing(c, level, false);
	return false;
}

/* ------------------------------------------------------------------------------------------- texts --- */

/* On to the next text; false at the end. */
static bool next_text(struct check *c)
{
	bool ok = export_texts_next(&c->texts);

	if (!ok && c->texts.fault)
		find(c, "disclosures.jsonl: %s", c->texts.fault);
	c->told.texts += ok;
	return ok;
}

static void texts_open(struct check *c)
{
	int64_t bytes;

	c->told.texts = 0;
	export_texts_open(&c->texts, c->env, opened(c, "disclosures.jsonl", &bytes), (int64_t)c->newest.size);
}

static void check_text(struct check *c, int64_t seq, const struct json *digest)
{
	const struct json *d = c->texts.d;
	const char **list = ARENA_MANY(c->arena, d->count, const char *), *value;
	const struct fault *f;

	for (size_t i = 0; i < d->count; i++)
		list[i] = d->items[i]->text;
	f = disclosure_verify(c->arena, c->hasher, list, d->count, c->texts.field, digest->text ? digest->text : "", "",
		&value);
	if (f)
		find(c, "entry %lld: %s", (long long)seq, f->what);
}

/* Members of `f` and lines of the file are both in the order of the names' bytes. */
static void check_texts(struct check *c, const struct entry *e)
{
	struct export_texts *t = &c->texts;
	size_t i = 0;

	while (t->has_line && t->seq <= e->seq) {
		const char *named = i < e->f->count ? e->f->keys[i] : NULL;
		int order = t->seq < e->seq || !named ? -1 : strcmp(t->field, named);

		if (order > 0) {
			c->told.not_here++;
			i++;
			continue;
		}
		if (order < 0)
			find(c, "entry %lld: a text is disclosed that it does not name", (long long)t->seq);
		else
			check_text(c, e->seq, e->f->items[i++]);
		(void)next_text(c);
	}
	c->told.not_here += (int64_t)(e->f->count - i);
}

/* What an entry erased must not be here; it is known only when all of them have been read. */
static void check_erased(struct check *c)
{
	struct export_texts *t = &c->texts;
	int64_t erased;

	if (!c->fresh || c->book_only || t->fault)
		return;
	erased = store_int(c->fresh, 0, "SELECT count(*) FROM erased", "");
	c->told.not_here -= erased < c->told.not_here ? erased : c->told.not_here;
	export_texts_close(t);
	texts_open(c);
	while (next_text(c))
		if (store_int(c->fresh, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it", t->seq, t->field))
			find(c, "entry %lld: the text %s was erased by an entry but is still there", (long long)t->seq, t->field);
}

/* ------------------------------------------------------------------------------------------- entries --- */

/* The first entry names log and key, so that no other key can have signed for it; what follows says which keys came after. */
static void check_keys(struct check *c, const struct entry *e)
{
	const char *wrong = log_key_follow(&c->chain, e);

	if (e->seq == 0 && (!text_equal(entry_text(e, "origin"), c->claimed.all[0].key.name)
		|| !text_equal(entry_text(e, "vkey"), c->claimed.all[0].text)))
		find(c, "entry 0: it names another key than log.vkey");
	else if (wrong)
		find(c, "entry %lld: %s", (long long)e->seq, wrong);
}

static void replay(struct check *c, const struct entry *e)
{
	const struct fault *f;

	if (!c->book_only)
		judge_rules(&c->judge, c->fresh, e);
	f = c->book_only ? judge_signature(&c->judge, c->fresh, e) : state_apply(c->fresh, c->arena, e);
	if (!f)
		return;
	find(c, "entry %lld cannot be applied: %s", (long long)e->seq, f->what);
	store_close(c->fresh);
	c->fresh = NULL;
}

static void check_entry(struct check *c, const char *leaf, size_t n, const struct hash *hash)
{
	int64_t seq = (int64_t)c->tiler.frontier.size - 1;
	struct entry e;
	const struct fault *f = strlen(leaf) == n ? entry_parse(c->arena, leaf, seq, &e) : NULL;

	if (strlen(leaf) != n || f) {
		find(c, "%s", f ? f->what : arena_print(c->arena, "entry %lld: it holds a NUL", (long long)seq));
		if (c->fresh)
			store_close(c->fresh);
		c->fresh = NULL;
		return;
	}
	e.hash = merkle_hash_text(c->arena, hash);
	check_keys(c, &e);
	judge_place(&c->judge, &e);
	check_texts(c, &e);
	if (c->fresh)
		replay(c, &e);
}

/* What the tiler makes of the entries against what lies there. */
static const struct fault *compare(void *self, const struct tile *t, const void *bytes, size_t n)
{
	struct check *c = self;
	const char *path = tile_path(c->arena, t), *stored;
	size_t got = 0, i = 0;

	if (t->is_bundle) /* the entries came from it */
		return NULL;
	stored = content(c, c->arena, path, n, &got);
	if (!stored)
		return NULL;
	if (got != n) {
		find(c, "%s: it is cut short", path);
		return NULL;
	}
	while (i < n / HASH_BYTES && !memcmp(stored + i * HASH_BYTES, (const char *)bytes + i * HASH_BYTES, HASH_BYTES))
		i++;
	if (i < n / HASH_BYTES && t->level == 0)
		find(c, "entry %" PRIu64 ": its hash is not the one in %s", t->index * TILE_WIDTH + i, path);
	else if (i < n / HASH_BYTES)
		find(c, "%s: hash %zu is not that of the hashes below it", path, i);
	return NULL;
}

static bool read_entry(struct check *c, const unsigned char *bytes, size_t n)
{
	const char *leaf = arena_copy(c->arena, (const char *)bytes, n);
	struct hash hash = merkle_leaf(c->hasher, leaf, n);

	if (tiler_add(&c->tiler, leaf, n, &hash))
		return false;
	c->roots[c->tiler.frontier.size] = merkle_root(c->hasher, &c->tiler.frontier);
	check_entry(c, leaf, n, &hash);
	arena_reset(c->arena);
	return true;
}

/* One bundle; false when the entries after it cannot be told. */
static bool read_bundle(struct check *c, uint64_t index)
{
	struct tile t = tile_at(c->newest.size, 0, index, true);
	const char *path = tile_path(c->file, &t);
	size_t left = 0, n;
	const unsigned char *at = (const unsigned char *)content(c, c->file, path, TILE_BUNDLE_MAX, &left), *entry;
	unsigned count = 0;

	if (!at)
		return false;
	while (count < t.width && bundle_next(&at, &left, &entry, &n) && read_entry(c, entry, n))
		count++;
	if (count == t.width && left == 0)
		return true;
	find(c, "%s: it does not hold %u entries and nothing else", path, t.width);
	return false;
}

static void read_entries(struct check *c)
{
	uint64_t count = tile_count(c->newest.size, 0);
	bool ok = true;

	c->roots = ARENA_MANY(c->long_lived, (size_t)c->newest.size + 1, struct hash);
	c->roots[0] = merkle_root(c->hasher, &c->tiler.frontier);
	c->judge = (struct judge){ .arena = c->arena, .hasher = c->hasher, .roots = c->roots, .origin = c->claimed.all[0].key.name,
		.say = say_judged, .self = c };
	texts_open(c);
	(void)next_text(c);
	for (uint64_t i = 0; ok && i < count; i++) {
		ok = read_bundle(c, i);
		arena_reset(c->file);
	}
	if (!ok || tiler_end(&c->tiler))
		return;
	c->is_followed = c->chain.keys.count > 0;
	if (strcmp(c->log_vkey, log_keys_text(c->arena, &c->chain.keys)) != 0)
		find(c, "log.vkey: its keys are not those that the entries tell of");
	if (!hash_equal(&c->roots[c->newest.size], &c->newest.root))
		find(c, "checkpoint: it was signed for other entries");
	check_erased(c);
}

/* ------------------------------------------------------------------------------------------- all --- */

/* Does who checks trust these keys? */
static bool check_given(struct check *c)
{
	for (size_t i = 0; c->trusted && i < c->trusted->count; i++) {
		c->given = log_keys_find(&c->claimed, c->trusted->all[i].text);
		if (c->given < 0) {
			find(c, "log.vkey: it is another key than the one given");
			return false;
		}
	}
	return true;
}

/* The keys, and what they signed last; false when there is nothing to go on with. */
static bool read_head(struct check *c)
{
	const char *note;
	const struct fault *f;

	c->log_vkey = text_content(c, "log.vkey", KEY_BYTES_MAX);
	note = c->log_vkey ? text_content(c, "checkpoint", NOTE_MAX) : NULL;
	if (!note)
		return false;
	if (!log_keys_from(c->long_lived, c->hasher, c->log_vkey, &c->claimed)) {
		find(c, "log.vkey: it is not a log's key");
		return false;
	}
	c->told.vkey = c->claimed.all[c->claimed.count - 1].text;
	f = log_keys_verify(c->long_lived, &c->claimed, note, strlen(note), &c->newest, NULL, NULL);
	if (f)
		find(c, "checkpoint: %s", f->what);
	return !f && check_given(c);
}

/* When all checkpoints have been seen: do they lead from the first key, and from the newest one that is trusted, to the last? */
static void check_vouched(struct check *c)
{
	const char *unvouched = log_key_unvouched(&c->chain);

	if (unvouched)
		find(c, "log.vkey: no checkpoint shows that an older key vouches for %s", unvouched);
	if (c->trusted && (size_t)c->given < c->chain.keys.count
		&& log_key_reach(&c->chain, (size_t)c->given) < (int64_t)c->newest.size)
		find(c, "checkpoint: nothing that the key given signed leads to it");
}

/* The newest checkpoint once more, now that the keys are known from the entries. */
static void check_newest(struct check *c)
{
	const char *note = text_content(c, "checkpoint", NOTE_MAX);
	struct checkpoint cp;
	const struct fault *f = note ? signed_by_all(c, note, strlen(note), &cp) : NULL;

	if (f)
		find(c, "checkpoint: %s", f->what);
}

static bool is_ours(const struct check *c, const struct policy_party *log)
{
	int at = log_keys_find(&c->claimed, log->vkey);

	return at >= 0 && log_key_counts(&c->claimed.all[at], c->newest.size);
}

/* The policy names the log, and the witnesses whose signatures are asked for here. */
static void check_policy(struct check *c)
{
	const char *text = text_content(c, "policy", POLICY_BYTES_MAX), *note;
	const struct fault *f = text ? policy_from(c->long_lived, c->hasher, text, strlen(text), &c->policy) : NULL;
	bool names_log = false;
	struct checkpoint cp;

	if (f)
		find(c, "policy: %s", f->what);
	for (size_t i = 0; i < c->policy.log_count; i++)
		names_log |= is_ours(c, &c->policy.logs[i]);
	if (text && !f && !names_log)
		find(c, "policy: it is not that of this log");
	note = text_content(c, "checkpoint", NOTE_MAX);
	f = note ? signed_by_all(c, note, strlen(note), &cp) : NULL;
	if (f)
		find(c, "checkpoint: %s", f->what);
}

/* Where a file has its line in SHA256SUMS: the fixed files in their order, the older checkpoints in theirs after the newest;
 * -1 for what has none. */
static int64_t sums_place(struct check *c, const char *path)
{
	int64_t size = size_of(c, path);

	for (int64_t i = 0; i < FIXED_FILES; i++)
		if (!strcmp(path, fixed_files[i]))
			return strcmp(path, "SHA256SUMS") ? (i <= 2 ? i : i + (int64_t)c->newest.size) : -1;
	return size < 0 ? -1 : 3 + size;
}

/* One line of it, without its newline. */
static bool sum_holds(struct check *c, const char *line, const char *path, int64_t place)
{
	struct hash sum;
	int64_t bytes;
	int fd = place < 0 ? -1 : opened(c, path, &bytes);

	if (fd < 0)
		return false;
	(void)close(fd);
	return !file_hash(c->arena, c->env, c->hasher, arena_print(c->arena, "%s/%s", c->folder, path), &sum, &bytes)
		&& !strncmp(line, arena_print(c->arena, "%s  ", hex_from(c->arena, sum.bytes, HASH_BYTES)), SUM_CHARS);
}

/* Every file but the tiles and the sums themselves has a line; as many lines as files, and none twice, is all of them. */
static void check_sums(struct check *c)
{
	const char *at = text_content(c, "SHA256SUMS", ((size_t)c->newest.size + 16) * 100), *end;
	uint64_t lines = 0;
	int64_t last = -1;

	for (; at && (end = strchr(at, '\n')); at = end + 1, lines++) {
		size_t mark = arena_mark(c->arena);
		const char *line = arena_copy(c->arena, at, (size_t)(end - at));
		const char *path = strlen(line) > SUM_CHARS ? line + SUM_CHARS : "";
		int64_t place = sums_place(c, path);

		if (place <= last || !sum_holds(c, line, path, place))
			find(c, "%s: SHA256SUMS has another sum of it, or should not name it there", path);
		last = place;
		arena_rewind(c->arena, mark);
	}
	if (at && (*at || lines != FIXED_FILES - 1 + c->older))
		find(c, "SHA256SUMS: it does not name each file once");
}

static const struct fault *check_all(struct check *c)
{
	const struct fault *f;

	if (!read_head(c))
		return NULL;
	if (c->newest.size > EXPORT_ENTRIES_MAX)
		return fault_new(c->long_lived, FAULT_USAGE, "export_verify", "an export of more than %d entries is not read",
			EXPORT_ENTRIES_MAX);
	check_policy(c);
	f = folder_walk(c->long_lived, c->env, c->folder, meet, c);
	if (f || !is_complete(c))
		return f;
	c->told.checkpoints = 1;
	check_sums(c);
	read_entries(c);
	f = folder_walk(c->long_lived, c->env, c->folder, meet_older, c);
	if (!f && c->is_followed) {
		check_newest(c);
		check_vouched(c);
	}
	return f;
}

static const struct fault *fresh_made(struct check *c)
{
	const struct fault *f = store_open(c->long_lived, c->env, "", STORE_MEMORY, &c->fresh);

	if (f)
		return f;
	state_create(c->fresh);
	store_begin(c->fresh);
	return store_fault(c->fresh);
}

bool export_is_folder(const char *path)
{
	struct stat st;

	return !stat(path, &st) && S_ISDIR(st.st_mode);
}

const struct fault *export_verify(struct arena *a, const struct env *env, const char *folder,
	const struct log_keys *trusted, bool book_only, void (*say)(void *self, const char *finding), void *self,
	struct export_verdict *out)
{
	struct check c = { .long_lived = a, .env = env, .folder = folder_name(a, folder), .trusted = trusted, .say = say,
		.self = self, .book_only = book_only, .texts.fd = -1 };
	const struct fault *f;

	c.arena = arena_new((size_t)512 << 20);
	c.file = arena_new((size_t)64 << 20);
	c.hasher = hasher_new();
	c.chain.arena = a;
	c.chain.hasher = c.hasher;
	tiler_init(&c.tiler, a, c.hasher);
	c.tiler.take = compare;
	c.tiler.self = &c;
	f = fresh_made(&c);
	if (!f)
		f = check_all(&c);
	f = fault_kept(a, f);
	c.told.entries = (int64_t)c.tiler.frontier.size;
	c.told.root = c.roots ? merkle_hash_text(a, &c.roots[c.tiler.frontier.size]) : "";
	store_close(c.fresh);
	export_texts_close(&c.texts);
	hasher_free(c.hasher);
	arena_free(c.file);
	arena_free(c.arena);
	if (!f)
		*out = c.told;
	return f;
}
