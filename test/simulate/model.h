/* SPDX-License-Identifier: EUPL-1.2
 *
 * Model: what a council is, told a second time and in another way.  It knows who holds which role, each measure's state and
 * light, every status and every proposal; it is fed with the entries of the book, one by one, and says of an act whether
 * the rules allow it.  It shares the JSON reader, the calendar and SHA-256 with the program, and nothing else.
 */
#ifndef FYR_TEST_SIMULATE_MODEL_H
#define FYR_TEST_SIMULATE_MODEL_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "base/json.h"

enum { ID_BYTES = 32, PERSONS_MAX = 96, ORGANISATIONS_MAX = 32, MEASURES_MAX = 80, PERIODS_MAX = 64, ROLES_MAX = 8,
	BIASES_MAX = 512,
	FOUNDING_ENTRIES = 7 /* by the program itself, before anybody is there */ };

enum light { LIGHT_ABSENT, LIGHT_NONE, LIGHT_GREEN, LIGHT_YELLOW, LIGHT_RED, LIGHT_NOT_STARTED, LIGHT_PAUSED,
	LIGHT_COMPLETED };
extern const char *const light_names[];

struct person {
	char id[ID_BYTES], login[ID_BYTES];
	int organisation;            /* -1: none */
	int64_t roles[ROLES_MAX];    /* entry that gave it, -1: not held */
	bool is_closed;
};

struct organisation {
	char id[ID_BYTES];
	bool is_closed;
};

enum measure_state { NOT_STARTED, ONGOING, PAUSED, COMPLETED, CLOSED };
struct measure {
	char id[ID_BYTES];
	int responsible, reporter, confirmer; /* -1: none */
	enum measure_state state;
	int64_t last;                /* the newest entry about it */
	enum light lights[PERIODS_MAX];
	int64_t lit_by[PERIODS_MAX]; /* the status a light came from, -1: none */
};

struct period {
	char id[ID_BYTES], code[ID_BYTES];
	int first_day, last_day;
	enum { PERIOD_OPEN, PERIOD_CLOSED, PERIOD_PUBLISHED } state;
};

enum checked { UNCONFIRMED, CONFIRMED, RETURNED, CORRECTED };
enum fate { FATE_OPEN, FATE_SECONDED, FATE_STOPPED, FATE_WITHDRAWN, FATE_EXPIRED };
extern const char *const checked_names[], *const fate_names[], *const state_names[];

/* What the model keeps of each entry. */
struct line {
	struct hash leaf;
	char by[ID_BYTES], n[48], obj[ID_BYTES], kind[24];
	char texts[4][16];           /* the fields with typed texts, as many as there is room for */
	unsigned erased;             /* which of them are */
	bool is_corrected;
	/* As a status. */
	bool is_status;
	int measure, period, on_behalf_of;
	enum light process;
	enum checked checked;
	const char *letter_by;       /* who made the letter of the session it was written in; NULL none */
	/* As a proposal. */
	bool is_proposal;
	enum fate fate;
	int last_day, asked, organisation;
	int role;                    /* it would give, -1: none */
	bool makes_person;
	int64_t erases;              /* the entry whose text it would erase */
	char erases_field[16];
	/* As a question. */
	bool is_question, is_answered;
};

struct model {
	struct person persons[PERSONS_MAX];
	struct organisation organisations[ORGANISATIONS_MAX];
	struct measure measures[MEASURES_MAX];
	struct period periods[PERIODS_MAX];
	int person_count, organisation_count, measure_count, period_count, bias_count;
	struct { int person; char obj[ID_BYTES]; } biases[BIASES_MAX];
	struct line *lines;
	struct hash *roots;          /* root of the first n entries at [n] */
	int64_t size, room, last_time;
	struct hash stack[64];       /* full subtrees, largest first */
	int64_t stack_leaves[64];
	int stack_count;
	struct hasher *hasher;
	int second_is_closed;        /* seconded closings */
};

/* An act, from the book or about to be asked for.  Typed texts are members of `f`. */
struct deed {
	const char *kind, *by;       /* id of a person, "system", or NULL for nobody */
	const struct json *d, *f;
	int day;
	const char *letter_by;
};

void model_start(struct model *m);
void model_end(struct model *m);

/* Why the rules refuse it, or NULL. */
const char *model_refusal(const struct model *m, const struct deed *deed);

/* The next entry, as its leaf stands in the book.  Returns what is wrong with it, in words that live in `a`, or NULL. */
const char *model_feed(struct model *m, struct arena *a, const char *leaf, const char *letter_by);

int model_person(const struct model *m, const char *id);
int model_measure(const struct model *m, const char *id);
int model_open_period(const struct model *m);
bool model_has_role(const struct model *m, int person, const char *role);
int model_holders(const struct model *m, const char *role);
bool model_owns(const struct model *m, int person, int measure);
/* "<size>:<root>". */
const char *model_head(const struct model *m, struct arena *a, int64_t size);

#endif
