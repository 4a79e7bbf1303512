/* SPDX-License-Identifier: EUPL-1.2
 *
 * Policy: whose signatures make a checkpoint one to rely on (C2SP tlog-policy).  A file of lines:
 *
 *     log <vkey> [<url>]
 *     witness <name> <vkey> [<url>]
 *     group <name> <k>|any|all <member>...
 *     quorum <name>|none
 *
 * Words are parted by spaces and tabs; empty lines and lines that begin with # say nothing.  A name stands for something on
 * a line before; each witness has one key, each key one line, each name is a member of one group at most, and exactly one
 * line tells the quorum.  A council's own policy is FILE-policy; without it, there are no witnesses.
 */
#ifndef FYR_LEDGER_POLICY_H
#define FYR_LEDGER_POLICY_H

#include "base/env.h"
#include "ledger/note.h"

enum {
	POLICY_BYTES_MAX = 64 << 10,
	POLICY_LOGS_MAX = 512,      /* a witness may look after many */
	POLICY_WITNESSES_MAX = 64,
	POLICY_GROUPS_MAX = 64
};

struct policy_party {
	const char *name;      /* in the policy; a log's is its origin */
	struct vkey key;
	const char *vkey;      /* as it stands */
	const char *url;       /* NULL: none is given */
};

/* A group, or, with no members of its own, a witness: what a quorum counts. */
struct policy_group {
	const char *name;
	size_t needed;         /* of its members */
	size_t *members;       /* places in `groups`, of which the first `witness_count` are the witnesses, in order */
	size_t member_count;
};

struct policy {
	struct policy_party *logs, *witnesses;
	size_t log_count, witness_count;
	struct policy_group *groups;
	size_t group_count;    /* witnesses among them */
	size_t quorum;         /* a place in `groups`; SIZE_MAX: none is asked for */
};

/* Reads a policy; all of it lives in `a`.  FAULT_USAGE names the line that is wrong. */
const struct fault *policy_from(struct arena *a, struct hasher *h, const char *bytes, size_t n, struct policy *out) MUST_USE;
/* The same of a file.  Faults also: FAULT_NOTHING no such file, FAULT_SYSTEM. */
const struct fault *policy_read(struct arena *a, const struct env *env, struct hasher *h, const char *path,
	struct policy *out) MUST_USE;

/* Do these witnesses make the quorum?  `has_signed` has one for each witness. */
bool policy_holds(struct arena *a, const struct policy *p, const bool *has_signed);

/* A note's lines under the names of witnesses are theirs; none need be there.  Fault: FAULT_DAMAGED, one that is wrong. */
const struct fault *policy_verify(struct arena *a, const struct policy *p, const struct note *note) MUST_USE;

/* The witness of a vkey; NULL when the policy does not know it. */
const struct policy_party *policy_witness(const struct policy *p, const char *vkey);

#endif
