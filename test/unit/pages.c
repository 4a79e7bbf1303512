/* SPDX-License-Identifier: EUPL-1.2
 *
 * Forms shown again: nothing typed is lost after a refusal, a conflict or an ended session, and no passphrase
 * comes back.  What a page shows at first is in the pages' own cases; here is what they cannot say: typed values
 * and refusals.
 * usage: test-pages GIVEN_DIR
 */
#include <string.h>

#include "base/date.h"
#include "desk/script.h"
#include "desk/show.h"
#include "pages/repair.h"
#include "given.h"
#include "tap.h"

struct council {
	struct arena *arena;
	struct env_fixed clock;
	struct env env;
	struct player player;
	const struct shelf *shelf;
};

static bool open_council(struct council *c, const char *given_dir)
{
	*c = (struct council){ .arena = arena_new((size_t)256 << 20) };
	return !given_open(&c->player, c->arena, &c->clock, &c->env, given_dir)
		&& !shelf_open(c->arena, c->player.desk->store, &c->shelf);
}

/* Sends a form as `login`; the page that comes back. */
static const char *send(struct council *c, const char *login, const char *kind, const struct page_input *typed,
	size_t count, const char *base)
{
	struct actor actor = desk_public;
	struct given *given = ARENA_MANY(c->arena, count, struct given);
	struct page_input in = { "kind", kind };
	struct act act = { .kind = kind, .given = given, .base = base };
	struct page_ask ask = { .page = page_find("form"), .actor = &actor, .inputs = &in, .input_count = 1,
		.language = "sv", .today = instant_day(c->clock.now), .typed = typed, .typed_count = count, .csrf = "c" };
	struct answer answer;
	struct shown shown;

	for (size_t i = 0; i < count; i++)
		if (strcmp(typed[i].name, "n") != 0 && strcmp(typed[i].name, "base") != 0)
			given[act.given_count++] = (struct given){ typed[i].name, typed[i].value };
	if (!desk_actor_named(c->player.desk->store, c->arena, "login", login, &actor)
		|| desk_write_alone(c->player.desk, c->arena, &actor, &act, &answer))
		return "";
	ask.refusals = &answer.refusals;
	if (desk_show(c->player.desk, c->shelf, c->arena, &ask, SHOW_HTML, &shown) || shown.status != SHOW_OK)
		return "";
	return shown.bytes;
}

static const char *show_typed(struct council *c, const char *page, const struct page_input *typed, size_t count,
	const char *rule)
{
	struct refusals refusals = { .arena = c->arena };
	struct page_ask ask = { .page = page_find(page), .actor = &desk_public, .language = "sv",
		.today = instant_day(c->clock.now), .typed = typed, .typed_count = count, .refusals = &refusals,
		.csrf = "c" };
	struct shown shown;

	if (rule)
		refuse_arg(&refusals, rule, NULL, NULL, "4");
	if (desk_show(c->player.desk, c->shelf, c->arena, &ask, SHOW_HTML, &shown) || shown.status != SHOW_OK)
		return "";
	return shown.bytes;
}

/* A sheet that comes back to `login` with a refusal at `place`. */
static const char *show_sheet(struct council *c, const char *login, const char *page, const struct page_input *typed,
	size_t count, const char *place)
{
	struct refusals refusals = { .arena = c->arena };
	struct actor actor = desk_public;
	struct page_ask ask = { .page = page_find(page), .actor = &actor, .language = "sv",
		.today = instant_day(c->clock.now), .typed = typed, .typed_count = count, .refusals = &refusals, .csrf = "c" };
	struct shown shown;

	refuse(&refusals, "sheet.twice", place, NULL);
	if (!desk_actor_named(c->player.desk->store, c->arena, "login", login, &actor)
		|| desk_show(c->player.desk, c->shelf, c->arena, &ask, SHOW_HTML, &shown) || shown.status != SHOW_OK)
		return "";
	return shown.bytes;
}

#define HAS(page, text) OK(tap, strstr(page, text) != NULL, "the page has " text)
#define LACKS(page, text) OK(tap, *(page) && !strstr(page, text), "the page lacks " text)

