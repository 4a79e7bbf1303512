/* SPDX-License-Identifier: EUPL-1.2
 *
 * disk: a writer and a signer at work, as processes, in a world whose disk fails at one call: once, or from there on until
 * it is mended a few acts later.  Whatever was answered is there afterwards, at its number, with its hash; what was told to
 * have failed is there once or not at all, and its nonce tells which; after a sync that failed the writer has ended and
 * touched nothing more; `verify` finds nothing.
 *
 * usage: disk FOLDER GIVEN [RUNS [SEED [CALL]]]     RUNS 0: every call, every error, once and for good; CALL: of that sort
 */
#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sodium.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/file.h"
#include "base/frame.h"
#include "base/limits.h"
#include "desk/script.h"
#include "desk/verify.h"
#include "desk/writer.h"
#include "doors/found.h"
#include "ledger/signer.h"
#include "given.h"
#include "tap.h"

enum { ACTS = 50, RECORDS_MAX = ACTS * 2, TRIES = 4, CALLS = ENV_TRUNCATE + 1, MENDED_AFTER = 4, SAID_MAX = 40, NEVER = -1,
	KNOWN_MAX = 1 << 13 };

static const int errors[] = { EIO, ENOSPC, EDQUOT, EROFS, EINTR, ENV_SHORT };
static const char *const error_names[] = { "EIO", "ENOSPC", "EDQUOT", "EROFS", "EINTR", "short" };
static const char *const call_names[CALLS] = { "open", "read", "write", "sync", "rename", "unlink", "truncate" };
enum { ERRORS = sizeof(errors) / sizeof(errors[0]) };

/* What all processes of a run share. */
struct world {
	int64_t now;
	long count, failing;
	int error;
	bool is_for_good, is_stopping;
	long injected;
	enum env_call injected_call;
	pid_t writer, unsynced; /* the writer; the one whose sync failed while it served */
	long touched_after;     /* calls of that one that change a file, since */
	long by_call[CALLS];
	unsigned char call_at[KNOWN_MAX]; /* the sort of each call */
};

struct record {
	const char *n, *kind, *as, *text;
	struct json *fields;
	const char *hash; /* of the answer */
	int64_t seq;      /* -1: no answer, or a fault */
};

struct run {
	struct arena *arena;
	struct world *world;
	struct env env;
	const char *folder, *file, *socket_path, *signer_path;
	int listen_fd, signer_fd, stop[2];
	pid_t signer;
	struct record records[RECORDS_MAX];
	size_t record_count;
	long ended_by_fault, act, mended_at;
	bool was_killed;
	const char *problem;
	const char **said;
};

static int64_t world_now(void *self)
{
	return ((const struct world *)self)->now;
}

static void world_chance(void *self, void *bytes, size_t n)
{
	(void)self;
	env_chance(&env_system, bytes, n);
}

static int world_fault(void *self, enum env_call call)
{
	struct world *w = self;
	long index = w->count++;
	bool changes = call == ENV_WRITE || call == ENV_SYNC || call == ENV_TRUNCATE;

	w->by_call[call]++;
	if (index < KNOWN_MAX)
		w->call_at[index] = (unsigned char)call;
	if (w->unsynced == getpid() && changes)
		w->touched_after++;
	if (w->failing == NEVER || index < w->failing || (index > w->failing && !w->is_for_good)
		|| (w->error == ENV_SHORT && call != ENV_WRITE))
		return 0;
	w->injected++;
	w->injected_call = call;
	if (call == ENV_SYNC && getpid() == w->writer && !w->is_stopping && !w->unsynced)
		w->unsynced = getpid();
	return w->error;
}

static void fail(struct run *r, const char *what)
{
	if (!r->problem)
		r->problem = what;
}

/* ------------------------------------------------------------------------------------------- processes --- */

static int listen_at(const char *path)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);

	memcpy(address.sun_path, path, strlen(path) + 1);
	(void)unlink(path);
	if (fd < 0 || bind(fd, (const struct sockaddr *)&address, sizeof(address)) || listen(fd, 256))
		abort();
	return fd;
}

