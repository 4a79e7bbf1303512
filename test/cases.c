/* SPDX-License-Identifier: EUPL-1.2
 *
 * Plays the cases: usage `cases GIVEN_DIR DIR...`; every file *.case below the DIRs, one TAP line a case.
 * A file holds one or more cases, each beginning with `title`.  Beside the script's own lines (desk/script.h):
 *
 *   given NAME                     plays GIVEN_DIR/NAME.case first
 *   expect written | quiet | refused RULE [FIELD] | note RULE | conflict | repeat      about the write above; several may
 *                                  follow; quiet: written, and nothing noted
 *   expect state "SELECT ..." VALUE    first column of the first row; `none` when there is no row or it is null
 *   show PAGE [as NAME] [format json|csv|text|atom|ics|pdf|txt] [lang en] [input=value ...]
 *   expect status N | contains "..." | lacks "..."                             about the show above
 *   keep NAME                      keeps what was shown above (of HTML: what stands in <main>)
 *   expect same NAME               what was shown above is that, byte for byte
 *
 * A write with no expectation must be accepted.  After each case the book is replayed into a fresh state, which must be
 * the same table by table.
 */
#include <ftw.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/show.h"
#include "given.h"
#include "state/state.h"
#include "tap.h"

enum { FILES_MAX = 2000, KEPT_MAX = 8 };

/* Something shown, for comparison. */
struct kept {
	const char *name, *bytes;
};

/* The pages are made once for all cases: every council's tables are of one schema. */
struct shelves {
	struct arena *arena;
	const struct shelf *shelf; /* NULL until a case shows a page */
};

/* One case in the making. */
struct run {
	struct arena *arena;
	struct tap *tap;
	const char *given_dir;
	const char *file, *title;
	struct env_fixed clock;
	struct env env;
	struct player player;
	struct shelves *shelves;
	struct answer answer; /* of the last write */
	bool has_answer, is_answer_expected;
	struct shown shown;   /* of the last show */
	bool has_shown;
	struct kept kept[KEPT_MAX];
	size_t kept_count;
	const char *problem;  /* the first thing that was not as the case says */
};

static void fail(struct run *r, size_t line, const char *what)
{
	if (!r->problem)
		r->problem = arena_print(r->arena, "%s:%zu: %s", r->file, line, what);
}

/* A write nobody expected anything of must have been accepted. */
static void settle(struct run *r, size_t line)
{
	if (r->has_answer && !r->is_answer_expected && r->answer.seq < 0)
		fail(r, line, arena_print(r->arena, "the write above was refused: %s (%s)", r->answer.refusals.all[0].rule,
			r->answer.refusals.all[0].field ? r->answer.refusals.all[0].field : "-"));
	r->has_answer = false;
}

static bool has_refusal(const struct run *r, const char *rule, const char *field, bool is_note)
{
	for (size_t i = 0; i < r->answer.refusals.count; i++) {
		const struct refusal *x = &r->answer.refusals.all[i];

		if (!strcmp(x->rule, rule) && x->is_note == is_note && (!field || text_equal(x->field, field)))
			return true;
	}
	return false;
}

static const char *refusals_text(struct run *r)
{
	const char *t = r->answer.seq >= 0 ? "it was written" : "it was refused:";

	for (size_t i = 0; i < r->answer.refusals.count; i++)
		t = arena_print(r->arena, "%s %s(%s)", t, r->answer.refusals.all[i].rule,
			r->answer.refusals.all[i].field ? r->answer.refusals.all[i].field : "-");
	return t;
}

static void expect_state(struct run *r, const struct script_line *line)
{
	struct rows rows = store_once(r->player.desk->store, line->words[2]);
	const char *got = rows_next(&rows) ? rows_text(&rows, r->arena, 0) : NULL;

	rows_end(&rows);
	if (store_fault(r->player.desk->store)) {
		fail(r, line->number, store_fault(r->player.desk->store)->what);
		store_forgive(r->player.desk->store);
	} else if (strcmp(got ? got : "none", line->words[3])) {
		fail(r, line->number, arena_print(r->arena, "the state says %s", got ? got : "none"));
	}
}

