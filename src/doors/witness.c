/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/witness.h"

#include <errno.h>
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "doors/lock.h"
#include "doors/process.h"
#include "doors/tell.h"
#include "http/http.h"
#include "ledger/cosign.h"
#include "ledger/signer.h"

enum { LOCK_WAIT_MS = 5000 };

struct witness {
	const struct env *env;
	const char *folder;
	struct policy policy;
	struct skey key;        /* a cosigner's */
	pthread_mutex_t lock;   /* guards what is recorded, and the hasher */
	struct hasher *hasher;
};

static const char *state_path(struct arena *a, const struct witness *w, const char *origin)
{
	struct hash hash = hash_of(w->hasher, origin, strlen(origin), NULL, 0, NULL, 0);

	return arena_print(a, "%s/%s", w->folder, hex_from(a, hash.bytes, HASH_BYTES));
}

/* What is recorded of a log; size 0 when nothing is.  What cannot be read is not nothing: the witness would sign anything. */
static const struct fault *recorded(struct arena *a, const struct witness *w, const char *path, struct checkpoint *out)
{
	struct checkpoint nothing = { .size = 0 };
	struct note note;
	char *bytes;
	size_t n;
	const struct fault *f = env_file_read(a, w->env, path, COSIGN_REQUEST_MAX, &bytes, &n);

	if (f && f->sort == FAULT_NOTHING) {
		*out = nothing;
		return NULL;
	}
	if (!f)
		f = note_parse(a, bytes, n, &note);
	return f ? f : checkpoint_from(a, note.text, out);
}

/* The signature that counted, among those of the note: it is given out with ours. */
static const char *log_line(const struct witness *w, const struct note *note)
{
	for (size_t i = 0; i < note->count; i++)
		for (size_t k = 0; k < w->policy.log_count; k++)
			if (!memcmp(note->signatures[i].id, w->policy.logs[k].key.id, sizeof(note->signatures[i].id))
				&& !strcmp(note->signatures[i].name, w->policy.logs[k].key.name))
				return note->signatures[i].line;
	return note->signatures[0].line;
}

static void say(struct reply *reply, int status, const char *words)
{
	reply->status = status;
	reply->body = words;
	reply->body_length = strlen(words);
}

/* Judges, records and signs, as one: the caller holds the lock. */
static const struct fault *add_locked(struct witness *w, struct arena *a, const struct cosign_request *request,
	struct reply *reply)
{
	const char *path = state_path(a, w, request->checkpoint.origin), *line, *whole;
	struct checkpoint had;
	const struct fault *f = recorded(a, w, path, &had);
	int status;

	if (f)
		return f;
	status = cosign_judge(a, w->hasher, &w->policy, request, &had);
	if (status == 409)
		reply->type = COSIGN_SIZE_TYPE;
	if (status != 200) {
		say(reply, status, status == 409 ? arena_print(a, "%llu\n", (unsigned long long)had.size) : "refused\n");
		return NULL;
	}
	line = note_sign_line(a, &w->key, request->note.text, env_now(w->env));
	whole = arena_print(a, "%s\n%s\n%s", request->note.text, log_line(w, &request->note), line);
	f = env_file_replace(a, w->env, path, whole, strlen(whole), 0600);
	if (!f)
		say(reply, 200, line);
	return f;
}

static void add_checkpoint(struct witness *w, const struct request *http, struct reply *reply)
{
	struct cosign_request *request = ARENA_NEW(http->arena, struct cosign_request);
	const struct fault *f;

	if (!http->body || cosign_request_from(http->arena, http->body, http->body_length, request)) {
		say(reply, 400, "malformed\n");
		return;
	}
	(void)pthread_mutex_lock(&w->lock);
	f = add_locked(w, http->arena, request, reply);
	(void)pthread_mutex_unlock(&w->lock);
	if (!f)
		return;
	fprintf(stderr, "fyr: %s\n", f->what);
	say(reply, 500, "fault\n");
}

