/* SPDX-License-Identifier: EUPL-1.2
 *
 * Kind: the definition of one sort of entry: its fields, its rules, its effect.
 *
 * A kind says three things.  `look` asks the state what its rules need to know; `check` is pure: facts and offer in,
 * refusals out, all of them; `apply` changes the state from the entry and the state, nothing else: no clock, chance,
 * settings or network.  What is common to all (fields that must be there, codes, references, dates, lengths, identity
 * numbers, the writer's role) is done by offer_read and never again in a kind.
 * Old kinds are never edited: a new meaning is `<name>_2`.
 */
#ifndef FYR_KINDS_KIND_H
#define FYR_KINDS_KIND_H

#include "base/actor.h"
#include "guard/label.h"
#include "ledger/book.h"
#include "store/store.h"

enum field_type {
	/* Typed by a person: outside the leaf, erasable. */
	FIELD_LINE,    /* one line, LINE_MAX_CHARS */
	FIELD_TEXT,    /* several lines, TEXT_MAX_CHARS */
	FIELD_FILE,    /* a file's bytes (attachment/attachment.h), typed and kept in base64url */
	/* In the leaf. */
	FIELD_CODE,    /* one of `codes` */
	FIELD_WORD,    /* a short clear word: letters, digits and - _ . / : ( ) and spaces inside, 120 at most: codes, diary numbers */
	FIELD_DATE,    /* as precise as it is known */
	FIELD_INT,     /* 0 to 1 000 000 */
	FIELD_MONEY,   /* typed in kronor ("12 500" or "12500,50"), kept in öre; not negative */
	FIELD_DECIMAL, /* canonical decimal text */
	FIELD_BOOL,    /* yes or no; "no" is as not given */
	FIELD_REF,     /* an object of type `object`: id, code or number is accepted, the id is kept */
	FIELD_ENTRY    /* the number of an earlier entry */
};

enum field_flag {
	FIELD_MUST = 1,    /* has to be there */
	FIELD_MANY = 2,    /* may come several times; kept as an array (typed ones never are) */
	FIELD_PAIRED = 4,  /* with MANY: a blank value keeps its place, so that two lists stay side by side; desk drops blank pairs */
	FIELD_QUIET = 8,   /* not asked for in the form: the desk or the context sets it */
	FIELD_OF_FILE = 16 /* a line that follows from the file of the same offer: nobody gives it; its name says what it tells:
	                    * file_type (attachment_type's ending), bytes (how many), sha256 (hex) */
};

struct field {
	const char *name;
	enum field_type type;
	unsigned flags;            /* set of enum field_flag */
	const char *const *codes;  /* FIELD_CODE: ended by NULL */
	const char *object;        /* FIELD_REF: the type */
	enum label label;          /* typed texts: who reads it */
};

/* The rules' "no".  `rule` is also the catalogue's key "refusal.<rule>"; `arg`, when not NULL, fills {1} there. */
struct refusal {
	const char *rule;   /* "status.yellow_needs_obstacle" */
	const char *field;  /* the field at fault, or NULL */
	const char *source; /* law or decision, or NULL */
	const char *arg;
	bool is_note;       /* does not refuse: the act is accepted with this remark */
};
enum { REFUSALS_MAX = 256 }; /* a sheet's rows tell theirs together */
struct refusals {
	struct arena *arena;
	struct refusal *all; /* in the arena; NULL while there is none: most acts are refused nothing */
	size_t count;
};
void refusal_add(struct refusals *r, struct refusal refusal); /* one too many is left out */
void refuse(struct refusals *r, const char *rule, const char *field, const char *source);
void refuse_arg(struct refusals *r, const char *rule, const char *field, const char *source, const char *arg);
void refusal_note(struct refusals *r, const char *rule, const char *field, const char *arg);
bool refused(const struct refusals *r); /* any that is not a note */

/* An offer: what somebody wants written, read and made typed by offer_read. */
struct value {
	const struct field *field;
	const char **texts; /* canonical texts; FIELD_REF: ids; FIELD_MONEY: öre in digits */
	size_t count;       /* 0: not given */
};
struct offer {
	const struct kind *kind;
	const struct actor *actor;
	const char *obj;       /* the object it is about: found, or new and random */
	int64_t now;           /* instant of the offer */
	int today;             /* its Swedish day */
	struct value *values;  /* one for each field of the kind, in its order */
	const char *n;         /* nonce */
	const char *base;      /* the head the person saw, or NULL */
	const char *ref;       /* "<seq>:<hash>" of the entry it is bound to, as the second of a two-person act is; or NULL */
};

