/* SPDX-License-Identifier: EUPL-1.2
 *
 * Meeting: what the kinds about a meeting share: its record, the same when it is called and when it is changed, and the rules
 * about it.  A body of one sort, council or working group, meets once a day at most; what is cancelled stays so.
 */
#ifndef FYR_KINDS_MEETING_H
#define FYR_KINDS_MEETING_H

#include "kinds/kind.h"

extern const char *const meeting_sorts[];

/* The fields of the record; MUST is FIELD_MUST where they have to be given.  `called_by` is a function, or the name of somebody
 * elected. */
#define MEETING_FIELDS(MUST)                                                                          \
	{ .name = "sort", .type = FIELD_CODE, .flags = (MUST), .codes = meeting_sorts },                    \
	{ .name = "day", .type = FIELD_DATE, .flags = (MUST) },                                             \
	{ .name = "begins", .type = FIELD_WORD, .flags = (MUST) },                                          \
	{ .name = "ends", .type = FIELD_WORD, .flags = (MUST) },                                            \
	{ .name = "place", .type = FIELD_LINE, .flags = (MUST), .label = LABEL_WORK },                      \
	{ .name = "theme", .type = FIELD_LINE, .label = LABEL_WORK },                                       \
	{ .name = "called_by", .type = FIELD_LINE, .flags = (MUST), .label = LABEL_WORK }

/* How the record would stand after the offer; nothing where neither says anything. */
struct meeting_facts {
	const char *closed;        /* meeting_closed */
	bool is_day_taken;         /* another meeting of the sort that day, not cancelled */
	const char *begins, *ends; /* "09:00" */
};

/* Fit as a kind's `look`, `check` and part of its `apply`.  meeting_check refuses: meeting.cancelled, notes.already_finished,
 * meeting.day_taken, date.whole_day, meeting.time, meeting.ends_first.  meeting_apply writes what the entry gives into the
 * meeting's row, which must be there. */
const void *meeting_look(struct store *s, struct arena *a, const struct offer *o);
void meeting_check(const struct offer *o, const void *facts, struct refusals *r);
void meeting_apply(struct store *s, const struct entry *e);

/* Is the meeting with that id cancelled?  False for NULL. */
bool meeting_is_cancelled(struct store *s, const char *id);

/* Why the call, the agenda and who was there are not changed any more: meeting.cancelled, or notes.already_finished, for they
 * belong to what the notes say.  NULL: they are, or there is no such meeting. */
const char *meeting_closed(struct store *s, const char *id);

#endif
