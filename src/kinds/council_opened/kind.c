/* SPDX-License-Identifier: EUPL-1.2
 *
 * council_opened: the first entry of every book.  It says whose book this is, under which origin and key its
 * checkpoints are signed, how long a proposal by one person waits for the second, and how long a new personal key waits
 * before it counts (72 hours; none in an example).  A book that follows another, whose key or newest entries were lost, cites
 * that one's name and the last of its heads that others have seen (docs/recovery.md).  Written by `fyr init` alone,
 * once. It makes the council's row.  Source: our own rule; a council is asked for by lag (2023:196) om kommuners
 * ansvar för brottsförebyggande arbete.
 */
#include <string.h>

#include "base/text.h"
#include "kinds/kind.h"

enum { LIMIT_DAYS = 14, LIMIT_DAYS_MAX = 90, KEY_WAIT_HOURS = 72, KEY_WAIT_HOURS_MAX = 30 * 24 };

static const struct field fields[] = {
	{ .name = "name", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_OPEN },
	{ .name = "origin", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "vkey", .type = FIELD_WORD, .flags = FIELD_MUST },
	{ .name = "is_example", .type = FIELD_BOOL },
	{ .name = "limit_days", .type = FIELD_INT },
	{ .name = "key_wait_hours", .type = FIELD_INT },
	{ .name = "predecessor", .type = FIELD_WORD },      /* the origin of the book that this one follows */
	{ .name = "predecessor_head", .type = FIELD_WORD }, /* "<size>:<base64 root>" of it */
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	bool *is_open = ARENA_NEW(a, bool);

	(void)o;
	*is_open = store_int(s, 0, "SELECT 1 FROM council", "");
	return is_open;
}

static bool is_head(struct arena *a, const char *text)
{
	const char *colon = strchr(text, ':');
	struct hash root;
	uint64_t size;

	return colon && text_to_size(arena_copy(a, text, (size_t)(colon - text)), INT64_MAX, &size)
		&& merkle_hash_from(colon + 1, &root);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	int64_t days = offer_int(o, "limit_days", LIMIT_DAYS);
	const char *predecessor = offer_text(o, "predecessor"), *head = offer_text(o, "predecessor_head");

	if (*(const bool *)facts)
		refuse(r, "council.is_open", NULL, NULL);
	if (days < 1 || days > LIMIT_DAYS_MAX)
		refuse(r, "council.limit_days", "limit_days", NULL);
	if (offer_int(o, "key_wait_hours", 0) > KEY_WAIT_HOURS_MAX)
		refuse(r, "council.key_wait_hours", "key_wait_hours", NULL);
	if (head ? !predecessor || !is_head(r->arena, head) : predecessor != NULL)
		refuse(r, "council.predecessor", "predecessor_head", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	int64_t is_example = entry_int(e, "is_example", 0);

	(void)a;
	store_run(s, "INSERT INTO council(id, name_text, origin, vkey, is_example, limit_days, key_wait_hours)"
		" VALUES(1, ?1, ?2, ?3, ?4, ?5, ?6)", "ittiii", e->seq, entry_text(e, "origin"), entry_text(e, "vkey"), is_example,
		entry_int(e, "limit_days", LIMIT_DAYS), entry_int(e, "key_wait_hours", is_example ? 0 : KEY_WAIT_HOURS));
	store_run(s, "INSERT INTO log_key(id, vkey, from_size, overlap_t) VALUES(?, ?, 0, 0)", "tt", e->obj, entry_text(e, "vkey"));
}

const struct kind council_opened = { .name = "council_opened", .object = "council", .id_prefix = "c",
	.writers = ROLE_ADMINISTRATOR | ROLE_SYSTEM, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look,
	.check = check, .apply = apply };
