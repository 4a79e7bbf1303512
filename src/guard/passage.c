/* SPDX-License-Identifier: EUPL-1.2 */
#include "guard/passage.h"

#include <string.h>

#include "base/text.h"
#include "guard/label.h"

/* Ids are base64url behind a prefix: a space is in none of them. */
static bool is_named(const char *organisations, const char *id)
{
	size_t n = strlen(id);

	for (const char *p = n ? organisations : NULL; p && (p = strstr(p, id)); p += n)
		if (p != organisations && p[-1] == ' ' && p[n] == ' ')
			return true;
	return false;
}

bool passage_may_read(const struct passage_spread *spread, const struct actor *actor)
{
	bool is_worker = (actor->roles & label_readers(LABEL_WORK)) != 0;

	if (spread->is_withheld)
		return false;
	if (text_equal(spread->audience, "public"))
		return spread->is_published || spread->is_released || is_worker;
	if (text_equal(spread->audience, "council"))
		return spread->is_released || is_worker;
	return text_equal(spread->audience, "secret") && is_worker && !(actor->roles & ROLE_BY_LETTER) && actor->organisation
		&& is_named(spread->organisations, actor->organisation);
}
