/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/scope.h"

#include <string.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"

enum { DAYS_AFTER = 14, DAY_SECONDS = 86400, LETTER_ROLES = ROLE_CONTACT | ROLE_MEMBER | ROLE_POLICE | ROLE_SECURITY };

/* What a contact is asked for in a letter; none of it is worth anything before a second person has looked. */
static const char *const letter_kinds[] = { "lesson_noted", "question_answered", "status_reported" };

bool scope_letter_may(const char *kind)
{
	for (size_t i = 0; i < sizeof(letter_kinds) / sizeof(letter_kinds[0]); i++)
		if (text_equal(kind, letter_kinds[i]))
			return true;
	return false;
}

bool scope_letter_narrow(struct actor *actor)
{
	actor->roles &= LETTER_ROLES;
	if (!actor->roles) {
		*actor = desk_public;
		return false;
	}
	actor->roles |= ROLE_BY_LETTER;
	return true;
}

void scope_check(struct desk *d, struct arena *a, const struct actor *actor, const char *letter_by, const struct act *act,
	struct refusals *r)
{
	if (letter_by && !scope_letter_may(act->kind))
		refuse(r, "session.needs_passphrase", NULL, NULL);
	if (!actor->person || strcmp(act->kind, "status_confirmed"))
		return;
	for (size_t i = 0; i < act->given_count; i++) {
		const char *typed = act->given[i].value;
		char *number = NULL;
		int64_t seq;

		/* Read as the desk reads it: a space beside the number is no way past. */
		if (!strcmp(act->given[i].name, "statuses")
			&& text_clean(a, typed, strlen(typed), LINE_MAX_CHARS, true, &number) == TEXT_OK
			&& text_to_int(number, 0, INT64_MAX, &seq)
			&& text_equal(office_letter_of(d->office, a, seq), actor->person))
			refuse_arg(r, "session.own_letter", "statuses", NULL, number);
	}
}

bool scope_letter_until(struct store *s, struct arena *a, int64_t now, int64_t *out_until)
{
	const char *answer_by = store_text(s, a, "SELECT answer_by FROM period WHERE state = 'open'", "");
	int64_t days;

	if (!answer_by)
		return false;
	days = date_last_day(answer_by) + DAYS_AFTER + 1 - instant_day(now);
	*out_until = now - instant_day_second(now) + days * DAY_SECONDS;
	if (*out_until < now + OFFICE_LINK_SECONDS)
		*out_until = now + OFFICE_LINK_SECONDS;
	return true;
}
