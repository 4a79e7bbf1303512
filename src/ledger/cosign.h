/* SPDX-License-Identifier: EUPL-1.2
 *
 * Cosign: what a log asks of a witness and what it is answered (C2SP tlog-witness v1.0.0 add-checkpoint, and 422 where
 * later drafts ask for it; tlog-cosignature v1.0.1).  Both ends are here and neither touches network or disk.
 *
 *     old <size>            what the asker thinks the witness has recorded; 0 for nothing, or to ask
 *     <base64 hash> ...     consistency proof from there to the checkpoint, 63 lines at most
 *                           (empty line)
 *     <checkpoint>          a signed note
 */
#ifndef FYR_LEDGER_COSIGN_H
#define FYR_LEDGER_COSIGN_H

#include "ledger/merkle.h"
#include "ledger/policy.h"

enum {
	COSIGN_PROOF_MAX = 63,
	COSIGN_REQUEST_MAX = 64 << 10, /* as a witness takes it */
	COSIGN_ANSWER_MAX = 16 << 10   /* as a log takes it */
};
#define COSIGN_SIZE_TYPE "text/x.tlog.size"

struct cosign_request {
	uint64_t old;
	struct hash proof[COSIGN_PROOF_MAX];
	size_t count;
	struct note note;             /* with no signatures when they cannot be read */
	struct checkpoint checkpoint;
};

/* The request's bytes.  `note` is the log's own signed checkpoint and nothing more: some witnesses read 16 KiB only. */
char *cosign_request_text(struct arena *a, uint64_t old, const struct hash *proof, size_t count, const char *note);
/* FAULT_DAMAGED for anything but the form above. */
const struct fault *cosign_request_from(struct arena *a, const char *bytes, size_t n, struct cosign_request *out) MUST_USE;

/* A witness's judgement, given what it has recorded for the checkpoint's origin (size 0, any root: nothing): the status
 * of its answer.  200 means: record the checkpoint, then sign it.  409 is told with the size recorded.
 *     404 the origin is no log of the policy   403 no good signature of that log   400 old is larger than the checkpoint
 *     409 old is not what is recorded           422 the proof does not prove, or another tree of the size recorded
 * A log is known by its key's name; one whose key has another name than its origin (sum.golang.org) by its signature. */
int cosign_judge(struct arena *a, struct hasher *h, const struct policy *p, const struct cosign_request *request,
	const struct checkpoint *recorded);

/* Is `line`, without its newline, a good signature of the cosigner under the log's signed checkpoint?  *out_time: when it
 * says it was made, POSIX seconds. */
bool cosign_line_holds(struct arena *a, const char *note, const struct vkey *cosigner, const char *line, int64_t *out_time);

/* What a witness's answer means for the log. */
enum cosign_meaning {
	COSIGN_DONE,     /* *out_line is a good line of this witness */
	COSIGN_BEHIND,   /* *out_size is what the witness has recorded: prove from there */
	COSIGN_FORK,     /* the witness has seen another tree than ours: stop signing */
	COSIGN_REFUSED,  /* it does not know us, or cannot read us: somebody must look at the set-up */
	COSIGN_LATER     /* busy, broken or no witness at all */
};
enum cosign_meaning cosign_answer_read(struct arena *a, int status, const char *bytes, size_t n, const char *note,
	const struct vkey *cosigner, uint64_t *out_size, const char **out_line);

#endif
