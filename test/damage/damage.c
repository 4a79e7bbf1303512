/* SPDX-License-Identifier: EUPL-1.2
 *
 * Damage: one council, spoilt in one place at a time.  Whatever is done to its bytes, either nothing that anybody is
 * shown changes, or `verify` names it, or reading refuses with a sentence.
 *
 *   damage FILE SCRATCH SORT FROM TO COUNT SEED [OLDER]
 *
 * SORT says what is spoilt; FROM and TO bound its places (TO 0: all there are), COUNT of them are drawn by SEED (0: every
 * one).
 *   file, wal, head   one bit, counted from the first byte's lowest
 *   zero              a page filled with zeros             stale   a page as OLDER has it
 *   swap              a page and another change places     copy    a page put over another
 *   cut               the file ends in the midst of a page     wal_cut    its -wal likewise
 * Each is written to SCRATCH (with -wal and -head) and judged by a child with a time limit.  The last line is one JSON
 * object of counts; a line "# ..." before it names each place that was not well.
 */
#include <assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "chance.h"
#include "desk/show.h"
#include "desk/verify.h"

enum { PAGE_BYTES = 2048, CUT_BYTES = 512, LIMIT_SECONDS = 300, FILE_BYTES_MAX = 64 << 20, TOLD_MAX = 40,
	ALL_PAGES_OF = 16 /* of so many flipped bits one is judged by all pages */ };

enum sort { SORT_FILE, SORT_WAL, SORT_HEAD, SORT_ZERO, SORT_STALE, SORT_SWAP, SORT_COPY, SORT_CUT, SORT_WAL_CUT, SORTS };
static const char *const sort_names[SORTS] = { "file", "wal", "head", "zero", "stale", "swap", "copy", "cut", "wal_cut" };

enum outcome {
	OUTCOME_NAMED,    /* verify names a place, or says why it cannot read */
	OUTCOME_REFUSED,  /* verify finds nothing; who reads is told that it does not go */
	OUTCOME_SAME,     /* nothing shown changed */
	OUTCOME_UNSEEN,   /* something shown changed, and verify finds nothing */
	OUTCOME_CRASHED,
	OUTCOME_HUNG,
	OUTCOMES
};
static const char *const outcome_names[OUTCOMES] = { "named", "refused", "same", "unseen", "crashed", "hung" };

struct bytes {
	unsigned char *at;
	size_t n;
};

/* What the children leave for their parent. */
struct shared {
	size_t next; /* the mutant at work is the one before */
	size_t count[OUTCOMES], idle;
};

struct run {
	struct arena *arena, *work;
	struct env_fixed clock;
	struct env env;
	const char *scratch;
	enum sort sort;
	struct bytes file, wal, head, older;
	struct hash shown[2]; /* of the untouched council: all pages, the main ones */
	const struct shelf *shelf;
	struct shared *shared;
	size_t from, places, count;
	uint64_t seed;
	size_t told;
};

/* ------------------------------------------------------------------------------------------- what is shown --- */

static const char *const persons[] = { NULL, "administrator", "coordinator" };

/* A page's must-have input: the first there is, since every measure is shown in the same way. */
static bool input_for(const struct page *page, struct page_input *out)
{
	for (size_t i = 0; i < page->input_count; i++) {
		if (!page->inputs[i].is_must)
			continue;
		*out = (struct page_input){ page->inputs[i].name, page->inputs[i].type == INPUT_WORD ? "question_asked" : "1" };
		return true;
	}
	return false;
}

/* The nonces of forms, `n` and `n.ROW`, are of chance. */
static void blank_nonces(const struct shown *shown)
{
	static const char mark[] = "name=\"n", value[] = "\" value=\"";
	const char *from = shown->status == SHOW_OK ? shown->bytes : "";
	char *at;

	while ((at = strstr(from, mark)) != NULL) {
		from = at += sizeof(mark) - 1;
		if (*at != '"' && *at != '.')
			continue;
		at += strcspn(at, "\"");
		if (strncmp(at, value, sizeof(value) - 1) != 0)
			continue;
		for (at += sizeof(value) - 1; *at && *at != '"'; at++)
			*at = '-';
		from = at;
	}
}

/* Takes one page into the hash.  False when reading faults. */
static bool take_page(struct run *r, struct desk *d, struct hasher *h, const struct page *page, const struct actor *actor,
	enum show_format format, struct hash *io)
{
	struct page_input input;
	struct page_ask ask = { .page = page, .actor = actor, .inputs = &input, .language = "sv",
		.today = instant_day(r->clock.now), .now = r->clock.now, .csrf = "csrf", .path = "/", .is_web = true,
		.is_loopback = true };
	size_t mark = arena_mark(r->work);
	struct shown shown = { .status = 0 };
	const struct fault *f;