static void start_signer(struct run *r)
{
	r->signer = fork();
	if (r->signer)
		return;
	(void)close(r->stop[1]);
	for (;;) {
		struct pollfd p = { .fd = r->signer_fd, .events = POLLIN };
		int fd = poll(&p, 1, -1) > 0 ? accept(r->signer_fd, NULL, NULL) : -1;

		if (fd < 0)
			continue;
		signer_serve(&r->env, arena_print(r->arena, "%s-key", r->file), arena_print(r->arena, "%s-head", r->file), NULL, fd, -1);
		(void)close(fd);
	}
}

static void start_writer(struct run *r)
{
	struct writer *w = NULL;
	const struct fault *f;
	pid_t child;

	(void)fflush(stdout);
	child = fork();
	r->world->writer = child ? child : getpid(); /* both say it, whoever comes first */
	if (child)
		return;
	if (!freopen("/dev/null", "w", stderr)) /* it tells of each fault */
		abort();
	(void)close(r->stop[1]);
	(void)close(r->signer_fd);
	f = writer_open(r->arena, &r->env, r->file, &w);
	if (!f)
		f = writer_serve(w, r->listen_fd, r->signer_path, r->stop[0]);
	for (int fd; f && (fd = accept(r->listen_fd, NULL, NULL)) >= 0;) /* as doors/serve.c turns them away */
		(void)close(fd);
	if (f)
		_exit((int)f->sort);
	writer_close(w);
	_exit(0);
}

/* Has the writer ended?  Then why is looked at. */
static bool writer_ended(struct run *r, bool wait)
{
	int status;

	if (!r->world->writer)
		return true;
	if (waitpid(r->world->writer, &status, wait ? 0 : WNOHANG) != r->world->writer)
		return false;
	r->world->writer = 0;
	if (!WIFEXITED(status) || (WEXITSTATUS(status) != 0 && WEXITSTATUS(status) != FAULT_SYSTEM))
		fail(r, arena_print(r->arena, "the writer ended with status %x", (unsigned)status));
	else
		r->ended_by_fault += WEXITSTATUS(status) == FAULT_SYSTEM;
	return true;
}

/* One question; false when the writer ended before it answered. */
static bool asked(struct run *r, const struct json *question, struct json **out)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	const char *line = js_line(r->arena, question);
	struct frame frame = { .line = NULL };
	struct pollfd p = { .fd = fd, .events = POLLIN };
	bool has_ended = false;

	if (!r->world->writer)
		start_writer(r);
	memcpy(address.sun_path, r->socket_path, strlen(r->socket_path) + 1);
	if (connect(fd, (const struct sockaddr *)&address, sizeof(address)))
		abort();
	has_ended = frame_send(r->arena, fd, line, strlen(line), 1000) && writer_ended(r, true);
	while (!has_ended && poll(&p, 1, 2) <= 0)
		has_ended = writer_ended(r, false);
	if (!has_ended && (frame_receive(r->arena, fd, FRAME_MAX, 10000, &frame) || !frame.line))
		(void)writer_ended(r, true);
	(void)close(fd);
	*out = frame.json;
	return frame.line != NULL;
}

static struct json *answered(struct run *r, const struct json *question)
{
	struct json *answer = NULL;

	for (int tries = 0; tries < TRIES; tries++)
		if (asked(r, question, &answer))
			return answer;
	return NULL;
}

/* ------------------------------------------------------------------------------------------- acts --- */

static struct json *question(struct run *r, const char *op, const char *as)
{
	struct json *q = js_object(r->arena);

	js_set_text(r->arena, q, "op", op);
	if (as)
		js_set_text(r->arena, q, "as", as);
	return q;
}

/* An offer with a nonce, kept to be asked for when all is over. */
static struct record *offer(struct run *r, struct json *q, const char *as, const char *kind, struct json *fields, const char *text)
{
	struct record *record = &r->records[r->record_count++];

	*record = (struct record){ .n = arena_print(r->arena, "disk-%04zu-aaaaaaaaaaaa", r->record_count), .kind = kind, .as = as,
		.fields = fields, .text = text, .seq = -1 };
	js_set_text(r->arena, q, "kind", kind);
	js_set(r->arena, q, "fields", fields);
	js_set_text(r->arena, q, "n", record->n);
	return record;
}

