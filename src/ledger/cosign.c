/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/cosign.h"

#include <inttypes.h>
#include <string.h>

#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"

char *cosign_request_text(struct arena *a, uint64_t old, const struct hash *proof, size_t count, const char *note)
{
	struct out o;

	out_init(&o, a, COSIGN_REQUEST_MAX);
	out_print(&o, "old %" PRIu64 "\n", old);
	for (size_t i = 0; i < count; i++)
		out_print(&o, "%s\n", merkle_hash_text(a, &proof[i]));
	out_print(&o, "\n%s", note);
	return arena_text(a, out_cstr(&o));
}

static const struct fault *malformed(struct arena *a, const char *why)
{
	return fault_new(a, FAULT_DAMAGED, "cosign_request_from", "not a request to a witness: %s", why);
}

/* A checkpoint whose signatures cannot be read is one that nobody signed: a witness says so (403), not that the request is
 * malformed. */
static const struct fault *note_from(struct arena *a, const char *at, struct note *out)
{
	const struct fault *f = note_parse(a, at, strlen(at), out);
	const char *end = NULL;

	if (!f)
		return NULL;
	for (const char *next = strstr(at, "\n\n"); next; next = strstr(next + 1, "\n\n"))
		end = next;
	if (!end)
		return f;
	out->text_n = (size_t)(end + 1 - at);
	out->text = arena_copy(a, at, out->text_n);
	return NULL;
}

const struct fault *cosign_request_from(struct arena *a, const char *bytes, size_t n, struct cosign_request *out)
{
	struct cosign_request *r = ARENA_NEW(a, struct cosign_request);
	const char *at = arena_copy(a, bytes, n), *end = strchr(at, '\n');
	const struct fault *f;

	if (strlen(at) != n || !end || strncmp(at, "old ", 4) != 0
		|| !text_to_size(arena_copy(a, at + 4, (size_t)(end - at) - 4), INT64_MAX, &r->old))
		return malformed(a, "its first line does not tell the old size");
	for (at = end + 1; *at != '\n'; at = end + 1) {
		end = strchr(at, '\n');
		if (!end || r->count == COSIGN_PROOF_MAX
			|| !merkle_hash_from(arena_copy(a, at, (size_t)(end - at)), &r->proof[r->count]))
			return malformed(a, "its proof is not so many hashes");
		r->count++;
	}
	f = note_from(a, at + 1, &r->note);
	if (!f)
		f = checkpoint_from(a, r->note.text, &r->checkpoint);
	if (!f)
		*out = *r;
	return f;
}

static bool is_signed(struct arena *a, const struct note *note, const struct policy_party *log)
{
	return !note_verify(a, note, &log->key, 1, NULL);
}

/* The log an origin belongs to, by the one of its keys that signed if any did; NULL when it is none of ours. */
static const struct policy_party *log_of(struct arena *a, const struct policy *p, const struct cosign_request *request)
{
	const struct policy_party *found = NULL;

	for (size_t i = 0; i < p->log_count; i++) {
		const struct policy_party *log = &p->logs[i];

		if (strcmp(log->name, request->checkpoint.origin) != 0)
			continue;
		if (is_signed(a, &request->note, log))
			return log;
		found = log;
	}
	for (size_t i = 0; !found && i < p->log_count; i++)
		if (is_signed(a, &request->note, &p->logs[i]))
			found = &p->logs[i];
	return found;
}

static bool proof_holds(struct hasher *h, const struct cosign_request *r, const struct checkpoint *recorded)
{
	struct merkle_frontier nothing = { 0 };
	struct hash empty = merkle_root(h, &nothing);

	if (r->old == 0)
		return r->count == 0 && (r->checkpoint.size > 0 || hash_equal(&r->checkpoint.root, &empty));
	return merkle_consistency_holds(h, r->old, r->checkpoint.size, r->proof, r->count, &recorded->root, &r->checkpoint.root);
}

int cosign_judge(struct arena *a, struct hasher *h, const struct policy *p, const struct cosign_request *request,
	const struct checkpoint *recorded)
{
	const struct policy_party *log = log_of(a, p, request);

	if (!log)
		return 404;
	if (!is_signed(a, &request->note, log))
		return 403;
	if (request->old > request->checkpoint.size)
		return 400;
	if (request->old != recorded->size)
		return 409;
	return proof_holds(h, request, recorded) ? 200 : 422;
}

bool cosign_line_holds(struct arena *a, const char *note, const struct vkey *cosigner, const char *line, int64_t *out_time)
{
	const char *whole = arena_print(a, "%s%s\n", note, line);
	const struct note_signature *last;
	struct note parsed;

	if (strchr(line, '\n') || note_parse(a, whole, strlen(whole), &parsed))
		return false;
	last = &parsed.signatures[parsed.count - 1];
	if (!note_is_line_of(last, cosigner) || note_verify(a, &parsed, cosigner, 1, NULL))
		return false;
	*out_time = note_cosigned_at(last);
	return true;
}

/* The witness's own line among those of an answer; NULL when none is good. */
static const char *line_among(struct arena *a, const char *text, const char *note, const struct vkey *cosigner)
{
	int64_t time;

	while (*text) {
		size_t n = strcspn(text, "\n");
		const char *line = arena_copy(a, text, n);

		if (cosign_line_holds(a, note, cosigner, line, &time))
			return line;
		text += text[n] ? n + 1 : n;
	}
	return NULL;
}

/* Tolerant where witnesses differ (one line of a size is enough, whatever type it is said to have), strict where it matters: a
 * conflict without a size is how some say that they have seen another tree. */
enum cosign_meaning cosign_answer_read(struct arena *a, int status, const char *bytes, size_t n, const char *note,
	const struct vkey *cosigner, uint64_t *out_size, const char **out_line)
{
	char *text = arena_copy(a, bytes, n);

	switch (status) {
	case 200:
		*out_line = line_among(a, text, note, cosigner);
		return *out_line ? COSIGN_DONE : COSIGN_REFUSED;
	case 409:
		text[strcspn(text, "\r\n")] = '\0';
		return *text && text_to_size(text, INT64_MAX, out_size) ? COSIGN_BEHIND : COSIGN_FORK;
	case 422:
		return COSIGN_FORK;
	case 400:
	case 403:
	case 404:
		return COSIGN_REFUSED;
	default:
		return COSIGN_LATER;
	}
}
