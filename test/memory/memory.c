/* SPDX-License-Identifier: EUPL-1.2
 *
 * Memory: every piece of memory that is asked for while an act is written or a page made is refused, once or from then on.
 *
 *   memory GIVEN FOLDER ACTS COUNT SEED [ACT REQUEST]     GIVEN: the folder of council.case and open_period.case
 *
 * Each line of ACTS is tried on a copy of the council as it was before that line, by the writer or by a reader, in a child
 * of its own, once for each request for memory (malloc and its kin by whatever library, and mmap); COUNT of them in all,
 * drawn by SEED (0: every one).  The child may answer rightly, tell a fault, or stop with the line that says so
 * ("fyr: stopped: ..."); nothing else.  Then memory is there again: the book verifies, what was answered is in it, what
 * was told to have failed is not, and asking again gives exactly one entry.  TAP; figures as comments.
 * ACT (0 is the first) and REQUEST (negative: and all after) make one try again, for a debugger.
 */
#include <assert.h>
#include <errno.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/hash.h"
#include "base/limits.h"
#include "base/text.h"
#include "chance.h"
#include "desk/script.h"
#include "desk/show.h"
#include "desk/verify.h"
#include "desk/writer.h"
#include "doors/found.h"
#include "given.h"
#include "tap.h"

enum { ACTS_MAX = 80, LIMIT_SECONDS = 300, TOLD_MAX = 20, SAID_MAX = 4000 };

/* ------------------------------------------------------------------------------------------- the allocator --- */

/* Set by one child for itself. */
static struct {
	bool is_armed, is_for_ever;
	long asked, refuse_at, refused, living;
} memory;

/* The C library's own, under the names it keeps for this. */
extern void *__libc_malloc(size_t n);
extern void *__libc_calloc(size_t count, size_t n);
extern void *__libc_realloc(void *p, size_t n);
extern void *__libc_memalign(size_t alignment, size_t n);
extern void __libc_free(void *p);

static bool is_refused(void)
{
	if (!memory.is_armed)
		return false;
	memory.asked++;
	if (memory.asked != memory.refuse_at && !(memory.is_for_ever && memory.asked > memory.refuse_at && memory.refuse_at))
		return false;
	memory.refused++;
	errno = ENOMEM;
	return true;
}

static void *counted(void *p)
{
	memory.living += p != NULL;
	return p;
}

void *(malloc)(size_t n)
{
	return is_refused() ? NULL : counted(__libc_malloc(n));
}

void *(calloc)(size_t count, size_t n)
{
	return is_refused() ? NULL : counted(__libc_calloc(count, n));
}

void *(realloc)(void *p, size_t n)
{
	if (is_refused())
		return NULL;
	memory.living += !p;
	return __libc_realloc(p, n);
}

int posix_memalign(void **out, size_t alignment, size_t n)
{
	if (is_refused())
		return ENOMEM;
	*out = counted(__libc_memalign(alignment, n));
	return *out ? 0 : ENOMEM;
}

void (free)(void *p)
{
	memory.living -= p != NULL;
	__libc_free(p);
}

/* Arenas, SQLite's -shm and argon2 ask the kernel themselves; the libraries by the first name, our own code by the second. */
static void *mapped(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	return is_refused() ? MAP_FAILED : (void *)(uintptr_t)syscall(SYS_mmap, at, n, protection, flags, fd, offset);
}

void *plain_mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset) __asm__("mmap");
void *plain_mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	return mapped(at, n, protection, flags, fd, offset);
}

void *mmap(void *at, size_t n, int protection, int flags, int fd, off_t offset)
{
	return mapped(at, n, protection, flags, fd, offset);
}

/* ------------------------------------------------------------------------------------------- acts --- */

enum sort { SORT_WRITE, SORT_SHOW, SORT_SIGN_IN };

struct op {
	enum sort sort;
	const char *as, *let, *line; /* the line as it stands, to name it */
	const char *words[24];       /* kind or page, then name=value */
	size_t word_count;
	const char *nonce;
};

enum ending { ENDING_ANSWERED, ENDING_FAULT, ENDING_STOPPED, ENDING_WRONG, ENDINGS };

/* What the child leaves. */
struct shared {
	bool has_ended;
	enum ending ending;
	int64_t seq;
	char hash[64];
	unsigned char page[HASH_BYTES];
	long asked, refused, living;
	char why[300];
};

