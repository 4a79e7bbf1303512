/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/submit.h"

#include <curl/curl.h>
#include <errno.h>
#include <inttypes.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base/json.h"
#include "base/out.h"
#include "doors/client.h"
#include "ledger/book.h"
#include "ledger/cosign.h"

enum {
	LOOK_MS = 1000,            /* how often the book is looked at */
	CONNECT_MS = 3000,
	ANSWER_MS = 5000,          /* a whole exchange with a witness */
	APART_SECONDS = 3,         /* between two submissions to one witness */
	PATIENCE_SECONDS = 5,      /* after a failure, doubled with each */
	PATIENCE_MAX_SECONDS = 300,
	URGENT_MAX_SECONDS = 10,   /* the most of it while the council waits for its witnesses */
	BURST = 12,                /* submissions that may be made at once of what a day allows */
	DAY_SECONDS = 86400,
	WRITER_WAIT_MS = 5000,
	ROUND_BYTES = 64 << 20
};

/* One witness, as far as we know it. */
struct peer {
	const struct policy_party *party;
	const char *url;
	uint64_t seen;             /* what it had recorded when it last told; 0 unknown */
	int64_t stamped_size;      /* of our newest checkpoint that it signed since our start; -1: none */
	const char *line;          /* what it signed of that while the council was not cleared */
	int64_t not_before, stamped_at, failures;
	int64_t credit, credit_at; /* seconds saved up towards submissions */
	bool is_tried;             /* since the start */
};

struct submitter {
	struct arena *arena;       /* a round's */
	struct arena *lasting;
	const struct env *env;
	const char *file, *socket_path;
	struct hasher *hasher;
	struct store *store;
	struct policy policy;
	struct peer *peers;
	size_t peer_count;
	CURL *curl;
	struct curl_slist *headers;
	int64_t cost;              /* seconds of a day that one submission takes */
	const char *note;          /* the checkpoint of this round */
	int64_t size;
	bool is_cleared;
	const char *alarm;         /* a witness contradicted us: nothing is sent or handed over any more */
	bool is_alarm_told;
};

static int64_t clock_seconds(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return (int64_t)t.tv_sec;
}

/* ------------------------------------------------------------------------------------------- the writer --- */

static bool told_writer(struct submitter *s, const struct json *question, struct json **out_answer)
{
	const struct fault *f = client_ask(s->arena, s->socket_path, NULL, question, WRITER_WAIT_MS, out_answer);

	return !f && !js_get(*out_answer, "fault");
}

static void tell_alarm(struct submitter *s)
{
	struct json *question = js_object(s->arena), *answer;

	js_set_text(s->arena, question, "op", "alarm");
	js_set_text(s->arena, question, "what", s->alarm);
	s->is_alarm_told = told_writer(s, question, &answer);
}

/* The writer hears of it at once, and again until it has answered. */
static void raise_alarm(struct submitter *s, const char *what)
{
	s->alarm = arena_text(s->lasting, what);
	tell_alarm(s);
}

/* A new writer knows of no consent: every witness is asked anew. */
static void start_anew(struct submitter *s)
{
	for (size_t i = 0; i < s->peer_count; i++) {
		s->peers[i].stamped_size = -1;
		s->peers[i].line = NULL;
		s->peers[i].is_tried = false;
		s->peers[i].not_before = 0;
	}
}

/* The newest signed checkpoint, stored; and, with lines, those are stored with it. */
static bool stamp(struct submitter *s, struct json *lines, bool is_asked)
{
	struct json *question = js_object(s->arena), *answer;
	const struct json *cleared;
	bool was_cleared = s->is_cleared;

	js_set_text(s->arena, question, "op", "stamp");
	if (lines) {
		js_set_int(s->arena, question, "size", s->size);
		js_set(s->arena, question, "lines", lines);
		js_set(s->arena, question, "asked", js_bool(s->arena, is_asked));
	}
	if (!told_writer(s, question, &answer))
		return false;
	cleared = js_get(answer, "cleared");
	s->is_cleared = cleared && cleared->type == JS_BOOL && cleared->number;
	if (was_cleared && !s->is_cleared)
		start_anew(s);
	s->note = js_get_text(answer, "note");
	s->size = js_get_int(answer, "size", 0);
	return s->note != NULL;
}

/* ------------------------------------------------------------------------------------------- a witness --- */

/* Bytes that come from outside are gathered up to a maximum; one more, and the exchange is given up. */
static size_t gather(char *bytes, size_t one, size_t n, void *self)
{
	struct out *o = self;

	out_bytes(o, bytes, n);
	return out_full(o) ? 0 : one * n;
}