static void test_refused(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "measure", "1" }, { "process", "yellow" },
		{ "evidence", "stated" },
		{ "text", "Rad ett <b>&amp;\nrad två" }, { "obstacle", "" }, { "next_step", "" }, { "goals", "1" },
		{ "values", "7,5" }, { "n", "nonce-of-the-form" }, { "base", "99999:AAAA" } };
	const char *page = send(c, "contact", "status_reported", typed, sizeof(typed) / sizeof(typed[0]), NULL);

	HAS(page, "<title>Fel: ");
	HAS(page, "href=\"#field-obstacle\"");
	HAS(page, "href=\"#field-next_step\"");
	HAS(page, "Fel: Gul betyder att något hindrar.");
	HAS(page, "value=\"yellow\" checked");
	HAS(page, "value=\"stated\" checked");
	HAS(page, "Rad ett &lt;b&gt;&amp;amp;");
	HAS(page, "rad två</textarea>");
	HAS(page, "name=\"values\" value=\"7,5\"");
	HAS(page, "name=\"n\" value=\"nonce-of-the-form\"");
	HAS(page, "name=\"base\" value=\"99999:AAAA\"");
	HAS(page, "aria-invalid=\"true\"");
	LACKS(page, "<b>&amp;");
	LACKS(page, "value=\"green\" checked");
	LACKS(page, "href=\"#field-text\"");
	LACKS(page, "Någon annan har skrivit under tiden");
}

static void test_unknown(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "measure", "77" }, { "text", "Min fråga?" }, { "colour", "red" } };
	const char *page = send(c, "contact", "question_asked", typed, 3, NULL);

	HAS(page, "href=\"#field-measure\"");
	HAS(page, "<option value=\"77\" selected>");
	HAS(page, "Det finns inget fält som heter colour");
	HAS(page, "Min fråga?</textarea>");
	LACKS(page, "href=\"#field-colour\"");
	LACKS(page, "name=\"colour\"");
}

static void test_identity(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "measure", "1" }, { "text", "Ring 19640823-3234 nu" } };
	const char *page = send(c, "contact", "question_asked", typed, 2, NULL);

	HAS(page, "href=\"#field-text\"");
	HAS(page, "Ring 19640823-3234 nu</textarea>");
	LACKS(page, "refusal.");
}

static void test_conflict(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "measure", "1" }, { "text", "Min egen fråga?" },
		{ "n", "nonce-of-the-form" },
		{ "base", "3:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } };
	const char *page = send(c, "contact", "question_asked", typed, 4,
		"3:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");

	HAS(page, "Någon annan har skrivit under tiden");
	HAS(page, "Lokalen hålls öppen fyra kvällar i veckan.");
	HAS(page, "Min egen fråga?</textarea>");
	HAS(page, "name=\"n\" value=\"nonce-of-the-form\"");
	LACKS(page, "value=\"3:AAAA");
	LACKS(page, "Sam Andra");
}

/* Both versions stand side by side, in words; where both are the same nothing is said. */
static void test_compared(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "measure", "1" }, { "description", "Det jag skrev" }, { "horizon", "short" },
		{ "responsible", "social" }, { "base", "3:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=" } };
	static const struct page_input theirs[] = { { "measure", "1" }, { "description", "Det hon skrev" }, { "horizon", "short" } };
	const char *page;

	(void)send(c, "coordinator", "measure_changed", theirs, 3, NULL);
	page = send(c, "coordinator", "measure_changed", typed, 5, "3:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=");
	HAS(page, "data-label=\"Du skrev\">Det jag skrev</td>");
	HAS(page, "data-label=\"Skrevs under tiden\">Det hon skrev</td>");
	HAS(page, "data-label=\"Skrevs under tiden\">–</td>");
	LACKS(page, "data-label=\"Du skrev\">kort sikt");
	HAS(page, "Det jag skrev</textarea>");
}

/* What is too long is told how long it is and how long it may be, and stands there whole. */
static void test_too_long(struct tap *tap, struct council *c)
{
	char *text = arena_get(c->arena, 30001);
	const struct page_input typed[] = { { "measure", "1" }, { "text", text } };
	const char *page;

	memset(text, 'x', 30000);
	page = send(c, "contact", "question_asked", typed, 2, NULL);
	HAS(page, "Texten är längre än 10000 tecken. Korta den. Den är 30\u202f000 tecken lång.");
	OK(tap, strstr(page, text), "all that was typed stands there");
	HAS(page, "aria-invalid=\"true\"");
}

