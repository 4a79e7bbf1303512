/* SPDX-License-Identifier: EUPL-1.2
 *
 * question_answered: the answer of those responsible to a question about their measure.  One answer a question; who
 * wants to know more asks again.
 */
#include "kinds/kind.h"
#include "kinds/own.h"
#include "kinds/roles.h"

static const struct field fields[] = {
	{ .name = "question", .type = FIELD_ENTRY, .flags = FIELD_MUST },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

struct facts {
	char *measure; /* NULL: the entry is no question */
	bool is_answered;
	struct own_facts own;
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	struct facts *f = ARENA_NEW(a, struct facts);
	int64_t question = offer_int(o, "question", -1);

	f->measure = store_text(s, a, "SELECT measure FROM question WHERE seq = ?", "i", question);
	f->is_answered = store_int(s, -1, "SELECT answered_seq FROM question WHERE seq = ?", "i", question) >= 0;
	if (f->measure)
		f->own = own_look(s, a, f->measure, o->actor);
	return f;
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const struct facts *f = facts;

	if (!f->measure) {
		refuse(r, "question.unknown", "question", NULL);
		return;
	}
	if (f->is_answered)
		refuse(r, "question.answered", "question", NULL);
	if (!own_may(&f->own, o->actor))
		refuse(r, "measure.not_yours", NULL, NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "UPDATE question SET answered_seq = ? WHERE seq = ?", "ii", e->seq, entry_int(e, "question", -1));
}

const struct kind question_answered = { .name = "question_answered", .object = "measure", .object_field = "question",
	.writers = ROLES_WORK, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