static struct json *asking(struct run *r, const char **out_text)
{
	struct json *fields = js_array(r->arena);

	*out_text = arena_print(r->arena, "Hur går arbetet? Fråga %zu av provet", r->record_count);
	js_add_pair(r->arena, fields, "measure", "1");
	js_add_pair(r->arena, fields, "text", *out_text);
	return fields;
}

static void keep(struct run *r, struct record *record, const struct json *answer)
{
	const struct json *refusals = answer ? js_get(answer, "refusals") : NULL;

	if (!answer || js_get(answer, "fault"))
		return;
	if (!refusals || refusals->count || !js_get_text(answer, "hash")) {
		fail(r, arena_print(r->arena, "refused: %s", js_line(r->arena, answer)));
		return;
	}
	record->seq = js_get_int(answer, "seq", -1);
	record->hash = js_get_text(answer, "hash");
}

static bool act_write(struct run *r, const char *as, const char *kind, struct json *fields, const char *text)
{
	struct json *q = question(r, "write", as);
	struct record *record = offer(r, q, as, kind, fields, text);

	keep(r, record, answered(r, q));
	return record->seq >= 0;
}

static bool act_ask(struct run *r)
{
	const char *text;
	struct json *fields = asking(r, &text);

	return act_write(r, "contact", "question_asked", fields, text);
}

static bool act_batch(struct run *r)
{
	struct json *q = question(r, "batch", "coordinator"), *offers = js_array(r->arena), *answer;
	size_t first = r->record_count;
	const struct json *written;

	for (int i = 0; i < 2; i++) {
		struct json *one = js_object(r->arena);
		const char *text;
		struct json *fields = asking(r, &text);

		(void)offer(r, one, "coordinator", "question_asked", fields, text);
		js_add(r->arena, offers, one);
	}
	js_set(r->arena, q, "offers", offers);
	answer = answered(r, q);
	written = answer ? js_get(answer, "written") : NULL;
	for (size_t i = 0; written && written->number && i < 2; i++)
		keep(r, &r->records[first + i], js_get(answer, "answers")->items[i]);
	return written && written->number;
}

static bool act_erase(struct run *r, bool second)
{
	struct json *fields = js_array(r->arena);
	const struct record *last = &r->records[r->record_count - 1];

	if (second) {
		js_add_pair(r->arena, fields, "proposal", arena_print(r->arena, "%lld", (long long)last->seq));
		return last->seq < 0 || act_write(r, "coordinator", "erasure_seconded", fields, NULL);
	}
	if (last->seq < 0)
		return true;
	js_add_pair(r->arena, fields, "entry", arena_print(r->arena, "%lld", (long long)last->seq));
	js_add_pair(r->arena, fields, "fields", "text");
	js_add_pair(r->arena, fields, "basis", "correction");
	js_add_pair(r->arena, fields, "ground", "Gallringsplan punkt 7");
	if (!act_write(r, "registrar", "erasure_proposed", fields, NULL))
		return false;
	r->records[r->record_count - 2].text = NULL; /* it may be gone */
	return true;
}

static bool act_office(struct run *r, int which)
{
	static const char *const ops[] = { "draft", "show_as", "ready" };
	struct json *q = question(r, ops[which], "coordinator"), *answer;

	if (which == 0) {
		const char *text;

		js_set_text(r->arena, q, "kind", "question_asked");
		js_set_text(r->arena, q, "obj", "");
		js_set(r->arena, q, "fields", asking(r, &text));
	}
	answer = answered(r, q);
	return answer && !js_get(answer, "fault");
}

/* True when it was done. */
static bool act(struct run *r, long i)
{
	switch (i % 10) {
	case 2:
		return act_batch(r);
	case 4:
	case 5:
	case 6:
		return act_office(r, (int)(i % 10) - 4);
	case 8:
	case 9:
		return act_erase(r, i % 10 == 9);
	default:
		return act_ask(r);
	}
}

