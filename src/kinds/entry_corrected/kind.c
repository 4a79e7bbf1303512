/* SPDX-License-Identifier: EUPL-1.2
 *
 * entry_corrected: an earlier entry was wrong; this one says what was wrong and what is right.
 *
 * Nothing is changed in the book: both entries stay.  Where the right thing has been written again, `replacement` names
 * it.  A corrected status no longer gives a light, nor its readings.  Its author corrects an entry, or the coordinator.
 * What few may read is corrected by a new decision of two persons (FL 36-38 §§), and a passage of notes by an addendum with
 * readers of its own; not here where all would read it.
 */
#include "base/text.h"
#include "kinds/kind.h"
#include "kinds/roles.h"
#include "kinds/status.h"

static const struct field fields[] = {
	{ .name = "entry", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "replacement", .type = FIELD_ENTRY },
};

struct facts {
	char *by, *kind, *replacement_kind;
	bool is_corrected;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	int64_t entry = offer_int(o, "entry", -1), replacement = offer_int(o, "replacement", -1);

	f->by = store_text(s, a, "SELECT by FROM log WHERE seq = ?", "i", entry);
	f->kind = store_text(s, a, "SELECT kind FROM log WHERE seq = ?", "i", entry);
	f->replacement_kind = store_text(s, a, "SELECT kind FROM log WHERE seq = ?", "i", replacement);
	f->is_corrected = store_int(s, 0, "SELECT 1 FROM corrected WHERE seq = ? LIMIT 1", "i", entry);
	return f;
}

/* Does the kind carry a text that is spread so? */
static bool carries(const char *kind, enum label label)
{
	const struct kind *k = kind ? kind_find(kind) : NULL;

	for (size_t i = 0; k && i < k->field_count; i++)
		if (k->fields[i].label == label)
			return true;
	return false;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (carries(f->kind, LABEL_DECISION))
		refuse(r, "correction.decision", "entry", "FL (2017:900) 36-38 §§");
	if (carries(f->kind, LABEL_PASSAGE))
		refuse(r, "correction.passage", "entry", NULL);
	if (!text_equal(f->by, o->actor->person) && !(o->actor->roles & ROLE_COORDINATOR))
		refuse(r, "correction.not_yours", "entry", NULL);
	if (f->is_corrected)
		refuse(r, "correction.already_corrected", "entry", NULL);
	if (!offer_text(o, "replacement"))
		return;
	if (offer_int(o, "replacement", -1) <= offer_int(o, "entry", -1))
		refuse(r, "correction.replacement_older", "replacement", NULL);
	else if (!text_equal(f->kind, f->replacement_kind))
		refuse(r, "correction.replacement_other_kind", "replacement", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	int64_t entry = entry_int(e, "entry", -1);

	store_run(s, "INSERT OR IGNORE INTO corrected(seq, by_seq) VALUES (?, ?)", "ii", entry, e->seq);
	if (store_int(s, 0, "SELECT 1 FROM status WHERE seq = ?", "i", entry))
		status_set(s, a, e, entry, "corrected");
}

const struct kind entry_corrected = { .name = "entry_corrected", .object = "entry", .object_field = "entry",
	.writers = ROLES_OWNERS | ROLE_ADMINISTRATOR | ROLE_REGISTRAR, .fields = fields,
	.field_count = FIELD_COUNT(fields), .look = look, .check = check, .apply = apply };
