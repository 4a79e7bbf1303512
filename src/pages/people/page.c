/* SPDX-License-Identifier: EUPL-1.2
 *
 * people (/people): persons, functions, organisations, roles and who can sign in; and every one-time link that was made,
 * for whom and by whom.  Coordinator and administrator make links here: it posts `person` (an id), and the door hands the
 * link over as typed value "link" with "site" and "sort", once.  The list of links is for everybody who opens the page:
 * whoever makes a link for somebody else could use it himself (docs/why/letter-sessions.md).
 */
#include "auth/office.h"
#include "base/date.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"

static const struct input inputs[] = { { .name = "person", .type = INPUT_OBJECT, .object = "person" } };

#define NAME(column_name) { .name = (column_name), .type = COLUMN_TEXT, .label = LABEL_PERSON }

static const struct column persons[] = {
	OPEN("number", COLUMN_INT), INNER("person", COLUMN_ID), OPEN("function", COLUMN_TEXT), NAME("name"),
	OPEN("organisation", COLUMN_TEXT), { .name = "login", .type = COLUMN_TEXT, .label = LABEL_LOGIN },
	{ .name = "system_user", .type = COLUMN_TEXT, .label = LABEL_LOGIN }, OPEN("is_closed", COLUMN_BOOL),
	INNER("has_role", COLUMN_BOOL), OPEN("can_sign_in", COLUMN_BOOL), INNER("may_get_link", COLUMN_BOOL),
	INNER("may_give_role", COLUMN_BOOL), INNER("may_name", COLUMN_BOOL), INNER("may_end_calendar", COLUMN_BOOL),
};
static const struct column roles[] = { OPEN("number", COLUMN_INT), OPEN("role", COLUMN_CODE) };
static const struct column organisations[] = {
	OPEN("number", COLUMN_INT), OPEN("code", COLUMN_CODE), OPEN("name", COLUMN_TEXT), OPEN("sort", COLUMN_CODE),
	OPEN("is_closed", COLUMN_BOOL), OPEN("person_count", COLUMN_INT), OPEN("measure_count", COLUMN_INT),
};
/* Whom, or what role, a second person has yet to approve. */
static const struct column proposed[] = {
	OPEN("proposal", COLUMN_INT), OPEN("function", COLUMN_TEXT), NAME("name"), OPEN("role", COLUMN_CODE),
	OPEN("is_new", COLUMN_BOOL), OPEN("proposer", COLUMN_TEXT), OPEN("last_day", COLUMN_DAY),
};
/* Who is who, for the list of links. */
static const struct column functions[] = {
	INNER("person", COLUMN_ID), INNER("number", COLUMN_INT), INNER("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column one[] = {
	INNER("chosen_function", COLUMN_TEXT),
	{ .name = "chosen_name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
};
static const struct column links[] = {
	OPEN("made", COLUMN_TIME), OPEN("link_sort", COLUMN_CODE), OPEN("for_number", COLUMN_INT),
	OPEN("for_function", COLUMN_TEXT), OPEN("by_function", COLUMN_TEXT), OPEN("used", COLUMN_TIME),
	OPEN("is_valid", COLUMN_BOOL),
};
static const struct column made[] = {
	INNER("address", COLUMN_TEXT), INNER("is_reset", COLUMN_BOOL),
	INNER("may_make", COLUMN_BOOL), INNER("may_propose", COLUMN_BOOL),
	INNER("may_read_login", COLUMN_BOOL), INNER("has_refusal", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("persons", persons), .is_whole = true },
	{ QUERY("roles", roles), .is_whole = true, .parent = "persons", .key = "number" },
	{ QUERY("proposed", proposed), .is_whole = true },
	{ QUERY("organisations", organisations), .is_whole = true },
	{ QUERY("functions", functions), .is_whole = true },
	{ QUERY("one", one), .is_one = true },
	{ QUERY("links", links), .is_whole = true },
	{ QUERY("made", made), .is_one = true },
};

static const struct cell *cell_at(const struct table *t, size_t row, const char *column)
{
	return table_cell(t, row, table_column(t, column));
}

/* The row of a person in a table with a column `person`; SIZE_MAX when there is none. */
static size_t row_of(const struct table *t, const char *person)
{
	for (size_t i = 0; person && i < t->row_count; i++)
		if (text_equal(cell_at(t, i, "person")->text, person))
			return i;
	return SIZE_MAX;
}

static void copy_cell(struct table *to, size_t row, const char *column, const struct cell *from)
{
	to->cells[row * to->column_count + table_column(to, column)] = *from;
}

static void fill_links(struct fill *f)
{
	const struct table *who = fill_found(f, "functions");
	struct office_link *list;
	size_t count = office_links(f->office, f->arena, NULL, f->ask->now, &list);
	struct table *t = fill_table(f, "links", count);

	for (size_t i = 0; i < count; i++) {
		size_t person = row_of(who, list[i].person), maker = row_of(who, list[i].made_by);

		fill_text(t, i, "made", instant_text(f->arena, list[i].made_t));
		fill_text(t, i, "link_sort", list[i].sort);
		fill_text(t, i, "used", list[i].used_t ? instant_text(f->arena, list[i].used_t) : NULL);
		fill_int(t, i, "is_valid", list[i].is_valid);
		if (person != SIZE_MAX) {
			copy_cell(t, i, "for_number", cell_at(who, person, "number"));
			copy_cell(t, i, "for_function", cell_at(who, person, "function"));
		}
		if (maker != SIZE_MAX)
			copy_cell(t, i, "by_function", cell_at(who, maker, "function"));
	}
}

static void fill(struct fill *f)
{
	struct table *t = fill_found(f, "persons"), *m = fill_table(f, "made", 1);
	bool may_make = (f->ask->actor->roles & (ROLE_ADMINISTRATOR | ROLE_COORDINATOR)) != 0;
	const char *link = ask_typed(f->ask, "link"), *site = ask_typed(f->ask, "site");

	for (size_t i = 0; i < t->row_count; i++) {
		bool is_closed = cell_at(t, i, "is_closed")->number != 0, has_role = cell_at(t, i, "has_role")->number != 0;

		fill_int(t, i, "can_sign_in", !is_closed && has_role && office_has_passphrase(f->office, cell_at(t, i, "person")->text));
		fill_int(t, i, "may_get_link", may_make && !is_closed && has_role);
		fill_int(t, i, "may_end_calendar", has_role && (f->ask->actor->roles & ROLE_ADMINISTRATOR) != 0
			&& office_calendar_made(f->office, cell_at(t, i, "person")->text) != 0);
	}
	fill_links(f);
	fill_text(m, 0, "address", link && site ? arena_print(f->arena, "%s/welcome?token=%s", site, link) : NULL);
	fill_int(m, 0, "is_reset", text_equal(ask_typed(f->ask, "sort"), "reset"));
	fill_int(m, 0, "may_make", may_make);
	fill_int(m, 0, "may_propose", (f->ask->actor->roles & kind_find("enrolment_proposed")->writers) != 0);
	fill_int(m, 0, "may_read_login", (label_readers(LABEL_LOGIN) & f->ask->actor->roles) != 0);
	fill_int(m, 0, "has_refusal", f->ask->refusals && refused(f->ask->refusals));
}

const struct page page_people = { .name = "people", .path = "/people",
	.readers = ROLE_COORDINATOR | ROLE_ADMINISTRATOR | ROLE_REGISTRAR | ROLE_AUDITOR, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "persons", .fill = fill,
	.reads_office = true };
