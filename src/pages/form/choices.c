/* SPDX-License-Identifier: EUPL-1.2
 *
 * Choices: what may be chosen in a field.  A list offers only what makes sense (own measures that are ongoing,
 * persons who may second); the rules still judge what was sent.
 */
#include <string.h>

#include "base/text.h"
#include "kinds/enrolled.h"
#include "kinds/object.h"
#include "kinds/two_person.h"
#include "pages/form/form.h"
#include "view/format.h"

/* Measures a kind is about: in these states; `is_own`: for others than the coordinator only their own. */
static const struct {
	const char *kind, *states;
	bool is_own;
} measure_rules[] = {
	{ "closing_proposed", " not_started ongoing paused ", false },
	{ "goal_set", " not_started ongoing paused ", true },
	{ "lesson_noted", " closed ", true },
	{ "measure_completed", " ongoing paused ", true },
	{ "measure_paused", " ongoing ", true },
	{ "measure_started", " not_started paused ", true },
	{ "money_recorded", NULL, true },
	{ "pilot_ended", " not_started ongoing paused ", true },
	{ "pilot_started", " not_started ongoing paused ", true },
	{ "status_reported", " ongoing ", true },
};

static const struct object_sort sorts[] = {
	{ "organisation", "SELECT id, NULL, text(name_text, 'name'), NULL FROM organisation WHERE is_closed = 0 ORDER BY number",
		"SELECT NULL, NULL, text(name_text, 'name'), NULL FROM organisation WHERE id = ?1", .is_by_name = true },
	{ "person", "SELECT p.id, NULL, text(p.function_text, 'function'), text(o.name_text, 'name') FROM person AS p"
		" LEFT JOIN organisation AS o ON o.id = p.organisation WHERE p.is_closed = 0 ORDER BY p.number",
		"SELECT NULL, NULL, text(p.function_text, 'function'), text(o.name_text, 'name') FROM person AS p"
		" LEFT JOIN organisation AS o ON o.id = p.organisation WHERE p.id = ?1", .is_by_name = true },
	{ "body", "SELECT id, NULL, text(name_text, 'name'), NULL FROM body WHERE is_closed = 0 ORDER BY number",
		"SELECT NULL, NULL, text(name_text, 'name'), NULL FROM body WHERE id = ?1", .is_by_name = true },
	{ "focus_area", "SELECT id, NULL, text(name_text, 'name'), NULL FROM focus_area ORDER BY number",
		"SELECT NULL, NULL, text(name_text, 'name'), NULL FROM focus_area WHERE id = ?1", .is_by_name = true },
	{ "factor", "SELECT id, NULL, text(name_text, 'name'), NULL FROM factor ORDER BY number",
		"SELECT NULL, NULL, text(name_text, 'name'), NULL FROM factor WHERE id = ?1", .is_by_name = true },
	{ "plan", "SELECT id, NULL, text(name_text, 'name'), NULL FROM plan ORDER BY number DESC",
		"SELECT NULL, NULL, text(name_text, 'name'), NULL FROM plan WHERE id = ?1", .is_by_name = false },
	{ "indicator", "SELECT id, NULL, text(name_text, 'name'), text(unit_text, 'unit') FROM indicator ORDER BY number",
		"SELECT NULL, NULL, text(name_text, 'name'), text(unit_text, 'unit') FROM indicator WHERE id = ?1",
		.is_by_name = true },
	{ "measure", NULL, "SELECT NULL, number, text(title_text, 'title'), NULL FROM measure WHERE id = ?1", .is_by_name = false },
	{ "goal", NULL, "SELECT NULL, NULL, text(goal_text, 'text'), NULL FROM goal WHERE id = ?1", .is_work = true },
	{ "agenda_item", "SELECT i.id, NULL, text(i.title_text, 'title'), coalesce(m.day, (SELECT text(name_text, 'name') FROM body"
		" WHERE sort = i.template ORDER BY number LIMIT 1)) FROM agenda_item AS i"
		" LEFT JOIN meeting AS m ON m.id = i.meeting WHERE NOT i.is_removed AND m.cancelled_seq IS NULL"
		" AND NOT EXISTS (SELECT 1 FROM notes WHERE meeting = i.meeting) ORDER BY m.day DESC, i.position, i.seq DESC",
		"SELECT NULL, NULL, text(title_text, 'title'), NULL FROM agenda_item WHERE id = ?1", .is_work = true },
	{ "action", "SELECT a.id, a.number, text(a.what_text, 'what'), text(o.name_text, 'name') FROM action AS a"
		" JOIN organisation AS o ON o.id = a.responsible WHERE a.state = 'open' ORDER BY a.due_day, a.number",
		"SELECT NULL, number, text(what_text, 'what'), NULL FROM action WHERE id = ?1", .is_work = true },
	{ "focus_point", "SELECT id, number, text(seq, 'title'), NULL FROM focus_point WHERE state <> 'declined'"
		" ORDER BY number DESC", "SELECT NULL, number, text(seq, 'title'), NULL FROM focus_point WHERE id = ?1",
		.is_work = true },
	{ "request", "SELECT id, number, text(seq, 'what'), NULL FROM request WHERE state <> 'closed' ORDER BY number DESC",
		"SELECT NULL, number, text(seq, 'what'), NULL FROM request WHERE id = ?1", .is_work = true },
};