	ask.input_count = input_for(page, &input);
	f = desk_show(d, r->shelf, r->work, &ask, format, &shown);
	if (!f)
		blank_nonces(&shown);
	if (!f)
		*io = hash_of(h, io->bytes, HASH_BYTES, shown.status == SHOW_OK ? shown.bytes : "", shown.status == SHOW_OK
			? shown.length : 0, &shown.status, sizeof(shown.status));
	arena_rewind(r->work, mark);
	return !f;
}

/* Every text and every leaf as an export would tell them.  Checkpoints are not among them: each that is there is verified,
 * but one that is gone is no damage by itself, since a kill leaves such a file, and the signer's memory has the newest. */
static bool take_book(struct run *r, struct store *s, struct hasher *h, struct hash *io)
{
	struct rows rows = store_ask(s, "SELECT seq, leaf, '', '' FROM entry UNION ALL SELECT seq, field, hex(salt), value"
		" FROM disclosure ORDER BY 1, 2, 4", "");

	while (rows_next(&rows)) {
		size_t mark = arena_mark(r->work);

		for (int i = 0; i < 4; i++) {
			const char *text = rows_text(&rows, r->work, i);

			*io = hash_of(h, io->bytes, HASH_BYTES, text ? text : "", text ? strlen(text) : 0, "|", 1);
		}
		arena_rewind(r->work, mark);
	}
	return !store_fault(s);
}

/* What most people look at; the rest takes ten times as long to make. */
static bool is_main(const struct page *page)
{
	static const char *const main_pages[] = { "public", "plan", "measure", "decisions", "log" };

	for (size_t i = 0; i < COUNT_OF(main_pages); i++)
		if (!strcmp(page->name, main_pages[i]))
			return true;
	return false;
}

static bool take_person(struct run *r, struct desk *d, struct hasher *h, const char *login, bool is_short, struct hash *io)
{
	struct actor actor = desk_public;
	bool is_well = !login || desk_actor_named(d->store, r->work, "login", login, &actor);

	for (size_t i = 0; i < page_count && is_well; i++) {
		if (is_short && !is_main(pages[i]))
			continue;
		is_well = take_page(r, d, h, pages[i], &actor, SHOW_HTML, io);
		if (is_well && !pages[i]->is_form)
			is_well = take_page(r, d, h, pages[i], &actor, SHOW_JSON, io);
	}
	/* A name that is not known is an answer too, unless the question could not be asked. */
	return is_well || (!store_fault(d->store) && login && !actor.person);
}

/* Everything these persons are shown, as one hash.  False when somebody is told that it does not go. */
static bool take_all(struct run *r, bool is_short, struct hash *out)
{
	struct hash hash = { { 0 } };
	struct hasher *h = hasher_new();
	struct desk *d = NULL;
	bool is_well = !desk_open(r->work, &r->env, r->scratch, DESK_READ, &d);

	if (is_well) {
		store_begin(d->store);
		is_well = take_book(r, d->store, h, &hash);
		store_rollback(d->store);
	}
	for (size_t i = 0; i < COUNT_OF(persons) && is_well; i++)
		is_well = take_person(r, d, h, persons[i], is_short, &hash);
	desk_close(d);
	hasher_free(h);
	*out = hash;
	return is_well;
}

static void say_nothing(void *self, const char *finding)
{
	(void)self;
	(void)finding;
}

static enum outcome judge(struct run *r, bool is_short)
{
	struct verdict verdict = { .findings = 0 };
	struct hash shown;

	arena_reset(r->work);
	if (verify(r->work, &r->env, r->scratch, false, say_nothing, NULL, &verdict) || verdict.findings)
		return OUTCOME_NAMED;
	if (!take_all(r, is_short, &shown))
		return OUTCOME_REFUSED;
	return hash_equal(&shown, &r->shown[is_short]) ? OUTCOME_SAME : OUTCOME_UNSEEN;
}

/* ------------------------------------------------------------------------------------------- mutants --- */

/* Evenly spread, each at random within its own stretch. */
static size_t place_of(const struct run *r, size_t i)
{
	size_t low, high;

	if (!r->count || r->count >= r->places)
		return r->from + i;
	low = (size_t)((double)r->places * (double)i / (double)r->count);
	high = (size_t)((double)r->places * (double)(i + 1) / (double)r->count);
	return r->from + low + (size_t)(mixed(r->seed, i) % (high - low));
}

