/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/policy_doubts.h"

#include <stdio.h>
#include <string.h>

/* The host of a key's name ("example.org/witness") or of an address ("http://w.example.org:8080/"), in small letters. */
static char *host_of(struct arena *a, const char *name)
{
	const char *scheme = strstr(name, "://"), *host = scheme ? scheme + 3 : name;
	char *copy = arena_copy(a, host, *host == '[' ? strcspn(host, "]") : strcspn(host, "/:"));

	for (char *c = copy; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	return copy;
}

/* "example.org" of "w.example.org"; a name of one label and a numeric address stand for themselves. */
static const char *operator_of(struct arena *a, const char *name)
{
	char *host = host_of(a, name), *last = strrchr(host, '.'), *at;

	if (!last || !host[strspn(host, "0123456789.")])
		return host;
	for (at = last; at > host && at[-1] != '.'; at--)
		;
	return at;
}

static bool is_here(struct arena *a, const char *url)
{
	const char *host = url ? host_of(a, url) : "";

	return !strcmp(host, "localhost") || !strncmp(host, "127.", 4) || !strcmp(host, "[::1");
}

/* Whom a witness and somebody else have in common; NULL when nothing tells. */
static const char *shared(struct arena *a, const struct policy_party *w, const char *name)
{
	const char *theirs = operator_of(a, name);

	if (!strcmp(operator_of(a, w->key.name), theirs) || (w->url && !strcmp(operator_of(a, w->url), theirs)))
		return theirs;
	return NULL;
}

static void say(const char *sentence)
{
	fprintf(stderr, "fyr: the policy: %s\n", sentence);
}

/* Is the witness the log's own operator's? */
static bool is_own(struct arena *a, const struct policy_party *w, const struct vkey *log)
{
	const char *operator = shared(a, w, log->name), *what = NULL;

	if (!memcmp(w->key.key, log->key, KEY_BYTES))
		what = arena_print(a, "the witness %s signs with the log's own key", w->name);
	else if (is_here(a, w->url))
		what = arena_print(a, "the witness %s is asked at this machine", w->name);
	else if (operator)
		what = arena_print(a, "the witness %s seems to be run by who runs the log (%s)", w->name, operator);
	if (what)
		say(arena_print(a, "%s: it proves nothing against that operator", what));
	return what != NULL;
}

static void tell_twins(struct arena *a, const struct policy *p)
{
	for (size_t i = 0; i < p->witness_count; i++) {
		for (size_t j = i + 1; j < p->witness_count; j++) {
			const struct policy_party *one = &p->witnesses[i], *two = &p->witnesses[j];
			const char *operator = shared(a, one, two->key.name);

			if (operator)
				say(arena_print(a, "the witnesses %s and %s seem to be run by the same (%s): they are as good as one",
					one->name, two->name, operator));
		}
	}
}

void policy_doubts_tell(struct arena *a, const struct policy *p, const struct vkey *log)
{
	bool *is_ours = ARENA_MANY(a, p->witness_count, bool), *is_asked = ARENA_MANY(a, p->witness_count, bool);

	for (size_t i = 0; i < p->witness_count; i++) {
		is_ours[i] = is_own(a, &p->witnesses[i], log);
		is_asked[i] = p->witnesses[i].url != NULL;
	}
	tell_twins(a, p);
	if (!p->witness_count)
		return;
	if (p->quorum == SIZE_MAX)
		say("its quorum is none: a checkpoint that nobody has stamped is as good as any");
	else if (policy_holds(a, p, is_ours))
		say("the log's operator makes the quorum alone");
	if (!policy_holds(a, p, is_asked))
		say("the quorum cannot be had from the witnesses that have an address");
}
