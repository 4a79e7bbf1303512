/* SPDX-License-Identifier: EUPL-1.2
 *
 * handover_noted: what the next coordinator has to know and no other page can tell: where the backups and the keys are,
 * who to ask, what is agreed.  A later note on a topic stands in the place of the earlier one; both stay in the log.
 * Where a key lies may be said here, never the key itself.
 */
#include "kinds/kind.h"

static const char *const topics[] = { "backups", "keys", "contacts", "agreements", "routines", "other", NULL };

static const struct field fields[] = {
	{ .name = "topic", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = topics },
	{ .name = "text", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK },
};

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT OR REPLACE INTO handover_note(topic, seq) VALUES(?1, ?2)", "ti", entry_text(e, "topic"), e->seq);
}

const struct kind handover_noted = { .name = "handover_noted", .object = "handover_note", .id_prefix = "n",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .apply = apply };