static void act_all(struct run *r)
{
	struct world *w = r->world;

	for (r->act = 0; r->act < ACTS; r->act++) {
		bool was_whole = !w->injected || w->failing == NEVER, is_done;

		w->now++; /* so that each is signed by itself */
		is_done = act(r, r->act);
		if (!is_done && was_whole && !w->injected)
			fail(r, arena_print(r->arena, "act %ld failed although nothing else did", r->act));
		if (!is_done && was_whole && w->injected && w->failing == NEVER)
			fail(r, arena_print(r->arena, "act %ld failed when the disk was mended", r->act));
		if (w->injected && !r->mended_at)
			r->mended_at = r->act + MENDED_AFTER;
		if (w->injected && (!w->is_for_good || r->act >= r->mended_at))
			w->failing = NEVER;
	}
}

/* ------------------------------------------------------------------------------------------- the verdict --- */

static void say(void *self, const char *finding)
{
	struct run *r = self;

	fail(r, arena_print(r->arena, "verify: %s", finding));
}

static void judge_record(struct run *r, struct store *s, const struct record *record)
{
	char *like = arena_print(r->arena, "%%\"n\":\"%s\"%%", record->n), *hash, *text;
	int64_t times = store_int(s, 0, "SELECT count(*) FROM entry WHERE leaf LIKE ?", "t", like);

	if (times > 1)
		fail(r, arena_print(r->arena, "%s stands there %lld times", record->n, (long long)times));
	if (record->seq < 0)
		return;
	hash = store_text(s, r->arena, "SELECT base64(hash) FROM entry WHERE seq = ? AND leaf LIKE ?", "it", record->seq, like);
	text = store_text(s, r->arena, "SELECT value FROM disclosure WHERE seq = ? AND field = 'text'", "i", record->seq);
	if (!hash)
		fail(r, arena_print(r->arena, "%s was answered %lld and is not there", record->n, (long long)record->seq));
	else if (strcmp(hash, record->hash) != 0)
		fail(r, arena_print(r->arena, "%s was answered with another hash", record->n));
	else if (record->text && (!text || strcmp(text, record->text) != 0))
		fail(r, arena_print(r->arena, "%s has another text", record->n));
}

static void judge(struct run *r)
{
	struct verdict verdict = { 0 };
	struct store *s = NULL;
	const struct fault *f = store_open(r->arena, &env_system, r->file, STORE_READ, &s);

	if (f) {
		fail(r, f->what);
		return;
	}
	for (size_t i = 0; i < r->record_count; i++)
		judge_record(r, s, &r->records[i]);
	if (store_fault(s))
		fail(r, arena_text(r->arena, store_fault(s)->what));
	store_close(s);
	f = verify(r->arena, &env_system, r->file, false, say, r, &verdict);
	if (f)
		fail(r, arena_print(r->arena, "verify: %s", f->what));
	if (r->world->unsynced && ((!r->ended_by_fault && !r->was_killed) || r->world->touched_after))
		fail(r, arena_print(r->arena, "after a sync that failed the writer went on: %ld calls", r->world->touched_after));
}

/* What had no answer is asked for: its nonce tells whether it is there.  A new writer is asked, who found what is on the
 * disk: of an act that failed at the last moment the one before did not know. */
static void ask_again(struct run *r)
{
	if (r->world->writer)
		(void)kill(r->world->writer, SIGKILL);
	if (r->world->writer)
		(void)waitpid(r->world->writer, NULL, 0);
	r->world->writer = 0;
	(void)answered(r, question(r, "ready", NULL));
	for (size_t i = 0; i < r->record_count; i++) {
		struct record *record = &r->records[i];
		struct json *q = question(r, "write", record->as), *answer;
		struct store *s = NULL;
		bool is_there, is_repeat;

		if (record->seq >= 0)
			continue;
		if (store_open(r->arena, &env_system, r->file, STORE_READ, &s)) {
			fail(r, "the file cannot be read");
			return;
		}
		is_there = store_int(s, 0, "SELECT 1 FROM entry WHERE leaf LIKE ?", "t", arena_print(r->arena, "%%%s%%", record->n));
		if (store_fault(s))
			fail(r, arena_text(r->arena, store_fault(s)->what));
		store_close(s);
		js_set_text(r->arena, q, "kind", record->kind);
		js_set(r->arena, q, "fields", record->fields);
		js_set_text(r->arena, q, "n", record->n);
		answer = answered(r, q);
		is_repeat = answer && js_get(answer, "repeat") && js_get(answer, "repeat")->number;
		if (is_repeat != is_there)
			fail(r, arena_print(r->arena, "%s (%s) is %sthere, and the answer is %s", record->n, record->kind,
				is_there ? "" : "not ", answer ? js_line(r->arena, answer) : "none"));
		keep(r, record, answer);
		if (record->seq < 0)
			fail(r, "asked again when the disk is mended it is not taken");
	}
}

