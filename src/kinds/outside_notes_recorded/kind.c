/* SPDX-License-Identifier: EUPL-1.2
 *
 * outside_notes_recorded: notes of an earlier meeting that live elsewhere, by their address and the SHA-256 of the file, so that
 * anybody can see whether the file there is still the one that was meant.  By the coordinator.
 */
#include <string.h>

#include "kinds/day.h"

static const struct field fields[] = {
	{ .name = "meeting", .type = FIELD_REF, .object = "meeting" },
	{ .name = "day", .type = FIELD_DATE, .flags = FIELD_MUST },
	{ .name = "link", .type = FIELD_LINE, .flags = FIELD_MUST, .label = LABEL_WORK },
	{ .name = "sha256", .type = FIELD_WORD },
};

/* Written as `sha256sum` writes it. */
static bool is_sha256(const char *word)
{
	return strlen(word) == 64 && strspn(word, "0123456789abcdef") == 64;
}

/* What a browser opens: https, then a host. */
static bool is_link(const char *link)
{
	static const char scheme[] = "https://";
	size_t n = strlen(scheme);

	return !strncmp(link, scheme, n) && link[n] != '\0' && link[n] != '/';
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	const char *sha256 = offer_text(o, "sha256");

	(void)facts;
	day_check_happened(o, "day", r);
	day_check_whole(o, "day", r);
	if (!is_link(offer_text(o, "link")))
		refuse(r, "outside_notes.link", "link", NULL);
	if (sha256 && !is_sha256(sha256))
		refuse(r, "outside_notes.sha256", "sha256", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "INSERT INTO outside_notes(id, number, day, sha256, seq)"
		" SELECT id, number, ?2, ?3, ?4 FROM object WHERE id = ?1", "ttti", e->obj, entry_text(e, "day"),
		entry_text(e, "sha256"), e->seq);
}

const struct kind outside_notes_recorded = { .name = "outside_notes_recorded", .object = "outside_notes", .id_prefix = "on",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .check = check, .apply = apply };
