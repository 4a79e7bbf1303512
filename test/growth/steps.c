/* SPDX-License-Identifier: EUPL-1.2
 *
 * steps: how much SQLite does for each page, counted in its virtual machine's instructions, for each of the persons who
 * may open it.  Counts, not seconds, so that neighbours do not matter.  Nothing is kept from one page to the next.
 * usage: steps FILE        prints a line a page: person, page and inputs, status, instructions, rows scanned, bytes of HTML
 */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "desk/desk.h"
#include "desk/show.h"
#include "store/inside.h"

enum { ARENA_BYTES = 64 << 20 };

static const char *const persons[] = { "public", "coordinator", "contact", "registrar", "administrator" };

/* Questions with inputs; every page that needs none is asked without. */
static const struct {
	const char *page;
	struct page_input inputs[2];
	size_t count;
} asked[] = {
	{ "answer", { { "request", "1" } }, 1 },
	{ "copy", { { "request", "1" } }, 1 },
	{ "council_page", { { "frozen", "1" } }, 1 },
	{ "council_page", { { "period", "2025-Q4" } }, 1 },
	{ "follow_up", { { "measure", "1" } }, 1 },
	{ "follow_up", { { "all", "1" } }, 1 },
	{ "form", { { "kind", "status_reported" }, { "measure", "1" } }, 2 },
	{ "form", { { "kind", "question_asked" }, { "measure", "1" } }, 2 },
	{ "form", { { "kind", "question_answered" } }, 1 },
	{ "form", { { "kind", "decision_proposed" } }, 1 },
	{ "form", { { "kind", "decision_seconded" } }, 1 },
	{ "form", { { "kind", "council_page_frozen" } }, 1 },
	{ "form", { { "kind", "indicator_value_recorded" } }, 1 },
	{ "form", { { "kind", "measure_changed" }, { "measure", "1" } }, 2 },
	{ "form", { { "kind", "entry_corrected" } }, 1 },
	{ "form", { { "kind", "erasure_proposed" } }, 1 },
	{ "form", { { "kind", "money_recorded" }, { "measure", "1" } }, 2 },
	{ "form", { { "kind", "request_answered" } }, 1 },
	{ "letter", { { "token", "x" } }, 1 },
	{ "log", { { "kind", "question_asked" } }, 1 },
	{ "log", { { "kind", "handover_noted" } }, 1 },
	{ "log", { { "role", "contact" } }, 1 },
	{ "log", { { "role", "registrar" } }, 1 },
	{ "log", { { "measure", "1" } }, 1 },
	{ "log", { { "since", "2026-10-01" }, { "until", "2026-10-31" } }, 2 },
	{ "log", { { "since", "2026-10-01" }, { "kind", "question_asked" } }, 2 },
	{ "measure", { { "measure", "1" } }, 1 },
	{ "measure", { { "measure", "12" } }, 1 },
	{ "organisation", { { "organisation", "fritid" } }, 1 },
	{ "plan", { { "period", "2025-Q4" } }, 1 },
	{ "public_measure", { { "measure", "1" } }, 1 },
	{ "publish", { { "period", "2026-Q2" } }, 1 },
	{ "request", { { "request", "1" } }, 1 },
	{ "story", { { "measure", "1" } }, 1 },
	{ "working_group", { { "period", "2025-Q4" } }, 1 },
};

struct asking {
	struct desk *desk;
	const struct shelf *shelf;
	struct arena *arena;
	int today;
};

static int64_t counted(struct desk *d, int what)
{
	sqlite3 *db = store_database(d->store);
	int64_t sum = 0;

	for (sqlite3_stmt *s = sqlite3_next_stmt(db, NULL); s; s = sqlite3_next_stmt(db, s))
		sum += sqlite3_stmt_status(s, what, 1);
	return sum;
}

static bool wants_input(const struct page *page)
{
	for (size_t i = 0; i < page->input_count; i++)
		if (page->inputs[i].is_must || strchr(page->path, ':'))
			return true;
	return false;
}

static const struct fault *ask_page(struct asking *g, const char *person, const struct page *page,
	const struct page_input *inputs, size_t count)
{
	struct actor actor = desk_public;
	struct page_ask ask = { .page = page, .actor = &actor, .inputs = inputs, .input_count = count, .language = "sv",
		.today = g->today, .now = (int64_t)g->today * 86400 + 36000, .csrf = "c", .path = "/", .is_web = true };
	size_t mark = arena_mark(g->arena);
	const struct fault *f;
	struct shown shown;

	if (strcmp(person, "public") && !desk_actor_named(g->desk->store, g->arena, "login", person, &actor))
		return fault_new(g->arena, FAULT_NOTHING, "steps", "%s is not in the file", person);
	if (!(actor.roles & page->readers))
		return NULL;
	(void)counted(g->desk, SQLITE_STMTSTATUS_VM_STEP);
	(void)counted(g->desk, SQLITE_STMTSTATUS_FULLSCAN_STEP);
	f = desk_show(g->desk, g->shelf, g->arena, &ask, SHOW_HTML, &shown);
	if (f)
		return f;
	printf("%s %s", person, page->name);
	for (size_t i = 0; i < count; i++)
		printf("%c%s=%s", i ? '&' : '?', inputs[i].name, inputs[i].value);
	printf(" %d %lld %lld %zu\n", shown.status, (long long)counted(g->desk, SQLITE_STMTSTATUS_VM_STEP),
		(long long)counted(g->desk, SQLITE_STMTSTATUS_FULLSCAN_STEP), shown.status == SHOW_OK ? shown.length : 0);
	arena_rewind(g->arena, mark);
	return NULL;
}

static const struct fault *ask_all(struct asking *g, const char *person)
{
	const struct fault *f = NULL;

	for (size_t i = 0; !f && i < page_count; i++)
		if (!wants_input(pages[i]))
			f = ask_page(g, person, pages[i], NULL, 0);
	for (size_t i = 0; !f && i < COUNT_OF(asked); i++)
		f = page_find(asked[i].page) ? ask_page(g, person, page_find(asked[i].page), asked[i].inputs, asked[i].count)
			: fault_new(g->arena, FAULT_NOTHING, "steps", "there is no page %s", asked[i].page);
	return f;
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA_BYTES);
	struct asking g = { .arena = arena_new(ARENA_BYTES) };
	const struct fault *f;
	int64_t t = 0;

	if (argc != 2) {
		fprintf(stderr, "usage: steps FILE\n");
		return 2;
	}
	f = desk_open(a, &env_system, argv[1], DESK_READ, &g.desk);
	if (!f)
		f = shelf_open(a, g.desk->store, &g.shelf);
	if (!f) {
		(void)instant_from(store_text(g.desk->store, a, "SELECT max(t) FROM log", ""), &t);
		g.today = instant_day(t);
	}
	for (size_t i = 0; !f && i < COUNT_OF(persons); i++)
		f = ask_all(&g, persons[i]);
	if (f)
		fprintf(stderr, "steps: %s: %s\n", f->where, f->what);
	else
		desk_close(g.desk);
	arena_free(g.arena);
	arena_free(a);
	return f ? 6 : 0;
}