/* The value of a field: NULL when it was not given.  The name must be one of the kind's fields. */
const char *offer_text(const struct offer *o, const char *field);
int64_t offer_int(const struct offer *o, const char *field, int64_t otherwise);
bool offer_is(const struct offer *o, const char *field, const char *code);
const struct value *offer_value(const struct offer *o, const char *field);

/* The stage of a kind made by two persons (kinds/two_person.h). */
enum stage { STAGE_NONE, STAGE_PROPOSED, STAGE_SECONDED, STAGE_STOPPED, STAGE_WITHDRAWN, STAGE_EXPIRED };

struct family;

struct kind {
	const char *name;           /* snake_case, past tense: "status_reported" */
	const char *object;         /* type of the object it is about: "measure"; "council" for the council itself */
	const char *object_field;   /* the field that names the object; NULL when the entry makes a new one */
	const char *id_prefix;      /* for new objects: "m" gives "m-..." */
	unsigned writers;           /* set of roles that may offer it */
	const struct field *fields;
	size_t field_count;
	const char *source;         /* law or decision it stands on, or NULL */
	const char *ref_of;         /* SELECT that gives "<seq>:<hash>" of the entry it is bound to, by the object's id; or NULL */
	bool is_signed;             /* by its maker's own key, as all of what two persons decide is (kinds/signing.h) */
	enum stage stage;
	const struct family *family; /* when stage is not STAGE_NONE */

	/* Any of the three may be NULL: nothing to ask, to refuse, to change.  Facts live in the arena. */
	const void *(*look)(struct store *s, struct arena *a, const struct offer *o);
	void (*check)(const struct offer *o, const void *facts, struct refusals *r);
	void (*apply)(struct store *s, struct arena *a, const struct entry *e);
};

#define FIELD_COUNT(fields) (sizeof(fields) / sizeof((fields)[0]))

/* Is it typed by a person, outside the leaf and erasable? */
bool field_is_typed(const struct field *f);

/* The kind's field that is a file; NULL: it has none. */
const struct field *kind_file(const struct kind *k);

/* All kinds, sorted by name (kinds.c). */
extern const struct kind *const kinds[];
extern const size_t kind_count;
const struct kind *kind_find(const char *name);
const struct field *kind_field(const struct kind *k, const char *name);
/* The label of a typed text of a kind; LABEL_SECRET when kind or field is unknown. */
enum label kind_label(const char *kind, const char *field);

/* One typed value as it came: from a form, the command line, a CSV cell. */
struct given {
	const char *name, *value;
};

/* Reads an offer: unknown fields, missing ones, codes, references, dates, lengths, control characters, identity
 * numbers, role, object and nonce are checked here, all refusals collected.  *out is usable by look and check only when
 * refused() is false.  `n` NULL: a new random nonce; "" likewise.  The strings of `given` must outlive the arena's use. */
void offer_read(struct store *s, struct arena *a, const struct env *env, const struct kind *k, const struct actor *actor,
	const struct given *given, size_t given_count, const char *n, const char *base, struct refusals *r,
	struct offer *out);

/* A typed value cleaned, in one line unless the field is FIELD_TEXT; NULL when it cannot be.  Refuses what offer_read refuses
 * of a text, an identity number too. */
const char *offer_clean(struct arena *a, struct refusals *r, const struct field *f, const char *typed);

/* The offer a statement holds, without its typed texts: for rules that are asked again when it is seconded. */
void offer_of_entry(struct arena *a, const struct kind *k, const struct entry *e, const struct actor *actor,
	int64_t now, struct offer *out);

/* The statement, line 1 of the leaf, canonical and with its newline, and the texts beside it (salts from env). */
const char *offer_statement(struct arena *a, const struct env *env, struct hasher *h, const char *origin,
	const struct offer *o, const char *head, struct book_text **out_texts, size_t *out_count);

/* For apply: values of the entry's d. */
const char *entry_text(const struct entry *e, const char *name);          /* NULL when not given */
int64_t entry_int(const struct entry *e, const char *name, int64_t otherwise);
bool entry_has_text(const struct entry *e, const char *field);            /* is there a typed text of that name? */
/* The seq when the entry has that typed text, else NULL: for `n` of store_run. */
const int64_t *entry_text_seq(const struct entry *e, const char *field);
/* Element i of a list in d, NULL past its end (or when it is a number). */
const char *entry_item(const struct entry *e, const char *name, size_t i);
/* Element i of a list of numbers, -1 past its end. */
int64_t entry_item_int(const struct entry *e, const char *name, size_t i);

#endif