const struct object_sort *form_object_sort(const struct field *field)
{
	for (size_t i = 0; field->type == FIELD_REF && i < COUNT_OF(sorts); i++)
		if (!strcmp(sorts[i].type, field->object))
			return &sorts[i];
	return NULL;
}

static struct choices room_for(const struct form *form, size_t count)
{
	return (struct choices){ .all = ARENA_MANY(form->arena, count, struct choice) };
}

/* Columns from `at` on: number, name, what stands in brackets. */
static const char *name_of_row(const struct form *form, const struct rows *r, int at)
{
	const char *name = rows_type(r, at + 1) == STORE_BLOB ? catalogue_text(form->words, "erased.text")
		: rows_text(r, form->arena, at + 1);
	const char *rest = rows_type(r, at + 2) == STORE_TEXT ? rows_text(r, form->arena, at + 2) : NULL;

	if (!name)
		name = "";
	if (!rows_is_null(r, at))
		name = arena_print(form->arena, "%lld. %s", (long long)rows_int(r, at), name);
	return rest ? arena_print(form->arena, "%s (%s)", name, rest) : name;
}

/* All rows of a query with the columns value, number, name, bracket and perhaps a light. */
static struct choices choices_of(const struct form *form, struct rows r, bool has_light)
{
	struct choices c = { 0 };
	size_t room = 0;

	while (rows_next(&r)) {
		if (c.count == room) {
			struct choices wider = room_for(form, room ? room * 2 : 32);

			if (room)
				memcpy(wider.all, c.all, room * sizeof(*c.all));
			room = room ? room * 2 : 32;
			c.all = wider.all;
		}
		c.all[c.count++] = (struct choice){ rows_text(&r, form->arena, 0), name_of_row(form, &r, 1),
			has_light ? rows_text(&r, form->arena, 4) : NULL };
	}
	return c;
}

const char *form_object(const struct form *form, const char *type, const char *typed)
{
	return text_is_blank(typed) ? NULL : object_find(form->store, form->arena, type, typed);
}

/* "9 september 2026 (råd)" */
static const char *meeting_words(const struct form *form, const char *day, const char *sort)
{
	return arena_print(form->arena, "%s (%s)", format_date(form->arena, form->words, day),
		catalogue_word(form->words, form->arena, "sort", sort));
}

static const char *meeting_name(const struct form *form, const char *id)
{
	struct rows r = store_ask(form->store, "SELECT day, sort FROM meeting WHERE id = ?", "t", id);
	const char *name = rows_next(&r) ? meeting_words(form, rows_text(&r, form->arena, 0), rows_text(&r, form->arena, 1)) : id;

	rows_end(&r);
	return name;
}

const char *form_object_name(const struct form *form, const char *type, const char *id)
{
	const char *name = NULL;

	if (!strcmp(type, "period")) {
		const char *code = store_text(form->store, form->arena, "SELECT code FROM period WHERE id = ?", "t", id);

		return code ? format_date(form->arena, form->words, code) : id;
	}
	if (!strcmp(type, "meeting"))
		return meeting_name(form, id);
	for (size_t i = 0; i < COUNT_OF(sorts); i++) {
		struct rows r;

		if (strcmp(sorts[i].type, type))
			continue;
		r = store_ask(form->store, sorts[i].name, "t", id);
		if (rows_next(&r))
			name = name_of_row(form, &r, 1);
		rows_end(&r);
	}
	return name ? name : id;
}

static struct choices measures(const struct form *form)
{
	const char *states = NULL;
	bool is_own = false;

	for (size_t i = 0; i < COUNT_OF(measure_rules); i++) {
		if (strcmp(measure_rules[i].kind, form->kind->name))
			continue;
		states = measure_rules[i].states;
		is_own = measure_rules[i].is_own && !(form->ask->actor->roles & ROLE_COORDINATOR);
	}
	return choices_of(form, store_ask(form->store, "SELECT id, number, text(title_text, 'title'), NULL FROM measure"
		" WHERE (?1 IS NULL OR instr(?1, ' ' || state || ' ')) AND (?2 = 0 OR responsible = ?3 OR reporter = ?4)"
		" ORDER BY number", "titt", states, (int64_t)is_own, form->ask->actor->organisation,
		form->ask->actor->person), false);
}

