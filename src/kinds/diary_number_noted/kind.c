/* SPDX-License-Identifier: EUPL-1.2
 *
 * diary_number_noted: a document of the council is registered in the municipality's diary, under a number that the diary gave it.
 * `entry` is the one from which the document is there (the view `document` of state/schema.sql); `case_no` is that of the case it
 * belongs to.  A wrong number is corrected by noting the right one: the last holds.
 */
#include "base/text.h"
#include "kinds/request.h"

enum { NUMBER_MAX_CHARS = 40 };

static const struct field fields[] = {
	{ .name = "entry", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "diary_no", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "case_no", .type = FIELD_WORD },
};

struct facts {
	bool is_document;
	bool is_taken;              /* another document has that number */
	char *diary_no, *case_no;   /* as they stand; NULL for none */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	int64_t entry = offer_int(o, "entry", -1);

	f->is_document = store_int(s, 0, "SELECT 1 FROM document WHERE entry = ?", "i", entry) != 0;
	f->is_taken = store_int(s, 0, "SELECT 1 FROM diary WHERE diary_no = ? AND entry <> ? LIMIT 1", "ti",
		offer_text(o, "diary_no"), entry) != 0;
	f->diary_no = store_text(s, a, "SELECT diary_no FROM diary WHERE entry = ?", "i", entry);
	f->case_no = store_text(s, a, "SELECT case_no FROM diary WHERE entry = ?", "i", entry);
	return f;
}

static void check_length(const struct offer *o, const char *field, struct refusals *r)
{
	const char *number = offer_text(o, field);

	if (number && text_chars(number) > NUMBER_MAX_CHARS)
		refuse(r, "diary.too_long", field, NULL);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	check_length(o, "diary_no", r);
	check_length(o, "case_no", r);
	if (!f->is_document)
		refuse(r, "diary.no_document", "entry", "OSL 5 kap. 1 §");
	if (text_equal(f->diary_no, offer_text(o, "diary_no")) && text_equal(f->case_no, offer_text(o, "case_no")))
		refuse(r, "diary.stands_already", "diary_no", NULL);
	if (f->is_taken)
		refusal_note(r, "diary.number_of_another", "diary_no", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT OR REPLACE INTO diary(entry, diary_no, case_no, seq) VALUES(?, ?, ?, ?)", "itti",
		entry_int(e, "entry", -1), entry_text(e, "diary_no"), entry_text(e, "case_no"), e->seq);
}

const struct kind diary_number_noted = { .name = "diary_number_noted", .object = "entry", .object_field = "entry",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "OSL 5 kap. 2 §",
	.look = look, .check = check, .apply = apply };
