/* SPDX-License-Identifier: EUPL-1.2 */
#include "state/state.h"

#include <string.h>

#include "base/embed.h"
#include "kinds/kind.h"
#include "kinds/signing.h"
#include "kinds/two_person.h"

static void run_schema(struct store *s, const char *path)
{
	const struct embedded *schema = embed_find(path);

	if (schema)
		store_script(s, schema->bytes);
}

static void create_state(struct store *s)
{
	run_schema(s, "state/schema.sql");
	store_script(s, "CREATE TABLE state_version(id INTEGER PRIMARY KEY CHECK(id = 1), version INTEGER NOT NULL) STRICT");
	store_run(s, "INSERT INTO state_version(id, version) VALUES(1, ?)", "i", (int64_t)STATE_VERSION);
}

void state_create(struct store *s)
{
	run_schema(s, "ledger/book.sql");
	run_schema(s, "ledger/cosignature.sql");
	store_script(s, "INSERT INTO tree(id, size, frontier) VALUES(1, 0, zeroblob(8))");
	create_state(s);
	store_mark(s, BOOK_MARK, BOOK_VERSION);
}

const struct fault *state_check_book(struct store *s, struct arena *a, const char *path)
{
	int32_t application = store_application(s), version = store_version(s);

	if (store_fault(s))
		return store_fault(s);
	if (application != BOOK_MARK)
		return fault_new(a, FAULT_DAMAGED, __func__, "%s is not a council file of this program", path);
	if (version > BOOK_VERSION)
		return fault_new(a, FAULT_USAGE, __func__, "%s was written by a newer version of this program; install that", path);
	if (version < 1)
		return fault_new(a, FAULT_DAMAGED, __func__, "%s has lost the version of its format", path);
	return NULL;
}

const struct fault *state_check(struct store *s, struct arena *a, const char *path, bool *out_is_old)
{
	const struct fault *f = state_check_book(s, a, path);
	int64_t version;

	if (f)
		return f;
	version = store_int(s, 0, "SELECT version FROM state_version", "");
	/* A lack of memory, say, is no damage, and a rebuild no remedy. */
	if (store_fault(s) && store_fault(s)->sort != FAULT_DAMAGED)
		return store_fault(s);
	if (store_fault(s))
		return fault_new(a, FAULT_DAMAGED, __func__, "%s has no readable state; run `fyr rebuild`", path);
	if (version > STATE_VERSION)
		return fault_new(a, FAULT_USAGE, __func__, "%s was used by a newer version of this program; install that", path);
	*out_is_old = version < STATE_VERSION || store_version(s) < BOOK_VERSION;
	return NULL;
}

/* SHA-256 of store_shape of each version before this one; test/upgrade keeps a council of each. */
static const char *const former_shapes[STATE_VERSION] = {
	[1] = "273251d84ab59ee3f9f6a1a2089ddb2eee87176039b65e05cd0186f48c7ecda9",
	[2] = "09b65112fa12dd3373edb4eeed32ac5e368830f8e304c300c7895cfb8df3e29d",
	[3] = "ce5cd5135db32507245cd7dae2ab2538429c30d39452f576f34529f043e2c9ef",
	[4] = "66954b8e053064685a538745da2d60df08f35fe88994734cf2a09a52410be08c",
	[5] = "e9d368accb19d2f8ec2838eaeb4c74d3d0a42d5b54b75778d2eb53d06ef10a62",
};

bool state_is_former(struct store *s, struct arena *a, struct hasher *h)
{
	int64_t version = store_int(s, 0, "SELECT version FROM state_version", "");
	const char *shape = store_shape(s, a);
	struct hash hash = hash_of(h, shape, strlen(shape), NULL, 0, NULL, 0);

	if (store_fault(s) || version < 1 || version >= STATE_VERSION || !former_shapes[version])
		return false;
	return !strcmp(former_shapes[version], hex_from(a, hash.bytes, HASH_BYTES));
}