/* Measures that have a light in the period to publish, with it. */
static struct choices measures_of_period(const struct form *form)
{
	const char *period = form_object(form, "period", form_value(form, "period", 0));

	if (!period)
		period = store_text(form->store, form->arena, "SELECT id FROM period WHERE state = 'closed'"
			" ORDER BY first_day DESC LIMIT 1", "");
	return choices_of(form, store_ask(form->store, "SELECT m.id, m.number, text(m.title_text, 'title'),"
		" NULL, l.process FROM light AS l JOIN measure AS m ON m.id = l.measure WHERE l.period = ?"
		" ORDER BY m.number", "t", period), true);
}

/* Others who may second what is proposed here, whom it is not about, and who have not declared bias in the matter. */
static struct choices seconders(const struct form *form)
{
	const struct kind *second = kind_find(arena_print(form->arena, "%s_seconded", form->kind->family->name));
	struct choices c = room_for(form, (size_t)store_int(form->store, 0, "SELECT count(*) FROM role_held", ""));
	struct rows r = store_ask(form->store, "SELECT p.id, NULL, text(p.function_text, 'function'),"
		" text(o.name_text, 'name'), h.role"
		" FROM person AS p JOIN role_held AS h ON h.person = p.id"
		" LEFT JOIN organisation AS o ON o.id = p.organisation"
		" WHERE p.is_closed = 0 AND p.id <> ?1 AND p.id IS NOT ?3"
		" AND NOT EXISTS (SELECT 1 FROM bias WHERE person = p.id AND obj = ?2) ORDER BY p.number", "ttt",
		form->ask->actor->person, form->measure, form_object(form, "person", form_value(form, "person", 0)));

	while (rows_next(&r)) {
		const char *id = rows_text(&r, form->arena, 0);

		if (!second || !(role_find(rows_text(&r, form->arena, 4)) & second->writers)
			|| (c.count && !strcmp(c.all[c.count - 1].value, id)))
			continue;
		c.all[c.count++] = (struct choice){ id, name_of_row(form, &r, 1), NULL };
	}
	return c;
}

/* Those whose words the coordinator may pass on: they answer for the measure. */
static struct choices answerers(const struct form *form)
{
	return choices_of(form, store_ask(form->store, "SELECT p.id, NULL, text(p.function_text, 'function'),"
		" text(o.name_text, 'name')"
		" FROM person AS p LEFT JOIN organisation AS o ON o.id = p.organisation"
		" WHERE p.is_closed = 0 AND (?1 IS NULL OR EXISTS (SELECT 1 FROM measure AS m WHERE m.id = ?1"
		" AND (m.reporter = p.id OR m.responsible = p.organisation))) ORDER BY p.number", "t", form->measure),
		false);
}

static struct choices periods(const struct form *form)
{
	const char *state = !strcmp(form->kind->name, "period_closed") ? "open"
		: !strcmp(form->kind->name, "period_published") ? "closed" : NULL;
	struct choices c = choices_of(form, store_ask(form->store, "SELECT id, NULL, code, NULL FROM period"
		" WHERE ?1 IS NULL OR state = ?1 ORDER BY first_day DESC", "t", state), false);

	for (size_t i = 0; i < c.count; i++)
		c.all[i].label = format_date(form->arena, form->words, c.all[i].label);
	return c;
}

static struct choices meetings(const struct form *form)
{
	struct choices c = choices_of(form, store_ask(form->store, "SELECT id, NULL, day, NULL, sort FROM meeting"
		" WHERE cancelled_seq IS NULL ORDER BY day DESC", ""), true);

	for (size_t i = 0; i < c.count; i++) {
		c.all[i].label = meeting_words(form, c.all[i].label, c.all[i].light);
		c.all[i].light = NULL;
	}
	return c;
}

static struct choices goals(const struct form *form)
{
	return choices_of(form, store_ask(form->store, "SELECT g.id, NULL, text(g.goal_text, 'text'),"
		" text(m.title_text, 'title')"
		" FROM goal AS g JOIN measure AS m ON m.id = g.measure WHERE g.is_closed = 0"
		" AND (?1 IS NULL OR g.measure = ?1)"
		" ORDER BY m.number, g.number", "t", form->measure), false);
}

static struct choices objects(const struct form *form, const struct field *field)
{
	const struct object_sort *sort = form_object_sort(field);

