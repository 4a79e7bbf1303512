/* SPDX-License-Identifier: EUPL-1.2
 *
 * Measure record: what is written down about a measure, the same when it is added and when it is changed.
 */
#ifndef FYR_KINDS_MEASURE_RECORD_H
#define FYR_KINDS_MEASURE_RECORD_H

#include "kinds/kind.h"

extern const char *const measure_horizons[], *const measure_sorts[], *const measure_levels[];

/* The fields of the record; MUST is FIELD_MUST where title and responsible have to be given.  A plan kept in a spreadsheet
 * may not say the horizon: it is missing until somebody fills it in. */
#define MEASURE_RECORD_FIELDS(MUST)                                                                   \
	{ .name = "title", .type = FIELD_LINE, .flags = (MUST), .label = LABEL_OPEN },                      \
	{ .name = "description", .type = FIELD_TEXT, .label = LABEL_WORK },                                 \
	{ .name = "target_group", .type = FIELD_LINE, .label = LABEL_WORK },                                \
	{ .name = "follow_up", .type = FIELD_TEXT, .label = LABEL_WORK },                                   \
	{ .name = "decision", .type = FIELD_TEXT, .label = LABEL_WORK },                                    \
	{ .name = "diary_no", .type = FIELD_WORD },                                                         \
	{ .name = "focus_area", .type = FIELD_REF, .object = "focus_area" },                                \
	{ .name = "responsible", .type = FIELD_REF, .flags = (MUST), .object = "organisation" },            \
	{ .name = "partners", .type = FIELD_REF, .flags = FIELD_MANY, .object = "organisation" },           \
	{ .name = "reporter", .type = FIELD_REF, .object = "person" },                                      \
	{ .name = "confirmer", .type = FIELD_REF, .object = "person" },                                     \
	{ .name = "horizon", .type = FIELD_CODE, .codes = measure_horizons },                               \
	{ .name = "sort", .type = FIELD_CODE, .codes = measure_sorts },                                     \
	{ .name = "level", .type = FIELD_CODE, .codes = measure_levels },                                   \
	{ .name = "factors", .type = FIELD_REF, .flags = FIELD_MANY, .object = "factor" },                  \
	{ .name = "starts", .type = FIELD_DATE },                                                           \
	{ .name = "ends", .type = FIELD_DATE }

/* How the record would stand after the offer, and which of the named are gone. */
struct record_facts {
	const char *responsible, *reporter, *confirmer, *starts, *ends;
	bool responsible_closed, partner_closed, reporter_closed, confirmer_closed; /* of those the offer names */
	bool partner_is_responsible;
};
struct record_facts record_look(struct store *s, struct arena *a, const struct offer *o);

/* Refuses: organisation.closed, person.closed, measure.partner_is_responsible, measure.confirmer_is_reporter,
 * date.wrong_order. */
void record_check(const struct record_facts *f, struct refusals *r);

/* Writes what the entry gives into the measure's row, which must be there; lists are replaced when given. */
void record_apply(struct store *s, const struct entry *e);

#endif
