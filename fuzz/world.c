/* SPDX-License-Identifier: EUPL-1.2 */
#include "world.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/embed.h"
#include "base/folder.h"
#include "desk/script.h"

static const char *const played[] = { "data/example/01-council.case", "data/example/02-plan.case" };
static const char period[] = "at 2025-10-01T07:27:13Z\nas coordinator\nwrite period_opened code=2025-Q3 answer_by=2025-10-24\n";
static const char small[] =
	"at 2025-06-12T07:29:36Z\nas administrator\n"
	"write organisation_set code=ks sort=administration name=Kommunledningskontoret\n"
	"write organisation_set code=fritid sort=administration name=Fritidsförvaltningen\n"
	"write person_set person=2 organisation=ks function=Samordnare name=\"Samla Trådberg\"\n"
	"as coordinator\n"
	"write focus_area_set code=unga name=\"Trygga unga\"\n"
	"write factor_set code=F3 name=\"Ostrukturerad fritid\"\n"
	"write body_set code=kf sort=board name=Kommunfullmäktige purpose=\"Antar planen.\"\n"
	"write plan_adopted name=Plan body=kf adopted=2025-06-10\n"
	"write indicator_set code=besok name=\"Besök per kväll\" unit=besök source=Räkning better=up\n"
	"write measure_added number=1 title=\"Öppna kvällar\" description=\"Öppet fyra kvällar.\" focus_area=unga responsible=fritid\n"
	"write measure_added number=2 title=Lovaktiviteter description=\"Gratis på loven.\" focus_area=unga responsible=fritid\n"
	"write goal_set measure=1 sort=process text=\"Minst 30 besök\" indicator=besok baseline=21 baseline_date=2025-Q2 target=30"
	" due=2026-12 every_months=3\n";

static char folder[] = "/dev/shm/fyr-fuzz-XXXXXX";
static struct world world;

static void stop(const char *what)
{
	(void)fprintf(stderr, "fuzz: no world: %s\n", what);
	abort();
}

static void tidy(void)
{
	struct arena *a = arena_new(1 << 20);

	folder_remove(a, &env_system, folder);
	arena_free(a);
	if (world.arena) {
		desk_close(world.desk);
		arena_free(world.arena);
	}
}

const char *world_folder(struct arena *a)
{
	static bool is_made; /* a name drawn by chance may have an X anywhere */

	if (!is_made && (!mkdtemp(folder) || atexit(tidy)))
		stop("no folder in memory");
	is_made = true;
	return arena_text(a, folder);
}

static void play(struct world *w, bool is_small)
{
	struct player *p = ARENA_NEW(w->arena, struct player);
	const struct fault *f = NULL;

	p->desk = w->desk;
	p->clock = &w->clock;
	p->actor = desk_public;
	p->is_batch = true;
	store_begin(w->desk->store);
	if (is_small)
		f = script_play_all(p, w->arena, "small", small);
	for (size_t i = 0; !f && !is_small && i < sizeof(played) / sizeof(played[0]); i++)
		f = script_play_all(p, w->arena, played[i], embed_find(played[i])->bytes);
	if (!f)
		f = script_play_all(p, w->arena, "period", period);
	if (!f)
		f = store_commit(w->desk->store);
	if (f)
		stop(f->what);
}

static struct world *made(bool is_small)
{
	const struct desk_start start = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby-00000000",
		.vkey = "fyrby-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA" };
	struct world *w = &world;
	const struct fault *f;

	if (w->arena)
		return w;
	w->arena = arena_new((size_t)512 << 20);
	w->clock = (struct env_fixed){ .now = (int64_t)date_first_day("2025-06-01") * 86400, .seed = 1 };
	w->env = env_fixed(&w->clock);
	w->folder = world_folder(w->arena);
	f = desk_create_memory(w->arena, &w->env, &start, &w->desk);
	if (!f)
		f = office_create(w->arena, &w->env, arena_print(w->arena, "%s/office", w->folder), &w->desk->office);
	if (!f) {
		play(w, is_small);
		f = shelf_open(w->arena, w->desk->store, &w->shelf);
	}
	if (f)
		stop(f->what);
	return w;
}

struct world *world_get(void)
{
	return made(false);
}

struct world *world_small(void)
{
	return made(true);
}

struct actor world_actor(struct world *w, struct arena *a, const char *login)
{
	struct actor actor = desk_public;

	return desk_actor_named(w->desk->store, a, "login", login, &actor) ? actor : desk_public;
}
