/* SPDX-License-Identifier: EUPL-1.2
 *
 * Transfer: every table of test/import against a council, the round trip of plan and statuses, masking, and hostile cells.
 * Usage: test-transfer IMPORT_DIR EXAMPLE_DIR GIVEN_DIR
 */
#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/script.h"
#include "desk/service.h"
#include "desk/intake.h"
#include "desk/transfer.h"
#include "desk/transfer_sheet.h"
#include "tap.h"

/* One council in memory. */
struct world {
	struct tap *tap;
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct player player;
};

static char *read_file(struct world *w, const char *dir, const char *name, size_t *out_n)
{
	char *bytes = NULL;
	const char *path = arena_print(w->arena, "%s/%s", dir, name);
	const struct fault *f = env_file_read(w->arena, &env_system, path, FILE_MAX, &bytes, out_n);

	if (f)
		printf("# %s: %s\n", name, f->what);
	return f ? NULL : bytes;
}

static bool open_world(struct world *w, struct tap *tap)
{
	struct desk_start start = { .name = "Prov", .origin = "prov-00000000",
		.vkey = "prov-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .is_example = true };
	const struct fault *f;

	*w = (struct world){ .tap = tap, .arena = arena_new((size_t)512 << 20), .clock = { .now = 1735722000, .seed = 7 } };
	w->env = env_fixed(&w->clock);
	f = desk_create_memory(w->arena, &w->env, &start, &w->player.desk);
	w->player.clock = &w->clock;
	w->player.actor = desk_public;
	(void)instant_from("2026-10-26T12:00:00Z", &w->player.real_now);
	if (f)
		printf("# %s\n", f->what);
	return !f;
}

static void close_world(struct world *w)
{
	desk_close(w->player.desk);
	arena_free(w->arena);
}

/* Plays a file, up to its first line that begins with `until`; the council's measures can so be left out. */
static bool play(struct world *w, const char *dir, const char *name, const char *until)
{
	size_t n;
	char *text = read_file(w, dir, name, &n), *stop = text && until ? strstr(text, until) : NULL;
	const struct fault *f;

	if (!text)
		return false;
	if (stop)
		*stop = '\0';
	f = script_play_all(&w->player, w->arena, name, text);
	if (f)
		printf("# %s\n", f->what);
	return !f;
}

static bool play_text(struct world *w, const char *text)
{
	const struct fault *f = script_play_all(&w->player, w->arena, "here", text);

	if (f)
		printf("# %s\n", f->what);
	return !f;
}

/* The example council's registers, without its measures and goals, and with them up to the plan's adoption. */
static bool example(struct world *w, const char *dir, bool has_measures)
{
	size_t n;
	char *text, *indicators, *more;

	if (!play(w, dir, "01-council.case", NULL))
		return false;
	if (has_measures)
		return play(w, dir, "02-plan.case", NULL);
	if (!play(w, dir, "02-plan.case", "write measure_added"))
		return false;
	text = read_file(w, dir, "02-plan.case", &n);
	indicators = text ? strstr(text, "write indicator_set") : NULL;
	if (!indicators)
		return false;
	for (more = indicators; !strncmp(more, "write indicator_set", 19); more = strchr(more, '\n') + 1)
		continue;
	*more = '\0';
	return play_text(w, indicators);
}

/* What the writer says to the batch; NULL when there is nothing to ask. */
static struct json *ask(struct world *w, struct transfer *t, const char *as, bool is_dry)
{
	struct service service = { .desk = w->player.desk };
	struct json *q = js_object(w->arena), *answer = NULL;
	const struct fault *f;
	bool wrote;

	if (!t->offers->count)
		return NULL;
	js_set_text(w->arena, q, "op", "batch");
	js_set_text(w->arena, q, "as", as);
	js_set(w->arena, q, "offers", t->offers);
	js_set(w->arena, q, "dry", js_bool(w->arena, is_dry));
	q = js_read(w->arena, js_line(w->arena, q), strlen(js_line(w->arena, q)));
	store_begin(w->player.desk->store);
	w->player.desk->office = w->player.desk->store; /* a council in memory has none, and a batch needs none */
	f = service_answer(&service, w->arena, q, NULL, &answer, &wrote);
	w->player.desk->office = NULL;
	if (f || store_commit(w->player.desk->store))
		printf("# the writer failed\n");
	transfer_refused(w->arena, t, answer);
	return answer;
}

static struct transfer take(struct world *w, const char *sort, const char *bytes, size_t n, const char *as, bool is_dry)
{
	struct transfer t = { .sort = NULL };
	const struct fault *f = transfer_read(w->player.desk, w->arena, sort, bytes, n, &t);

	if (f) {
		printf("# %s\n", f->what);
		return t;
	}
	if (!transfer_has_fault(&t))
		(void)ask(w, &t, as, is_dry);
	return t;
}

static const char *words_of(struct world *w, const struct transfer *t, const char *language)
{
	const char *all = "";

	for (size_t i = 0; i < t->problem_count; i++)
		all = arena_print(w->arena, "%s%s\n", all, transfer_problem_text(w->arena, catalogue_get(language), &t->problems[i]));
	return all;
}

struct expected {
	const char *file;
	const char *says[3]; /* beginnings of lines; none: taken */
};

static const struct expected plans[] = {
	{ "plan-latin1.csv", { NULL } },
	{ "plan-comma.csv", { NULL } },
	{ "plan-bom.csv", { NULL } },
	{ "plan-english.csv", { NULL } },
	{ "plan-wrong-column-count.csv", { "rad 3: Antalet celler" } },
	{ "plan-unknown-organisation.csv", { "rad 3, kolumn 3 (Ansvarig): ”Månförvaltningen”" } },
	{ "plan-bad-date.csv", { "rad 4, kolumn 7 (Start): " } },
	{ "plan-bad-horizon.csv", { "rad 3, kolumn 4 (Horisont): Ordet är okänt här. Skriv ett av: kort, lång." } },
	{ "plan-duplicate-number.csv", { "rad 5, kolumn 1 (Nr): Samma åtgärd står redan på rad 2." } },
	{ "plan-unclosed-quote.csv", { "rad 4: Citattecknet vid tecken 4" } },
	{ "plan-empty.csv", { "rad 1: Filen är tom." } },
	{ "plan-header-only.csv", { "rad 1: Det finns inga rader" } },
	{ "plan-unknown-column.csv", { "rad 1, kolumn 19 (Budgetkod): " } },
	{ "plan-missing-column.csv", { "rad 1 (Titel): Kolumnen saknas." } },
	{ "plan-identity-number.csv", { "rad 3, kolumn 9 (Beskrivning): " } },
	{ "plan-not-text.csv", { "rad 1: Filen är inte text." } },
	{ "plan-three-faults.csv", { "rad 2, kolumn 3 (Ansvarig): ", "rad 3, kolumn 4 (Horisont): ", "rad 4, kolumn 7 (Start): " } },
};

static const struct expected statuses[] = {
	{ "statuses-latin1.csv", { NULL } },
	{ "statuses-red.csv", { "rad 3, kolumn 3 (Status): Röd" } },
	{ "statuses-yellow-without-obstacle.csv", { "rad 4, kolumn 6 (Hinder): " } },
	{ "statuses-unknown-measure.csv", { "rad 2, kolumn 2 (Nr): ”99”" } },
	{ "statuses-closed-period.csv", { "rad 2, kolumn 1 (Period): " } },
	{ "statuses-twice.csv", { "rad 7, kolumn 2 (Nr): " } },
};

static void check_file(struct world *w, const char *dir, const char *sort, const struct expected *e, const char *as)
{
	size_t n = 0;
	char *bytes = read_file(w, dir, e->file, &n);
	int64_t before = store_int(w->player.desk->store, 0, "SELECT count(*) FROM entry", ""), after;
	struct transfer t = take(w, sort, bytes ? bytes : "", n, as, e->says[0] == NULL);
	const char *words = words_of(w, &t, "sv");
	bool ok = bytes && transfer_has_fault(&t) == (e->says[0] != NULL);
	size_t count = 0;

	for (size_t i = 0; i < 3 && e->says[i]; i++) {
		const char *at = strstr(words, e->says[i]);

		ok &= at && (at == words || at[-1] == '\n');
		count++;
	}
	ok &= !e->says[0] || t.problem_count == count;
	after = store_int(w->player.desk->store, 0, "SELECT count(*) FROM entry", "");
	OK(w->tap, ok && before == after, e->file);
	if (!ok)
		printf("# offers %zu, problems:\n# %s\n", t.offers ? t.offers->count : 0, words);
	ok = !strstr(words, "640823") && !strstr(words, "transfer.") && !strstr(words, "refusal.")
		&& !strstr(words_of(w, &t, "en"), "transfer.");
	OK(w->tap, ok, arena_print(w->arena, "%s: in words", e->file));
	if (!ok)
		printf("# %s\n", words);
}

static void check_files(struct tap *tap, const char *import_dir, const char *example_dir)
{
	struct world w;
	bool ok = open_world(&w, tap) && example(&w, example_dir, false);

	OK(tap, ok, "the example council's registers stand");
	for (size_t i = 0; ok && i < sizeof(plans) / sizeof(plans[0]); i++)
		check_file(&w, import_dir, "plan", &plans[i], "coordinator");
	close_world(&w);
	ok = open_world(&w, tap) && example(&w, example_dir, true)
		&& play_text(&w, "at 2026-07-01\nas coordinator\nwrite period_opened code=2026-Q2 answer_by=2026-08-14\n"
			"at 2026-09-01\nwrite period_closed period=2026-Q2\n"
			"write period_opened code=2026-Q3 answer_by=2026-10-30\nat 2026-10-20\n");
	OK(tap, ok, "the example council's plan stands");
	for (size_t i = 0; ok && i < sizeof(statuses) / sizeof(statuses[0]); i++)
		check_file(&w, import_dir, "statuses", &statuses[i], "contact");
	close_world(&w);
}

static struct out export(struct world *w, const char *sort, const char *as, const char *language)
{
	struct actor actor = desk_public;
	struct out o;
	const struct fault *f;

	(void)desk_actor_named(w->player.desk->store, w->arena, "login", as, &actor);
	out_init(&o, w->arena, PAGE_MAX);
	f = transfer_write(w->player.desk, w->arena, sort, &actor, language, NULL, false, &o);
	if (f)
		printf("# %s\n", f->what);
	(void)out_cstr(&o);
	return o;
}

/* The same table comes back as nothing to write. */
static void check_unchanged(struct world *w, const char *sort, const char *as, const char *language)
{
	struct out o = export(w, sort, as, language);
	struct transfer t = take(w, sort, o.bytes, o.length, as, true);
	bool ok = t.rows > 0 && t.same == t.rows && t.offers && !t.offers->count && !t.problem_count;

	OK(w->tap, ok, arena_print(w->arena, "%s of %s in %s: %zu rows come back in unchanged", sort, as, language, t.rows));
	if (!ok)
		printf("# same %zu\n# %s\n# %s\n", t.same, words_of(w, &t, "sv"), t.offers ? js_line(w->arena, t.offers) : "");
}

/* The whole of the example's plan goes into a council without measures and gives the plan that its script made. */
static void check_plan(struct tap *tap, const char *example_dir)
{
	struct world w;
	size_t n = 0;
	char *bytes;
	struct transfer t;
	struct out first, second;
	bool ok = open_world(&w, tap) && example(&w, example_dir, false);

	bytes = ok ? read_file(&w, example_dir, "plan.csv", &n) : NULL;
	t = take(&w, "plan", bytes ? bytes : "", n, "coordinator", false);
	ok = ok && t.rows == 45 && !transfer_has_fault(&t)
		&& store_int(w.player.desk->store, 0, "SELECT count(*) FROM measure", "") == 45;
	OK(tap, ok, "45 measures and their goals are imported");
	if (!ok)
		printf("# rows %zu\n# %s\n", t.rows, words_of(&w, &t, "sv"));
	SAME(tap, store_text(w.player.desk->store, w.arena, "SELECT text(goal_text, 'text') || '|' || baseline || '|' ||"
		" target || '|' || due || '|' || goal.sort || '|' || object.code FROM goal JOIN measure ON"
		" measure.id = goal.measure JOIN object ON object.id = goal.indicator"
		" WHERE measure.number = 5 AND goal.sort = 'effect'", ""),
		"Högre närvaro i årskurs 7–9|86.4|90|2026-12|effect|narvaro",
		"an effect goal, its decimal comma and its indicator's name");
	SAME(tap, store_text(w.player.desk->store, w.arena, "SELECT count(*) || '|' || min(baseline) FROM goal JOIN measure ON"
		" measure.id = goal.measure WHERE measure.number = 4 AND goal.sort = 'process'", ""), "1|52",
		"without an effect goal the values are the process goal's");
	t = take(&w, "plan", bytes, n, "coordinator", false);
	OK(tap, t.rows == 45 && t.same == 45 && !t.offers->count, "the same table once more changes nothing");
	check_unchanged(&w, "plan", "coordinator", "sv");
	check_unchanged(&w, "plan", "coordinator", "en");
	close_world(&w);

	ok = open_world(&w, tap) && example(&w, example_dir, true);
	OK(tap, ok, "the scripted plan stands");
	check_unchanged(&w, "plan", "coordinator", "sv");
	check_unchanged(&w, "plan", "administrator", "sv");
	/* Into another council and out again: the same bytes. */
	first = export(&w, "plan", "coordinator", "sv");
	{
		struct world other;

		ok = open_world(&other, tap) && example(&other, example_dir, false);
		other.clock.now = w.clock.now;
		t = take(&other, "plan", first.bytes, first.length, "coordinator", false);
		second = export(&other, "plan", "coordinator", "sv");
		OK(tap, ok && !transfer_has_fault(&t) && first.length == second.length
			&& !memcmp(first.bytes, second.bytes, first.length), "a plan moves to another council");
		if (transfer_has_fault(&t))
			printf("# %s\n", words_of(&other, &t, "sv"));
		close_world(&other);
	}
	close_world(&w);
}

static const char *const quarters[] = { "03-2025-q3.case", "04-2025-q4.case", "05-2026-q1.case", "06-2026-q2.case",
	"07-2026-q3.case" };

/* Five quarters of life: completed, paused and closed measures, several goals, readings, statuses on behalf of somebody. */
static void check_life(struct tap *tap, const char *example_dir)
{
	struct world w;
	bool ok = open_world(&w, tap) && example(&w, example_dir, true);
	struct out o;
	struct transfer t;

	for (size_t i = 0; ok && i < 5; i++)
		ok = play(&w, example_dir, quarters[i], NULL);
	OK(tap, ok, "five quarters are played");
	check_unchanged(&w, "plan", "coordinator", "sv");
	check_unchanged(&w, "plan", "coordinator", "en");
	check_unchanged(&w, "plan", "administrator", "sv");
	check_unchanged(&w, "statuses", "coordinator", "sv");
	check_unchanged(&w, "statuses", "coordinator", "en");
	check_unchanged(&w, "statuses", "administrator", "sv");
	o = export(&w, "statuses", "administrator", "sv");
	OK(tap, !strstr(o.bytes, "Polisen är åter med") && strstr(o.bytes, ";Text"), "a masked text is left out and named");
	o = export(&w, "plan", "administrator", "en");
	OK(tap, !strstr(o.bytes, "Lokalen vid torget") && strstr(o.bytes, "description"), "likewise in the plan");
	o = export(&w, "plan", "public", "sv");
	OK(tap, !o.length, "nothing goes out to the public");
	o = export(&w, "statuses", "coordinator", "sv");
	OK(tap, !strncmp(o.bytes, "\xEF\xBB\xBFPeriod;Nr;Titel;Status;", 26),
		"headings, semicolons and a mark for a Swedish spreadsheet");
	t = (struct transfer){ .sort = NULL };
	{
		struct world copy;
		size_t n;
		char *bytes;

		ok = open_world(&copy, tap) && example(&copy, example_dir, true);
		ok = ok && play(&copy, example_dir, "03-2025-q3.case", NULL) && play(&copy, example_dir, "04-2025-q4.case", NULL)
			&& play(&copy, example_dir, "05-2026-q1.case", NULL) && play(&copy, example_dir, "06-2026-q2.case", NULL)
			&& play_text(&copy, "at 2026-10-01\nas coordinator\n"
				"write period_opened code=2026-Q3 answer_by=2026-10-30\nat 2026-10-21\n");
		t = take(&copy, "statuses", o.bytes, o.length, "coordinator", true);
		OK(tap, ok && t.rows > 20 && !t.same && t.offers->count == t.rows, "where nothing has been said every row is a status");
		bytes = read_file(&copy, example_dir, "statuses-on-behalf.csv", &n);
		t = take(&copy, "statuses", bytes ? bytes : "", n, "coordinator", true);
		ok = t.rows == 4 && t.offers->count == 4 && !transfer_has_fault(&t);
		OK(tap, ok, "statuses on behalf of others");
		if (!ok)
			printf("# %s\n", words_of(&copy, &t, "sv"));
		bytes = read_file(&copy, example_dir, "statuses.csv", &n);
		t = take(&copy, "statuses", bytes ? bytes : "", n, "contact", false);
		OK(tap, t.rows == 4 && !transfer_has_fault(&t), "statuses of one's own");
		t = take(&copy, "statuses", bytes ? bytes : "", n, "contact", false);
		OK(tap, t.rows == 4 && t.same == 4, "are not reported twice");
		close_world(&copy);
	}
	close_world(&w);
}

static struct transfer take_text(struct world *w, const char *text, const char *as)
{
	return take(w, "plan", text, strlen(text), as, false);
}

static void check_hostile(struct tap *tap, const char *given_dir)
{
	struct world w;
	struct out o;
	struct transfer t;
	bool ok = open_world(&w, tap) && play(&w, given_dir, "council.case", NULL);

	OK(tap, ok, "a small council stands");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Beskrivning;Målgrupp\r\n"
		"7;'=1+1;fritid;kort;\"''+46;\n\"\"två\"\"\";'citat\r\n8;=2;FRITIDSFÖRVALTNINGEN; Kort ;'';\r\n", "coordinator");
	OK(tap, !transfer_has_fault(&t) && t.offers->count == 2, "guarded cells are read");
	SAME(tap, store_text(w.player.desk->store, w.arena, "SELECT text(title_text, 'title') || '|' || text(description_text,"
		" 'description') || '|' || text(target_group_text, 'target_group') FROM measure WHERE number = 7", ""),
		"=1+1|'+46;\n\"två\"|'citat", "one apostrophe is taken away, where it guards");
	check_unchanged(&w, "plan", "coordinator", "sv");
	check_unchanged(&w, "plan", "coordinator", "en");
	o = export(&w, "plan", "coordinator", "sv");
	OK(tap, strstr(o.bytes, "\r\n7;=1+1;") && strstr(o.bytes, "\"''+46;\n\"\"två\"\"\""), "texts go out as they stand");
	t = take_text(&w, "Titel;Ansvarig;Horisont;Processmål;Målvärde\n"
		"Ny åtgärd;5;long;Ett mål;3,50\nNy 2;polis;short;;7\n", "coordinator");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.goal_text") && t.problems[0].line == 3
		&& t.problems[0].column == 4, "values without a goal");
	t = take_text(&w, "Titel;Ansvarig;Horisont;Processmål;Målvärde\nNy åtgärd;5;long;Ett mål;3,50\n;;;;\n", "coordinator");
	OK(tap, !t.problem_count && t.rows == 1 && store_int(w.player.desk->store, 0, "SELECT count(*) FROM goal JOIN measure ON"
		" measure.id = goal.measure WHERE measure.number = 9 AND target = '3.5'", "") == 1, "a row without a number gets the next");
	t = take_text(&w, "Titel;Ansvarig;Horisont\nNy åtgärd;5;long\n", "coordinator");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.number_blank"), "but not twice");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Effektmål;Nivå\n10;Tio;fritid;kort;Mindre oro;hög\n", "coordinator");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.code"), "an unknown word");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Effektmål\n10;Tio;fritid;kort;Mindre oro\n", "coordinator");
	OK(tap, t.problem_count == 2 && !strcmp(t.problems[0].rule, "goal.effect_needs_indicator") && !t.problems[0].column
		&& t.problems[0].line == 2, "what the rules ask for and the table has no column for");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Samverkar med\n"
		"10;Tio;fritid;kort;Polisen, 640823-3234\n640823-3234;Elva;;;\n", "coordinator");
	OK(tap, transfer_has_fault(&t) && !strstr(words_of(&w, &t, "sv"), "640823"), "an identity number is not repeated");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;640823-3234\n10;Tio;fritid;kort;x\n", "coordinator");
	OK(tap, transfer_has_fault(&t) && !strstr(words_of(&w, &t, "sv"), "640823"), "nor in a heading");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont\n10;Tio\x1b[2J;frit\x1bid;kort\n", "coordinator");
	OK(tap, t.problem_count == 2 && !strchr(words_of(&w, &t, "sv"), 0x1b), "control characters are refused and not repeated");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Skede\n1;Öppen mötesplats på kvällstid;fritid;kort;pausad\n", "coordinator");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.state"), "a table does not pause a measure");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont\n20;Min;fritid;kort\n", "contact");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "offer.role"), "a contact adds no measures");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont;Processmål\n20;Min;fritid;kort;Mål\n", "contact");
	OK(tap, t.problem_count == 1, "and is told so once");
	close_world(&w);
}

