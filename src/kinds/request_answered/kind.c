/* SPDX-License-Identifier: EUPL-1.2
 *
 * request_answered: the document, or what of it may be read, is handed over; or it is not.  From here the copy is as it stood
 * (pages/notes, pages/copy).  What is refused is refused on a provision: that of each text left out, or the one named here.
 * Whoever gets less, or is told that there is no such document, is told that the authority's own decision may be had (OSL 6 kap.
 * 3 §).
 *
 * Nothing goes out unread: `seen` is the newest entry of the document that whoever answers has read, and a document that has
 * grown since, by an addendum or a report, is a conflict.  Who says nothing of it has seen what the head says on which the
 * act builds, and all there is when it builds on none.
 *
 * Notes that are not finished are no public document (TF 2 kap. 10 and 12 §§): the answer is that there is none, or it waits
 * until they are.  Nothing of them is refused on a provision, for no secrecy is what keeps them back.
 */
#include <string.h>

#include "base/text.h"
#include "kinds/request.h"

static const char *const releases[] = { "whole", "part", "refused", "not_held", NULL };

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "release", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = releases },
	{ .name = "provision", .type = FIELD_WORD },
	{ .name = "because", .type = FIELD_TEXT, .label = LABEL_WORK },
	{ .name = "seen", .type = FIELD_ENTRY }, /* the newest entry of the document that was read */
};

/* Only the passages of notes that are finished: what is still being written is no public document. */
#define OF_NOTES " FROM request AS r JOIN notes AS n ON n.meeting = r.meeting" \
	" JOIN passage AS p ON p.meeting = r.meeting WHERE r.id = ?"
#define HIDDEN "(p.audience = 'secret' OR p.seq IN (SELECT entry FROM masked WHERE request = r.id))"

struct facts {
	const char *state;
	bool is_unfinished; /* it is about notes that are not finished */
	bool has_hidden;    /* of what was asked for the copy leaves something out */
	bool has_shown;     /* and something not */
	bool has_bare;      /* something is left out that no provision stands at */
	int64_t seen;       /* the newest entry that whoever answers says to have seen; INT64_MAX when nothing is said */
	int64_t newest;     /* the newest of the document; -1 for none */
	const char *newest_text;
};

static void look_at_notes(struct store *s, const struct offer *o, struct facts *f)
{
	f->has_hidden = store_int(s, 0, "SELECT 1" OF_NOTES " AND " HIDDEN, "t", o->obj) != 0;
	f->has_shown = store_int(s, 0, "SELECT 1" OF_NOTES " AND NOT " HIDDEN, "t", o->obj) != 0;
	f->is_unfinished = store_int(s, 0, "SELECT 1 FROM request WHERE id = ? AND meeting IS NOT NULL"
		" AND meeting NOT IN (SELECT meeting FROM notes)", "t", o->obj) != 0;
}

/* Another document's texts, one by one (pages/copy). */
static void look_at_texts(struct store *s, struct arena *a, const struct offer *o, struct facts *f)
{
	struct rows r = store_ask(s, "SELECT l.kind, t.field, k.entry IS NOT NULL FROM request_text AS t"
		" JOIN log AS l ON l.seq = t.entry"
		" LEFT JOIN masked AS k ON k.request = t.request AND k.entry = t.entry AND k.field = t.field WHERE t.request = ?", "t",
		o->obj);

	while (rows_next(&r)) {
		bool is_masked = rows_int(&r, 2) != 0;
		bool is_kept = label_in_copy(kind_label(rows_text(&r, a, 0), rows_text(&r, a, 1)), false) == LABEL_PASSAGE;

		f->has_hidden |= is_masked || is_kept;
		f->has_bare |= is_kept && !is_masked;
		f->has_shown |= !is_masked && !is_kept;
	}
	rows_end(&r);
}

/* The newest entry of the head that the act builds on. */
static int64_t seen_to(struct arena *a, const char *base)
{
	int64_t size = 0;

	if (!base)
		return INT64_MAX;
	(void)text_to_int(arena_copy(a, base, strcspn(base, ":")), 0, INT64_MAX, &size);
	return size - 1;
}

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	look_at_notes(s, o, f);
	look_at_texts(s, a, o, f);
	f->newest = store_int(s, -1, "SELECT coalesce(max(entry), -1) FROM request_entry WHERE request = ?", "t", o->obj);
	f->seen = offer_int(o, "seen", seen_to(a, o->base));
	f->newest_text = arena_print(a, "%lld", (long long)f->newest);
	return f;
}

static bool gives_less(const char *release)
{
	return text_equal(release, "part") || text_equal(release, "refused");
}

/* Of the copy each text left out has its provision; refused without one more, none of them may be left without. */
static bool lacks_provision(const char *release, const struct facts *f)
{
	return gives_less(release) && (!f->has_hidden || f->has_bare || (f->has_shown && text_equal(release, "refused")));
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *release = offer_text(o, "release");
	bool has_provision = offer_text(o, "provision") != NULL;

	request_check_state(f->state, "open", "request.not_open", r);
	request_check_provision(o, r);
	if (f->newest > f->seen)
		refuse_arg(r, "request.conflict", "seen", "TF 2 kap. 15 §", f->newest_text);
	if (f->is_unfinished && !offer_is(o, "release", "not_held"))
		refuse(r, "request.not_finished", "release", "TF 2 kap. 10 och 12 §§");
	if (offer_is(o, "release", "whole") && f->has_hidden)
		refuse(r, "request.not_whole", "release", NULL);
	if (!has_provision && lacks_provision(release, f))
		refuse(r, "request.needs_provision", "provision", "TF 2 kap. 2 §");
	if (!gives_less(release) && has_provision)
		refuse(r, "request.no_provision", "provision", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	const char *release = entry_text(e, "release");

	(void)a;
	store_run(s, "UPDATE request SET answered_seq = ?2, answered_day = ?3, release = ?4, provision = ?5 WHERE id = ?1", "tiitt",
		e->obj, e->seq, (int64_t)e->day, release, entry_text(e, "provision"));
	if (text_equal(release, "whole"))
		request_apply(s, e->obj, "closed", 0);
	else
		request_apply(s, e->obj, "answered", e->day + REQUEST_HELD_DAYS);
	request_lay_hand(s, e);
}

const struct kind request_answered = { .name = "request_answered", .object = "request", .object_field = "request",
	.writers = ROLES_RELEASERS, .fields = fields, .field_count = FIELD_COUNT(fields), .source = "TF 2 kap. 15 §, OSL 6 kap. 3 §",
	.look = look, .check = check, .apply = apply };
