/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/writer.h"

#include <assert.h>
#include <errno.h>
#include <poll.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "auth/office.h"
#include "base/frame.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/head.h"
#include "desk/log_key.h"
#include "desk/reserve.h"
#include "desk/stamp.h"
#include "desk/to_signer.h"

enum {
	ASKERS_MAX = 512,            /* connections at once */
	FIRST_ASKER = 2,             /* polled before them: the listening socket and the wish to stop */
	SIGN_EVERY_SECONDS = 1,
	EXPIRE_EVERY_SECONDS = 60,
	SEND_WAIT_MS = 1000,         /* an asker that does not read its answer is cut off */
	WAL_PAGES = 4000,            /* -wal is moved into the file when it has grown past this: 8 MB */
	BATCH_BYTES = 1 << 30,       /* address space of one batch; memory is taken as used */
	TAKEN_BYTES = 32 << 20       /* no more questions are taken in when they have come to this */
};

/* One connection: a worker's thread, a command. */
struct asker {
	int fd;                      /* -1: free place */
	struct frame_reader reader;
};

/* A question taken into the batch, with its answer in the making. */
struct taken {
	struct asker *asker;
	struct frame frame;
	struct json *answer;
};

struct writer {
	struct arena *arena;         /* the writer's own */
	struct arena *batch;         /* one batch */
	const struct env *env;
	struct service service;
	struct stamps stamps;
	int64_t signed_size;         /* entries the newest checkpoint covers; -1 unknown */
	int64_t stored_size;         /* of the newest stored one */
	int64_t signed_at, stored_at, expired_at, emptied_at;
	int stop_fd;
	bool is_stopping;
	bool is_office_ahead;        /* the office may know of entries that the book has not got */
	bool is_read_only;           /* the disk took nothing, and no act has been written since */
	bool was_cleared;            /* by the witnesses, before the batch at hand: whose stamps are not kept have not been heard */
	struct reserve reserve;
	const char *signer_path;
	struct arena *note_arena;    /* holds the newest checkpoint */
	struct asker askers[ASKERS_MAX];
	/* What one round needs, kept here since a compiler that clears each local would clear all of it each time. */
	struct pollfd polls[ASKERS_MAX + FIRST_ASKER];
	struct asker *polled[ASKERS_MAX + FIRST_ASKER];
	struct taken taken[BATCH_MAX];
	char bytes[FRAME_FEED_MAX];  /* read from an asker */
};

struct desk *writer_desk(struct writer *w)
{
	return w->service.desk;
}

static int64_t book_size(const struct writer *w)
{
	return (int64_t)w->service.desk->book.frontier.size;
}

static void keep_note(struct writer *w, const char *note, int64_t size)
{
	arena_reset(w->note_arena);
	w->service.checkpoint = arena_text(w->note_arena, note);
	w->signed_size = size;
}

/* What an erasure left in -wal when the writer before this one was killed.  A full disk lets it lie; a sync that fails
 * leaves unknown what of -wal is on the disk, and nothing may be written behind it. */
static const struct fault *empty_wal(struct writer *w, struct arena *a)
{
	struct store *s = w->service.desk->store;
	const struct fault *f;

	(void)store_checkpoint(s, true);
	f = store_fault(s);
	if (f && !store_passing(s))
		return fault_kept(a, f);
	store_forgive(s);
	return NULL;
}

const struct fault *writer_open(struct arena *a, const struct env *env, const char *path, struct writer **out)
{
	struct arena *own = arena_new(4 << 20);
	struct writer *w = ARENA_NEW(own, struct writer);
	const struct fault *f;
	char *note;

	w->arena = own;
	w->batch = arena_new(BATCH_BYTES);
	w->note_arena = arena_new(64 << 10);
	w->env = env;
	w->is_office_ahead = true; /* it was committed, and then the power went */
	for (size_t i = 0; i < ASKERS_MAX; i++)
		w->askers[i].fd = -1;
	f = desk_open(a, env, path, DESK_WRITE, &w->service.desk);
	if (!f)
		f = head_agrees(a, env, &w->service.desk->book, arena_print(a, "%s-head", path));
	if (!f)
		f = stamps_open(a, w->service.desk, &w->stamps);
	w->service.stamps = &w->stamps;
	if (f) {
		f = fault_kept(a, f);
		writer_close(w);
		return f;
	}
	f = empty_wal(w, a);
	if (f) {
		writer_close(w);
		return f;
	}
	w->stored_size = store_int(w->service.desk->store, -1, "SELECT max(size) FROM checkpoint", "");
	w->signed_size = w->stored_size;
	note = store_text(w->service.desk->store, a, "SELECT note FROM checkpoint ORDER BY size DESC LIMIT 1", "");
	if (note)
		keep_note(w, note, w->stored_size);
	*out = w;
	return NULL;
}