static bool expect_write(struct run *r, const struct script_line *line)
{
	const char *what = line->words[1];
	bool ok;

	if (!strcmp(what, "written"))
		ok = r->answer.seq >= 0;
	else if (!strcmp(what, "quiet"))
		ok = r->answer.seq >= 0 && !r->answer.refusals.count;
	else if (!strcmp(what, "conflict"))
		ok = r->answer.is_conflict;
	else if (!strcmp(what, "repeat"))
		ok = r->answer.is_repeat;
	else if (!strcmp(what, "refused") && line->count >= 3)
		ok = r->answer.seq < 0 && has_refusal(r, line->words[2], line->count > 3 ? line->words[3] : NULL, false);
	else if (!strcmp(what, "note") && line->count == 3)
		ok = r->answer.seq >= 0 && has_refusal(r, line->words[2], NULL, true);
	else
		return false;
	if (!r->has_answer)
		fail(r, line->number, "there is no write above");
	else if (!ok)
		fail(r, line->number, refusals_text(r));
	r->is_answer_expected = true;
	return true;
}

/* What the page itself said, without the site's frame: that tells how far the log has come, for one. */
static const char *own_bytes(const struct run *r)
{
	const char *bytes = r->shown.bytes ? r->shown.bytes : "", *from = strstr(bytes, "<main"), *to = strstr(bytes, "</main>");

	return from && to ? arena_copy(r->arena, from, (size_t)(to - from)) : bytes;
}

static void keep(struct run *r, const struct script_line *line)
{
	if (line->count != 2 || !r->has_shown || r->kept_count == KEPT_MAX)
		fail(r, line->number, "there is nothing to keep, or no room");
	else
		r->kept[r->kept_count++] = (struct kept){ line->words[1], own_bytes(r) };
}

static bool is_same(const struct run *r, const char *name)
{
	for (size_t i = 0; i < r->kept_count; i++)
		if (!strcmp(r->kept[i].name, name))
			return r->has_shown && *own_bytes(r) && !strcmp(r->kept[i].bytes, own_bytes(r));
	return false;
}

static bool expect_show(struct run *r, const struct script_line *line)
{
	const char *what = line->words[1], *bytes = r->shown.bytes ? r->shown.bytes : "";
	int64_t status = 0;
	bool ok;

	if (line->count != 3)
		return false;
	if (!strcmp(what, "status"))
		ok = text_to_int(line->words[2], 100, 599, &status) && (int64_t)r->shown.status == status;
	else if (!strcmp(what, "contains"))
		ok = strstr(bytes, line->words[2]) != NULL;
	else if (!strcmp(what, "lacks"))
		ok = r->has_shown && !strstr(bytes, line->words[2]);
	else if (!strcmp(what, "same"))
		ok = is_same(r, line->words[2]);
	else
		return false;
	if (!ok)
		fail(r, line->number, arena_print(r->arena, "the page (status %d) does not do that; %zu bytes", (int)r->shown.status,
			r->shown.length));
	return true;
}

static void expect(struct run *r, const struct script_line *line)
{
	if (line->count == 4 && !strcmp(line->words[1], "state"))
		expect_state(r, line);
	else if (line->count < 2 || (!expect_write(r, line) && !expect_show(r, line)))
		fail(r, line->number, "what is expected cannot be understood");
}

static bool show_word(struct run *r, const struct script_line *line, size_t *at, struct page_ask *ask,
	enum show_format *format, struct actor *actor)
{
	const char *word = line->words[*at], *next = *at + 1 < line->count ? line->words[*at + 1] : "";

	if (!strcmp(word, "as")) {
		*at += 1;
		*actor = desk_public;
		return !strcmp(next, "public") || desk_actor_named(r->player.desk->store, r->arena, "login", next, actor);
	}
	if (!strcmp(word, "lang")) {
		*at += 1;
		ask->language = next;
		return true;
	}
	if (strcmp(word, "format"))
		return false;
	*at += 1;
	return show_format_named(next, format);
}