/* Posts the request; the status, 0 when there was no whole answer. */
static int posted(struct submitter *s, const struct peer *p, const char *body, struct out *answer)
{
	CURL *c = s->curl;
	long status = 0;
	bool is_ready;

	curl_easy_reset(c);
	is_ready = !curl_easy_setopt(c, CURLOPT_URL, p->url) && !curl_easy_setopt(c, CURLOPT_PROTOCOLS_STR, "http,https")
		&& !curl_easy_setopt(c, CURLOPT_FOLLOWLOCATION, 0L) && !curl_easy_setopt(c, CURLOPT_PROXY, "")
		&& !curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L) && !curl_easy_setopt(c, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS)
		&& !curl_easy_setopt(c, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS)
		&& !curl_easy_setopt(c, CURLOPT_MAXFILESIZE, (long)COSIGN_ANSWER_MAX)
		&& !curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, gather) && !curl_easy_setopt(c, CURLOPT_WRITEDATA, answer)
		&& !curl_easy_setopt(c, CURLOPT_HTTPHEADER, s->headers)
		&& !curl_easy_setopt(c, CURLOPT_POSTFIELDSIZE, (long)strlen(body)) && !curl_easy_setopt(c, CURLOPT_POSTFIELDS, body);
	if (!is_ready || curl_easy_perform(c) || curl_easy_getinfo(c, CURLINFO_RESPONSE_CODE, &status))
		return 0;
	return (int)status;
}

/* What makes the request for this witness; NULL when the proof cannot be made. */
static const char *request_for(struct submitter *s, const struct peer *p)
{
	struct hash *proof = NULL;
	const struct fault *f = NULL;
	size_t count = 0;
	struct book book;

	store_begin(s->store);
	if (p->seen > 0 && p->seen < (uint64_t)s->size) {
		f = book_open(s->arena, s->store, s->hasher, &book);
		if (!f)
			f = book_consistency(&book, s->arena, p->seen, (uint64_t)s->size, &proof, &count);
	}
	store_rollback(s->store);
	if (f)
		fprintf(stderr, "fyr: submit: %s\n", f->what);
	return f ? NULL : cosign_request_text(s->arena, p->seen, proof, count, s->note);
}

static void put_off(struct submitter *s, struct peer *p, const char *why)
{
	int64_t max = s->is_cleared ? PATIENCE_MAX_SECONDS : URGENT_MAX_SECONDS, wait = PATIENCE_SECONDS;

	for (int64_t i = 0; i < p->failures && wait < max; i++)
		wait *= 2;
	if (!p->failures++)
		fprintf(stderr, "fyr: the witness %s %s; it is tried again later\n", p->party->name, why);
	p->not_before = clock_seconds() + (wait < max ? wait : max);
}

/* A witness that has recorded more than was ever signed here has seen a newer book: ours is an older copy. */
static bool is_beyond(struct submitter *s, const struct peer *p)
{
	if (p->seen <= (uint64_t)s->size)
		return false;
	raise_alarm(s, arena_print(s->arena, "the witness %s has seen %" PRIu64 " entries signed, and this book's newest checkpoint"
		" covers %" PRId64 ": it is an older copy", p->party->name, p->seen, s->size));
	return true;
}

static enum cosign_meaning asked(struct submitter *s, struct peer *p, const char **out_line)
{
	const char *body = request_for(s, p);
	struct out answer;
	int status;

	if (!body)
		return COSIGN_LATER;
	out_init(&answer, s->arena, COSIGN_ANSWER_MAX);
	status = posted(s, p, body, &answer);
	return cosign_answer_read(s->arena, status, out_cstr(&answer), answer.length, s->note, &p->party->key, &p->seen, out_line);
}

/* One submission, and a second when the witness said from where to prove.  The line it signed, or NULL. */
static const char *submitted(struct submitter *s, struct peer *p)
{
	const char *line = NULL;
	enum cosign_meaning meaning = asked(s, p, &line);

	if (meaning == COSIGN_BEHIND && is_beyond(s, p))
		return NULL;
	if (meaning == COSIGN_BEHIND)
		meaning = asked(s, p, &line);
	p->is_tried = true;
	p->not_before = clock_seconds() + APART_SECONDS;
	if (meaning == COSIGN_DONE) {
		p->seen = (uint64_t)s->size;
		p->stamped_size = s->size;
		p->stamped_at = clock_seconds();
		p->failures = 0;
		p->line = s->is_cleared ? NULL : arena_text(s->lasting, line);
	} else if (meaning == COSIGN_FORK) {
		raise_alarm(s, arena_print(s->arena, "the witness %s has seen another book than this one, and refuses the checkpoint of"
			" %" PRId64 " entries", p->party->name, s->size));
	} else {
		put_off(s, p, meaning == COSIGN_REFUSED ? "does not take our checkpoints: does it know this log?" : "does not answer");
	}
	return line;
}

