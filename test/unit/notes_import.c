/* SPDX-License-Identifier: EUPL-1.2
 *
 * Notes import: what a file asks of the writer's memory, which is there for a whole batch of questions, and what
 * is kept of it.
 * usage: test-notes_import GIVEN_DIR
 */
#include "auth/passage.h"
#include "base/text.h"
#include "desk/notes_import.h"
#include "given.h"
#include "kinds/object.h"
#include "tap.h"

enum { BIG = 10, BLOCKS = 289, TAKEN_MAX = 8 << 20, TITLES = 3000 /* with their forms more bytes than notes may have */ };

struct council {
	struct tap *tap;
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct player player;
};

static bool open_council(struct council *c, const char *given)
{
	static const char called[] = "at 2026-10-02\nas coordinator\nwrite meeting_called sort=council day=2026-10-08 begins=09:00"
		" ends=11:30 place=\"Stadshuset\" called_by=\"Ordföranden\"\n"
		"write agenda_item_set meeting=1 position=1 title=\"Läget på torget\" sort=other\n";
	const struct fault *f = given_open(&c->player, c->arena, &c->clock, &c->env, given);

	f = f ? f : given_office(c->arena, &c->env, c->player.desk);
	f = f ? f : script_play_all(&c->player, c->arena, "here", called);
	return !f;
}

static struct json *blocks_of(struct arena *a, const char *form, const char *text, size_t count)
{
	struct json *blocks = js_array(a);

	for (size_t i = 0; i < count; i++)
		js_add_pair(a, blocks, form, text);
	return blocks;
}

static struct json *question_of(struct council *c, struct json *blocks)
{
	struct json *q = js_object(c->arena);

	js_set_text(c->arena, q, "meeting", "1");
	js_set_text(c->arena, q, "audience", "council");
	js_set(c->arena, q, "blocks", blocks);
	return q;
}

/* The first refusal's rule. */
static const char *rule_of(const struct json *answer)
{
	const struct json *refusals = js_get(answer, "refusals");

	return refusals && refusals->count ? js_get_text(refusals->items[0], "rule") : NULL;
}

/* Every block stands among the drafts, so each is looked for in all of them. */
static void test_memory(struct council *c)
{
	struct arena *a = c->arena;
	struct store *store = c->player.desk->store, *office = c->player.desk->office;
	const char *meeting = object_find(store, a, "meeting", "1");
	char *text = arena_get(a, 10001);
	struct json *q, *answer;
	size_t before;

	memset(text, 'a', 10000);
	for (size_t i = 0; i < BIG; i++)
		(void)draft_passage_add(office, meeting, arena_print(a, "[[\"form\",\"paragraph\"],[\"text\",\"%s\"]]", text), NULL,
			"p-1", 1);
	(void)draft_passage_add(office, meeting, "[[\"text\",\"Kort.\"]]", NULL, "p-1", 1);
	q = question_of(c, blocks_of(a, "paragraph", "Kort.", BLOCKS));
	before = arena_mark(a);
	answer = notes_import(c->player.desk, a, &c->player.actor, q);
	SAME(c->tap, rule_of(answer), "notes_import.again", "a file of blocks that are all drafts adds nothing");
	printf("# %zu bytes\n", arena_mark(a) - before);
	OK(c->tap, arena_mark(a) - before < TAKEN_MAX, "and each draft is read once, not for every block");
}

static struct json *put(struct council *c, struct json *blocks)
{
	return notes_import(c->player.desk, c->arena, &c->player.actor, question_of(c, blocks));
}

/* A title of the agenda is not kept, so it takes no room among the drafts. */
static void test_titles(struct council *c)
{
	struct json *blocks = blocks_of(c->arena, "heading", "\u00a7 1. LÄGET PÅ TORGET", TITLES), *answer = put(c, blocks);

	SAME(c->tap, rule_of(answer), "notes_import.titles_only", "titles of the agenda alone are told as such, however many");
	js_add(c->arena, blocks, blocks_of(c->arena, "paragraph", "Det var lugnt.", 1)->items[0]);
	answer = put(c, blocks);
	OK(c->tap, js_get_int(answer, "passages", 0) == 1, "and one passage more fits, as only what is kept is counted");
}

/* One that the form of notes does not take leaves nothing of the others behind. */
static void test_none(struct council *c)
{
	struct arena *a = c->arena;
	const char *meeting = object_find(c->player.desk->store, a, "meeting", "1");
	struct json *blocks = blocks_of(a, "heading", "Läget på torget", 1), *answer;
	struct draft_passage *drafts;
	size_t before = draft_passages(c->player.desk->office, a, meeting, &drafts);
	char *text = arena_get(a, TEXT_MAX_CHARS + 2);

	memset(text, 'a', TEXT_MAX_CHARS + 1);
	js_add(a, blocks, blocks_of(a, "paragraph", "Det blåste.", 1)->items[0]);
	js_add(a, blocks, blocks_of(a, "paragraph", text, 1)->items[0]);
	answer = put(c, blocks);
	SAME(c->tap, rule_of(answer), "notes_import.left_out", "a passage that the notes do not take is told");
	SAME(c->tap, js_get_text(js_get(answer, "refusals")->items[0], "arg"), "3", "by its number in the file");
	OK(c->tap, js_get_int(answer, "passages", -1) == 0 && draft_passages(c->player.desk->office, a, meeting, &drafts) == before,
		"and none of the others is kept");
}

int main(int argc, char **argv)
{
	struct tap t = { 0 };
	struct council c = { .tap = &t, .arena = arena_new((size_t)512 << 20) };

	if (!OK(&t, argc == 2 && open_council(&c, argv[1]), "a council with a meeting"))
		return tap_done(&t);
	test_memory(&c);
	test_titles(&c);
	test_none(&c);
	desk_close(c.player.desk);
	arena_free(c.arena);
	return tap_done(&t);
}
