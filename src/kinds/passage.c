/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/passage.h"

#include <string.h>

#include "base/hash.h"
#include "base/out.h"
#include "base/text.h"
#include "kinds/day.h"

const char *const passage_audiences[] = { "public", "council", "secret", NULL };

static const char law_note[] = "TF 2 kap. 20 §";

struct notes_facts notes_facts(struct store *s, const char *meeting)
{
	int64_t published = store_int(s, -1, "SELECT published_seq FROM notes WHERE meeting = ?", "t", meeting);

	return (struct notes_facts){ .is_published = published >= 0,
		.is_finished = store_int(s, 0, "SELECT 1 FROM notes WHERE meeting = ?", "t", meeting) != 0,
		.is_approved = store_int(s, -1, "SELECT approved_seq FROM notes WHERE meeting = ?", "t", meeting) >= 0,
		.has_unpublished = store_int(s, 0, "SELECT 1 FROM passage WHERE meeting = ? AND seq > ?", "ti", meeting, published) != 0 };
}

const void *notes_look(struct store *s, struct arena *a, const struct offer *o)
{
	struct notes_facts *f = ARENA_NEW(a, struct notes_facts);

	*f = notes_facts(s, o->obj);
	return f;
}

bool passage_is_provision(const char *word)
{
	const char *digits = "0123456789", *chapter = word + 4, *section;

	if (strncmp(word, "OSL ", 4) != 0)
		return false;
	section = chapter + strspn(chapter, digits);
	return section != chapter && *section == ':' && strspn(section + 1, digits) > 0;
}

void passage_check(const struct offer *o, struct refusals *r)
{
	const char *provision = offer_text(o, "provision"), *until = offer_text(o, "until");
	bool is_secret = offer_is(o, "audience", passage_audiences[PASSAGE_AUDIENCE_SECRET]);

	if (is_secret && !provision)
		refuse(r, "passage.secret_needs_provision", "provision", law_note);
	if (is_secret && !offer_text(o, "sender"))
		refuse(r, "passage.secret_needs_sender", "sender", NULL);
	if (!is_secret && (provision || offer_text(o, "readers") || until))
		refuse(r, "passage.only_secret", "audience", NULL);
	day_check_whole(o, "until", r);
	if (provision && !passage_is_provision(provision))
		refuse(r, "passage.provision", "provision", law_note);
}

struct passage_item passage_item_look(struct store *s, const struct offer *o)
{
	const char *item = offer_text(o, "agenda_item");

	return (struct passage_item){ .is_removed = store_int(s, 0, "SELECT is_removed FROM agenda_item WHERE id = ?", "t", item) != 0,
		.is_elsewhere = item && !store_int(s, 0, "SELECT 1 FROM agenda_item WHERE id = ? AND meeting = ?", "tt", item, o->obj) };
}

void passage_item_check(const struct passage_item *f, struct refusals *r)
{
	if (f->is_removed)
		refuse(r, "agenda_item.removed", "agenda_item", NULL);
	if (f->is_elsewhere)
		refuse(r, "agenda_item.other_meeting", "agenda_item", NULL);
}

void passage_apply(struct store *s, const struct entry *e, const char *sort)
{
	const char *reader;

	store_run(s, "INSERT INTO passage(seq, meeting, sort, agenda_item, entry, position, audience, provision, sender, until, day,"
		" hash) VALUES(?, ?, ?, ?, nullif(?, -1), ?, ?, ?, ?, ?, ?, ?)", "ittti" "itttt" "it", e->seq, e->obj, sort,
		entry_text(e, "agenda_item"), entry_int(e, "entry", -1), entry_int(e, "position", 0), entry_text(e, "audience"),
		entry_text(e, "provision"), entry_text(e, "sender"), entry_text(e, "until"), (int64_t)e->day, e->hash);
	for (size_t i = 0; (reader = entry_item(e, "readers", i)); i++)
		store_run(s, "INSERT OR IGNORE INTO passage_reader(passage, organisation) VALUES(?, ?)", "it", e->seq, reader);
}

const char *passage_digest(struct store *s, struct arena *a, const char *meeting, int64_t *out_count)
{
	int64_t count = store_int(s, 0, "SELECT count(*) FROM passage WHERE meeting = ? AND sort = 'passage'", "t", meeting);
	struct hash *hashes = ARENA_MANY(a, (size_t)count, struct hash), digest;
	struct rows r = store_ask(s, "SELECT hash FROM passage WHERE meeting = ? AND sort = 'passage' ORDER BY position, seq", "t",
		meeting);
	struct hasher *h = hasher_new();
	size_t n = 0, length;

	while (rows_next(&r))
		(void)base64_to(rows_text(&r, a, 0), &hashes[n++], HASH_BYTES, &length);
	rows_end(&r);
	digest = hash_of(h, hashes, n * sizeof(*hashes), NULL, 0, NULL, 0);
	hasher_free(h);
	*out_count = (int64_t)n;
	return base64_from(a, &digest, HASH_BYTES);
}

/* A row as it comes from a spreadsheet: a tab between its cells; a bar in one would part it. */
static void write_row(struct out *o, const char *line, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (line[i] == '\t')
			out_text(o, " | ");
		else
			out_char(o, line[i] == '|' ? '/' : line[i]);
	}
}

/* Has the line its mark already?  A row of a table needs no space after it, and a heading may be of either level. */
static bool is_marked(const char *line, const char *mark)
{
	if (*mark == '#')
		return !strncmp(line, "# ", 2) || !strncmp(line, "## ", 3);
	return !strncmp(line, mark, *mark == '|' ? 1 : strlen(mark));
}

/* Each line with the mark of its form in front of it, unless it has that already. */
static const char *marked(struct arena *a, const char *mark, const char *text)
{
	size_t room = strlen(text) * 3 + 8;
	struct out o;

	out_init(&o, a, room);
	for (const char *line = text; *line;) {
		size_t n = strcspn(line, "\n"), set_in = strlen(PASSAGE_UNDER);
		bool is_under = *mark == '-' && n > set_in && !strncmp(line, PASSAGE_UNDER, set_in), is_bare;

		if (is_under) {
			out_text(&o, PASSAGE_UNDER);
			line += set_in;
			n -= set_in;
		}
		is_bare = n && !is_marked(line, mark);
		out_text(&o, is_bare ? mark : "");
		if (is_bare && *mark == '|' && memchr(line, '\t', n))
			write_row(&o, line, n);
		else
			out_bytes(&o, line, n);
		out_text(&o, line[n] ? "\n" : "");
		line += n + (line[n] == '\n');
	}
	return out_cstr(&o);
}

int passage_form_level(const char *form)
{
	return text_equal(form, "heading") ? 1 : text_equal(form, "subheading") ? 2 : 0;
}

const char *passage_text_in_form(struct arena *a, const char *form, const char *text)
{
	if (passage_form_level(form))
		return marked(a, passage_form_level(form) == 1 ? "# " : "## ", text);
	if (text_equal(form, "list"))
		return marked(a, "- ", text);
	return text_equal(form, "table") ? marked(a, "| ", text) : text;
}
