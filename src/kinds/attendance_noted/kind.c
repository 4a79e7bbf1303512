/* SPDX-License-Identifier: EUPL-1.2
 *
 * attendance_noted: who was at a meeting.  Elected members stand by name, others by their function.  A person of the register is
 * named by `person`, anybody else by function or name; said again of the same person it stands in the place of what was said
 * before, and a guest noted wrongly is taken out by entry_corrected.  By the coordinator, until the
 * notes are finished.
 */
#include "kinds/meeting.h"

static const char *const states[] = { "present", "partly", "absent", NULL };

static const struct field fields[] = {
	{ .name = "meeting", .type = FIELD_REF, .flags = FIELD_MUST, .object = "meeting" },
	{ .name = "person", .type = FIELD_REF, .object = "person" },
	{ .name = "name", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "function", .type = FIELD_LINE, .label = LABEL_WORK },
	{ .name = "organisation", .type = FIELD_REF, .object = "organisation" },
	{ .name = "attendance", .type = FIELD_CODE, .flags = FIELD_MUST, .codes = states },
};

static const void *look(struct store *s, struct arena *a, const struct offer *o)
{
	(void)a;
	return meeting_closed(s, o->obj);
}

static void check(const struct offer *o, const void *facts, struct refusals *r)
{
	if (facts)
		refuse(r, facts, "meeting", NULL);
	if (!offer_text(o, "person") && !offer_text(o, "name") && !offer_text(o, "function"))
		refuse(r, "attendance.who", "person", NULL);
}

static void apply(struct store *s, struct arena *a, const struct entry *e)
{
	(void)a;
	store_run(s, "DELETE FROM attendance WHERE meeting = ?1 AND person = ?2", "tt", e->obj, entry_text(e, "person"));
	store_run(s, "INSERT INTO attendance(seq, meeting, person, organisation, attendance) VALUES(?1, ?2, ?3, ?4, ?5)", "itttt",
		e->seq, e->obj, entry_text(e, "person"), entry_text(e, "organisation"), entry_text(e, "attendance"));
}

const struct kind attendance_noted = { .name = "attendance_noted", .object = "meeting", .object_field = "meeting",
	.writers = ROLE_COORDINATOR, .fields = fields, .field_count = FIELD_COUNT(fields), .look = look, .check = check,
	.apply = apply };