struct run {
	struct arena *arena, *work;
	struct tap tap;
	struct env_fixed clock;
	struct env env;
	const char *file, *copy;
	const struct shelf *shelf;
	struct op ops[ACTS_MAX];
	size_t op_count;
	struct {
		const char *name, *value;
	} names[ACTS_MAX];
	size_t name_count;
	struct shared *shared;
	int said; /* where the child's standard error goes */
	long tries, by_ending[ENDINGS], written_all_the_same;
	size_t told;
};

static const char *kept(const struct run *r, const char *value)
{
	for (size_t i = 0; *value == '$' && i < r->name_count; i++)
		if (!strcmp(r->names[i].name, value + 1))
			return r->names[i].value;
	return value;
}

static struct json *question_of(const struct run *r, struct arena *a, const struct op *op)
{
	struct json *question = js_object(a), *fields = js_array(a);

	if (op->sort == SORT_SIGN_IN) {
		js_set_text(a, question, "login", op->words[0]);
		js_set_text(a, question, "op", "sign_in");
		js_set_text(a, question, "passphrase", "sju gröna stolar i köket");
		js_set_text(a, question, "source", "127.0.0.1");
		return question;
	}
	for (size_t i = 1; i < op->word_count; i++) {
		const char *sign = strchr(op->words[i], '=');

		js_add_pair(a, fields, arena_copy(a, op->words[i], (size_t)(sign - op->words[i])), kept(r, sign + 1));
	}
	js_set_text(a, question, "as", op->as);
	js_set(a, question, "fields", fields);
	js_set_text(a, question, "kind", op->words[0]);
	js_set_text(a, question, "n", op->nonce);
	js_set_text(a, question, "op", "write");
	return question;
}

/* The writer's whole way: open, answer, close. */
static enum ending write_once(struct run *r, struct arena *a, const char *file, const struct op *op, struct shared *out)
{
	struct writer *w = NULL;
	const struct fault *f = writer_open(a, &r->env, file, &w);
	const struct json *answer;
	enum ending ending;

	if (f) {
		(void)snprintf(out->why, sizeof(out->why), "%s", f->what);
		return f->sort == FAULT_SYSTEM ? ENDING_FAULT : ENDING_WRONG;
	}
	answer = writer_answer(w, a, question_of(r, a, op), NULL);
	out->seq = js_get_int(answer, "seq", -1);
	if (js_get(answer, "fault"))
		ending = js_get_int(answer, "fault", 0) == FAULT_SYSTEM ? ENDING_FAULT : ENDING_WRONG;
	else
		ending = out->seq >= 0 || js_get_text(answer, "session") ? ENDING_ANSWERED : ENDING_WRONG;
	(void)snprintf(out->why, sizeof(out->why), "%.290s", js_line(a, answer));
	if (out->seq >= 0)
		(void)snprintf(out->hash, sizeof(out->hash), "%s", js_get_text(answer, "hash"));
	writer_close(w);
	return ending;
}

static const struct fault *shown_page(struct run *r, struct arena *a, struct desk *d, const struct op *op, struct shown *out)
{
	struct page_input inputs[8];
	struct actor actor = desk_public;
	struct page_ask ask = { .page = page_find(op->words[0]), .actor = &actor, .inputs = inputs, .language = "sv",
		.today = instant_day(r->clock.now), .now = r->clock.now, .csrf = "csrf", .path = "/", .is_web = true };

	assert(ask.page);
	if (strcmp(op->as, "public") && !desk_actor_named(d->store, a, "login", op->as, &actor) && store_fault(d->store))
		return store_fault(d->store);
	for (size_t i = 1; i < op->word_count && i < COUNT_OF(inputs); i++) {
		const char *sign = strchr(op->words[i], '=');

		inputs[ask.input_count++] = (struct page_input){ arena_copy(a, op->words[i], (size_t)(sign - op->words[i])), sign + 1 };
	}
	return desk_show(d, r->shelf, a, &ask, SHOW_HTML, out);
}

static enum ending show_once(struct run *r, struct arena *a, const char *file, const struct op *op, struct shared *out)
{
	struct desk *d = NULL;
	struct shown shown = { .status = 0 };
	const struct fault *f = desk_open(a, &r->env, file, DESK_READ, &d);
	enum ending ending = ENDING_ANSWERED;

	if (!f)
		f = shown_page(r, a, d, op, &shown);
	if (f)
		ending = f->sort == FAULT_SYSTEM ? ENDING_FAULT : ENDING_WRONG;
	else if (shown.status != SHOW_OK)
		ending = ENDING_WRONG;
	(void)snprintf(out->why, sizeof(out->why), "%s", f ? f->what : shown.status != SHOW_OK ? "not found or forbidden" : "");
	if (ending == ENDING_ANSWERED) {
		struct hasher *h = hasher_new();
		struct hash hash = hash_of(h, shown.bytes, shown.length, NULL, 0, NULL, 0);

		memcpy(out->page, hash.bytes, HASH_BYTES);
		hasher_free(h);
	}
	desk_close(d);
	return ending;
}