void writer_close(struct writer *w)
{
	if (!w)
		return;
	if (w->service.desk && !store_checkpoint(w->service.desk->store, true) && w->service.desk->has_erased)
		fprintf(stderr, "fyr: an erased text may still stand in %s or its -wal; it goes when the next writer starts\n",
			w->service.desk->path);
	for (size_t i = 0; i < ASKERS_MAX; i++) {
		if (w->askers[i].fd < 0)
			continue;
		(void)close(w->askers[i].fd);
		frame_reader_end(&w->askers[i].reader);
	}
	desk_close(w->service.desk);
	arena_free(w->note_arena);
	arena_free(w->batch);
	arena_free(w->arena);
}

/* ------------------------------------------------------------------------------------------- batches --- */

/* The checkpoint signed since the last batch goes in with this one. */
static void store_note(struct writer *w)
{
	if (w->signed_size <= w->stored_size)
		return;
	store_run(w->service.desk->store, "INSERT INTO checkpoint(size, note) VALUES(?, ?)", "it", w->signed_size,
		w->service.checkpoint);
}

static void begin(struct writer *w)
{
	store_begin(w->service.desk->store);
	store_begin(w->service.desk->office);
	w->was_cleared = w->stamps.is_cleared;
	if (w->is_office_ahead)
		office_letter_void(w->service.desk->office, book_size(w));
	store_note(w);
}

/* Book first: an act of the book is what must never be lost.  Only what was written by a letter must be known as such from
 * the first moment, so the office goes first then.  *place is where the book returns to when its commit fails. */
static const struct fault *commit(struct writer *w, struct book_place place)
{
	struct desk *d = w->service.desk;
	bool is_office_first = office_letter_since(d->office, (int64_t)place.frontier.size);
	const struct fault *f = is_office_first ? store_commit(d->office) : NULL;

	w->is_office_ahead |= is_office_first;
	if (!f)
		f = store_commit(d->store);
	else
		store_rollback(d->store);
	if (f) {
		book_return(&d->book, place);
		store_rollback(d->office);
		w->stamps.is_cleared = w->was_cleared;
		return f;
	}
	if (w->signed_size > w->stored_size)
		w->stored_size = w->signed_size;
	f = is_office_first ? NULL : store_commit(d->office);
	w->is_office_ahead &= f != NULL;
	return f;
}

static void roll_back(struct writer *w, struct book_place place)
{
	store_rollback(w->service.desk->store);
	store_rollback(w->service.desk->office);
	book_return(&w->service.desk->book, place);
	w->stamps.is_cleared = w->was_cleared;
}

static const char *const disk_words[] = { [STORE_UNKNOWN] = NULL, [STORE_FULL] = "the disk is full",
	[STORE_READ_ONLY] = "the disk or the file is read-only" };

/* What the disk ails from, when the fault of a store tells; one that is full comes first. */
static enum store_passing passing(const struct writer *w)
{
	enum store_passing book = store_passing(w->service.desk->store), office = store_passing(w->service.desk->office);

	return book == STORE_FULL || office == STORE_UNKNOWN ? book : office;
}

/* After a fault: nothing was written, unless the book was safe already when the office failed.  Who was given a number keeps
 * it then, or would be told to write once more what is written. */
static struct json *answer_after(const struct writer *w, struct arena *a, struct json *answer, const struct fault *f,
	struct book_place before)
{
	bool is_kept = book_size(w) > (int64_t)before.frontier.size
		&& (js_get_int(answer, "seq", -1) >= 0 || js_get(answer, "written"));

	if (is_kept)
		return answer;
	answer = service_fault(a, f);
	js_set_text(a, answer, "why", disk_words[passing(w)]);
	return answer;
}

/* The answer to whoever asks to write, or whether it can be done, while others contradict the book (desk/stamp.h); NULL: it
 * can.  Who comes and goes is not kept from it, and what is there is shown. */
static struct json *contradiction(const struct writer *w, struct arena *a, const struct json *question)
{
	static const char *const asks[] = { "write", "batch", "notes_finish", "ready" };
	const char *op = js_get_text(question, "op"), *word;
	const struct fault f = { FAULT_REFUSED, "writer", stamps_objection(&w->stamps, &word) };
	struct json *answer = NULL;

