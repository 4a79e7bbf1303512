/* SPDX-License-Identifier: EUPL-1.2
 *
 * Two persons is a property of a kind, not code in each.  A family x gives x_proposed, x_seconded, x_stopped, x_withdrawn
 * and x_expired.  The proposal's own leaf is the inner offer; seconding names it by "<seq>:<leaf hash>".  Nothing takes
 * effect before another enrolled person, not biased, has seconded exactly those bytes within the council's limit (first
 * entry, 14 days unless set).  One decides and one approves or stops; decisions are often said not to be delegable to
 * officials jointly (KL 6:37, 7:5).  Bias: KL 6:28-32, 7:4; FL 16-18 §§.
 */
#ifndef FYR_KINDS_TWO_PERSON_H
#define FYR_KINDS_TWO_PERSON_H

#include "kinds/kind.h"

struct family {
	const char *name;             /* "closing" */
	const struct kind *proposed;
	/* The inner kind's own rules when it is proposed, and again when it is seconded (the world may have moved). */
	const void *(*look)(struct store *s, struct arena *a, const struct offer *o);
	void (*check)(const struct offer *o, const void *facts, struct refusals *r);
	/* Effect of proposing (may be NULL), and of seconding.  `inner` is the proposal's entry (its d, obj and seq; f
	 * digests only). */
	void (*proposed_apply)(struct store *s, struct arena *a, const struct entry *inner);
	void (*apply)(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second);
	/* It makes persons or keys: once two persons have keys, by signed acts alone (kinds/signing.h). */
	bool is_enrolling;
	/* What a new object is until it is seconded, which its `apply` changes; NULL: what it is from the first. */
	const char *proposed_object;
};

/* What the rule needs to know; filled from the state by look, and by verify from the book. */
struct two_person_facts {
	bool is_open;            /* proposed, and not seconded, stopped, withdrawn or expired */
	const char *proposer;    /* person's id */
	const char *asked;       /* the second person named in the proposal, or NULL */
	const char *about;       /* the object it is about: nobody seconds what is about herself */
	const char *expected_ref; /* "<seq>:<hash>" of the proposal */
	int last_day;            /* the last day it may be seconded */
	bool proposer_is_biased, second_is_biased;
	bool second_is_enrolled; /* has a role, held since before the proposal, and is not closed */
};
/* The rule itself, pure: the name of the rule that refuses, or NULL.  `ref` is what the second person's statement names. */
const char *two_person_refusal(const struct two_person_facts *facts, const char *second, const char *ref, int today);

/* The same, asked of an entry of the book before it is applied: what verify does.  Of an x_proposed it asks that its maker is
 * enrolled.  NULL for entries of other kinds, or when the rule holds. */
const char *two_person_entry_refusal(struct store *s, struct arena *a, const struct entry *e);

/* Why this person may not make the later entry `k` (seconded, stopped, withdrawn) of a proposal now: the name of the rule,
 * or NULL.  For forms, which then say so instead of asking; the act itself is checked when it is offered. */
const char *two_person_why_not(struct store *s, struct arena *a, const struct kind *k, int64_t proposal, const char *person,
	int today);

/* The families whose proposals somebody with these roles may second, each between blanks: " closing decision ". */
const char *two_person_families(struct arena *a, unsigned roles);

/* Used by the macro below. */
const void *two_person_look(struct store *s, struct arena *a, const struct offer *o);
void two_person_check(const struct offer *o, const void *facts, struct refusals *r);
void two_person_apply(struct store *s, struct arena *a, const struct entry *e);
extern const struct field two_person_seconded_fields[1], two_person_stopped_fields[2], two_person_withdrawn_fields[1],
	two_person_expired_fields[1];

/* Defines the five kinds of family NAME about objects of type OBJECT.  `NAME##_fields` are the proposal's fields, one of
 * them is `second` (FIELD_REF person): the person asked.  PROPOSERS and SECONDERS are sets of roles. */
#define TWO_PERSON_STAGE(NAME, STAGE_NAME, STAGE_CODE, OBJECT, FIELD, WHO, FIELDS, LAW)                            \
	const struct kind NAME##_##STAGE_NAME = { .name = #NAME "_" #STAGE_NAME, .object = (OBJECT), .object_field = (FIELD), \
		.writers = (WHO), .fields = (FIELDS), .field_count = FIELD_COUNT(FIELDS), .source = (LAW), .stage = (STAGE_CODE), \
		.family = &NAME##_family, .look = two_person_look, .check = two_person_check, .apply = two_person_apply }
#define TWO_PERSON_LATER(NAME, SECONDERS, PROPOSERS, LAW)                                                            \
	TWO_PERSON_STAGE(NAME, seconded, STAGE_SECONDED, "proposal", "proposal", SECONDERS, two_person_seconded_fields, LAW);   \
	TWO_PERSON_STAGE(NAME, stopped, STAGE_STOPPED, "proposal", "proposal", SECONDERS, two_person_stopped_fields, LAW);      \
	TWO_PERSON_STAGE(NAME, withdrawn, STAGE_WITHDRAWN, "proposal", "proposal", PROPOSERS, two_person_withdrawn_fields, LAW); \
	TWO_PERSON_STAGE(NAME, expired, STAGE_EXPIRED, "proposal", "proposal", ROLE_SYSTEM, two_person_expired_fields, LAW)

#endif