static enum ending ask_once(struct run *r, struct arena *a, const char *file, const struct op *op, struct shared *out)
{
	out->seq = -1;
	return op->sort == SORT_SHOW ? show_once(r, a, file, op, out) : write_once(r, a, file, op, out);
}

/* ------------------------------------------------------------------------------------------- one try --- */

static void copy_file(struct run *r, const char *from, const char *to, const char *ending)
{
	size_t mark = arena_mark(r->work), n;
	char *bytes, *target = arena_print(r->work, "%s%s", to, ending);

	(void)unlink(target);
	if (!env_file_read(r->work, &env_system, arena_print(r->work, "%s%s", from, ending), 64 << 20, &bytes, &n)) {
		FILE *file = fopen(target, "wb");

		assert(file && fwrite(bytes, 1, n, file) == n);
		(void)fclose(file);
	}
	arena_rewind(r->work, mark);
}

static void copy_council(struct run *r, const char *from, const char *to)
{
	static const char *const endings[] = { "", "-office", "-head", "-wal", "-shm", "-office-wal", "-office-shm" };

	for (size_t i = 0; i < COUNT_OF(endings); i++)
		copy_file(r, from, to, endings[i]);
}

static void child(struct run *r, const struct op *op, long refuse_at, bool is_for_ever)
{
	struct arena *a = arena_new((size_t)256 << 20);

	(void)alarm(LIMIT_SECONDS);
	(void)dup2(r->said, STDERR_FILENO);
	memory.refuse_at = refuse_at;
	memory.is_for_ever = is_for_ever;
	memory.living = 0;
	memory.is_armed = true;
	r->shared->ending = ask_once(r, a, r->copy, op, r->shared);
	memory.is_armed = false;
	r->shared->asked = memory.asked;
	r->shared->refused = memory.refused;
	r->shared->living = memory.living;
	r->shared->has_ended = true;
	_exit(0);
}

/* Runs the child.  False when it ended in a way that is not allowed; `why` tells. */
static bool run_child(struct run *r, const struct op *op, long refuse_at, bool is_for_ever)
{
	char said[SAID_MAX + 1];
	ssize_t n;
	pid_t pid;
	int status;

	copy_council(r, r->file, r->copy);
	memset(r->shared, 0, sizeof(*r->shared));
	(void)!ftruncate(r->said, 0);
	(void)lseek(r->said, 0, SEEK_SET);
	(void)fflush(stdout);
	pid = fork();
	assert(pid >= 0);
	if (!pid)
		child(r, op, refuse_at, is_for_ever);
	if (waitpid(pid, &status, 0) != pid)
		return false;
	if (r->shared->has_ended && WIFEXITED(status) && !WEXITSTATUS(status))
		return r->shared->ending != ENDING_WRONG;
	n = pread(r->said, said, SAID_MAX, 0);
	said[n > 0 ? n : 0] = '\0';
	r->shared->ending = ENDING_STOPPED;
	(void)snprintf(r->shared->why, sizeof(r->shared->why), "status %d: %.250s", status, said);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT && strstr(said, "fyr: stopped: ");
}

static void say_finding(void *self, const char *finding)
{
	char *why = self;

	if (!*why)
		(void)snprintf(why, 200, "verify: %s", finding);
}

/* How many entries of the copy carry the act's nonce, and what the newest number is. */
static int64_t times_written(struct run *r, struct store *s, const struct op *op, int64_t *out_seq)
{
	const char *pattern = arena_print(r->work, "*\"n\":\"%s\"*", op->nonce);

	*out_seq = store_int(s, -1, "SELECT max(seq) FROM entry WHERE leaf GLOB ?", "t", pattern);
	return store_int(s, 0, "SELECT count(*) FROM entry WHERE leaf GLOB ?", "t", pattern);
}

