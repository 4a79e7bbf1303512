/* SPDX-License-Identifier: EUPL-1.2
 *
 * Object: what the kinds that keep a register (`..._set`) have in common.  One kind both makes an object, when its
 * object field is left out, and changes it, when it is named: a given field replaces, a blank one leaves what
 * stands.
 */
#ifndef FYR_KINDS_OBJECT_H
#define FYR_KINDS_OBJECT_H

#include "kinds/kind.h"

/* The object of a type that somebody means by its id, its code or its number, in the arena; NULL when there is none. */
char *object_find(struct store *s, struct arena *a, const char *type, const char *typed);

/* The newest entry about an object, whichever its type: the conflict test.  -1 when there is none. */
int64_t object_last(struct store *s, const char *id);

/* Does the offer make a new object? */
bool object_is_new(const struct offer *o);

/* Has another object of the same type the offer's `code` already?  For kinds with a field `code`. */
bool object_code_taken(struct store *s, const struct offer *o);

/* Fits as a kind's `look` when that is all it asks: the facts are one bool. */
const void *object_look_code(struct store *s, struct arena *a, const struct offer *o);

/* Refuses with object.new_needs each of `needs` (ended by NULL) that a new object lacks, with object.nothing_changed a
 * change without any field, with object.code_taken a doubled code and with object.code_is_number one of digits alone. */
void object_check(const struct offer *o, const char *const *needs, bool code_taken, struct refusals *r);

/* A column that follows a field: `sql` sets it, ?1 is the object's id and ?2 the value, or the entry's seq for a typed
 * text.  object_apply runs those whose field the entry has; a list of columns ends with a NULL field. */
struct object_column {
	const char *field, *sql;
};
void object_apply(struct store *s, const struct entry *e, const struct object_column *columns);

/* Is the organisation or person closed?  False for a NULL or unknown id. */
bool object_organisation_closed(struct store *s, const char *id);
bool object_person_closed(struct store *s, const char *id);

#endif