/* ------------------------------------------------------------------------------------------- rounds --- */

/* Is it time to send this checkpoint to this witness, and does the day allow it?  What is asked at the start is not counted. */
static bool is_due(const struct submitter *s, struct peer *p)
{
	int64_t now = clock_seconds();
	bool is_new = p->stamped_size != s->size || now - p->stamped_at >= DAY_SECONDS;

	p->credit += now - p->credit_at;
	p->credit_at = now;
	if (p->credit > BURST * s->cost)
		p->credit = BURST * s->cost;
	if (!is_new || now < p->not_before || (s->is_cleared && p->credit < s->cost))
		return false;
	p->credit -= s->is_cleared ? s->cost : 0;
	return true;
}

static bool all_tried(const struct submitter *s)
{
	for (size_t i = 0; i < s->peer_count; i++)
		if (!s->peers[i].is_tried)
			return false;
	return true;
}

/* Every witness that is due, in turn; then what they signed, at once.  Until the council is cleared, what they signed before of
 * this checkpoint is handed over once more, since the writer counts those that agree together, and may not have got it.  With
 * nobody to ask the writer hears that all have been. */
static void go_round(struct submitter *s)
{
	struct json *lines = js_array(s->arena);
	bool is_any = false;

	for (size_t i = 0; i < s->peer_count && !s->alarm; i++) {
		struct peer *p = &s->peers[i];
		bool is_held = !s->is_cleared && p->line && p->stamped_size == s->size;
		const char *line = is_held ? p->line : NULL;

		if (is_due(s, p)) {
			is_any = true;
			line = submitted(s, p);
		}
		if (line)
			js_add_pair(s->arena, lines, p->party->vkey, line);
	}
	if ((is_any || lines->count || !s->peer_count) && !s->alarm)
		(void)stamp(s, lines, all_tried(s));
}

/* The writer is asked each time: what it signed last is stored by that, and a new one has to be cleared anew. */
static void look(struct submitter *s)
{
	arena_reset(s->arena);
	if (s->alarm && !s->is_alarm_told)
		tell_alarm(s);
	if (!s->alarm && stamp(s, NULL, false))
		go_round(s);
}

static bool is_opened(struct submitter *s, struct arena *a)
{
	const struct fault *f = store_open(a, s->env, s->file, STORE_READ, &s->store);

	if (!f)
		f = policy_read(a, s->env, s->hasher, arena_print(a, "%s-policy", s->file), &s->policy);
	if (f)
		fprintf(stderr, "fyr: submit: %s\n", f->what);
	return !f;
}

static void list_peers(struct submitter *s, struct arena *a)
{
	s->peers = ARENA_MANY(a, s->policy.witness_count, struct peer);
	for (size_t i = 0; i < s->policy.witness_count; i++) {
		const struct policy_party *party = &s->policy.witnesses[i];
		size_t n = party->url ? strlen(party->url) : 0;

		if (!n)
			continue;
		s->peers[s->peer_count++] = (struct peer){ .party = party, .stamped_size = -1, .credit = BURST * s->cost,
			.credit_at = clock_seconds(),
			.url = arena_print(a, "%s%sadd-checkpoint", party->url, party->url[n - 1] == '/' ? "" : "/") };
	}
}

int submit_serve(struct arena *a, const struct env *env, const char *file, const char *socket_path, int64_t per_day, int stop_fd)
{
	struct submitter s = { .arena = arena_new(ROUND_BYTES), .lasting = a, .env = env, .file = file, .socket_path = socket_path,
		.hasher = hasher_new(), .cost = DAY_SECONDS / per_day > 0 ? DAY_SECONDS / per_day : 1,
		.headers = curl_slist_append(NULL, "Content-Type: text/plain; charset=utf-8") };
	struct pollfd stop = { .fd = stop_fd, .events = POLLIN };
	bool is_open = !curl_global_init(CURL_GLOBAL_DEFAULT) && (s.curl = curl_easy_init()) && is_opened(&s, a);

	if (is_open)
		list_peers(&s, a);
	while (is_open && !stop.revents) {
		look(&s);
		if (poll(&stop, 1, LOOK_MS) < 0 && errno != EINTR)
			break;
	}
	curl_easy_cleanup(s.curl);
	curl_slist_free_all(s.headers);
	curl_global_cleanup();
	store_close(s.store);
	hasher_free(s.hasher);
	arena_free(s.arena);
	return is_open ? 0 : FAULT_SYSTEM;
}
