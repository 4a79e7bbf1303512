/* SPDX-License-Identifier: EUPL-1.2
 *
 * What programs come back for: news as Atom, and a person's days as iCalendar (doors/web.h).  Both are in Swedish, since no
 * such program sends the cookie that says otherwise, and have a tag by which it learns that nothing is new.
 */
#include <string.h>

#include "auth/office.h"
#include "base/hash.h"
#include "doors/web.h"

static void send_feed(struct visit *v, const struct page *page, enum show_format format, const char *kept)
{
	struct hash hash;

	v->route = page->name;
	v->format = format;
	v->language = "sv";
	v->site = visit_site(v);
	visit_page(v, page, NULL, 0, NULL, 0, NULL, 0);
	if (v->reply->status != 200)
		return;
	hash = hash_of(v->desk->hasher, v->reply->body, v->reply->body_length, NULL, 0, NULL, 0);
	reply_header(v->arena, v->reply, "ETag", arena_print(v->arena, "\"%s\"",
		base64url_from(v->arena, hash.bytes, HASH_BYTES)));
	reply_header(v->arena, v->reply, "Cache-Control", kept);
}

void visit_atom(struct visit *v)
{
	v->actor = desk_public; /* also for who is signed in: whatever lies between may keep it for everybody */
	v->session = v->csrf = NULL;
	send_feed(v, page_find("news"), SHOW_ATOM, "public, max-age=300");
}

/* Whether an address never was, was changed or ended, or belongs to somebody who may see nothing any more is not told. */
void visit_calendar(struct visit *v, const char *token)
{
	size_t n = strlen(token), ending = strlen(".ics");
	char *person = n > ending && !strcmp(token + n - ending, ".ics")
		? office_calendar_person(v->desk->office, v->arena, arena_copy(v->arena, token, n - ending)) : NULL;
	struct actor actor;

	if (!person || !desk_actor(v->desk->store, v->arena, person, &actor)) {
		v->route = "calendar";
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	v->actor = actor;
	v->session = v->csrf = NULL;
	send_feed(v, page_find("calendar"), SHOW_CALENDAR, "private, no-cache");
}
