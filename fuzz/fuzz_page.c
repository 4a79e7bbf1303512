/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: addresses, from the request's target to the page.  The first byte chooses who asks, the second form and language.
 * Whatever the address: the book stays as it is, JSON is JSON, and nothing of the address comes back as an element of
 * HTML.
 */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "base/json.h"
#include "http/form.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char *const logins[] = { "public", "administrator", "coordinator", "contact", "member", "auditor" };
enum { LOGINS = sizeof(logins) / sizeof(logins[0]), INPUTS = 40 };

/* Is one of the page's addresses a script?  As words in a field, or behind ours, whatever was typed stands there as it was. */
static bool runs_script(const char *html)
{
	return strstr(html, "href=\"javascript:") || strstr(html, "action=\"javascript:") || strstr(html, "src=\"javascript:");
}

static void check(struct arena *a, enum show_format format, const struct shown *shown)
{
	if (shown->status != SHOW_OK) {
		assert(shown->why && !shown->bytes);
		return;
	}
	assert(shown->bytes && shown->type && strlen(shown->bytes) == shown->length);
	if (format == SHOW_JSON)
		assert(js_read(a, shown->bytes, shown->length));
	if (format == SHOW_HTML)
		assert(!strstr(shown->bytes, "<x7") && !strstr(shown->bytes, "\"x7=") && !runs_script(shown->bytes));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = world_get();
	struct page_input inputs[INPUTS];
	struct shown shown = { .status = SHOW_NOT_FOUND };
	struct page_ask ask = { .inputs = inputs, .today = instant_day(w->clock.now), .now = w->clock.now, .is_web = true };
	enum show_format format = size > 1 ? (enum show_format)(data[1] % 4) : SHOW_HTML;
	const struct fault *f = NULL;
	struct actor actor;
	struct form query;
	const char *path;
	struct arena *a;
	size_t count;

	if (size < 3 || size > PATH_MAX_BYTES || memchr(data + 2, 0, size - 2))
		return 0;
	a = arena_new((size_t)128 << 20);
	actor = world_actor(w, a, logins[data[0] % LOGINS]);
	ask.actor = &actor;
	ask.language = data[1] & 4 ? "en" : "sv";
	ask.path = arena_copy(a, (const char *)data + 2, size - 2);
	if (!target_read(a, ask.path, &path, &query) && (ask.page = shelf_route(w->shelf, a, path, inputs, INPUTS, &count))) {
		for (size_t i = 0; i < query.count && count < INPUTS; i++)
			inputs[count++] = (struct page_input){ query.pairs[i].name, query.pairs[i].value };
		ask.input_count = count;
		f = desk_show(w->desk, w->shelf, a, &ask, format, &shown);
		if (f)
			(void)fprintf(stderr, "fuzz: %s\n", f->what);
		assert(!f && !store_fault(w->desk->store));
		check(a, format, &shown);
	}
	arena_free(a);
	return 0;
}