	for (size_t i = 0; f.what && i < sizeof(asks) / sizeof(asks[0]); i++) {
		if (!text_equal(op, asks[i]))
			continue;
		answer = service_fault(a, &f);
		js_set_text(a, answer, "why", f.what);
		js_set_text(a, answer, "word", word);
	}
	return answer;
}

struct json *writer_answer(struct writer *w, struct arena *a, const struct json *question, const char *user)
{
	struct book_place place = book_place(&w->service.desk->book);
	struct json *answer = contradiction(w, a, question);
	const struct fault *f;
	bool wrote;

	if (answer)
		return answer;
	begin(w);
	f = service_answer(&w->service, a, question, user, &answer, &wrote);
	if (f)
		roll_back(w, place);
	else
		f = commit(w, place);
	return f ? answer_after(w, a, answer, f, place) : answer;
}

/* ------------------------------------------------------------------------------------------- signing --- */

static const struct fault *ask_signer(struct writer *w, struct arena *a, int fd)
{
	const char *note = NULL;
	const struct fault *f = to_signer(w->service.desk, a, fd, w->signed_size > 0 ? w->signed_size : 0, &note);

	if (!f)
		keep_note(w, note, book_size(w));
	return f;
}

static void make_room(struct writer *w)
{
	if (reserve_give_up(&w->reserve))
		fprintf(stderr, "fyr: the disk is full; the reserve is given up, and nothing but erasures is written until there is"
			" room for a new one\n");
}

/* A signer that is away only delays: entries are safe without it, and the next second tries again.  The line is given up
 * after each question, since the signer serves one at a time. */
static void sign_when_due(struct writer *w)
{
	int64_t now = env_now(w->env);
	const struct fault *f;
	const char *word;
	int fd;

	if (!w->signer_path || stamps_objection(&w->stamps, &word) || w->signed_size == book_size(w)
		|| (now >= w->signed_at && now - w->signed_at < SIGN_EVERY_SECONDS))
		return;
	w->signed_at = now;
	fd = to_signer_line(w->signer_path);
	if (fd < 0)
		return;
	arena_reset(w->batch);
	f = ask_signer(w, w->batch, fd);
	if (f)
		fprintf(stderr, "fyr: %s\n", f->what);
	if (f && reserve_is_pressed(&w->reserve))
		make_room(w);
	(void)close(fd);
}

/* Stores a checkpoint that came after the last batch. */
static const struct fault *store_last_note(struct writer *w)
{
	struct book_place place = book_place(&w->service.desk->book);

	if (w->signed_size <= w->stored_size)
		return NULL;
	begin(w);
	return commit(w, place);
}

/* When nobody asks for a moment, the newest checkpoint gets a write of its own: who waits for a receipt waits for it.  Once a
 * second at most, and not onto a disk that takes nothing. */
static const struct fault *store_when_quiet(struct writer *w)
{
	int64_t now = env_now(w->env);
	const char *word;

	if (stamps_objection(&w->stamps, &word) || w->is_read_only || w->reserve.is_given_up || now == w->stored_at)
		return NULL;
	w->stored_at = now;
	return store_last_note(w);
}

const struct fault *writer_sign(struct writer *w, int signer_fd)
{
	const struct fault *f = NULL;
	const char *word;

	arena_reset(w->batch);
	if (w->signed_size != book_size(w) && !stamps_objection(&w->stamps, &word))
		f = ask_signer(w, w->batch, signer_fd);
	return f ? f : store_last_note(w);
}

/* ------------------------------------------------------------------------------------------- serving --- */

static void drop(struct asker *k)
{
	(void)close(k->fd);
	k->fd = -1;
	frame_reader_end(&k->reader);
}

/* The other end's user, as the kernel says; NULL unknown. */
static const char *user_of(struct arena *a, const struct asker *k)
{
	struct ucred peer;
	socklen_t n = sizeof(peer);
	const struct passwd *entry;

	if (getsockopt(k->fd, SOL_SOCKET, SO_PEERCRED, &peer, &n))
		return NULL;
	entry = getpwuid(peer.uid);
	return entry ? arena_text(a, entry->pw_name) : NULL;
}

