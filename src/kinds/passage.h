/* SPDX-License-Identifier: EUPL-1.2
 *
 * Passage: what the passages of a council's notes have in common, those that were finished with them, those added later, and the
 * files that were added (attachment_added).
 * Who reads one stands in the entry (guard/passage.h); what it says, how long it is and what form it has stand in its text
 * alone, so that nothing of them is told to whoever may not read it.
 *
 * The form is told by how lines begin: "# " a heading, "## " one under it, "- " an item of a list, "  - " one of a list
 * under the item before it, "| " a row of a table with "|" between its cells, the first row its headings.  All other lines
 * are paragraphs.
 */
#ifndef FYR_KINDS_PASSAGE_H
#define FYR_KINDS_PASSAGE_H

#include "kinds/kind.h"

extern const char *const passage_audiences[];
enum { PASSAGE_AUDIENCE_PUBLIC, PASSAGE_AUDIENCE_COUNCIL, PASSAGE_AUDIENCE_SECRET };

#define PASSAGE_MEETING { .name = "meeting", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" }
/* Who reads it. */
#define PASSAGE_SPREAD                                                                                  \
	{ .name = "audience", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = passage_audiences },          \
	{ .name = "provision", .type = FIELD_WORD },                                                          \
	{ .name = "sender", .type = FIELD_REF, .object = "organisation" },                                    \
	{ .name = "readers", .type = FIELD_REF, .flags = FIELD_MANY, .object = "organisation" },              \
	{ .name = "until", .type = FIELD_DATE }
#define PASSAGE_FIELDS                                                                                  \
	PASSAGE_SPREAD,                                                                                       \
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_PASSAGE }

/* How a meeting's notes stand. */
struct notes_facts {
	bool is_finished, is_published, is_approved;
	bool has_unpublished;   /* something was added since they were published */
};
struct notes_facts notes_facts(struct store *s, const char *meeting);
/* The same, fit as a kind's `look`. */
const void *notes_look(struct store *s, struct arena *a, const struct offer *o);

/* Refuses: passage.secret_needs_provision, passage.secret_needs_sender, passage.only_secret, passage.provision,
 * date.whole_day. */
void passage_check(const struct offer *o, struct refusals *r);

/* "OSL 18:1", "OSL 18:8 a", "OSL 21:7 (2)": chapter and section, and what else is said of it. */
bool passage_is_provision(const char *word);

/* The row of the agenda that an offer puts it under, where it names one.  Refuses: agenda_item.removed,
 * agenda_item.other_meeting. */
#define PASSAGE_ITEM { .name = "agenda_item", .type = FIELD_REF, .object = "agenda_item" }
struct passage_item {
	bool is_removed, is_elsewhere;
};
struct passage_item passage_item_look(struct store *s, const struct offer *o);
void passage_item_check(const struct passage_item *f, struct refusals *r);

/* Writes the row; `sort` is "passage", "addendum", "objection" or "attachment". */
void passage_apply(struct store *s, const struct entry *e, const char *sort);

/* SHA-256, in base64, over the leaf hashes of the meeting's passages in their order; *out_count of them. */
const char *passage_digest(struct store *s, struct arena *a, const char *meeting, int64_t *out_count);

/* How a line of a list is set in that stands under the one before it. */
#define PASSAGE_UNDER "  "

/* 1 for a heading, 2 for a subheading, 0 for any other form and for NULL. */
int passage_form_level(const char *form);
/* The text with the marks of its form at the beginning of each line: heading, subheading, list (behind PASSAGE_UNDER, if that is
 * there) or table, which may come with tabs between its cells, as a spreadsheet puts it on the clipboard; else as it is. */
const char *passage_text_in_form(struct arena *a, const char *form, const char *text);

#endif
