/* SPDX-License-Identifier: EUPL-1.2
 *
 * letters (/letters): who has been asked about the open period and has not answered, and the letters to them, ready to be
 * pasted into any mail program.  It posts `only` (one person's id) or `who` (several), and `page_letters` alone shows what
 * comes of it: the door hands over a link for each as typed values "letter.<person>", and "site" and "until" for them all.
 * Links are shown that once; the office keeps their hashes.  `fill` writes the letters, since links are furniture, and
 * looks up when letters were last made.
 */
#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/out.h"
#include "base/text.h"
#include "pages/columns.h"
#include "pages/page.h"
#include "view/catalogue.h"
#include "view/format.h"

enum { LETTER_MAX = 64 << 10, VALUES = 8 };

static const char *const shows[] = { "silent", NULL };
static const struct input inputs[] = { { .name = "show", .type = INPUT_WORD, .codes = shows } };

static const struct column period[] = {
	OPEN("period", COLUMN_DATE), OPEN("answer_by", COLUMN_DATE), INNER("is_open", COLUMN_BOOL),
	OPEN("open_days", COLUMN_INT), INNER("opened", COLUMN_TIME), INNER("is_silent_only", COLUMN_BOOL),
};
static const struct column contacts[] = {
	OPEN("number", COLUMN_INT), INNER("person", COLUMN_ID), OPEN("function", COLUMN_TEXT),
	{ .name = "name", .type = COLUMN_TEXT, .label = LABEL_PERSON }, OPEN("organisation", COLUMN_TEXT),
	OPEN("total", COLUMN_INT), OPEN("answered", COLUMN_INT), OPEN("answer", COLUMN_CODE), OPEN("silent_days", COLUMN_INT),
	OPEN("can_letter", COLUMN_BOOL), OPEN("last_made", COLUMN_TIME), OPEN("last_used", COLUMN_TIME),
	OPEN("can_sign_in", COLUMN_BOOL), INNER("is_waiting", COLUMN_BOOL),
};
static const struct column measures[] = {
	OPEN("number", COLUMN_INT), OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("process", COLUMN_CODE),
	INNER("is_waiting", COLUMN_BOOL),
};
static const struct column unasked[] = {
	OPEN("measure", COLUMN_INT), OPEN("title", COLUMN_TEXT), OPEN("organisation", COLUMN_TEXT),
};
static const struct column sender[] = {
	{ .name = "sender", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
	INNER("sender_function", COLUMN_TEXT), INNER("from_council", COLUMN_TEXT),
};
/* The letters: with their links when they were just made, else as they would read. */
static const struct column letters[] = {
	OPEN("number", COLUMN_INT), INNER("to_function", COLUMN_TEXT),
	{ .name = "to_name", .type = COLUMN_TEXT, .label = LABEL_PERSON, .is_inner = true },
	INNER("to_organisation", COLUMN_TEXT), OPEN("is_reminder", COLUMN_BOOL),
	{ .name = "subject", .type = COLUMN_TEXT, .label = LABEL_WORK }, { .name = "body", .type = COLUMN_TEXT, .label = LABEL_WORK },
};
static const struct column made[] = {
	INNER("has_made", COLUMN_BOOL), INNER("made_count", COLUMN_INT), INNER("waiting_count", COLUMN_INT),
	INNER("has_refusal", COLUMN_BOOL),
};

static const struct query queries[] = {
	{ QUERY("period", period), .is_one = true },
	{ QUERY("contacts", contacts), .is_whole = true },
	{ QUERY("measures", measures), .is_whole = true, .parent = "contacts", .key = "number" },
	{ QUERY("unasked", unasked) },
	{ QUERY("sender", sender), .is_one = true },
	{ QUERY("letters", letters), .is_whole = true },
	{ QUERY("made", made), .is_one = true },
};

/* The link that was made for a person just now, or NULL. */
static const char *token_for(const struct fill *f, const char *person)
{
	for (size_t i = 0; i < f->ask->typed_count; i++)
		if (!strncmp(f->ask->typed[i].name, "letter.", 7) && text_equal(f->ask->typed[i].name + 7, person))
			return f->ask->typed[i].value;
	return NULL;
}

/* What else the door says of the letters: "site", what addresses begin with; "until", the last day of the links. */
static const char *told(const struct fill *f, const char *name)
{
	const char *value = ask_typed(f->ask, name);

	return value ? value : "";
}

/* A letter in the making: to whom, and what they were asked. */
struct writing {
	struct fill *fill;
	const struct catalogue *words;
	const struct table *period, *contacts, *measures, *sender;
	size_t row;          /* in contacts */
	bool is_reminder, is_late;
};

static const char *measure_lines(const struct writing *w)
{
	struct out o;

	out_init(&o, w->fill->arena, LETTER_MAX);
	for (size_t i = 0; i < w->measures->row_count; i++)
		if (table_int(w->measures, i, "number") == table_int(w->contacts, w->row, "number")
			&& table_int(w->measures, i, "is_waiting"))
			out_print(&o, "- %lld. %s\n", (long long)table_int(w->measures, i, "measure"),
				table_text(w->measures, i, "title") ? table_text(w->measures, i, "title") : "");
	return out_cstr(&o);
}

static const char *number_text(const struct writing *w, int64_t n)
{
	return format_number(w->fill->arena, w->words, n);
}

/* Sentence by sentence from the catalogue, with the same values for all of them. */
static void write_letter(const struct writing *w, struct table *t, size_t row, const char *token)
{
	struct arena *a = w->fill->arena;
	int64_t waiting = table_int(w->contacts, w->row, "total") - table_int(w->contacts, w->row, "answered");
	const char *answer_by = table_text(w->period, 0, "answer_by"), *period_code = table_text(w->period, 0, "period");
	const char *name = table_text(w->contacts, w->row, "name"), *function = table_text(w->contacts, w->row, "function");
	const char *link[] = { token ? arena_print(a, "%s/letter?token=%s", told(w->fill, "site"), token)
		: catalogue_text(w->words, "letters.link_comes"),
		token ? format_date(a, w->words, told(w->fill, "until")) : catalogue_text(w->words, "letters.date_comes") };
	const char *values[VALUES] = { name ? name : function, table_text(w->sender, 0, "from_council"),
		format_date(a, w->words, period_code ? period_code : ""), function ? function : "", measure_lines(w),
		format_date(a, w->words, answer_by ? answer_by : ""),
		number_text(w, table_int(w->contacts, w->row, "silent_days")), number_text(w, waiting) };
	const char *sender_name = table_text(w->sender, 0, "sender"), *sender_function = table_text(w->sender, 0, "sender_function");
	const char *opening = w->is_reminder ? "letters.body_reminder" : "letters.body_first";
	struct out o;

	for (size_t i = 0; i < VALUES; i++)
		values[i] = values[i] ? values[i] : "";
	out_init(&o, a, LETTER_MAX);
	out_print(&o, "%s\n", catalogue_fill(w->words, a, opening, values, VALUES));
	out_print(&o, "%s\n\n", catalogue_fill(w->words, a, w->is_late ? "letters.body_late" : "letters.body_in_time", values,
		VALUES));
	out_print(&o, "%s\n", catalogue_fill(w->words, a, "letters.body_link", link, 2));
	out_print(&o, "%s\n%s%s", sender_name ? sender_name : "", sender_function ? sender_function : "",
		sender_function ? "\n" : "");
	fill_text(t, row, "body", out_cstr(&o));
	fill_text(t, row, "subject", catalogue_fill(w->words, a, w->is_reminder ? "letters.subject_reminder"
		: w->is_late ? "letters.subject_late" : "letters.subject_first", values, VALUES));
}

/* When the newest letter to the person was made in this period, and when the newest that was used was. */
static void look_up_letters(struct fill *f, struct table *contacts_table, const char *opened, const struct office_link *links,
	size_t count)
{
	int64_t since = 0;

	if (opened)
		(void)instant_from(opened, &since);
	for (size_t row = 0; row < contacts_table->row_count; row++) {
		const char *person = table_text(contacts_table, row, "person");

		fill_int(contacts_table, row, "can_sign_in", office_has_passphrase(f->office, person));
		for (size_t i = count; i-- > 0;) {
			if (strcmp(links[i].sort, "letter") || links[i].made_t < since || !text_equal(links[i].person, person))
				continue;
			fill_text(contacts_table, row, "last_made", instant_text(f->arena, links[i].made_t));
			fill_text(contacts_table, row, "last_used", links[i].used_t ? instant_text(f->arena, links[i].used_t) : NULL);
		}
	}
}

static bool may_be_asked(const struct table *t, size_t row)
{
	return table_int(t, row, "is_waiting") && table_int(t, row, "can_letter");
}

/* Which letters are shown: those just made, or, while none was made, those that could be. */
static void fill_letters(struct writing *w, bool has_made)
{
	struct table *t;
	size_t count = 0, row = 0;

	for (size_t i = 0; i < w->contacts->row_count; i++)
		count += has_made ? token_for(w->fill, table_text(w->contacts, i, "person")) != NULL : may_be_asked(w->contacts, i);
	t = fill_table(w->fill, "letters", count);
	for (w->row = 0; row < count && w->row < w->contacts->row_count; w->row++) {
		const char *token = token_for(w->fill, table_text(w->contacts, w->row, "person"));

		if (has_made ? !token : !may_be_asked(w->contacts, w->row))
			continue;
		w->is_reminder = table_text(w->contacts, w->row, "last_made") != NULL;
		fill_int(t, row, "number", table_int(w->contacts, w->row, "number"));
		fill_text(t, row, "to_name", table_text(w->contacts, w->row, "name"));
		fill_text(t, row, "to_function", table_text(w->contacts, w->row, "function"));
		fill_text(t, row, "to_organisation", table_text(w->contacts, w->row, "organisation"));
		fill_int(t, row, "is_reminder", w->is_reminder);
		write_letter(w, t, row, token);
		row++;
	}
}

/* A letter just made is no earlier letter: the typed links say how many of the newest to pass over. */
static size_t before_these(const struct fill *f, struct office_link *links, size_t count)
{
	size_t kept = 0;

	for (size_t i = 0; i < count; i++) {
		bool is_new = !strcmp(links[i].sort, "letter") && token_for(f, links[i].person) && links[i].is_valid;

		if (!is_new)
			links[kept++] = links[i];
	}
	return kept;
}

static void fill(struct fill *f)
{
	struct table *contacts_table = fill_found(f, "contacts"), *t;
	struct writing w = { .fill = f, .words = catalogue_get(f->ask->language), .period = fill_found(f, "period"),
		.contacts = contacts_table, .measures = fill_found(f, "measures"), .sender = fill_found(f, "sender") };
	struct office_link *links;
	size_t count = office_links(f->office, f->arena, NULL, f->ask->now, &links), made_count = 0, waiting_count = 0;
	const char *answer_by = table_text(w.period, 0, "answer_by");

	w.is_late = answer_by && date_last_day(answer_by) < f->ask->today;
	for (size_t i = 0; i < contacts_table->row_count; i++) {
		made_count += token_for(f, table_text(contacts_table, i, "person")) != NULL;
		waiting_count += may_be_asked(contacts_table, i);
	}
	if (made_count) /* what is told of a letter is told as it was before this one */
		count = before_these(f, links, count);
	look_up_letters(f, contacts_table, table_text(w.period, 0, "opened"), links, count);
	if (w.sender->row_count)
		fill_letters(&w, made_count > 0);
	t = fill_table(f, "made", 1);
	fill_int(t, 0, "has_made", made_count > 0);
	fill_int(t, 0, "made_count", (int64_t)made_count);
	fill_int(t, 0, "waiting_count", (int64_t)waiting_count);
	fill_int(t, 0, "has_refusal", f->ask->refusals && refused(f->ask->refusals));
}

const struct page page_letters = { .name = "letters", .path = "/letters", .readers = ROLE_COORDINATOR, .inputs = inputs,
	.input_count = COUNT_OF(inputs), .queries = queries, .query_count = COUNT_OF(queries), .main = "contacts", .fill = fill,
	.reads_office = true };
