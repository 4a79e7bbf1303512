/* SPDX-License-Identifier: EUPL-1.2
 *
 * request_answered: the document, or what of it may be read, is handed over; or it is not.  From here the copy of notes is as
 * it stood (pages/notes).  What is refused is refused on a provision: that of each passage left out, or the one named here.
 * Whoever gets less, or is told that there is no such document, is told that the authority's own decision may be had (OSL 6 kap.
 * 3 §).
 */
#include "base/text.h"
#include "kinds/request.h"

static const char *const releases[] = { "whole", "part", "refused", "not_held", NULL };

static const struct field fields[] = {
	REQUEST_FIELD,
	{ .name = "release", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = releases },
	{ .name = "provision", .type = FIELD_WORD },
	{ .name = "because", .type = FIELD_TEXT, .label = LABEL_WORK },
};

/* Only the passages of notes that are finished: what is still being written is no public document (TF 2 kap. 12 §). */
#define OF_NOTES "SELECT 1 FROM request AS r JOIN notes AS n ON n.meeting = r.meeting" \
	" JOIN passage AS p ON p.meeting = r.meeting WHERE r.id = ? AND "
#define HIDDEN "(p.audience = 'secret' OR p.seq IN (SELECT passage FROM masked WHERE request = r.id))"

struct facts {
	const char *state;
	bool has_hidden; /* it is about notes of which the one who asks reads not all: a passage is secret or masked */
	bool has_shown;  /* and of which a passage is neither */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);

	f->state = request_look(s, a, o);
	f->has_hidden = store_int(s, 0, OF_NOTES HIDDEN, "t", o->obj) != 0;
	f->has_shown = store_int(s, 0, OF_NOTES "NOT " HIDDEN, "t", o->obj) != 0;
	return f;
}

static bool gives_less(const char *release)
{
	return text_equal(release, "part") || text_equal(release, "refused");
}

/* Of the notes each passage left out has its provision; refused without one more, none of them may be left without. */
static bool lacks_provision(const char *release, const struct facts *f)
{
	return gives_less(release) && (!f->has_hidden || (f->has_shown && text_equal(release, "refused")));
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const char *release = offer_text(o, "release");
	bool has_provision = offer_text(o, "provision") != NULL;

	request_check_state(f->state, "open", "request.not_open", r);
	request_check_provision(o, r);
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
