/* SPDX-License-Identifier: EUPL-1.2
 *
 * Agenda item: what the kinds about a row of an agenda share.  A row without a meeting is of a template; council and working
 * group have one each (meeting_sorts).  A meeting that is called gets a copy of each row of its own body's, so that what was
 * called stands as it was sent, whatever becomes of the template.
 */
#ifndef FYR_KINDS_AGENDA_ITEM_H
#define FYR_KINDS_AGENDA_ITEM_H

#include "kinds/kind.h"

struct agenda_item_facts {
	char *meeting;       /* of the row as it stands; NULL: of a template, or new */
	char *template;      /* whose template it is of, as it stands; NULL: a meeting's, or new */
	bool is_there;       /* stands already */
	bool is_removed;
	const char *closed;  /* meeting_closed of its meeting, or of the one the offer names */
};

struct agenda_item_facts *agenda_item_look(struct store *s, struct arena *a, const struct offer *o, const char *meeting);

/* Refuses with agenda_item.removed, meeting.cancelled and notes.already_finished. */
void agenda_item_check(const struct agenda_item_facts *f, struct refusals *r);

/* The meeting gets the rows of its body's template, with their texts as they are then. */
void agenda_item_copy_template(struct store *s, const struct entry *called);

#endif