/* An erased text is blank and named; of two with one name neither is meant. */
static void check_erased(struct tap *tap, const char *given_dir)
{
	struct world w;
	struct out o;
	struct transfer t;
	bool ok = open_world(&w, tap) && play(&w, given_dir, "council.case", NULL) && play_text(&w, "as coordinator\n"
		"let m = write measure_added number=30 title=Trettio responsible=fritid horizon=short description=Kanariefågel\n"
		"let p = write erasure_proposed basis=correction entry=$m fields=description ground=\"Prov av radering\"\n"
		"write organisation_set code=twin sort=other name=Polisen\n"
		"as registrar\nwrite erasure_seconded proposal=$p\n");

	OK(tap, ok, "a text is erased");
	o = export(&w, "plan", "coordinator", "sv");
	OK(tap, !strstr(o.bytes, "Kanariefågel") && strstr(o.bytes, ";Beskrivning\r\n"), "it is blank and named");
	check_unchanged(&w, "plan", "coordinator", "sv");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont\n31;Ett;Polisen;kort\n", "coordinator");
	OK(tap, t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.many"), "two of one name");
	t = take_text(&w, "Nr;Titel;Ansvarig;Horisont\n31;Ett;twin;kort\n", "coordinator");
	OK(tap, !t.problem_count && t.offers->count == 1, "are told apart by code");
	check_unchanged(&w, "plan", "coordinator", "sv");
	close_world(&w);
}

/* Dates as people write them. */
static void check_dates(struct tap *tap)
{
	static const char *const all[][2] = { { "2026", "2026" }, { "2026-05", "2026-05" }, { "2026-Q3", "2026-Q3" },
		{ "Q3 2026", "2026-Q3" },
		{ "2026 q3", "2026-Q3" }, { "K2 2026", "2026-Q2" }, { "kvartal 4 2026", "2026-Q4" }, { "kv. 1 2026", "2026-Q1" },
		{ "maj 2026", "2026-05" }, { "Oktober 2026", "2026-10" }, { "Mars 2026", "2026-03" }, { "17 maj 2026", "2026-05-17" },
		{ "17\u00a0maj\u00a02026", "2026-05-17" },
		{ "17.5.2026", "2026-05-17" }, { "17/5 2026", "2026-05-17" }, { "2026/05/17", "2026-05-17" }, { "20260517", "2026-05-17" },
		{ "2026-5-7", "2026-05-07" }, { "31 february 2026", NULL }, { "32 maj 2026", NULL }, { "2026-13-01", NULL },
		{ "Q5 2026", NULL }, { "kvartal 0 2026", NULL }, { "2026 maj kvartal", NULL }, { "x 2026", NULL }, { "2026-2027", NULL },
		{ "", NULL }, { "-", NULL }, { "1 2 3 4", NULL }, { "maj", NULL }, { "17 maj", NULL }, { "99999 2026", NULL } };
	struct arena *a = arena_new(1 << 20);

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		SAME(tap, transfer_date(a, all[i][0]), all[i][1], *all[i][0] ? all[i][0] : "nothing");
	arena_free(a);
}

/* A table of one's own, as the import page reads it. */
static struct intake take_in(struct world *w, const char *text, const struct given *choices, size_t count)
{
	struct intake in = { .sort = NULL };
	struct intake_refusal why;
	const char *table = NULL;
	size_t n = 0;
	bool is_table = false;
	const struct fault *f = intake_file(w->arena, NULL, text, strlen(text), &table, &n, &why);

	if (!f && table)
		f = intake_read(w->player.desk, w->arena, "sv", table, n, choices, count, &is_table, &in);
	OK(w->tap, !f && is_table, f ? f->what : "a table of one's own is read");
	return in;
}

static const struct transfer_problem *problem_of(const struct transfer *t, const char *rule)
{
	for (size_t i = 0; i < t->problem_count; i++)
		if (!strcmp(t->problems[i].rule, rule))
			return &t->problems[i];
	return NULL;
}

static const char own_plan[] = "Vår plan;;;;;\nId;Åtgärd;Ansvarig (nämnd);Kontaktperson;Samverkan;Effektmål\n"
	"A1;Ett;Skolnämnden;Kim Ek;Skolnämnden, Polisen;Bättre\n"
	"A2;Två;;Kim Ek;;\nDel 2;;;;;\nA3;Tre;Fritidsförvaltningen;;Hamnbolaget AB;\n";

static void check_help(struct tap *tap, const char *given_dir)
{
	static const struct given same[] = { { "thing.4", "organisation:Skolnämnden" }, { "thing.4.as", "skola" },
		{ "thing.2", "person:Kim Ek" }, { "thing.2.function", "Rektor" }, { "column.D", "" }, { "column.C", "responsible" } };
	struct world w;
	bool ok = open_world(&w, tap) && play(&w, given_dir, "council.case", NULL);
	struct intake in;
	const struct transfer *t = &in.transfer;

	OK(tap, ok, "a council");
	in = take_in(&w, own_plan, NULL, 0);
	OK(tap, in.head == 2 && !strcmp(in.columns[2].chosen, "responsible") && !strcmp(in.columns[3].chosen, "reporter"),
		"headings on row 2");
	OK(tap, t->added == 3 && t->rows == 3 && !transfer_has_fault(t), "three measures, no faults");
	OK(tap, problem_of(t, "transfer.number_new") && problem_of(t, "transfer.no_measure")
		&& problem_of(t, "transfer.no_measure")->line == 5, "odd numbers and lines between are told");
	OK(tap, t->want_count == 4 && !strcmp(t->wants[0].called, "Skolnämnden") && !strcmp(t->wants[1].type, "person")
		&& t->wants[0].uses == 2, "an organisation, a person, one that is missing, a company");
	SAME(tap, t->wants[2].reference, "missing", "the organisation that stands for none");
	SAME(tap, t->wants[3].sort, "company", "a company by its name");
	OK(tap, t->folded == 1 && t->blanks[sheet_column(t->sheet, "horizon")] == 3,
		"an effect goal is kept as words; horizons are missing");
	SAME(tap, js_get_text(t->offers->items[0], "kind"), "organisation_set", "organisations are made first");
	in = take_in(&w, own_plan, same, sizeof(same) / sizeof(same[0]));
	OK(tap, t->want_count == 3 && t->wants[0].as && !strcmp(in.columns[3].chosen, ""),
		"said to be one that is known; a column left out");
	in = take_in(&w, "Titel;Start\nEtt;igår\n", NULL, 0);
	OK(tap, transfer_has_fault(t) && t->problems[0].line == 2 && !strcmp(t->problems[0].letters, "B") && !t->offers->count,
		"a faulty cell by row and letter stops all");
	in = take_in(&w, "Titel;Start\nEtt;igår\n", &(const struct given){ "leave_faults", "1" }, 1);
	OK(tap, !transfer_has_fault(t) && t->offers->count == 2 && t->problems[0].is_note, "unless it is left blank");
	in = take_in(&w, "Vad;Helst\nEtt;1\n", NULL, 0);
	OK(tap, problem_of(t, "transfer.no_column"), "a table without titles is none");
	close_world(&w);
}

/* The largest tables there are, in the room that a command has. */
static void check_large(struct tap *tap, const char *given_dir)
{
	struct world w;
	struct arena *room = arena_new(ARENA_REQUEST_MAX);
	struct transfer t = { .sort = NULL };
	struct out o;
	const struct fault *f;
	bool ok = open_world(&w, tap) && play(&w, given_dir, "council.case", NULL);

	out_init(&o, w.arena, FILE_MAX);
	out_text(&o, "Titel;Ansvarig;Horisont;Samverkar med;Beskrivning\n");
	for (int i = 0; i < CSV_ROWS_MAX; i++)
		out_print(&o, "Åtgärd %d;fritid;kort;skola, polis,%s;%0700d\n", i, i % 2 ? "a,b,c,d,e" : "", i);
	f = ok ? transfer_read(w.player.desk, room, "plan", out_cstr(&o), o.length, &t) : NULL;
	OK(tap, !f && t.problem_count == TRANSFER_PROBLEMS_MAX && !t.offers->count
		&& !strcmp(t.problems[TRANSFER_PROBLEMS_MAX - 1].rule, "transfer.more"), "a table with thousands of faults");
	arena_reset(room);
	out_init(&o, w.arena, FILE_MAX);
	out_text(&o, "Titel;Ansvarig;Horisont;Samverkar med\n");
	for (int i = 0; i < CSV_ROWS_MAX; i++)
		out_print(&o, "Åtgärd %d;fritid;kort;skola, polis\n", i);
	f = ok ? transfer_read(w.player.desk, room, "plan", out_cstr(&o), o.length, &t) : NULL;
	OK(tap, !f && t.problem_count == 1 && !strcmp(t.problems[0].rule, "transfer.large"), "more than one batch holds");
	arena_free(room);
	close_world(&w);
}

int main(int argc, char **argv)
{
	struct tap tap = { 0 };

	if (argc != 4)
		return 2;
	check_files(&tap, argv[1], argv[2]);
	check_plan(&tap, argv[2]);
	check_life(&tap, argv[2]);
	check_hostile(&tap, argv[3]);
	check_erased(&tap, argv[3]);
	check_dates(&tap);
	check_help(&tap, argv[3]);
	check_large(&tap, argv[3]);
	return tap_done(&tap);
}
