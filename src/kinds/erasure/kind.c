/* SPDX-License-Identifier: EUPL-1.2
 *
 * erasure: typed texts of an entry are erased, by two persons and on a stated ground.
 *
 * The entry stays: its leaf holds only digests of the texts, so the book still proves whole.  A disposal names the decision
 * it rests on (arkivlagen 10 §); the others are GDPR art. 16 and 17, and what was lost already.  The state learns which
 * texts are gone; the desk deletes the texts themselves in the same transaction.  Nothing that somebody has asked to read is
 * erased before that request is at its end (kinds/request.h).
 */
#include "kinds/request.h"
#include "kinds/roles.h"
#include "kinds/two_person.h"

/* Why a text may go: the archive's plan for disposal, whose decision is named; a correction of what should not have been
 * written here; an identity number that slipped through; or the text is gone already, lost with a disk. */
static const char *const bases[] = { "disposal_decision", "correction", "identity_number", "gone", NULL };

static const struct field erasure_fields[] = {
	{ .name = "entry", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "fields", .type = FIELD_WORD, .flags = FIELD_MUST | FIELD_MANY },
	{ .name = "basis", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = bases },
	{ .name = "decided_by", .type = FIELD_WORD },
	{ .name = "decision_number", .type = FIELD_WORD },
	{ .name = "ground", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_OPEN },
	{ .name = "second", .type = FIELD_REF, .object = "person" },
};

struct facts {
	const char **rules; /* what is wrong with one of the fields named: the rule's name, or NULL */
	bool is_held;       /* by a request to read it */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	const struct value *names = offer_value(o, "fields");
	int64_t seq = offer_int(o, "entry", -1);
	struct entry entry = { 0 };
	const struct fault *fault = book_read(s, a, seq, &entry);

	f->rules = ARENA_MANY(a, names->count, const char *);
	for (size_t i = 0; i < names->count; i++) {
		f->is_held |= !fault && request_holds(s, &entry, names->texts[i], o->today);
		if (fault || !entry_has_text(&entry, names->texts[i]))
			f->rules[i] = "erasure.no_such_text";
		else if (store_int(s, 0, "SELECT 1 FROM erased WHERE seq = ? AND field = ?", "it", seq, names->texts[i]))
			f->rules[i] = "erasure.already_erased";
	}
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;
	const struct value *names = offer_value(o, "fields");
	bool is_disposal = offer_is(o, "basis", "disposal_decision");

	if (f->is_held)
		refuse(r, "erasure.is_requested", "entry", "TF 2 kap. 15 §");
	for (size_t i = 0; i < names->count; i++)
		if (f->rules[i])
			refuse_arg(r, f->rules[i], "fields", NULL, names->texts[i]);
	if (is_disposal && !offer_text(o, "decided_by"))
		refuse(r, "erasure.who_decided", "decided_by", "Arkivlagen (1990:782) 10 §");
	if (is_disposal && !offer_text(o, "decision_number"))
		refuse(r, "erasure.which_decision", "decision_number", "Arkivlagen (1990:782) 10 §");
}

static void apply(struct store *s, struct arena *a, const struct entry *inner, const struct entry *second)
{
	const char *name;

	(void)a;
	for (size_t i = 0; (name = entry_item(inner, "fields", i)); i++)
		store_run(s, "INSERT OR IGNORE INTO erased(seq, field, by_seq) VALUES (?, ?, ?)", "iti",
			entry_int(inner, "entry", -1), name, second->seq);
}

extern const struct kind erasure_proposed;
static const struct family erasure_family = { .name = "erasure", .proposed = &erasure_proposed, .look = look,
	.check = check, .apply = apply };

TWO_PERSON_STAGE(erasure, proposed, STAGE_PROPOSED, "entry", "entry", ROLES_KEEPERS, erasure_fields,
	"Arkivlagen (1990:782) 10 §");
TWO_PERSON_LATER(erasure, ROLES_KEEPERS, ROLES_KEEPERS, "Arkivlagen (1990:782) 10 §");
