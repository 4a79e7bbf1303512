/* SPDX-License-Identifier: EUPL-1.2
 *
 * period_published: the coordinator makes the lights of chosen measures public.  Nothing is public by being saved.
 *
 * What is published is a copy made now, with the words of now: later corrections and new names do not change it.  A
 * period is published once, after it was closed.  Lights that nobody has confirmed may be published, with a remark.
 */
#include "base/text.h"
#include "kinds/kind.h"

static const struct field fields[] = {
	{ .name = "period", .type = FIELD_REF, .flags = FIELD_MUST, .object = "period" },
	{ .name = "measures", .type = FIELD_REF, .flags = FIELD_MUST | FIELD_MANY, .object = "measure" },
};

struct facts {
	char *state;
	char *lightless;   /* number of a measure that has no light in the period, or NULL */
	char *unconfirmed; /* numbers of measures whose light nobody has confirmed, or NULL */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *facts = ARENA_NEW(a, struct facts);
	const struct value *measures = offer_value(o, "measures");

	facts->state = store_text(s, a, "SELECT state FROM period WHERE id = ?", "t", o->obj);
	for (size_t i = 0; i < measures->count; i++) {
		const char *measure = measures->texts[i];
		char *number = store_text(s, a, "SELECT CAST(number AS TEXT) FROM measure WHERE id = ?", "t", measure);

		if (!store_int(s, 0, "SELECT count(*) FROM light WHERE measure = ? AND period = ?", "tt", measure, o->obj))
			facts->lightless = number;
		if (store_int(s, 0, "SELECT count(*) FROM light AS l JOIN status AS s ON s.seq = l.status"
			" WHERE l.measure = ? AND l.period = ? AND s.checked = 'unconfirmed'", "tt", measure, o->obj))
			facts->unconfirmed = facts->unconfirmed ? arena_print(a, "%s, %s", facts->unconfirmed, number) : number;
	}
	return facts;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	(void)o;
	if (text_equal(f->state, "published"))
		refuse(r, "period.already_published", "period", NULL);
	else if (!text_equal(f->state, "closed"))
		refuse(r, "period.not_closed", "period", NULL);
	if (f->lightless)
		refuse_arg(r, "period.no_light", "measures", NULL, f->lightless);
	if (f->unconfirmed)
		refusal_note(r, "period.unconfirmed", "measures", f->unconfirmed);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *measure;

	(void)a;
	for (size_t i = 0; (measure = entry_item(e, "measures", i)); i++)
		store_run(s, "INSERT OR REPLACE INTO published(period, measure, process, effect, seq, title_text,"
			" responsible_text, function_text)"
			" SELECT l.period, l.measure, l.process, l.effect, ?1, m.title_text, o.name_text,"
			"	(SELECT function_text FROM person WHERE id = ?4)"
			" FROM light AS l JOIN measure AS m ON m.id = l.measure JOIN organisation AS o ON o.id = m.responsible"
			" WHERE l.measure = ?2 AND l.period = ?3", "ittt", e->seq, measure, e->obj, e->by);
	store_run(s, "UPDATE period SET state = 'published', published_seq = ?1 WHERE id = ?2", "it", e->seq, e->obj);
}

const struct kind period_published = { .name = "period_published", .object = "period", .object_field = "period",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