/* With memory again: what a person would find.  NULL when all is well. */
static const char *found_after(struct run *r, const struct op *op)
{
	struct shared told = *r->shared, again = { .seq = -1 };
	struct verdict verdict = { .findings = 0 };
	char *why = arena_get(r->work, 256);
	struct store *s;
	int64_t seq, times;
	const struct fault *f;

	f = verify(r->work, &r->env, r->copy, false, say_finding, why, &verdict);
	if (f || *why)
		return f ? f->what : why;
	if (op->sort != SORT_WRITE)
		return NULL;
	if (store_open(r->work, &r->env, r->copy, STORE_READ, &s))
		return "the book cannot be read";
	times = times_written(r, s, op, &seq);
	store_close(s);
	if (told.ending == ENDING_ANSWERED && (times != 1 || seq != told.seq))
		return arena_print(r->work, "it was told %lld; written %lld times, at %lld", (long long)told.seq, (long long)times,
			(long long)seq);
	if (times > 1)
		return "it is there twice";
	if (told.ending == ENDING_FAULT && times)
		r->written_all_the_same++;
	if (write_once(r, r->work, r->copy, op, &again) != ENDING_ANSWERED || (times && again.seq != seq))
		return arena_print(r->work, "asked again: %s", again.why);
	return NULL;
}

static void complain(struct run *r, const struct op *op, long at, bool is_for_ever, const char *why)
{
	if (r->told++ < TOLD_MAX)
		printf("# request %ld %s of `%.60s`: %s\n", at, is_for_ever ? "and all after" : "alone", op->line, why);
}

/* One request refused in one act. */
static bool try_one(struct run *r, const struct op *op, const struct shared *whole, long at, bool is_for_ever)
{
	bool is_well = run_child(r, op, at, is_for_ever);
	const char *why = is_well ? NULL : r->shared->why;

	arena_reset(r->work);
	r->tries++;
	r->by_ending[is_well ? r->shared->ending : ENDING_WRONG]++;
	if (is_well && r->shared->has_ended && !r->shared->refused)
		why = "nothing was refused: the try is void";
	else if (is_well && r->shared->ending == ENDING_ANSWERED && op->sort == SORT_SHOW
		&& memcmp(r->shared->page, whole->page, HASH_BYTES))
		why = "the page is another";
	else if (is_well && r->shared->has_ended && r->shared->living > whole->living)
		why = arena_print(r->work, "%ld pieces of memory are not given back", r->shared->living - whole->living);
	else if (is_well)
		why = found_after(r, op);
	if (why)
		complain(r, op, at, is_for_ever, why);
	return !why;
}

/* ------------------------------------------------------------------------------------------- the council --- */

static bool found(struct run *r, const char *given)
{
	struct founding founding = { .name = "Exempelby", .is_example = true };
	struct desk *d = NULL;
	bool is_well = !found_council(r->arena, &r->env, r->file, &founding)
		&& !desk_open(r->arena, &r->env, r->file, DESK_WRITE, &d);

	if (is_well) {
		struct player *p = ARENA_NEW(r->arena, struct player);
		const struct fault *f;
		char *person = NULL;

		*p = (struct player){ .desk = d, .clock = &r->clock, .is_batch = true };
		store_begin(d->store);
		f = given_play(p, r->arena, given, "open_period");
		if (f)
			printf("# %s\n", f->what);
		is_well = !f;
		is_well &= !store_commit(d->store);
		store_begin(d->office);
		is_well &= office_link_redeem(d->office, r->arena, &r->env, founding.links[1], "sju gröna stolar i köket",
			env_now(&env_system), &person) == OFFICE_OK; /* links are dated by the real clock */
		is_well &= !store_commit(d->office);
		(void)store_checkpoint(d->store, true);
	}
	desk_close(d);
	return is_well;
}

static bool read_ops(struct run *r, const char *path)
{
	struct script_line *line = ARENA_NEW(r->arena, struct script_line);
	const char *as = "public", *text;
	size_t n, number = 0;
	char *file;

	if (env_file_read(r->arena, &env_system, path, FILE_MAX, &file, &n))
		return false;
	for (text = file; script_read(r->arena, &text, &number, line);) {
		bool is_let = line->count > 4 && !strcmp(line->words[0], "let");
		size_t at = is_let ? 3 : 0;
		struct op *op = &r->ops[r->op_count];

		if (!strcmp(line->words[0], "as")) {
			as = line->words[1];
			continue;
		}
		assert(r->op_count < ACTS_MAX && line->count - at <= COUNT_OF(op->words));
		*op = (struct op){ .as = as, .let = is_let ? line->words[1] : NULL,
			.line = arena_print(r->arena, "%s %s", line->words[at], line->words[at + 1]),
			.sort = !strcmp(line->words[at], "write") ? SORT_WRITE : !strcmp(line->words[at], "show") ? SORT_SHOW : SORT_SIGN_IN,
			.nonce = base64url_from(r->arena, arena_print(r->arena, "nonce-%010zu", r->op_count), 16) };
		for (size_t i = at + 1; i < line->count; i++)
			op->words[op->word_count++] = line->words[i];
		r->op_count++;
	}
	return true;
}