/* ------------------------------------------------------------------------------------------- one run --- */

static const char *const sides[] = { "", "-key", "-head", "-office", "-wal", "-shm", "-office-wal", "-office-shm", "-reserve",
	"-head.new" };
enum { KEPT_SIDES = 4 };

static const char *side(const struct run *r, const char *file, size_t i)
{
	return arena_print(r->arena, "%s%s", file, sides[i]);
}

static void put_back(struct run *r)
{
	for (size_t i = 0; i < sizeof(sides) / sizeof(sides[0]); i++) {
		(void)unlink(side(r, r->file, i));
		if (i < KEPT_SIDES && file_copy(r->arena, &env_system, side(r, arena_print(r->arena, "%s/whole", r->folder), i),
				side(r, r->file, i)) && i != 2)
			abort();
	}
}

static void run_once(struct run *r, bool is_killed)
{
	struct world *w = r->world;
	int status = 0;

	put_back(r);
	if (pipe(r->stop))
		abort();
	r->listen_fd = listen_at(r->socket_path);
	r->signer_fd = listen_at(r->signer_path);
	start_signer(r);
	act_all(r);
	(void)answered(r, question(r, "ready", NULL)); /* what it did after its last answer is done, or it has ended */
	if (w->injected)
		w->failing = NEVER;
	(void)answered(r, question(r, "ready", NULL)); /* a sync may have failed since: that one ends without an answer */
	if (!r->problem)
		ask_again(r);
	w->is_stopping = true;
	r->was_killed = is_killed && w->writer;
	if (r->was_killed)
		(void)kill(w->writer, SIGKILL);
	(void)close(r->stop[1]);
	/* A sync may have failed since it last answered. */
	if (w->writer && waitpid(w->writer, &status, 0) == w->writer)
		r->ended_by_fault += WIFEXITED(status) && WEXITSTATUS(status) == FAULT_SYSTEM;
	w->writer = 0;
	(void)kill(r->signer, SIGKILL);
	(void)waitpid(r->signer, NULL, 0);
	(void)close(r->stop[0]);
	(void)close(r->listen_fd);
	(void)close(r->signer_fd);
	w->failing = NEVER;
	judge(r);
}

/* ------------------------------------------------------------------------------------------- all --- */

struct tally {
	long runs, injected, wrong, ended, calls[CALLS];
	size_t said;
};

static void run_at(struct run *base, struct tally *tally, long index, size_t error, bool is_for_good)
{
	struct run r = *base;
	size_t mark = arena_mark(base->arena);

	*r.world = (struct world){ .now = base->world->now, .failing = index, .error = errors[error], .is_for_good = is_for_good };
	run_once(&r, index % 2);
	tally->runs++;
	tally->injected += r.world->injected > 0;
	tally->ended += r.ended_by_fault;
	if (r.world->injected)
		tally->calls[r.world->injected_call]++;
	if (r.problem && tally->said++ < SAID_MAX)
		printf("# call %ld (%s) %s %s: %s\n", index, call_names[r.world->injected_call], error_names[error],
			is_for_good ? "for good" : "once", r.problem);
	tally->wrong += r.problem != NULL;
	(void)fflush(stdout);
	arena_rewind(base->arena, mark);
}