/* A new object gets its number: the one given, or the next of its type. */
static void keep_object(struct store *s, const struct kind *k, const struct entry *e)
{
	int64_t number = entry_int(e, "number", 0);
	const char *type = k->stage == STAGE_PROPOSED && k->family->proposed_object ? k->family->proposed_object : k->object;

	if (store_int(s, 0, "SELECT 1 FROM object WHERE id = ?", "t", e->obj)) {
		if (k->id_prefix && entry_text(e, "code"))
			store_run(s, "UPDATE object SET code = ?1 WHERE id = ?2", "tt", entry_text(e, "code"), e->obj);
		return;
	}
	if (!number)
		number = store_int(s, 1, "SELECT max(number) + 1 FROM object WHERE type = ?", "t", type);
	store_run(s, "INSERT INTO object(id, type, number, code, seq) VALUES(?, ?, ?, ?, ?)", "ttiti", e->obj, type, number,
		entry_text(e, "code"), e->seq);
}

const struct fault *state_apply(struct store *s, struct arena *a, const struct entry *e)
{
	const struct kind *k = kind_find(e->kind);

	if (!k)
		return fault_new(a, FAULT_DAMAGED, __func__, "entry %lld: there is no kind of its name", (long long)e->seq);
	store_run(s, "INSERT INTO log(seq, t, kind, by, role, obj) VALUES(?, ?, ?, ?, ?, ?)", "ittttt", e->seq, e->t, e->kind,
		e->by, e->role, e->obj);
	store_run(s, "INSERT INTO act(by, n, seq) VALUES(?, ?, ?)", "tti", e->by, e->n, e->seq);
	keep_object(s, k, e);
	if (k->apply)
		k->apply(s, a, e);
	signing_apply(s, a, e);
	return store_fault(s);
}

/* Every entry of `from`, in order, applied to `to`. */
static const struct fault *apply_all(struct store *from, struct store *to, struct arena *a,
	void (*each)(void *self, struct store *to, const struct entry *e), void *self)
{
	int64_t size = store_int(from, 0, "SELECT count(*) FROM entry", "");
	size_t mark = arena_mark(a);

	for (int64_t seq = 0; seq < size; seq++) {
		struct entry e;
		const struct fault *f = book_read(from, a, seq, &e);

		if (f)
			return f;
		if (each)
			each(self, to, &e);
		f = state_apply(to, a, &e);
		if (f)
			return fault_new(a, FAULT_DAMAGED, __func__, "entry %lld cannot be applied: %s", (long long)seq, f->what);
		arena_rewind(a, mark);
	}
	return store_fault(to);
}

bool state_has_table(const char *name)
{
	static const char *const book[] = { "checkpoint", "cosignature", "disclosure", "entry", "node", "tree" };

	for (size_t i = 0; i < sizeof(book) / sizeof(book[0]); i++)
		if (!strcmp(book[i], name))
			return false;
	return true;
}

static void drop_state(struct store *s, struct arena *a)
{
	for (char **tables = store_tables(s, a); *tables; tables++)
		if (state_has_table(*tables))
			store_script(s, arena_print(a, "DROP TABLE \"%s\"", *tables));
}

/* Format 2 added the cosignatures. */
static void bring_book_up(struct store *s)
{
	if (store_version(s) >= BOOK_VERSION)
		return;
	run_schema(s, "ledger/cosignature.sql");
	store_mark(s, BOOK_MARK, BOOK_VERSION);
}

const struct fault *state_rebuild(struct store *s, struct arena *a)
{
	bring_book_up(s);
	drop_state(s, a);
	create_state(s);
	if (store_fault(s))
		return store_fault(s);
	return apply_all(s, s, a, NULL, NULL);
}

const struct fault *state_replay(struct store *from, struct store *to, struct arena *a,
	void (*each)(void *self, struct store *to, const struct entry *e), void *self)
{
	const struct fault *f;

	state_create(to);
	store_begin(to);
	if (store_fault(to))
		return store_fault(to);
	f = apply_all(from, to, a, each, self);
	return f ? f : store_commit(to);
}