	if (!strcmp(field->name, "second") && form->kind->family)
		return seconders(form);
	if (!strcmp(field->name, "on_behalf_of"))
		return answerers(form);
	if (!strcmp(field->object, "measure"))
		return field->flags & FIELD_MANY ? measures_of_period(form) : measures(form);
	if (!strcmp(field->object, "period"))
		return periods(form);
	if (!strcmp(field->object, "goal"))
		return goals(form);
	if (!strcmp(field->object, "meeting"))
		return meetings(form);
	return sort && sort->list ? choices_of(form, store_ask(form->store, sort->list, ""), false) : (struct choices){ 0 };
}

/* Earlier entries that wait for this act. */
static struct choices entries(const struct form *form, const struct field *field)
{
	const struct actor *actor = form->ask->actor;

	if (!strcmp(field->name, "question"))
		return choices_of(form, store_ask(form->store, "SELECT CAST(q.seq AS TEXT), m.number,"
			" text(m.title_text, 'title'), NULL"
			" FROM question AS q JOIN measure AS m ON m.id = q.measure WHERE q.answered_seq IS NULL"
			" AND (?1 OR m.responsible = ?2 OR m.reporter = ?3) ORDER BY +q.seq", "itt",
			(int64_t)((actor->roles & ROLE_COORDINATOR) != 0), actor->organisation, actor->person), false);
	if (!strcmp(field->name, "status") || !strcmp(field->name, "statuses"))
		return choices_of(form, store_ask(form->store, "SELECT CAST(s.seq AS TEXT), m.number,"
			" text(m.title_text, 'title'), NULL,"
			" s.process FROM measure AS m JOIN status AS s ON s.measure = m.id WHERE m.confirmer = ?1"
			" AND s.checked = 'unconfirmed' AND s.period IN (SELECT id FROM period WHERE state = 'open')"
			" AND s.by <> ?1 AND s.on_behalf_of IS NOT ?1 ORDER BY m.number, s.seq", "t", actor->person), true);
	if (!strcmp(field->name, "proposal") && form->kind->family)
		return choices_of(form, store_ask(form->store, "SELECT CAST(p.seq AS TEXT), p.seq,"
			" coalesce(text(m.title_text, 'title'), text(p.seq, 'function')), NULL"
			" FROM proposal AS p LEFT JOIN measure AS m ON m.id = p.obj WHERE p.state = 'open' AND p.family = ?1"
			" AND (p.by = ?2) = ?3 AND (?3 OR (p.last_day >= ?4 AND (p.second IS NULL OR p.second = ?2)"
			" AND NOT EXISTS (SELECT 1 FROM bias WHERE person = ?2 AND obj = p.obj))) ORDER BY p.seq", "ttii",
			form->kind->family->name, actor->person, (int64_t)(form->kind->stage == STAGE_WITHDRAWN),
			(int64_t)form->ask->today), false);
	return (struct choices){ 0 };
}

/* The typed texts of the entry to erase from, or to mask one of. */
static struct choices texts_of_entry(const struct form *form)
{
	const char *kind = store_text(form->store, form->arena, "SELECT kind FROM log WHERE seq = ?", "i", form->entry);
	struct choices c = choices_of(form, store_ask(form->store,
		"SELECT field, NULL, field, NULL FROM disclosure WHERE seq = ? ORDER BY field", "i", form->entry), false);

	for (size_t i = 0; kind && i < c.count; i++)
		c.all[i].label = catalogue_word(form->words, form->arena, "field", c.all[i].value);
	return c;
}

/* Weighty roles are given by two persons, and whoever is there already gets no others in that way. */
static bool is_offered(const struct form *form, const struct field *field, const char *code)
{
	if (strcmp(field->name, "role") != 0)
		return true;
	if (!strcmp(form->kind->name, "role_given"))
		return !enrolled_is_weighty(code);
	return strcmp(form->kind->name, "enrolment_proposed") != 0 || text_is_blank(form_value(form, "person", 0))
		|| enrolled_is_weighty(code);
}

static struct choices codes(const struct form *form, const struct field *field)
{
	struct choices c;
	size_t count = 0;

	while (field->codes[count])
		count++;
	c = room_for(form, count);
	for (size_t i = 0; i < count; i++)
		if (is_offered(form, field, field->codes[i]))
			c.all[c.count++] = (struct choice){ field->codes[i],
				catalogue_word(form->words, form->arena, field->name, field->codes[i]),
				!strcmp(field->name, "process") || !strcmp(field->name, "effect") ? field->codes[i] : NULL };
	return c;
}

struct choices form_choices(const struct form *form, const struct field *field)
{
	if (field->type == FIELD_CODE)
		return codes(form, field);
	if (field->type == FIELD_REF)
		return objects(form, field);
	if (field->type == FIELD_ENTRY)
		return entries(form, field);
	if (field->type == FIELD_WORD && (field->flags & FIELD_MANY || !strcmp(field->name, "field")) && form->entry >= 0)
		return texts_of_entry(form);
	return (struct choices){ 0 };
}