static size_t places(const struct run *r)
{
	if (r->sort == SORT_CUT || r->sort == SORT_WAL_CUT)
		return (r->sort == SORT_CUT ? r->file.n : r->wal.n) / CUT_BYTES;
	if (r->sort == SORT_WAL || r->sort == SORT_HEAD)
		return (r->sort == SORT_WAL ? r->wal.n : r->head.n) * 8;
	return r->sort == SORT_FILE ? r->file.n * 8 : r->file.n / PAGE_BYTES;
}

static void put(const char *path, const char *ending, struct bytes b, size_t n)
{
	char name[4096];
	FILE *file;
	int length = snprintf(name, sizeof(name), "%s%s", path, ending);

	assert(length > 0 && (size_t)length < sizeof(name));
	if (!b.n) {
		(void)unlink(name);
		return;
	}
	file = fopen(name, "wb");
	assert(file && fwrite(b.at, 1, n, file) == n);
	(void)fclose(file);
}

static void put_all(const struct run *r, size_t file_n, size_t wal_n)
{
	put(r->scratch, "", r->file, file_n);
	put(r->scratch, "-wal", r->wal, wal_n);
	put(r->scratch, "-head", r->head, r->head.n);
	put(r->scratch, "-shm", (struct bytes){ NULL, 0 }, 0);
}

static void flip(struct bytes b, size_t bit)
{
	b.at[bit / 8] ^= (unsigned char)(1u << (bit % 8));
}

/* Spoils pages `p` and `q` in `file`, which holds the whole one in `was`. */
static void spoil_page(const struct run *r, unsigned char *file, const unsigned char *was, size_t p, size_t q)
{
	unsigned char *one = file + p * PAGE_BYTES, *two = file + q * PAGE_BYTES;

	if (r->sort == SORT_ZERO)
		memset(one, 0, PAGE_BYTES);
	else if (r->sort == SORT_STALE && (p + 1) * PAGE_BYTES <= r->older.n)
		memcpy(one, r->older.at + p * PAGE_BYTES, PAGE_BYTES);
	else if (r->sort == SORT_SWAP || r->sort == SORT_COPY)
		memcpy(one, was + q * PAGE_BYTES, PAGE_BYTES);
	if (r->sort == SORT_SWAP)
		memcpy(two, was + p * PAGE_BYTES, PAGE_BYTES);
}

/* The first page from `q` on that is not as page `p`: many are empty, and those are alike. */
static size_t unlike(const struct run *r, size_t p, size_t q)
{
	size_t count = r->file.n / PAGE_BYTES;

	for (size_t i = 0; i < count && !memcmp(r->file.at + p * PAGE_BYTES, r->file.at + q * PAGE_BYTES, PAGE_BYTES); i++)
		q = (q + 1) % count;
	return q;
}

/* Writes the mutant; false when it is the council itself. */
static bool make(struct run *r, size_t i)
{
	size_t at = place_of(r, i), mark = arena_mark(r->arena);
	struct bytes whole = r->file;
	size_t other = (size_t)(mixed(r->seed + 1, i) % (r->file.n / PAGE_BYTES));
	struct bytes bits = r->sort == SORT_WAL ? r->wal : r->sort == SORT_HEAD ? r->head : r->file;
	bool is_changed = true;

	if (r->sort <= SORT_HEAD) {
		flip(bits, at);
		put_all(r, r->file.n, r->wal.n);
		flip(bits, at);
		return true;
	}
	if (r->sort == SORT_CUT || r->sort == SORT_WAL_CUT) {
		put_all(r, r->sort == SORT_CUT ? at * CUT_BYTES : r->file.n, r->sort == SORT_WAL_CUT ? at * CUT_BYTES : r->wal.n);
		return true;
	}
	other = unlike(r, at, other);
	r->file.at = (unsigned char *)arena_copy(r->arena, (const char *)whole.at, whole.n);
	spoil_page(r, r->file.at, whole.at, at, other);
	is_changed = memcmp(r->file.at, whole.at, whole.n) != 0;
	put_all(r, r->file.n, r->wal.n);
	r->file = whole;
	arena_rewind(r->arena, mark);
	return is_changed;
}

/* ------------------------------------------------------------------------------------------- children --- */

static void tell(struct run *r, size_t i, const char *how)
{
	if (r->told++ < TOLD_MAX)
		printf("# %s: %s %zu (seed %llu, number %zu)\n", how, sort_names[r->sort], place_of(r, i),
			(unsigned long long)r->seed, i);
	(void)fflush(stdout);
}