/* A small council with a period open: FOLDER/whole and what lies beside it. */
static bool found(struct run *r, const char *given)
{
	struct founding founding = { .name = "Fyrby brottsförebyggande råd", .is_example = true };
	struct env_fixed clock = { .now = 1735722000, .seed = 1 };
	struct env env = env_fixed(&clock);
	struct player p = { .clock = &clock, .actor = desk_public };
	const char *whole = arena_print(r->arena, "%s/whole", r->folder);
	bool ok;

	env.chance = world_chance;
	if (found_council(r->arena, &env, whole, &founding) || desk_open(r->arena, &env, whole, DESK_WRITE, &p.desk))
		return false;
	ok = !given_play(&p, r->arena, given, "open_period");
	desk_close(p.desk);
	r->world->now = clock.now + 3600;
	return ok;
}

/* How many calls a run has in which nothing fails. */
static long count_calls(struct run *base, struct tap *tap)
{
	struct run r = *base;
	long calls;

	*r.world = (struct world){ .now = base->world->now, .failing = NEVER };
	run_once(&r, false);
	calls = r.world->count;
	if (!OK(tap, !r.problem && !r.ended_by_fault && r.record_count > ACTS / 2, "disk: nothing fails in a sound world"))
		printf("# %s\n", r.problem ? r.problem : "the writer ended");
	printf("# %d acts, %ld calls:", ACTS, calls);
	for (int i = 0; i < CALLS; i++)
		printf(" %s %ld", call_names[i], r.world->by_call[i]);
	printf("\n");
	return calls;
}

/* The calls of one sort, or all; how many they are. */
static long choose(const struct run *base, long calls, const char *only, long *out)
{
	long count = 0;

	for (long i = 0; i < calls && i < KNOWN_MAX; i++)
		if (!only || !strcmp(only, call_names[base->world->call_at[i]]))
			out[count++] = i;
	return count;
}

static void all_runs(struct run *base, struct tally *tally, long calls, long runs, unsigned seed, const char *only)
{
	long *indices = ARENA_MANY(base->arena, KNOWN_MAX, long), count = choose(base, calls, only, indices);

	for (long i = 0; runs && i < runs; i++) {
		long at = i * count / runs + (long)(seed % (unsigned)(count / runs + 1));

		run_at(base, tally, indices[at % count], (size_t)(i + seed) % ERRORS, (i / ERRORS + seed) % 2);
	}
	for (long index = 0; !runs && index < calls; index++)
		for (size_t error = 0; error < ERRORS; error++)
			for (int is_for_good = 0; is_for_good < 2; is_for_good++)
				run_at(base, tally, index, error, is_for_good);
}

int main(int argc, char **argv)
{
	struct run base = { .arena = arena_new((size_t)512 << 20) };
	struct tap tap = { 0 };
	struct tally tally = { 0 };
	long runs = argc > 3 ? strtol(argv[3], NULL, 10) : 60, calls;
	unsigned seed = argc > 4 ? (unsigned)strtoul(argv[4], NULL, 10) : 1;

	if (argc < 3 || sodium_init() < 0)
		return 2;
	(void)signal(SIGPIPE, SIG_IGN);
	(void)setvbuf(stdout, NULL, _IOLBF, 0);
	base.world = mmap(NULL, sizeof(struct world), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	base.env = (struct env){ base.world, world_now, world_chance, world_fault };
	base.folder = argv[1];
	base.file = arena_print(base.arena, "%s/c", argv[1]);
	base.socket_path = arena_print(base.arena, "%s/socket", argv[1]);
	base.signer_path = arena_print(base.arena, "%s/signer", argv[1]);
	if (!OK(&tap, found(&base, argv[2]), "disk: a small council"))
		return tap_done(&tap);
	calls = count_calls(&base, &tap);
	all_runs(&base, &tally, calls, runs, seed, argc > 5 ? argv[5] : NULL);
	printf("# seed %u: %ld runs, %ld of them with a failure (", seed, tally.runs, tally.injected);
	for (int i = 0; i < CALLS; i++)
		printf("%s%s %ld", i ? ", " : "", call_names[i], tally.calls[i]);
	printf("); the writer ended %ld times; %ld wrong\n", tally.ended, tally.wrong);
	OK(&tap, !tally.wrong, "disk: what was answered is there, what failed is there once or not at all");
	OK(&tap, tally.injected * 10 >= tally.runs * 7, "disk: calls did fail in nearly all runs");
	return tap_done(&tap);
}
