/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/measure_record.h"

#include "base/text.h"
#include "kinds/day.h"
#include "kinds/object.h"

const char *const measure_horizons[] = { "short", "long", NULL };
const char *const measure_sorts[] = { "situational", "social", "organisational", "knowledge", NULL };
const char *const measure_levels[] = { "universal", "selective", "indicated", NULL };

/* What the offer gives, else what stands. */
static const char *given_or(const struct offer *o, const char *field, const char *stands)
{
	const char *given = offer_text(o, field);

	return given ? given : stands;
}

static void look_partners(struct store *s, const struct offer *o, struct record_facts *f)
{
	const struct value *partners = offer_value(o, "partners");

	for (size_t i = 0; i < partners->count; i++) {
		f->partner_closed |= object_organisation_closed(s, partners->texts[i]);
		f->partner_is_responsible |= text_equal(partners->texts[i], f->responsible);
	}
	/* A new responsible organisation may be among the partners that stand already. */
	if (!partners->count)
		f->partner_is_responsible = store_int(s, 0,
			"SELECT 1 FROM measure_partner WHERE measure = ?1 AND organisation = ?2", "tt", o->obj, f->responsible);
}

struct record_facts record_look(struct store *s, struct arena *a, const struct offer *o)
{
	struct record_facts f = { 0 };
	struct rows r = store_ask(s,
		"SELECT responsible, reporter, confirmer, starts, ends FROM measure WHERE id = ?1", "t", o->obj);

	if (rows_next(&r)) {
		f.responsible = rows_text(&r, a, 0);
		f.reporter = rows_text(&r, a, 1);
		f.confirmer = rows_text(&r, a, 2);
		f.starts = rows_text(&r, a, 3);
		f.ends = rows_text(&r, a, 4);
	}
	rows_end(&r);
	f.responsible = given_or(o, "responsible", f.responsible);
	f.reporter = given_or(o, "reporter", f.reporter);
	f.confirmer = given_or(o, "confirmer", f.confirmer);
	f.starts = given_or(o, "starts", f.starts);
	f.ends = given_or(o, "ends", f.ends);
	f.responsible_closed = object_organisation_closed(s, offer_text(o, "responsible"));
	f.reporter_closed = object_person_closed(s, offer_text(o, "reporter"));
	f.confirmer_closed = object_person_closed(s, offer_text(o, "confirmer"));
	look_partners(s, o, &f);
	return f;
}

void record_check(const struct record_facts *f, struct refusals *r)
{
	if (f->responsible_closed)
		refuse(r, "organisation.closed", "responsible", NULL);
	if (f->partner_closed)
		refuse(r, "organisation.closed", "partners", NULL);
	if (f->reporter_closed)
		refuse(r, "person.closed", "reporter", NULL);
	if (f->confirmer_closed)
		refuse(r, "person.closed", "confirmer", NULL);
	if (f->partner_is_responsible)
		refuse(r, "measure.partner_is_responsible", "partners", NULL);
	if (f->reporter && text_equal(f->reporter, f->confirmer))
		refuse(r, "measure.confirmer_is_reporter", "confirmer", NULL);
	day_check_order(f->starts, f->ends, "ends", r);
}

static const struct object_column columns[] = {
	{ "title", "UPDATE measure SET title_text = ?2 WHERE id = ?1" },
	{ "description", "UPDATE measure SET description_text = ?2 WHERE id = ?1" },
	{ "target_group", "UPDATE measure SET target_group_text = ?2 WHERE id = ?1" },
	{ "follow_up", "UPDATE measure SET follow_up_text = ?2 WHERE id = ?1" },
	{ "decision", "UPDATE measure SET decision_text = ?2 WHERE id = ?1" },
	{ "diary_no", "UPDATE measure SET diary_no = ?2 WHERE id = ?1" },
	{ "focus_area", "UPDATE measure SET focus_area = ?2 WHERE id = ?1" },
	{ "responsible", "UPDATE measure SET responsible = ?2 WHERE id = ?1" },
	{ "reporter", "UPDATE measure SET reporter = ?2 WHERE id = ?1" },
	{ "confirmer", "UPDATE measure SET confirmer = ?2 WHERE id = ?1" },
	{ "horizon", "UPDATE measure SET horizon = ?2 WHERE id = ?1" },
	{ "sort", "UPDATE measure SET sort = ?2 WHERE id = ?1" },
	{ "level", "UPDATE measure SET level = ?2 WHERE id = ?1" },
	{ "starts", "UPDATE measure SET starts = ?2 WHERE id = ?1" },
	{ "ends", "UPDATE measure SET ends = ?2 WHERE id = ?1" },
	{ NULL, NULL }
};

void record_apply(struct store *s, const struct entry *e)
{
	object_apply(s, e, columns);
	if (entry_item(e, "partners", 0))
		store_run(s, "DELETE FROM measure_partner WHERE measure = ?1", "t", e->obj);
	for (size_t i = 0; entry_item(e, "partners", i); i++)
		store_run(s, "INSERT OR IGNORE INTO measure_partner(measure, organisation) VALUES(?1, ?2)", "tt", e->obj,
			entry_item(e, "partners", i));
	if (entry_item(e, "factors", 0))
		store_run(s, "DELETE FROM measure_factor WHERE measure = ?1", "t", e->obj);
	for (size_t i = 0; entry_item(e, "factors", i); i++)
		store_run(s, "INSERT OR IGNORE INTO measure_factor(measure, factor) VALUES(?1, ?2)", "tt", e->obj,
			entry_item(e, "factors", i));
}
