/* SPDX-License-Identifier: EUPL-1.2
 *
 * Desk: the only counter.  *Write* takes an offer and, when the rules allow it, appends an entry and applies it, in one
 * transaction; *show* (desk/show.h) answers a question.  Both doors, web and command line, come here.
 */
#ifndef FYR_DESK_DESK_H
#define FYR_DESK_DESK_H

#include "base/actor.h"
#include "base/env.h"
#include "kinds/kind.h"
#include "ledger/book.h"
#include "ledger/policy.h"
#include "store/store.h"

struct desk {
	struct arena *arena;    /* the desk's own, for ever */
	const struct env *env;
	struct store *store;    /* FILE: book and state */
	struct store *office;   /* FILE-office: sessions, passphrases, links, drafts; NULL when only reading the book */
	struct hasher *hasher;
	struct book book;       /* for a writer */
	const char *path;
	const char *origin;     /* of the log */
	const struct policy *policy; /* of FILE-policy: whose stamps count; NULL when there is none, or a wrong one */
	const struct fault *policy_fault; /* what is wrong with it, or NULL */
	bool is_example;
	bool has_erased;        /* a text was deleted that still stands in -wal; the writer empties that */
};

enum desk_mode { DESK_READ, DESK_WRITE };

/* Opens a council.  A state of an older version is made anew by a writer.  Faults: those of store_open and state_check. */
const struct fault *desk_open(struct arena *a, const struct env *env, const char *path, enum desk_mode mode,
	struct desk **out) MUST_USE;
void desk_close(struct desk *d); /* NULL is fine */

/* What a new council is made from. */
struct desk_start {
	const char *name;      /* the council's name, shown on every page */
	const char *origin;    /* NULL: made from the name and the key */
	const char *vkey;
	bool is_example;
	const char *user;      /* operating-system user bound to the first administrator, or NULL */
	const char *predecessor, *predecessor_head; /* of the book that this one follows, or NULL (kinds/council_opened) */
};

/* Makes FILE with its first entries: the council, its administrator and its coordinator, since two persons are needed
 * from the first day.  Refuses an existing file (FAULT_REFUSED). */
const struct fault *desk_create(struct arena *a, const struct env *env, const char *path, const struct desk_start *start,
	struct desk **out) MUST_USE;
/* The same in memory, for tests. */
const struct fault *desk_create_memory(struct arena *a, const struct env *env, const struct desk_start *start,
	struct desk **out) MUST_USE;

/* One thing somebody wants written. */
struct act {
	const char *kind;
	const struct given *given;
	size_t given_count;
	const char *n;    /* nonce of the form; NULL: a new one */
	const char *base; /* the head the person saw; NULL: not tested for conflict */
	const char *seed; /* all chance of the act is made from it (desk/seed.h); needs n and base; NULL: fresh chance */
	const struct assertion *signature; /* the maker's own, over the statement (desk/sign.h); NULL: none was given */
	int64_t own_from; /* entries from this number on are of the same batch, so no conflict with it; 0: none */
};

struct answer {
	int64_t seq;              /* the entry's number; -1 when refused */
	const char *hash;         /* base64 of its leaf hash */
	struct refusals refusals; /* also notes on an accepted one */
	bool is_conflict;         /* refused since the object changed meanwhile: 409 */
	bool must_sign;           /* its maker has to sign it with a key of her own */
	const char *statement;    /* what is signed, with its newline; NULL when it did not come that far */
	const char *challenge;    /* of that statement, base64url */
	bool is_repeat;           /* the same act was written before: seq is that entry's */
};

/* Writes one act inside the caller's transaction.  Refused, it has changed nothing; with `is_dry` it is judged and undone.
 * FAULT_USAGE: the entry is too large, and nothing was changed either.  Other faults are of the world only, and end the
 * caller's transaction. */
const struct fault *desk_write(struct desk *d, struct arena *a, const struct actor *actor, const struct act *act,
	bool is_dry, struct answer *out) MUST_USE;

/* What a draft is kept under: the id of the object that a form or an address names by id, code or number. */
const char *desk_draft_object(struct store *s, struct arena *a, const struct kind *k, const char *named);

/* One act in a transaction of its own: tests, demo, init. */
const struct fault *desk_write_alone(struct desk *d, struct arena *a, const struct actor *actor, const struct act *act,
	struct answer *out) MUST_USE;

/* Who somebody is.  False when there is no such person, or the person is closed or holds no role. */
bool desk_actor(struct store *s, struct arena *a, const char *person, struct actor *out);
bool desk_actor_named(struct store *s, struct arena *a, const char *sort, const char *name, struct actor *out);
extern const struct actor desk_public, desk_system;

/* Writes x_expired for each proposal whose time has run out; *out_count of them. */
const struct fault *desk_expire(struct desk *d, struct arena *a, size_t *out_count) MUST_USE;

#endif
