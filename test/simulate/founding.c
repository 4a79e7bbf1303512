/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "people.h"

enum { ORGANISATIONS = 14, PERSONS = 28, MEASURES = 45 };

static const char *role_planned(int i)
{
	static const char *const first[] = { "administrator", "coordinator", "coordinator", "administrator", "registrar", "auditor",
		"police", "police", "security", "member", "member", "member" };

	return i < 12 ? first[i] : "contact";
}

static bool found_measure(struct ask *q, int i)
{
	struct model *m = &council.model;
	struct wish *w = wish_begin(q, 1, "measure_added");
	int reporter = 12 + pick(people(), PERSONS - 12);
	int confirmer = once_in(3) ? 1 + pick(people(), 2) : 12 + pick(people(), PERSONS - 12);

	wish_type(q, w, "title", arena_print(q->arena, "Prov %d", i + 1));
	if (m->period_count)
		wish_type(q, w, "decision", "Tillagd av nämnden.");
	wish_say(q, w, "responsible",
		m->organisations[m->persons[reporter].organisation >= 0 ? m->persons[reporter].organisation : 0].id);
	wish_say(q, w, "reporter", id_of(reporter));
	if (confirmer != reporter)
		wish_say(q, w, "confirmer", id_of(confirmer));
	wish_say(q, w, "horizon", "short");
	wish_say(q, w, "sort", "social");
	if (once_in(6))
		wish_say(q, w, "state", "not_started");
	return true;
}

static struct wish *found_person(struct ask *q)
{
	const struct model *m = &council.model;
	struct wish *w;

	for (int i = 2; i < m->person_count; i++) {
		if (!*m->persons[i].login) {
			w = wish_begin(q, 0, "person_bound");
			wish_say(q, w, "person", id_of(i));
			wish_say(q, w, "sort", "login");
			wish_type(q, w, "name", arena_print(q->arena, "person%d", i));
			(void)snprintf(w->login, sizeof(w->login), "person%d", i);
			return w;
		}
	}
	for (int64_t i = m->size - 1; i >= 0; i--) {
		if (!m->lines[i].is_proposal || m->lines[i].fate != FATE_OPEN)
			continue;
		w = wish_begin(q, 0, "enrolment_seconded");
		wish_number(q, w, "proposal", i);
		return w;
	}
	w = wish_begin(q, 1, "enrolment_proposed");
	wish_say(q, w, "role", role_planned(m->person_count));
	wish_type(q, w, "function", "Handledare");
	wish_type(q, w, "name", arena_print(q->arena, "Namn %d", m->person_count));
	wish_say(q, w, "organisation", m->organisations[pick(people(), m->organisation_count)].id);
	return w;
}

static bool has_kind(const char *kind)
{
	for (int64_t i = 0; i < council.model.size; i++)
		if (!strcmp(council.model.lines[i].kind, kind))
			return true;
	return false;
}

static bool person_lacks(void)
{
	for (int i = 2; i < council.model.person_count; i++)
		if (!*council.model.persons[i].login)
			return true;
	return council.model.person_count < PERSONS;
}

/* The next act of the founding, by what is there; false: the council is founded. */
bool found_next(struct ask *q)
{
	struct model *m = &council.model;
	struct wish *w;

	q->with = WITH_NAME;
	if (m->organisation_count < ORGANISATIONS) {
		w = wish_begin(q, 1, "organisation_set");
		wish_say(q, w, "code", arena_print(q->arena, "org%d", m->organisation_count));
		wish_say(q, w, "sort", m->organisation_count == 1 ? "police" : "administration");
		wish_type(q, w, "name", arena_print(q->arena, "Organisation %d", m->organisation_count));
	} else if (person_lacks()) {
		(void)found_person(q);
	} else if (!has_kind("body_set")) {
		w = wish_begin(q, 1, "body_set");
		wish_say(q, w, "code", "council");
		wish_say(q, w, "sort", "council");
		wish_type(q, w, "name", "Rådet");
		wish_type(q, w, "purpose", "Följer planen.");
	} else if (!has_kind("plan_adopted")) {
		w = wish_begin(q, 1, "plan_adopted");
		wish_type(q, w, "name", "Plan");
		wish_say(q, w, "body", "council");
		wish_say(q, w, "adopted", "2025-12-01");
	} else {
		return found_measure(q, m->measure_count);
	}
	return true;
}

bool is_founded(void)
{
	return council.model.measure_count >= MEASURES;
}
