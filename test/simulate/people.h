/* SPDX-License-Identifier: EUPL-1.2 */
#ifndef FYR_TEST_SIMULATE_PEOPLE_H
#define FYR_TEST_SIMULATE_PEOPLE_H

#include "council.h"

/* What people try: acts.c fills in an act, founding.c the first ones, people.c chooses among them and spoils some, asking.c
 * sends them.  All of them draw from the people's own chance. */
struct dice *people(void);
bool once_in(int n);

/* A new act among the wishes of `q`, asked by `person`, -1 not known yet. */
struct wish *wish_begin(struct ask *q, int person, const char *kind);
/* A field as it is sent; with wish_say it is also in the leaf, with wish_type a text beside it, as the model reads them. */
void wish_give(struct ask *q, struct wish *w, const char *name, const char *value);
void wish_say(struct ask *q, struct wish *w, const char *name, const char *value);
void wish_type(struct ask *q, struct wish *w, const char *name, const char *value);
void wish_number(struct ask *q, struct wish *w, const char *name, int64_t n);

int some_person(void);
int with_role(const char *role); /* anybody when nobody holds it */
int some_measure(void);          /* -1: there is none */
const char *id_of(int person);

/* An act drawn by its weight and filled in; *out_who may do it, -1 nobody that we know. */
struct wish *act_drawn(struct ask *q, int *out_who);
/* A status filled in.  Whose measure it is. */
int act_status(struct ask *q, struct wish *w);

bool is_founded(void);
/* The next act of the founding, by what is there. */
bool found_next(struct ask *q);

/* A question on a connection that is free; NULL when none is. */
struct ask *ask_new(int *out_wire);
bool session_is_good(const struct session *s);
/* By which session the person asks: a letter's, where there is one, or another, or none. */
void choose_way(struct ask *q);

#endif