static void accept_askers(struct writer *w, int listen_fd)
{
	for (size_t i = 0; i < ASKERS_MAX; i++) {
		struct asker *k = &w->askers[i];

		if (k->fd >= 0)
			continue;
		k->fd = accept4(listen_fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
		if (k->fd < 0)
			return;
		frame_reader_start(&k->reader, FRAME_MAX);
	}
}

/* Reads what one asker has sent and takes at most one question: each waits for its answer before the next. */
static bool take(struct writer *w, struct asker *k, struct taken *out)
{
	const struct fault *f;
	ssize_t n;

	*out = (struct taken){ .asker = k };
	while ((n = recv(k->fd, w->bytes, sizeof(w->bytes), 0)) > 0) {
		frame_feed(&k->reader, w->bytes, (size_t)n);
		f = frame_next(w->batch, &k->reader, &out->frame);
		if (f) {
			drop(k);
			return false;
		}
		if (out->frame.line)
			return true;
	}
	if (n == 0 || (errno != EAGAIN && errno != EINTR))
		drop(k);
	return false;
}

static void send_answer(struct writer *w, struct taken *t)
{
	const char *line = js_line(w->batch, t->answer);
	const struct fault *f = frame_send(w->batch, t->asker->fd, line, strlen(line), SEND_WAIT_MS);

	if (f)
		drop(t->asker);
}

/* What a full disk still takes: an erasure, for no one should wait with that, and who comes and goes. */
static bool is_for_reserve(const struct json *question)
{
	static const char *const other[] = { "batch", "draft", "notes_finish", "notes_import", "notes_save", "upload", "ready",
		"stamp" };
	const char *op = js_get_text(question, "op");

	if (text_equal(op, "write"))
		return js_get_text(question, "kind") && !strncmp(js_get_text(question, "kind"), "erasure_", 8);
	for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
		if (text_equal(op, other[i]))
			return false;
	return true;
}

/* What keeps the writer from writing, for whoever asks to write or whether it can; NULL: nothing that is known.  A disk that
 * was read-only is tried again with each act, and when somebody wants to know. */
static const char *ailment(struct writer *w, const struct json *question)
{
	if (w->reserve.is_given_up && !is_for_reserve(question))
		return disk_words[STORE_FULL];
	if (!w->is_read_only || !text_equal(js_get_text(question, "op"), "ready"))
		return NULL;
	w->is_read_only = !reserve_takes(&w->reserve);
	return w->is_read_only ? disk_words[STORE_READ_ONLY] : NULL;
}

static const struct fault *answered(struct writer *w, struct taken *t, bool *out_wrote)
{
	const char *why = ailment(w, t->frame.json);
	const struct fault f = { FAULT_SYSTEM, "writer", why };

	t->answer = contradiction(w, w->batch, t->frame.json);
	if (t->answer)
		return NULL;
	if (!why)
		return service_answer(&w->service, w->batch, t->frame.json,
			js_get_text(t->frame.json, "session") ? NULL : user_of(w->batch, t->asker), &t->answer, out_wrote);
	t->answer = service_fault(w->batch, &f);
	js_set_text(w->batch, t->answer, "why", why);
	return NULL;
}

/* All questions that wait, in one transaction.  A fault of the disk takes the whole batch back, and all are told that
 * nothing was written (answer_after); each may ask again, with the nonce of its form.  Only after the commit is anybody
 * answered. */
static const struct fault *work(struct writer *w, size_t count)
{
	struct taken *all = w->taken;
	struct book_place place = book_place(&w->service.desk->book);
	const struct fault *f = NULL;
	bool has_written = false;

	begin(w);
	for (size_t i = 0; !f && i < count; i++) {
		bool wrote = false;

		f = answered(w, &all[i], &wrote);
		has_written |= wrote;
	}
	if (f)
		roll_back(w, place);
	else
		f = commit(w, place);
	w->is_read_only &= f || !has_written;
	for (size_t i = 0; i < count; i++) {
		if (f)
			all[i].answer = answer_after(w, w->batch, all[i].answer, f, place);
		send_answer(w, &all[i]);
	}
	return f;
}

static bool has_place(const struct writer *w)
{
	for (size_t i = 0; i < ASKERS_MAX; i++)
		if (w->askers[i].fd < 0)
			return true;
	return false;
}

static size_t wait_for_askers(struct writer *w, int listen_fd)
{
	struct pollfd *polls = w->polls;
	size_t count = FIRST_ASKER;
	bool is_idle = w->signed_size == book_size(w) && w->stored_size >= w->signed_size && !w->service.desk->has_erased;

	/* When every place is taken, who knocks waits outside: poll skips what is negative. */
	polls[0] = (struct pollfd){ .fd = has_place(w) ? listen_fd : -1, .events = POLLIN };
	polls[1] = (struct pollfd){ .fd = w->stop_fd, .events = POLLIN };
	for (size_t i = 0; i < ASKERS_MAX; i++) {
		if (w->askers[i].fd < 0)
			continue;
		w->polled[count] = &w->askers[i];
		polls[count++] = (struct pollfd){ .fd = w->askers[i].fd, .events = POLLIN };
	}
	if (poll(polls, (nfds_t)count, is_idle ? 5000 : 200) < 0)
		for (size_t i = 0; i < count; i++)
			polls[i].revents = 0;
	return count;
}

static const struct fault *expire_when_due(struct writer *w)
{
	struct book_place place = book_place(&w->service.desk->book);
	int64_t now = env_now(w->env);
	const struct fault *f;
	const char *word;
	size_t count;

	if (stamps_objection(&w->stamps, &word) || w->reserve.is_given_up
		|| (now >= w->expired_at && now - w->expired_at < EXPIRE_EVERY_SECONDS))
		return NULL;
	arena_reset(w->batch);
	begin(w);
	if (!w->expired_at)
		service_drop_leftovers(w->service.desk, w->batch);
	w->expired_at = now;
	f = desk_expire(w->service.desk, w->batch, &count);
	if (!f)
		f = log_key_retire_when_due(w->service.desk, w->batch);
	office_sweep(w->service.desk->office, now);
	if (f) {
		roll_back(w, place);
		return f;
	}
	return commit(w, place);
}

static void move_pages(struct store *s)
{
	if (store_wal_pages(s) > WAL_PAGES)
		(void)store_checkpoint(s, false);
}

/* An erased text must not outlive its erasure in -wal.  A reader may be in the way: once a second until it is done. */
static void tidy(struct writer *w)
{
	struct desk *d = w->service.desk;
	int64_t now = env_now(w->env);

	if (d->has_erased && now != w->emptied_at) {
		d->has_erased = !store_checkpoint(d->store, true);
		w->emptied_at = now;
	}
	move_pages(d->store);
	move_pages(d->office);
}

static const struct fault *serve_once(struct writer *w, int listen_fd)
{
	size_t count = 0, polled = wait_for_askers(w, listen_fd);
	const struct fault *f = NULL;

	arena_reset(w->batch);
	if (reserve_restore(&w->reserve))
		fprintf(stderr, "fyr: there is room on the disk again, and a reserve\n");
	w->is_stopping = w->polls[1].revents != 0; /* what has come in by now is still answered */
	if (w->polls[0].revents)
		accept_askers(w, listen_fd);
	for (size_t i = FIRST_ASKER; i < polled && count < BATCH_MAX && arena_mark(w->batch) < TAKEN_BYTES; i++)
		if (w->polls[i].revents && take(w, w->polled[i], &w->taken[count]))
			count++;
	if (count)
		f = work(w, count);
	if (!f)
		f = expire_when_due(w);
	if (!f && !count)
		f = store_when_quiet(w);
	if (f) /* after a sync that failed nothing more is touched */
		return f;
	sign_when_due(w);
	tidy(w);
	f = store_fault(w->service.desk->store);
	return f ? f : store_fault(w->service.desk->office);
}

static bool is_unknown(const struct store *s)
{
	return store_fault(s) && !store_passing(s);
}

/* A disk that is full or read-only refuses and is told; the store is usable again once that is over.  A failed sync leaves
 * unknown what is on the disk: the process ends and starts from the file (reliability C5). */
static bool is_fatal(const struct writer *w, const struct fault *f)
{
	const struct store *book = w->service.desk->store, *office = w->service.desk->office;

	return f && (is_unknown(book) || is_unknown(office) || !passing(w));
}

/* After a fault that is not fatal: the stores are usable again, and who looks after the server is told once. */
static void go_on(struct writer *w)
{
	if (passing(w) == STORE_FULL)
		make_room(w);
	if (passing(w) == STORE_READ_ONLY && !w->is_read_only) {
		fprintf(stderr, "fyr: %s; what is there is shown, and nothing is written\n", disk_words[STORE_READ_ONLY]);
		w->is_read_only = true;
	}
	store_forgive(w->service.desk->store);
	store_forgive(w->service.desk->office);
}

const struct fault *writer_serve(struct writer *w, int listen_fd, const char *signer_path, int stop_fd)
{
	const struct fault *f = NULL;

	w->signer_path = signer_path;
	w->stop_fd = stop_fd;
	reserve_open(&w->reserve, w->arena, w->env, w->service.desk->path);
	while (!w->is_stopping) {
		f = serve_once(w, listen_fd);
		if (is_fatal(w, f))
			return f;
		if (f)
			go_on(w);
	}
	w->signed_at = 0;
	sign_when_due(w);
	f = store_last_note(w);
	if (!f || is_fatal(w, f))
		return f;
	go_on(w); /* what the reserve held may be room enough */
	return store_last_note(w);
}