/* "/<64 hex digits>/checkpoint" */
static void give_checkpoint(const struct witness *w, const struct request *http, struct reply *reply)
{
	const char *hex = http->path + 1;
	const struct fault *f = NULL;
	char *bytes;
	size_t n;

	if (strspn(hex, "0123456789abcdef") != HASH_BYTES * 2 || strcmp(hex + HASH_BYTES * 2, "/checkpoint") != 0) {
		say(reply, 404, "not found\n");
		return;
	}
	f = env_file_read(http->arena, w->env, arena_print(http->arena, "%s/%.64s", w->folder, hex), COSIGN_REQUEST_MAX, &bytes, &n);
	say(reply, f ? (f->sort == FAULT_NOTHING ? 404 : 500) : 200, f ? "not found\n" : bytes);
}

static void answer(void *self, struct request *http, struct reply *reply)
{
	struct witness *w = self;

	if (http->error)
		say(reply, http->error, "refused\n");
	else if (http->method == HTTP_POST && !strcmp(http->path, "/add-checkpoint"))
		add_checkpoint(w, http, reply);
	else if (http->method == HTTP_POST)
		say(reply, 404, "not found\n");
	else
		give_checkpoint(w, http, reply);
}

/* The key, made when there is none.  The file holds a log's key, as others' programs write theirs; the seed is what counts. */
static const struct fault *key_ready(struct args *args, struct witness *w)
{
	const char *path = arena_print(args->arena, "%s/key", w->folder);
	struct skey key;
	struct vkey made;
	const struct fault *f = signer_read_key(args->arena, args->env, w->hasher, path, &key);

	if (f && f->sort == FAULT_NOTHING) {
		f = signer_make_key(args->arena, args->env, path, "witness", args->name, &made);
		if (!f)
			f = signer_read_key(args->arena, args->env, w->hasher, path, &key);
	}
	if (f)
		return f;
	skey_of(w->hasher, key.public.name, KEY_COSIGNER, key.seed, &w->key);
	skey_wipe(&key);
	return NULL;
}

static const struct fault *ready(struct args *args, struct witness *w, int *out_lock)
{
	const struct fault *f;

	if (mkdir(w->folder, 0700) && errno != EEXIST)
		return fault_new(args->arena, FAULT_SYSTEM, __func__, "the folder %s cannot be made: %s", w->folder, strerror(errno));
	/* Two of them over one folder would each believe what it read. */
	f = lock_take(args->arena, arena_print(args->arena, "%s/witness", w->folder), LOCK_WAIT_MS, out_lock);
	if (!f)
		f = policy_read(args->arena, args->env, w->hasher, args->policy, &w->policy);
	return f ? f : key_ready(args, w);
}

static const struct fault *serve_until_told(struct args *args, struct witness *w)
{
	const struct http_options options = { .plain_max = COSIGN_REQUEST_MAX };
	struct http_server *server = NULL;
	int fd, port, signal_number;
	sigset_t stop = process_stop_signals();
	const struct fault *f = http_listen(args->arena, args->listen ? args->listen : "127.0.0.1:8081", &fd, &port);

	process_hold_signals();
	if (!f)
		f = http_start(args->arena, fd, &options, answer, w, &server);
	if (f)
		return f;
	printf("%s\nhttp://localhost:%d\n", vkey_text(args->arena, &w->key.public), port);
	(void)fflush(stdout);
	(void)sigwait(&stop, &signal_number);
	http_stop(server);
	return NULL;
}

int witness_run(struct args *args)
{
	struct witness w = { .env = args->env, .folder = args->words[0] };
	const struct fault *f;
	int lock = -1;

	if (args->word_count != 1 || !args->policy)
		return tell_misuse(args);
	w.hasher = hasher_new();
	(void)pthread_mutex_init(&w.lock, NULL);
	f = ready(args, &w, &lock);
	if (!f)
		f = serve_until_told(args, &w);
	skey_wipe(&w.key);
	(void)pthread_mutex_destroy(&w.lock);
	hasher_free(w.hasher);
	lock_release(lock);
	return f ? tell_fault(f) : 0;
}