/* ------------------------------------------------------------------------------------------- all --- */

/* For good; its number is kept under its name. */
static void do_op(struct run *r, const struct op *op)
{
	struct shared done;

	arena_reset(r->work);
	if (op->sort == SORT_SHOW || write_once(r, r->work, r->file, op, &done) != ENDING_ANSWERED || !op->let)
		return;
	r->names[r->name_count].name = op->let;
	r->names[r->name_count++].value = arena_print(r->arena, "%lld", (long long)done.seq);
}

/* All tries of one act, or a share of them; then the act is done for good. */
static void try_op(struct run *r, size_t number, long wanted, uint64_t seed)
{
	const struct op *op = &r->ops[number];
	bool is_well = run_child(r, op, 0, false) && r->shared->ending == ENDING_ANSWERED;
	struct shared whole = *r->shared;
	long count = wanted && wanted < 2 * whole.asked ? wanted : 2 * whole.asked;

	if (!is_well)
		complain(r, op, 0, false, whole.why);
	is_well &= whole.asked > 100;
	for (long i = 0; is_well && i < count; i++) {
		long low = 2 * whole.asked * i / count, high = 2 * whole.asked * (i + 1) / count;
		long pick = low + (long)(mixed(seed, (uint64_t)(number * 100000 + (size_t)i)) % (uint64_t)(high - low));

		is_well &= try_one(r, op, &whole, pick / 2 + 1, pick % 2) || r->told < TOLD_MAX;
	}
	OK(&r->tap, is_well && !r->told, arena_print(r->arena, "%s, as %s: %ld of %ld requests for memory refused", op->line, op->as,
		count, 2 * whole.asked));
	r->told = 0;
	do_op(r, op);
}

/* The acts before it are done, then this one try is made. */
static void try_again(struct run *r, int64_t act, int64_t request)
{
	for (int64_t i = 0; i < act; i++)
		do_op(r, &r->ops[i]);
	(void)run_child(r, &r->ops[act], (long)(request < 0 ? -request : request), request < 0);
	printf("# %s\n", r->shared->why);
}

int main(int argc, char **argv)
{
	static struct run r; /* too large for the stack under some limits */
	int64_t count, seed, act = 0, request = 0;
	struct store *s;

	if ((argc != 6 && argc != 8) || !text_to_int(argv[4], 0, INT32_MAX, &count) || !text_to_int(argv[5], 0, INT64_MAX, &seed)
		|| (argc == 8 && (!text_to_int(argv[6], 0, ACTS_MAX, &act) || !text_to_int(argv[7], INT32_MIN, INT32_MAX, &request)))) {
		fprintf(stderr, "usage: memory GIVEN FOLDER ACTS COUNT SEED [ACT REQUEST]\n");
		return 2;
	}
	r.arena = arena_new((size_t)1 << 30);
	r.work = arena_new((size_t)1 << 30);
	r.clock = (struct env_fixed){ .now = INT64_C(1787000000), .seed = 1 };
	r.env = env_fixed(&r.clock);
	r.file = arena_print(r.arena, "%s/council", argv[2]);
	r.copy = arena_print(r.arena, "%s/copy", argv[2]);
	r.said = memfd_create("said", 0);
	r.shared = mmap(NULL, sizeof(*r.shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (!OK(&r.tap, found(&r, argv[1]) && read_ops(&r, argv[3]), "the council is there"))
		return tap_done(&r.tap);
	if (store_open(r.arena, &r.env, r.file, STORE_READ, &s) || shelf_open(r.arena, s, &r.shelf))
		return tap_done(&r.tap) | 1;
	store_close(s);
	if (argc == 8) {
		try_again(&r, act, request);
		return 0;
	}
	for (size_t i = 0; i < r.op_count; i++)
		try_op(&r, i, count ? (long)((size_t)count / r.op_count) : 0, (uint64_t)seed);
	printf("# %ld tries: %ld answered, %ld faults told, %ld stops, %ld wrong; %ld told as failed though written\n", r.tries,
		r.by_ending[ENDING_ANSWERED], r.by_ending[ENDING_FAULT], r.by_ending[ENDING_STOPPED], r.by_ending[ENDING_WRONG],
		r.written_all_the_same);
	OK(&r.tap, !r.written_all_the_same, "what was told to have failed was not written");
	OK(&r.tap, r.by_ending[ENDING_FAULT] && r.by_ending[ENDING_STOPPED], "faults were told, and processes stopped");
	return tap_done(&r.tap);
}