static void test_choices(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "title", "Utan ansvarig" }, { "horizon", "long" },
		{ "partners", "skola" },
		{ "partners", "polis" }, { "starts", "i våras" } };
	const char *page = send(c, "coordinator", "measure_added", typed, 5, NULL);

	HAS(page, "value=\"Utan ansvarig\"");
	HAS(page, "value=\"long\" checked");
	HAS(page, "\" checked><label for=\"field-partners-");
	HAS(page, "value=\"i våras\"");
	HAS(page, "href=\"#field-starts\"");
	HAS(page, "href=\"#field-responsible\"");
	LACKS(page, "value=\"short\" checked");
	LACKS(page, "name=\"responsible\" value=\"\"");
}

static void test_sign_in(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "login", "contact" }, { "passphrase", "hemlig fras ett" },
		{ "next", "/write/question_asked" }, { "kept.text", "Det jag \"skrev\"" }, { "kept.csrf", "gammal" } };
	const char *page = show_typed(c, "sign_in", typed, 5, "sign_in.no");

	HAS(page, "name=\"login\" value=\"contact\"");
	HAS(page, "name=\"kept.text\" value=\"Det jag &#34;skrev&#34;\"");
	HAS(page, "name=\"next\" value=\"/write/question_asked\"");
	HAS(page, "Namnet eller lösenfrasen stämmer inte");
	HAS(page, "Du blev utloggad medan du skrev");
	LACKS(page, "hemlig fras ett");
	LACKS(page, "gammal");
	page = show_typed(c, "sign_in", typed, 1, "sign_in.wait");
	HAS(page, "Vänta 4 sekunder");
	LACKS(page, "Du blev utloggad");
}

static void test_welcome(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "token", "abc" }, { "passphrase", "hemlig fras ett" },
		{ "again", "hemlig fras två" } };
	const char *page = show_typed(c, "welcome", typed, 3, "welcome.not_same");

	HAS(page, "name=\"token\" value=\"abc\"");
	HAS(page, "href=\"#field-again\"");
	HAS(page, "id=\"error-again\"");
	LACKS(page, "hemlig fras");
	LACKS(page, "id=\"error-passphrase\"");
	page = show_typed(c, "welcome", typed, 3, "welcome.no");
	HAS(page, "Länken är redan använd eller för gammal");
	LACKS(page, "href=\"#field-");
}

/* A refusal of a sheet's row names its measure, also one whose title was erased. */
static void test_erased_title(struct tap *tap, struct council *c)
{
	static const struct page_input typed[] = { { "kind.1", "status_reported" }, { "about.measure.1", "1" },
		{ "text.1", "Så här." } };
	static const char *const names[] = { "follow_up", "working_group" };
	int64_t title = store_int(c->player.desk->store, -1, "SELECT title_text FROM measure WHERE number = 1", "");
	const char *entry = arena_print(c->arena, "%lld", (long long)title), *erasure;
	const struct page_input fields[] = { { "entry", entry }, { "fields", "title" }, { "ground", "Gallringsplan punkt 7" },
		{ "basis", "correction" } };
	struct page_input proposal = { "proposal", NULL };

	(void)send(c, "registrar", "erasure_proposed", fields, 4, NULL);
	erasure = store_text(c->player.desk->store, c->arena, "SELECT CAST(max(seq) AS TEXT) FROM proposal", "");
	proposal.value = erasure;
	(void)send(c, "coordinator", "erasure_seconded", &proposal, 1, NULL);
	OK(tap, !store_text(c->player.desk->store, c->arena, "SELECT value FROM disclosure WHERE seq = ? AND field = 'title'", "i",
		title), "the title is erased");
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		const char *page = show_sheet(c, "contact", names[i], typed, 3, "row.1");

		HAS(page, ">1. Texten är raderad");
		LACKS(page, "(null)");
	}
}

/* Four a year, for ten years: the form offers the first of them too. */
static void test_periods(struct tap *tap, struct council *c)
{
	const char *page;

	store_run(c->player.desk->store, "WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
		" INSERT INTO period SELECT 't-' || i, 1000 + i, printf('%d-Q%d', 1990 + i / 4, i % 4 + 1), i * 90, i * 90 + 89,"
		" '1999-12-31', 'published', 0, 0, 0 FROM n", "");
	page = send(c, "coordinator", "council_page_frozen", NULL, 0, NULL);
	HAS(page, "value=\"t-1\"");
	HAS(page, "value=\"t-40\"");
}