/* "$name" is the number kept under that name. */
static const char *input_value(const struct run *r, const char *value)
{
	for (size_t i = r->player.name_count; *value == '$' && i > 0; i--)
		if (!strcmp(r->player.names[i - 1].name, value + 1))
			return r->player.names[i - 1].value;
	return value;
}

static void show(struct run *r, const struct script_line *line)
{
	struct page_input *inputs = ARENA_MANY(r->arena, line->count, struct page_input);
	struct actor actor = desk_public;
	enum show_format format = SHOW_HTML;
	struct page_ask ask = { .page = line->count > 1 ? page_find(line->words[1]) : NULL, .actor = &actor, .inputs = inputs,
		.language = "sv", .today = instant_day(r->clock.now), .now = r->clock.now, .site = "https://rad.example",
		.is_loopback = true, .is_web = true };
	const struct fault *f = NULL;

	if (!ask.page) {
		fail(r, line->number, "there is no page of that name");
		return;
	}
	if (!r->shelves->shelf)
		f = shelf_open(r->shelves->arena, r->player.desk->store, &r->shelves->shelf);
	for (size_t i = 2; i < line->count; i++) {
		const char *sign = strchr(line->words[i], '=');

		if (!show_word(r, line, &i, &ask, &format, &actor) && sign)
			inputs[ask.input_count++] = (struct page_input){
				arena_copy(r->arena, line->words[i], (size_t)(sign - line->words[i])), input_value(r, sign + 1) };
	}
	r->shown = (struct shown){ .status = 0 };
	if (!f)
		f = desk_show(r->player.desk, r->shelves->shelf, r->arena, &ask, format, &r->shown);
	if (f)
		fail(r, line->number, f->what);
	r->has_shown = !f;
}

static void play_given(struct run *r, const struct script_line *line, int depth);

static void play(struct run *r, const struct script_line *line, int depth)
{
	enum script_deed deed = SCRIPT_SET;
	const struct fault *f;

	if (!line->count || (strcmp(line->words[0], "expect") && strcmp(line->words[0], "given")))
		settle(r, line->number);
	if (line->count && !strcmp(line->words[0], "given")) {
		play_given(r, line, depth);
		return;
	}
	f = script_play(&r->player, r->arena, line, &deed, &r->answer);
	if (f) {
		fail(r, line->number, f->what);
		return;
	}
	if (deed == SCRIPT_WROTE) {
		r->has_answer = true;
		r->is_answer_expected = false;
	} else if (deed == SCRIPT_OTHER && !strcmp(line->words[0], "expect")) {
		expect(r, line);
	} else if (deed == SCRIPT_OTHER && !strcmp(line->words[0], "show")) {
		show(r, line);
	} else if (deed == SCRIPT_OTHER && !strcmp(line->words[0], "keep")) {
		keep(r, line);
	} else if (deed == SCRIPT_OTHER && strcmp(line->words[0], "title")) {
		fail(r, line->number, arena_print(r->arena, "what is `%s`?", line->words[0]));
	}
}

static void play_text(struct run *r, const char *text, int depth)
{
	struct script_line *line = ARENA_NEW(r->arena, struct script_line);
	size_t number = 0;

	while (!r->problem && script_read(r->arena, &text, &number, line))
		play(r, line, depth);
	settle(r, number);
}

static void play_given(struct run *r, const struct script_line *line, int depth)
{
	const char *path = line->count == 2 ? arena_print(r->arena, "%s/%s.case", r->given_dir, line->words[1]) : "";
	const char *file = r->file;
	char *text;
	size_t n;

	if (depth > 4 || env_file_read(r->arena, &env_system, path, FILE_MAX, &text, &n)) {
		fail(r, line->number, "`given` names no file");
		return;
	}
	r->file = path;
	play_text(r, text, depth + 1);
	r->file = file;
}

