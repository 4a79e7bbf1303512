/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: somebody's own spreadsheet as text, on its way in.  Up to the first empty line stand the choices, name=value, as the
 * form sends them; the file follows.  What is read points into the table, tells its problems in words, and offers only what
 * a coordinator could offer by hand: the writer judges all of it, dry, and finds every offer well formed.
 */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "auth/office.h"
#include "desk/intake.h"
#include "desk/service.h"
#include "guard/identity.h"
#include "world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { CHOICES_MAX = 40 };

static char *session;

static size_t read_choices(char **at, struct given *out)
{
	size_t count = 0;

	while (**at && **at != '\n' && count < CHOICES_MAX) {
		char *end = strchr(*at, '\n'), *sign;

		if (end)
			*end = '\0';
		sign = strchr(*at, '=');
		if (sign) {
			*sign = '\0';
			out[count++] = (struct given){ *at, sign + 1 };
		}
		*at = end ? end + 1 : *at + strlen(*at);
	}
	*at += **at == '\n';
	return count;
}

/* All or nothing, and nothing since it is dry. */
static void offer(struct world *w, struct arena *a, const struct json *offers)
{
	struct service service = { .desk = w->desk };
	struct json *question = js_object(a), *answer = NULL;
	struct book_place place = book_place(&w->desk->book);
	bool wrote = false;

	js_set_text(a, question, "op", "batch");
	js_set(a, question, "offers", (struct json *)(uintptr_t)offers);
	js_set(a, question, "dry", js_bool(a, true));
	js_set_text(a, question, "session", session);
	store_begin(w->desk->store);
	store_begin(w->desk->office);
	if (service_answer(&service, a, question, NULL, &answer, &wrote))
		abort();
	store_rollback(w->desk->office);
	store_rollback(w->desk->store);
	book_return(&w->desk->book, place);
	assert(!wrote && js_get(answer, "answers") && js_get(answer, "answers")->count == offers->count);
}

static void check(struct world *w, struct arena *a, const struct intake *in)
{
	const struct transfer *t = &in->transfer;

	assert(t->problem_count <= TRANSFER_PROBLEMS_MAX && t->offers && t->offers->type == JS_ARRAY);
	assert(in->head_count <= INTAKE_HEADS_MAX && in->sheet_count <= INTAKE_SHEETS_MAX && in->table.columns <= CSV_COLUMNS_MAX);
	for (size_t i = 0; i < t->problem_count; i++) {
		const char *sv = transfer_problem_text(a, catalogue_get("sv"), &t->problems[i]);
		struct identity_hit hit;

		assert(*sv && *transfer_problem_text(a, catalogue_get("en"), &t->problems[i]));
		assert(identity_find(sv, &hit) != IDENTITY_REFUSE);
	}
	for (size_t i = 0; i < t->offers->count; i++)
		assert(kind_find(js_get_text(t->offers->items[i], "kind")) && t->lines[i] >= 1);
	if (t->offers->count && t->offers->count <= CSV_ROWS_MAX && !transfer_has_fault(t))
		offer(w, a, t->offers);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct world *w = world_small();
	struct given choices[CHOICES_MAX];
	struct workbook_problem problem;
	struct intake_refusal why = { NULL, NULL, 0 };
	const char *table = NULL;
	bool is_table = false;
	struct intake in;
	struct arena *a;
	size_t count, n = 0;
	char *at, *csrf;

	if (size > 1 << 14 || memchr(data, 0, size))
		return 0;
	if (!session) {
		store_begin(w->desk->office);
		session = office_session_new(w->desk->office, w->arena, &w->env, world_actor(w, w->arena, "coordinator").person,
			env_now(&w->env), &csrf);
		if (store_commit(w->desk->office))
			abort();
	}
	a = arena_new((size_t)256 << 20);
	at = arena_copy(a, (const char *)data, size);
	count = read_choices(&at, choices);
	if (workbook_sniff(at, strlen(at), &problem) == WORKBOOK_TEXT) {
		if (intake_file(a, NULL, at, strlen(at), &table, &n, &why))
			abort();
		assert(table || why.rule);
		if (table && intake_read(w->desk, a, "sv", table, n, choices, count, &is_table, &in))
			abort();
		assert(!table || is_table);
		if (table)
			check(w, a, &in);
	}
	arena_free(a);
	return 0;
}