/* What would make a passage of notes readable for more readers. */
static void test_repairs(struct tap *tap, struct council *c)
{
	static const struct {
		const char *form, *text, *rule, *repaired; /* the first repair, as "form: text"; NULL: none, or not by itself */
	} all[] = {
		{ NULL, "", NULL, NULL },
		{ "paragraph", "Allt är lugnt.", NULL, NULL },
		{ "paragraph", "allt är lugnt", NULL, NULL },
		{ NULL, "Läget på torget", "heading", "heading: Läget på torget" },
		{ "paragraph", "Läget\npå torget", NULL, NULL },
		{ "heading", "Läget på torget", NULL, NULL },
		{ "heading", "LÄGET PÅ TORGET 2", "shouted", "heading: Läget på torget 2" },
		{ "heading", "UVTS", NULL, NULL },
		{ "heading", "2025 10", NULL, NULL },
		{ "heading", "En rubrik som är så lång att den hellre är ett stycke, för den säger allt som stycket under den"
			" skulle ha sagt, och mer därtill", "long_heading", "paragraph: *" },
		{ "paragraph", "• torget\n\n• stationen", "list", "list: torget\nstationen" },
		{ "paragraph", "• torget\nstationen är lugn.", NULL, NULL },
		{ "paragraph", "Plats\tBesök\nGården\t40", "table", "table: | Plats | Besök\n| Gården | 40" },
		{ "paragraph", "Kvartal 1\tKvartal 2\nGården\t4\t5", "table", "table: |  | Kvartal 1 | Kvartal 2\n| Gården | 4 | 5" },
		{ "paragraph", "En rad\tmed tabb.", NULL, NULL },
		{ "paragraph", "Läs på https://fyrby.example/råd/x.", "address",
			"paragraph: Läs på [fyrby.example](https://fyrby.example/råd/x)." },
		{ "list", "Förra mötet: Rådets anteckningar (https://fyrby.example/a.pdf) lades fram", "address",
			"list: Förra mötet: [Rådets anteckningar](https://fyrby.example/a.pdf) lades fram" },
		{ "paragraph", "Läs [anteckningarna](https://fyrby.example/a.pdf).", NULL, NULL },
		{ "paragraph", "Läs dem [här](https://fyrby.example/a.pdf).", "empty_words", NULL },
		{ "paragraph", "Kartan. [Bild utan beskrivning]", "picture", NULL },
	};

	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		struct repair found[REPAIRS_MAX] = { { NULL, NULL, NULL } }, one;
		size_t count = repairs_of(c->arena, all[i].form, all[i].text, found);
		const char *as = count && found[0].text ? arena_print(c->arena, "%s: %s", found[0].form, found[0].text) : NULL;

		SAME(tap, count ? found[0].rule : NULL, all[i].rule, *all[i].text ? all[i].text : "nothing");
		if (all[i].repaired && all[i].repaired[strlen(all[i].repaired) - 1] == '*')
			OK(tap, as && !strncmp(as, all[i].repaired, strlen(all[i].repaired) - 1), "  as it is");
		else
			SAME(tap, as, all[i].repaired, "  put right");
		SAME(tap, repair_find(c->arena, all[i].form, all[i].text, all[i].rule, &one) ? one.text : NULL,
			count ? found[0].text : NULL, "  by its rule");
	}
}

int main(int argc, char **argv)
{
	struct tap counter = { 0 }, *tap = &counter;
	struct council c;

	if (argc < 2 || !open_council(&c, argv[1])) {
		OK(tap, false, "the council opens");
		return tap_done(tap);
	}
	test_refused(tap, &c);
	test_unknown(tap, &c);
	test_identity(tap, &c);
	test_conflict(tap, &c);
	test_compared(tap, &c);
	test_too_long(tap, &c);
	test_choices(tap, &c);
	test_sign_in(tap, &c);
	test_welcome(tap, &c);
	test_erased_title(tap, &c);
	test_periods(tap, &c);
	test_repairs(tap, &c);
	desk_close(c.player.desk);
	arena_free(c.arena);
	return tap_done(tap);
}