static void say(void *self, const char *difference)
{
	struct run *r = self;

	fail(r, 0, arena_print(r->arena, "replay differs: %s", difference));
}

/* The book replayed into a fresh state says the same as the live one. */
static void replay(struct run *r)
{
	struct store *fresh;
	const struct fault *f = store_open(r->arena, &r->env, "", STORE_MEMORY, &fresh);

	if (!f)
		f = state_replay(r->player.desk->store, fresh, r->arena, NULL, NULL);
	if (f) {
		fail(r, 0, f->what);
		return;
	}
	for (char **t = store_tables(fresh, r->arena); *t; t++)
		if (state_has_table(*t))
			(void)store_compare(r->player.desk->store, fresh, r->arena, *t, say, r);
	store_close(fresh);
}

static void run_case(struct tap *tap, struct shelves *shelves, const char *given_dir, const char *file, const char *title,
	const char *text)
{
	struct run r = { .arena = arena_new((size_t)256 << 20), .tap = tap, .shelves = shelves, .given_dir = given_dir, .file = file,
		.title = title, .clock = { .now = 1735722000, .seed = 1 } };
	struct desk_start start = { .name = "Fyrby brottsförebyggande råd", .origin = "fyrby-00000000",
		.vkey = "fyrby-00000000+00000000+AQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", .is_example = true };
	const struct fault *f;

	r.env = env_fixed(&r.clock);
	f = desk_create_memory(r.arena, &r.env, &start, &r.player.desk);
	if (!f && strstr(text, "\nkey "))
		f = given_office(r.arena, &r.env, r.player.desk);
	if (f) {
		fail(&r, 0, f->what);
	} else {
		r.player.clock = &r.clock;
		r.player.actor = desk_public;
		play_text(&r, text, 0);
		if (!r.problem)
			replay(&r);
	}
	if (!tap_ok(tap, !r.problem, file, 0, arena_print(r.arena, "%s: %s", file, title)))
		printf("# %s\n", r.problem);
	if (!f)
		desk_close(r.player.desk);
	arena_free(r.arena);
}

/* Cuts a file at its `title` lines. */
static void run_file(struct tap *tap, struct shelves *shelves, const char *given_dir, const char *file)
{
	struct arena *a = shelves->arena;
	char *text, *at;
	size_t n;

	if (env_file_read(a, &env_system, file, FILE_MAX, &text, &n) || !(at = strstr(text, "title "))) {
		tap_ok(tap, false, file, 0, "has a case");
		return;
	}
	while (at) {
		char *next = strstr(at, "\ntitle "), *end = at + strcspn(at, "\n");
		const char *title = arena_copy(a, at + 6, (size_t)(end - at) - 6);

		if (next)
			*next = '\0';
		run_case(tap, shelves, given_dir, file, title, at);
		at = next ? next + 1 : NULL;
	}
}

/* nftw has no argument of ours; the list is this program's own. */
static char files[FILES_MAX][512];
static size_t file_count;

static int keep_file(const char *path, const struct stat *st, int type, struct FTW *at)
{
	size_t n = strlen(path);

	(void)st;
	(void)at;
	if (type == FTW_F && n > 5 && n < sizeof(files[0]) && !strcmp(path + n - 5, ".case") && file_count < FILES_MAX)
		memcpy(files[file_count++], path, n + 1);
	return 0;
}

static int by_name(const void *a, const void *b)
{
	return strcmp(a, b);
}

int main(int argc, char **argv)
{
	struct shelves shelves = { .arena = arena_new((size_t)256 << 20) };
	struct tap tap = { 0 };

	for (int i = 2; i < argc; i++)
		(void)nftw(argv[i], keep_file, 16, FTW_PHYS);
	qsort(files, file_count, sizeof(files[0]), by_name);
	for (size_t i = 0; i < file_count; i++)
		run_file(&tap, &shelves, argv[1], files[i]);
	arena_free(shelves.arena);
	return tap_done(&tap);
}