static void work(struct run *r, size_t total)
{
	while (r->shared->next < total) {
		size_t i = r->shared->next++;
		enum outcome o;

		(void)alarm(LIMIT_SECONDS);
		if (!make(r, i)) {
			r->shared->idle++;
			continue;
		}
		o = judge(r, r->sort <= SORT_HEAD && mixed(r->seed, i) % ALL_PAGES_OF);
		r->shared->count[o]++;
		if (o == OUTCOME_UNSEEN)
			tell(r, i, outcome_names[o]);
	}
	_exit(0);
}

static void work_all(struct run *r, size_t total)
{
	while (r->shared->next < total) {
		pid_t child;
		int status;
		enum outcome o;

		(void)fflush(stdout);
		child = fork();
		assert(child >= 0);
		if (!child)
			work(r, total);
		if (waitpid(child, &status, 0) != child || (WIFEXITED(status) && !WEXITSTATUS(status)))
			continue;
		o = WIFSIGNALED(status) && WTERMSIG(status) == SIGALRM ? OUTCOME_HUNG : OUTCOME_CRASHED;
		r->shared->count[o]++;
		tell(r, r->shared->next - 1, outcome_names[o]);
	}
}

static struct bytes read_bytes(struct arena *a, const char *path, bool is_must)
{
	struct bytes b = { NULL, 0 };
	char *bytes;

	if (!env_file_read(a, &env_system, path, FILE_BYTES_MAX, &bytes, &b.n))
		b.at = (unsigned char *)bytes;
	else
		assert(!is_must);
	return b;
}

static void start(struct run *r, char **argv, const char *older)
{
	struct arena *a = r->arena;
	struct store *memory;

	r->clock = (struct env_fixed){ .now = INT64_C(1794960000), .seed = 1 };
	r->env = env_fixed(&r->clock);
	r->scratch = argv[2];
	for (r->sort = SORT_FILE; r->sort < SORTS && strcmp(argv[3], sort_names[r->sort]); r->sort++)
		;
	assert(r->sort < SORTS);
	r->file = read_bytes(a, argv[1], true);
	r->wal = read_bytes(a, arena_print(a, "%s-wal", argv[1]), false);
	r->head = read_bytes(a, arena_print(a, "%s-head", argv[1]), true);
	r->older = older ? read_bytes(a, older, true) : r->file;
	put_all(r, r->file.n, r->wal.n);
	/* Templates and queries are worked out once, on the council while it is whole. */
	if (store_open(a, &r->env, r->scratch, STORE_READ, &memory) || shelf_open(a, memory, &r->shelf)) {
		printf("# the council cannot be opened before anything was done to it\n");
		exit(1);
	}
	store_close(memory);
}

int main(int argc, char **argv)
{
	struct run r = { .arena = arena_new((size_t)1 << 30), .work = arena_new((size_t)1 << 30) };
	int64_t from, to, count, seed;
	struct verdict verdict;
	struct hash again;
	size_t total;

	if ((argc != 8 && argc != 9) || !text_to_int(argv[4], 0, INT64_MAX, &from) || !text_to_int(argv[5], 0, INT64_MAX, &to)
		|| !text_to_int(argv[6], 0, INT64_MAX, &count) || !text_to_int(argv[7], 0, INT64_MAX, &seed)) {
		fprintf(stderr, "usage: damage FILE SCRATCH SORT FROM TO COUNT SEED [OLDER]\n");
		return 2;
	}
	start(&r, argv, argc == 9 ? argv[8] : NULL);
	if (verify(r.work, &r.env, r.scratch, false, say_nothing, NULL, &verdict) || verdict.findings
		|| !take_all(&r, false, &r.shown[0]) || !take_all(&r, true, &r.shown[1])) {
		printf("# the council is not whole before anything was done to it\n");
		return 1;
	}
	if (!take_all(&r, false, &again) || !hash_equal(&again, &r.shown[0])) {
		printf("# the untouched council is not shown twice alike: something of chance would count as damage\n");
		return 1;
	}
	r.from = (size_t)from;
	r.places = (to && (size_t)to < places(&r) ? (size_t)to : places(&r)) - r.from;
	r.count = (size_t)count;
	r.seed = (uint64_t)seed;
	r.shared = mmap(NULL, sizeof(*r.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	assert(r.shared != MAP_FAILED);
	total = r.count && r.count < r.places ? r.count : r.places;
	work_all(&r, total);
	printf("{\"mutants\":%zu,\"idle\":%zu", total, r.shared->idle);
	for (int i = 0; i < OUTCOMES; i++)
		printf(",\"%s\":%zu", outcome_names[i], r.shared->count[i]);
	printf("}\n");
	return r.shared->count[OUTCOME_UNSEEN] || r.shared->count[OUTCOME_CRASHED] || r.shared->count[OUTCOME_HUNG] ? 1 : 0;
}
