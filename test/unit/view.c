/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdlib.h>

#include "base/embed.h"
#include "base/limits.h"
#include "tap.h"
#include "view/catalogue.h"
#include "view/chart.h"
#include "view/escape.h"
#include "view/format.h"
#include "view/light.h"
#include "view/mo.h"
#include "view/nest.h"
#include "view/prose.h"
#include "view/site.h"
#include "view/template.h"
#include "view/view.h"

static const struct column page_columns[] = {
	{ "heading", COLUMN_TEXT, LABEL_OPEN, false },
	{ "empty", COLUMN_TEXT, LABEL_OPEN, false },
	{ "closes", COLUMN_DAY, LABEL_OPEN, false },
	{ "yes", COLUMN_BOOL, LABEL_OPEN, false },
};
static const struct column measure_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, true },
	{ "number", COLUMN_INT, LABEL_OPEN, false },
	{ "name", COLUMN_TEXT, LABEL_OPEN, false },
	{ "process", COLUMN_CODE, LABEL_OPEN, false },
	{ "due", COLUMN_DATE, LABEL_OPEN, false },
	{ "at", COLUMN_TIME, LABEL_OPEN, false },
	{ "money", COLUMN_MONEY, LABEL_OPEN, false },
	{ "share", COLUMN_DECIMAL, LABEL_OPEN, false },
	{ "text", COLUMN_TEXT, LABEL_WORK, false },
	{ "raw", COLUMN_JSON, LABEL_OPEN, false },
};
static const struct column history_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, true },
	{ "period", COLUMN_DATE, LABEL_OPEN, false },
	{ "process", COLUMN_CODE, LABEL_OPEN, false },
};
static const struct column goal_columns[] = {
	{ "id", COLUMN_ID, LABEL_OPEN, true },
	{ "goal", COLUMN_TEXT, LABEL_OPEN, false },
};

#define T(s) { .type = CELL_TEXT, .text = (s) }
#define N(n) { .type = CELL_INT, .number = (n) }
#define NONE { .type = CELL_NONE }
#define MASKED { .type = CELL_MASKED, .label = LABEL_WORK }
#define ERASED { .type = CELL_ERASED }

static struct cell page_cells[] = { T("Överblick & \"läge\""), T(""), N(20376), N(1) };
static struct cell measure_cells[] = {
	T("m-a"), N(1), T("Fältgrupp <helg>"), T("yellow"), T("2025-10-15"), T("2026-11-23T15:04:05Z"), N(120400000),
	T("12.5"), MASKED, T("[1,2]"),
	T("m-b"), N(2), T("=1+1, \"x\""), T("green"), T("2025-Q3"), NONE, N(-150), T("-1204.25"), ERASED, NONE,
	T("m-c"), N(3), T("Rad\nbrytning"), T("none"), T("2026"), NONE, NONE, NONE, T("Läs"), NONE,
};
/* Mixed on purpose: children need not stand in their parents' order. */
static struct cell history_cells[] = {
	T("m-b"), T("2025-Q1"), T("yellow"), T("m-a"), T("2025-Q1"), T("green"), T("m-b"), T("2025-Q2"), T("green"),
	T("m-a"), T("2025-Q2"), NONE, T("m-x"), T("2025-Q2"), T("red"), NONE, T("2025-Q2"), T("red"),
};
static struct cell goal_cells[] = { T("m-a"), T("12 mentorer"), T("m-a"), T("6 skolor") };

#define COUNT(array) (sizeof(array) / sizeof(*(array)))

static struct tables data(void)
{
	static struct table all[] = {
		{ .name = "top", .columns = page_columns, .column_count = COUNT(page_columns), .cells = page_cells,
			.row_count = 1, .is_one = true },
		{ .name = "measures", .columns = measure_columns, .column_count = COUNT(measure_columns),
			.cells = measure_cells, .row_count = 3 },
		{ .name = "history", .columns = history_columns, .column_count = COUNT(history_columns),
			.cells = history_cells, .row_count = 6, .parent = "measures", .key = "id" },
		{ .name = "goals", .columns = goal_columns, .column_count = COUNT(goal_columns), .cells = goal_cells,
			.row_count = 2, .parent = "measures", .key = "id" },
		{ .name = "nothing", .columns = goal_columns, .column_count = COUNT(goal_columns) },
	};

	return (struct tables){ .page = "test", .all = all, .count = COUNT(all), .main = "measures" };
}

static const char *find_part(void *self, const char *path)
{
	(void)self;
	if (!strcmp(path, "view/parts/row.html"))
		return "<b>{{ name }}</b>";
	if (!strcmp(path, "view/parts/loop.html"))
		return "{{ include loop }}";
	if (!strcmp(path, "view/parts/open.html"))
		return "{{ if heading }}";
	if (!strcmp(path, "view/parts/close.html"))
		return "{{ end }}";
	return NULL;
}

/* What a template gives; its fault's text when it is refused. */
static const char *rendered(struct arena *a, const char *language, const char *text)
{
	static const struct template_source source = { .find = find_part };
	struct tables *t = ARENA_NEW(a, struct tables);
	const struct template *template;
	const struct fault *fault;
	struct out o;

	*t = data();
	if ((fault = template_parse(a, "t.html", text, &source, t, &template)))
		return fault->what;
	out_init(&o, a, PAGE_MAX);
	template_render(&o, a, template, t, catalogue_get(language));
	return out_cstr(&o);
}

/* A case is named by its text, on one line. */
static const char *one_line(struct arena *a, const char *text)
{
	char *line = arena_text(a, text);

	for (char *c = line; *c; c++)
		if (*c == '\n' || *c == '#')
			*c = ' ';
	return line;
}

static void test_accepted(struct tap *t, struct arena *a)
{
	static const struct {
		const char *text, *expected;
	} cases[] = {
		{ "<p>{{ heading }}</p>", "<p>Överblick &amp; &#34;läge&#34;</p>" },
		{ "<title>{{ heading }}</title>", "<title>Överblick &amp; &#34;läge&#34;</title>" },
		{ "<textarea>{{ heading }}</textarea>", "<textarea>Överblick &amp; &#34;läge&#34;</textarea>" },
		{ "<p title='{{ heading }}'></p>", "<p title='Överblick &amp; &#34;läge&#34;'></p>" },
		{ "{{ for measures }}{{ number }}{{ for history }}-{{ period }}{{ end }};{{ end }}",
			"1-2025-Q1-2025-Q2;2-2025-Q1-2025-Q2;3;" },
		{ "{{ for measures }}{{ for goals }}{{ number }}{{ goal }} {{ else }}ø{{ end }}{{ end }}",
			"112 mentorer 16 skolor øø" },
		{ "{{ for nothing }}x{{ else }}none{{ end }}", "none" },
		{ "{{ for top }}{{ yes }}{{ end }}{{ yes }}", "11" },
		{ "{{ if empty }}a{{ else }}b{{ end }}{{ if yes }}c{{ end }}{{ if nothing }}d{{ end }}", "bc" },
		{ "{{ for measures }}{{ if goals }}g{{ else }}-{{ end }}{{ if text }}t{{ end }}{{ end }}", "gt-t-t" },
		{ "{{ for measures }}{{ process word process }},{{ end }}",
			"Gul: hinder finns,Grön: följer plan,Ingen uppföljning," },
		{ "{{ yes word bool }}", "ja" },
		{ "{{ for measures }}{{ due date }};{{ end }}", "15\u00a0oktober\u00a02025;kvartal 3 2025;2026;" },
		{ "{{ for measures }}{{ at time }};{{ end }}", "23\u00a0november\u00a02026 kl.\u00a016.04;;;" },
		{ "{{ for measures }}{{ money money }};{{ end }}", "1\u202f204\u202f000\u00a0kr;\u22121,50\u00a0kr;;" },
		{ "{{ for measures }}{{ share decimal }};{{ end }}", "12,5;\u22121\u202f204,25;;" },
		{ "{{ closes day }}", "15\u00a0oktober\u00a02025" },
		{ "{{ t site.log_checked yes:word:bool closes }}", "Logg: ja poster, signerad 15\u00a0oktober\u00a02025" },
		{ "<a href=\"/m/{{ heading }}\">x</a>", "<a href=\"/m/%C3%96verblick%20%26%20%22l%C3%A4ge%22\">x</a>" },
		{ "<a href=\"?q={{ empty }}\">x</a>", "<a href=\"?q=\">x</a>" },
		{ "<a{{ if yes }} href=\"/x\"{{ end }}>x</a>", "<a href=\"/x\">x</a>" },
		{ "<a {{ if yes }}href=\"/x\"{{ end }} title=\"\">x</a>", "<a href=\"/x\" title=\"\">x</a>" },
		{ "<input {{ if yes }}checked{{ else }}disabled{{ end }}>", "<input checked>" },
		{ "<a href=\"{{ if yes }}/a{{ else }}/b{{ end }}?c={{ yes }}\">x</a>", "<a href=\"/a?c=1\">x</a>" },
		{ "<p class=\"a{{ for measures }} m{{ number }}{{ end }}\"></p>", "<p class=\"a m1 m2 m3\"></p>" },
		{ "a<!-- c {{ -->b", "t.html:1: braces are not closed" },
		{ "a<!-- c > < \" -->b", "ab" },
		{ "<!-- c -->\n<!doctype html>\n<p>", "<!doctype html>\n<p>" },
		{ "{{ if yes }}\nx\n{{ end }}\ny\n", "x\ny\n" },
		{ "<ul>\n{{ for measures }}\n\t<li>{{ include row }}</li>\n{{ end }}\n</ul>\n",
			"<ul>\n\t<li><b>Fältgrupp &lt;helg&gt;</b></li>\n\t<li><b>=1+1, &#34;x&#34;</b></li>\n"
			"\t<li><b>Rad\nbrytning</b></li>\n</ul>\n" },
		{ "<br/><svg viewBox=\"0 0 1 1\"/>", "<br/><svg viewBox=\"0 0 1 1\"/>" },
	};

	for (size_t i = 0; i < COUNT(cases); i++)
		SAME(t, rendered(a, "sv", cases[i].text), cases[i].expected, one_line(a, cases[i].text));
}

/* Templates with something wrong, and what the fault says of it. */
static const struct {
	const char *text, *why; /* `why` stands in the fault */
} refused_cases[] = {
	{ "<p title={{ heading }}>", ":1: an attribute's value must be quoted" },
	{ "<p title=x>", "must be quoted" },
	{ "<p title = \"x\">", "no attribute can begin so" },
	{ "<p onclick=\"{{ heading }}\">", "no on* attributes" },
	{ "<p ONCLICK='x'>", "no on* attributes" },
	{ "<p style=\"color:{{ heading }}\">", "this attribute" },
	{ "<iframe srcdoc=\"x\">", "this element" },
	{ "<p srcdoc=\"x\">", "this attribute" },
	{ "<img srcset=\"{{ heading }}\">", "this attribute" },
	{ "<meta http-equiv=\"refresh\">", "this attribute" },
	{ "<script>{{ heading }}</script>", "this element" },
	{ "<ScRiPt>x</ScRiPt>", "this element" },
	{ "<style>{{ heading }}</style>", "this element" },
	{ "<base href=\"/\">", "this element" },
	{ "<svg><animateTransform></svg>", "this element" },
	{ "<svg><set></svg>", "this element" },
	{ "<!-- {{ heading }} -->", "comment must be whole" },
	{ "<!-- x", "comment must be whole" },
	{ "<!--> {{ heading }} -->", "comment must be whole" },
	{ "<![CDATA[ x ]]>", "write &lt;" },
	{ "a < b", "write &lt;" },
	{ "<{{ heading }}>", "write &lt;" },
	{ "<p{{ heading }}>", "a value may stand in" },
	{ "<p {{ heading }}>", "a value may stand in" },
	{ "<p {{ heading }}=\"x\">", "a value may stand in" },
	{ "<p data-{{ heading }}=\"x\">", "a value may stand in" },
	{ "<p a=\"x\"b=\"y\">", "a space must stand" },
	{ "<p{{ if yes }}b=\"y\"{{ end }}>", "a space must stand" },
	{ "</p {{ heading }}>", "end tag" },
	{ "</p x=\"y\">", "end tag" },
	{ "<p title=\"<\">", "write &lt; in an attribute" },
	{ "<title><b>{{ heading }}</b></title>", "only its own end tag" },
	{ "<textarea></title>", "only its own end tag" },
	{ "<p{{ if yes }} title=\"{{ end }}x\">", "branches end in different places" },
	{ "{{ if yes }}<p title=\"{{ else }}<p lang=\"{{ end }}", "in the middle of a tag" },
	{ "{{ if yes }}<p title=\"{{ else }}<p title='{{ end }}x\">", "branches end in different places" },
	{ "{{ if yes }}<title>{{ end }}", "branches end in different places" },
	{ "{{ for measures }}<p title=\"{{ end }}", "a loop must end where" },
	{ "{{ for measures }}<p title=\"{{ else }}x{{ end }}", "a loop must end where" },
	{ "<a href=\"javascript:alert(1)\">", "an address begins" },
	{ "<a href=\"java{{ heading }}\">", "an address begins" },
	{ "<a href=\"{{ if yes }}java{{ else }}java{{ end }}script:x\">", "an address begins" },
	{ "<a href=\"//evil.example/{{ heading }}\">", "an address begins" },
	{ "<a href=\"/\\evil.example\">", "no space or backslash" },
	{ "<a href=\"/&#47;evil.example\">", "an address begins" },
	{ "<a href=\"https://{{ heading }}\">", "an address begins" },
	{ "<a href=\"https://host{{ heading }}\">", "an address begins" },
	{ "<a href=\"http://host/\">", "an address begins" },
	{ "<a href=\"data:text/html,x\">", "an address begins" },
	{ "<form action=\"\">", "an address begins" },
	{ "<a href=\"{{ if yes }}/x{{ end }}\">", "branches end in different places" },
	{ "\n\n{{ unknown }}", "t.html:3: there is no such column here: unknown" },
	{ "{{ number }}", "no such column" },
	{ "{{ for measures }}{{ end }}{{ number }}", "no such column" },
	{ "{{ for measures }}{{ else }}{{ number }}{{ end }}", "no such column" },
	{ "{{ for unknown }}{{ end }}", "no such name" },
	{ "{{ for history }}{{ end }}", "belong to another table" },
	{ "{{ if history }}{{ end }}", "belong to another table" },
	{ "{{ history strip }}", "belong to another table" },
	{ "{{ for measures }}{{ goals strip }}{{ end }}", "needs the columns process and period" },
	{ "{{ for measures }}{{ goals chart }}{{ end }}", "needs the columns date, value, is_preliminary" },
	{ "{{ goals chart }}", "belong to another table" },
	{ "{{ nothing chart }}", "a chart is of rows that belong to another table's" },
	{ "{{ nowhere chart }}", "no such name" },
	{ "{{ for measures }}{{ for measures }}{{ end }}{{ end }}", "in a row of this table already" },
	{ "{{ heading shout }}", "no such format" },
	{ "{{ heading raw }}", "no such format" },
	{ "{{ heading date }}", "does not fit" },
	{ "{{ closes money }}", "does not fit" },
	{ "{{ yes word }}", "one group" },
	{ "{{ closes day twice }}", "one group" },
	{ "{{ yes word nogroup }}", "no such group" },
	{ "{{ yes word boo }}", "no such group" },
	{ "{{ t no.such_key }}", "no such key" },
	{ "{{ t }}", "needs a key" },
	{ "{{ t site.log unknown }}", "no such column" },
	{ "{{ t site.log yes:shout }}", "no such format" },
	{ "<p title=\"{{ for measures }}{{ process icon }}{{ end }}\">", "an image may stand in text only" },
	{ "<title>{{ for measures }}{{ history strip }}{{ end }}</title>", "an image may stand in text only" },
	{ "{{ if yes }}", "t.html:1: this block is not closed" },
	{ "x\n{{ for measures }}\n{{ if yes }}{{ end }}", "t.html:2: this block is not closed" },
	{ "{{ end }}", "no open block" },
	{ "{{ else }}", "no open block" },
	{ "{{ if yes }}{{ else }}{{ else }}{{ end }}", "a second else" },
	{ "{{ if yes no }}{{ end }}", "needs one name" },
	{ "{{ for }}{{ end }}", "needs one table" },
	{ "{{ heading", "braces are not closed" },
	{ "{{ }}", "empty braces" },
	{ "{{ Heading }}", "only small letters" },
	{ "{{ heading | raw }}", "only small letters" },
	{ "{{{ heading }}}", "only small letters" },
	{ "{{ heading\n}}", "only small letters" },
	{ "{{ include none }}", "no such part" },
	{ "{{ include loop }}", "too deep" },
	{ "{{ include open }}{{ end }}", "view/parts/open.html:1: this block is not closed" },
	{ "{{ if yes }}{{ include close }}", "view/parts/close.html:1: there is no open block" },
	{ "<p", "in the middle of a tag" },
	{ "{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}"
		"{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}{{ if yes }}",
		"too many blocks" },
};

static void test_refused(struct tap *t, struct arena *a)
{
	for (size_t i = 0; i < COUNT(refused_cases); i++) {
		const char *got = rendered(a, "sv", refused_cases[i].text);

		if (!OK(t, strstr(got, refused_cases[i].why) != NULL, one_line(a, refused_cases[i].text)))
			printf("# got %s\n", got);
	}
}

static const char *with_heading(struct arena *a, const char *text, const char *value)
{
	struct cell before = page_cells[0];
	const char *got;

	page_cells[0] = (struct cell){ .type = CELL_TEXT, .text = value };
	got = rendered(a, "sv", text);
	page_cells[0] = before;
	return got;
}

/* Every payload in every place: no byte that ends the place comes through. */
static void test_payloads(struct tap *t, struct arena *a)
{
	static const char *const payloads[] = {
		"<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "' onfocus='alert(1)", "</title><script>",
		"</textarea><svg onload=alert(1)>", "javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)",
		"java\tscript:alert(1)", "data:text/html,<script>", "vbscript:x", "//evil.example", "/\\evil.example",
		"/\t/evil.example", "\\\\evil.example", "https:evil.example", "-->", "&#60;script&#62;", "`", "{{ heading }}",
	};
	static const struct {
		const char *text, *before, *after;
	} places[] = {
		{ "<p>{{ heading }}</p>", "<p>", "</p>" },
		{ "<title>{{ heading }}</title>", "<title>", "</title>" },
		{ "<textarea>{{ heading }}</textarea>", "<textarea>", "</textarea>" },
		{ "<p title=\"{{ heading }}\">", "<p title=\"", "\">" },
		{ "<p title='{{ heading }}'>", "<p title='", "'>" },
		{ "<a href=\"{{ heading }}\">", "<a href=\"", "\">" },
		{ "<a href='/x?{{ heading }}'>", "<a href='/x?", "'>" },
		{ "<a href=\"{{ empty }}{{ heading }}\">", "<a href=\"#", "\">" },
	};

	for (size_t i = 0; i < COUNT(payloads) * COUNT(places); i++) {
		size_t place = i % COUNT(places);
		const char *got = with_heading(a, places[place].text, payloads[i / COUNT(places)]);
		size_t n = strlen(got), before = strlen(places[place].before), after = strlen(places[place].after);
		char *inner = n >= before + after ? arena_copy(a, got + before, n - before - after) : NULL;
		bool ok = inner && !strncmp(got, places[place].before, before)
			&& !strcmp(got + n - after, places[place].after) && !strpbrk(inner, "<>\"'");

		/* No payload is an own path or https, so an address that begins with one is "#". */
		if (place == 5)
			ok = ok && !strcmp(inner, "#");
		if (place > 5)
			ok = ok && !strpbrk(inner, ":/\\&\t ");
		if (!OK(t, ok, one_line(a, places[place].text)))
			printf("# got %s\n", got);
	}
	SAME(t, with_heading(a, "<a href=\"{{ heading }}\">", "/a?b=1&c=å"), "<a href=\"/a?b=1&amp;c=å\">", "an own path");
	SAME(t, with_heading(a, "<a href=\"{{ heading }}\">", "https://a.example/b"), "<a href=\"https://a.example/b\">",
		"https");
}

static void test_masks(struct tap *t, struct arena *a)
{
	SAME(t, rendered(a, "sv", "{{ for measures }}<p>{{ text }}</p>{{ end }}"),
		"<p><span class=\"masked\">Visas inte här: arbetsmaterial. Fråga samordnaren.</span></p>"
		"<p><span class=\"masked\">Texten är raderad efter beslut. Fråga samordnaren.</span></p><p>Läs</p>",
		"a sentence in text");
	SAME(t, rendered(a, "en", "{{ for measures }}<p title=\"{{ text }}\"></p>{{ end }}"),
		"<p title=\"Not shown here: working material. Ask the coordinator.\"></p>"
		"<p title=\"The text has been erased by decision. Ask the coordinator.\"></p><p title=\"Läs\"></p>",
		"plain in attributes");
	SAME(t, rendered(a, "sv", "{{ for measures }}<a href=\"/x/{{ text }}\"></a><a href=\"{{ text }}\"></a>{{ end }}"),
		"<a href=\"/x/\"></a><a href=\"#\"></a><a href=\"/x/\"></a><a href=\"#\"></a><a href=\"/x/L%C3%A4s\"></a>"
		"<a href=\"#\"></a>", "nothing in addresses");
	SAME(t, rendered(a, "sv", "{{ for measures }}{{ t strip.label text }};{{ end }}"),
		"Historik: Visas inte här: arbetsmaterial. Fråga samordnaren.;"
		"Historik: Texten är raderad efter beslut. Fråga samordnaren.;Historik: Läs;", "in a sentence");
}

static void test_formats(struct tap *t, struct arena *a)
{
	const struct catalogue *sv = catalogue_get("sv"), *en = catalogue_get("en");

	SAME(t, format_date(a, en, "2025-10-15"), "15\u00a0October\u00a02025", "a day");
	SAME(t, format_date(a, en, "2025-Q3"), "quarter 3 2025", "a quarter");
	SAME(t, format_date(a, sv, "2025-10"), "oktober\u00a02025", "a month");
	SAME(t, format_date(a, sv, "2025-13"), "2025-13", "no month");
	SAME(t, format_date(a, sv, "2025-02-30"), "2025-02-30", "no day");
	SAME(t, format_date(a, sv, "<b>"), "<b>", "no date");
	SAME(t, format_time(a, en, "2026-07-01T22:30:00Z"), "2\u00a0July\u00a02026 at 00:30", "summer time");
	SAME(t, format_time(a, sv, "2026-12-31T23:05:00Z"), "1\u00a0januari\u00a02027 kl.\u00a000.05", "winter time");
	SAME(t, format_time(a, sv, "yesterday"), "yesterday", "no instant");
	SAME(t, format_clock(a, sv, "09:05"), "09.05", "a time of the day");
	SAME(t, format_clock(a, en, "09:05"), "09:05", "and in English");
	SAME(t, format_clock(a, sv, "24:00"), "24:00", "no time of a day");
	SAME(t, format_money(a, en, 120400050), "SEK\u00a01,204,000.50", "kronor in English");
	SAME(t, format_money(a, sv, 0), "0\u00a0kr", "nothing");
	SAME(t, format_money(a, sv, -5), "\u22120,05\u00a0kr", "less than nothing");
	SAME(t, format_money(a, sv, INT64_MIN), "\u221292\u202f233\u202f720\u202f368\u202f547\u202f758,08\u00a0kr",
		"the least number");
	SAME(t, format_decimal(a, en, "-1234567.125"), "\u22121,234,567.125", "a decimal");
	SAME(t, format_decimal(a, sv, "999"), "999", "three digits");
	SAME(t, format_decimal(a, sv, "12a"), "12a", "no decimal");
	SAME(t, format_decimal(a, sv, "1."), "1.", "no decimal either");
	SAME(t, format_decimal(a, sv, ""), "", "nothing at all");
	SAME(t, format_number(a, sv, 1204), "1\u202f204", "a number");
}

/* What a person wrote, as a document shows it. */
static void test_prose(struct tap *t, struct arena *a)
{
	static const struct {
		const char *written, *shown;
	} all[] = {
		{ "", "" },
		{ "a < b & c", "a &lt; b &amp; c" },
		{ "Se https://fyrby.example/x.", "Se <a href=\"https://fyrby.example/x\">https://fyrby.example/x</a>." },
		{ "(https://fyrby.example/a_(b))", "(<a href=\"https://fyrby.example/a_(b)\">https://fyrby.example/a_(b)</a>)" },
		{ "[Rådets \"sida\"](https://fyrby.example/?a=1&b) här",
			"<a href=\"https://fyrby.example/?a=1&amp;b\">Rådets \u201dsida\u201d</a> här" },
		{ "[a](http://x.example) [b](/log) [c](https://) [d] (https://y.example)",
			"[a](http://x.example) [b](/log) [c](https://) [d] (<a href=\"https://y.example\">https://y.example</a>)" },
		{ "[a](javascript:alert(1)) [\">](https://x.example/\"onx=)", "[a](javascript:alert(1)) [\u201d&gt;]("
			"<a href=\"https://x.example/\">https://x.example/</a>\u201donx=)" },
		{ "[a\nb](https://x.example)", "[a\nb](<a href=\"https://x.example\">https://x.example</a>)" },
		{ "\"Jobb\" sa han", "\u201dJobb\u201d sa han" },
		{ "Bo's 'x' rock'n'roll", "Bo\u2019s &#39;x&#39; rock\u2019n\u2019roll" },
		{ "Krogar - mot knark, svart-vit, 3-4, - punkt", "Krogar \u2013 mot knark, svart-vit, 3-4, \u2013 punkt" },
		{ "1 204 000 kr, 2025 100 elever, 12 3456, 20 % av 2 §",
			"1\u202f204\u202f000 kr, 2025 100 elever, 12 3456, 20\u00a0% av 2\u00a0§" },
	};

	for (size_t i = 0; i < COUNT(all); i++) {
		struct out o;

		out_init(&o, a, PAGE_MAX);
		prose_write(&o, a, all[i].written);
		SAME(t, out_cstr(&o), all[i].shown, *all[i].written ? all[i].written : "nothing");
	}
	SAME(t, rendered(a, "sv", "{{ for measures }}{{ name prose }}|{{ end }}"),
		"Fältgrupp &lt;helg&gt;|=1+1, \u201dx\u201d|Rad\nbrytning|", "in a template");
	OK(t, !strncmp(rendered(a, "sv", "{{ for measures }}{{ text prose }}|{{ end }}"), "<span class=\"masked\">", 21),
		"where a hidden value is hidden");
}

static void test_lights(struct tap *t, struct arena *a)
{
	static const char *const codes[] = { "green", "yellow", "red", "not_started", "paused", "completed", "none" };
	struct light_period many[10];
	struct out o;

	for (size_t i = 0; i < COUNT(codes); i++) {
		OK(t, *light_mark(codes[i]) != '\0', codes[i]);
		for (size_t j = 0; j < i; j++)
			OK(t, strcmp(light_mark(codes[i]), light_mark(codes[j])) != 0, "marks differ");
	}
	SAME(t, light_mark("G"), "", "no initials");
	SAME(t, rendered(a, "sv", "{{ for measures }}{{ if goals }}{{ process icon }}{{ end }}{{ end }}"),
		"<svg class=\"light light-yellow\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\""
		" focusable=\"false\"><path class=\"fill\" d=\"M8 1.5 15 14.5H1z\"/></svg>", "an icon");
	SAME(t, rendered(a, "sv", "{{ for measures }}{{ history strip }}|{{ end }}"),
		"<svg class=\"strip\" role=\"img\" viewBox=\"0 0 40 36\" width=\"40\" height=\"36\""
		" aria-label=\"Historik: kvartal 1 2025 grön, kvartal 2 2025 ingen uppföljning\">"
		"<g class=\"light-green\" transform=\"translate(2 1)\"><circle class=\"fill\" cx=\"8\" cy=\"8\" r=\"6.5\"/></g>"
		"<g class=\"light-none\" transform=\"translate(22 19)\"><circle class=\"line\" cx=\"8\" cy=\"8\" r=\"6\""
		" stroke-dasharray=\"3 2.4\"/></g></svg>|"
		"<svg class=\"strip\" role=\"img\" viewBox=\"0 0 40 36\" width=\"40\" height=\"36\""
		" aria-label=\"Historik: kvartal 1 2025 gul, kvartal 2 2025 grön\">"
		"<g class=\"light-yellow\" transform=\"translate(2 7)\"><path class=\"fill\" d=\"M8 1.5 15 14.5H1z\"/></g>"
		"<g class=\"light-green\" transform=\"translate(22 1)\"><circle class=\"fill\" cx=\"8\" cy=\"8\" r=\"6.5\"/></g>"
		"</svg>|Ingen historik|", "strips");
	for (size_t i = 0; i < COUNT(many); i++)
		many[i] = (struct light_period){ .code = "\"><script>", .period = arena_print(a, "p%zu<", i) };
	out_init(&o, a, PAGE_MAX);
	light_strip(&o, a, catalogue_get("sv"), many, COUNT(many));
	OK(t, !strstr(out_cstr(&o), "p1<") && !strstr(out_cstr(&o), "<script>") && strstr(out_cstr(&o), "Historik: p2&lt;"),
		"the newest eight, escaped");
}

static const char *charted(struct arena *a, struct chart chart)
{
	struct out o;

	out_init(&o, a, PAGE_MAX);
	chart_lines(&o, a, catalogue_get("sv"), &chart);
	return out_cstr(&o);
}

static void test_charts(struct tap *t, struct arena *a)
{
	struct chart_point points[] = { { "2026-Q2", "31.5", true }, { "2025-Q2", "21", false }, { "2025-Q4", "-2", false } };
	struct chart_point nasty[] = { { "2026-Q2", "<b>", false }, { "2025-Q2", "1", false } };
	struct chart_point undated[] = { { "när som helst", "2", false }, { "2025-Q2", "1", false } };
	struct chart_point level[] = { { "2025", "7", false }, { "2025", "7", false } };
	struct chart_point far[] = { { "2024", "1000.5", false }, { "2025", "1000.9", false } };
	struct chart_point huge[] = { { "2024", "1000000000000000", false }, { "2025", "1", false } };
	const char *svg = charted(a, (struct chart){ .id = "1-0", .title = "Besök & <mer>", .unit = "st\"", .target = "30",
		.baseline = "21", .points = points, .count = COUNT(points) });

	OK(t, strstr(svg, "Första värdet 21 (kvartal 2 2025), senaste 31,5 (kvartal 2 2026). Målvärde 30. Utgångsvärde 21."
		" Axeln börjar vid −10. Det senaste värdet är preliminärt. Alla värden står i tabellen intill.</desc>"),
		"a chart says in words what it draws, in order of time");
	OK(t, strstr(svg, "<title id=\"chart-t-1-0\">Diagram: Besök &amp; &lt;mer&gt;</title>") && strstr(svg, "st&#34;")
		&& strstr(svg, "aria-labelledby=\"chart-t-1-0\"") && !strstr(svg, "<mer>"), "its texts are escaped");
	OK(t, strstr(svg, "class=\"hollow\"") && strstr(svg, ">31,5 prel.</text>"), "a preliminary value has shape and word");
	OK(t, strstr(svg, ">21</text>") && strstr(svg, ">mål 30</text>") && strstr(svg, ">före 21</text>"),
		"first value, target and baseline are written out");
	OK(t, strstr(svg, "stroke-dasharray=\"9 5\"") && strstr(svg, "stroke-dasharray=\"2 4\""), "two sorts of line");
	SAME(t, charted(a, (struct chart){ .id = "1", .title = "x", .points = points, .count = 1 }), "", "one value is no line");
	SAME(t, charted(a, (struct chart){ .id = "1", .title = "x", .points = points }), "", "nor is none");
	SAME(t, charted(a, (struct chart){ .id = "1", .title = "x", .points = nasty, .count = 2 }), "", "what is no number");
	SAME(t, charted(a, (struct chart){ .id = "1", .title = "x", .points = undated, .count = 2 }), "", "what is no date");
	SAME(t, charted(a, (struct chart){ .id = "1", .title = "x", .points = huge, .count = 2 }), "", "a number too long");
	svg = charted(a, (struct chart){ .id = "1", .title = "x", .points = level, .count = 2 });
	OK(t, strstr(svg, "M168 ") && !strstr(svg, "nan"), "values of one day and one size");
	svg = charted(a, (struct chart){ .id = "1", .title = "x", .points = far, .count = 2 });
	OK(t, strstr(svg, ">1\u202f000,5</text>") && strstr(svg, "Axeln börjar vid 1\u202f000,5."), "an axis far from zero says so");
}

static void test_clothes(struct tap *t, struct arena *a)
{
	struct tables all = data();
	struct out o;

	out_init(&o, a, PAGE_MAX);
	view_json(&o, a, &all);
	SAME(t, out_cstr(&o),
		"{\"page\":\"test\",\n"
		"\"top\":{\"heading\":\"Överblick & \\\"läge\\\"\",\"empty\":\"\",\"closes\":\"2025-10-15\",\"yes\":true},\n"
		"\"measures\":[\n"
		"{\"number\":1,\"name\":\"Fältgrupp <helg>\",\"process\":\"yellow\",\"due\":\"2025-10-15\","
		"\"at\":\"2026-11-23T15:04:05Z\",\"money\":120400000,\"share\":\"12.5\",\"text\":{\"masked\":\"work\"},"
		"\"raw\":[1,2],\"history\":[{\"period\":\"2025-Q1\",\"process\":\"green\"},{\"period\":\"2025-Q2\","
		"\"process\":null}],\"goals\":[{\"goal\":\"12 mentorer\"},{\"goal\":\"6 skolor\"}]},\n"
		"{\"number\":2,\"name\":\"=1+1, \\\"x\\\"\",\"process\":\"green\",\"due\":\"2025-Q3\",\"at\":null,"
		"\"money\":-150,\"share\":\"-1204.25\",\"text\":{\"erased\":true},\"raw\":null,"
		"\"history\":[{\"period\":\"2025-Q1\",\"process\":\"yellow\"},{\"period\":\"2025-Q2\",\"process\":\"green\"}],"
		"\"goals\":[]},\n"
		"{\"number\":3,\"name\":\"Rad\\nbrytning\",\"process\":\"none\",\"due\":\"2026\",\"at\":null,\"money\":null,"
		"\"share\":null,\"text\":\"Läs\",\"raw\":null,\"history\":[],\"goals\":[]}],\n"
		"\"nothing\":[]}\n", "JSON");
	out_init(&o, a, PAGE_MAX);
	view_csv(&o, a, &all, catalogue_get("sv"));
	SAME(t, out_cstr(&o),
		"nummer,namn,status,senast,at,money,share,text,raw\r\n"
		"1,Fältgrupp <helg>,yellow,2025-10-15,2026-11-23T15:04:05Z,120400000,12.5,"
		"Visas inte här: arbetsmaterial. Fråga samordnaren.,\"[1,2]\"\r\n"
		"2,\"'=1+1, \"\"x\"\"\",green,2025-Q3,,-150,-1204.25,Texten är raderad efter beslut. Fråga samordnaren.,\r\n"
		"3,\"Rad\nbrytning\",none,2026,,,,Läs,\r\n", "CSV");
	all.all++;
	all.count = 2; /* measures and their history */
	out_init(&o, a, PAGE_MAX);
	view_text(&o, a, &all, catalogue_get("sv"));
	SAME(t, out_cstr(&o),
		"Åtgärder\nnummer  namn              status               senast           at                          money"
		"         share      text                                              raw    historik\n"
		"1       Fältgrupp <helg>  ▲ Gul: hinder finns  15\u00a0oktober\u00a02025  23\u00a0november\u00a02026 kl.\u00a016.04  "
		"1\u202f204\u202f000\u00a0kr  12,5       Visas inte här: arbetsmaterial. Fråga samordnaren.  [1,2]  ● ○\n"
		"2       =1+1, \"x\"         ● Grön: följer plan  kvartal 3 2025                               "
		"\u22121,50\u00a0kr      \u22121\u202f204,25  Texten är raderad efter beslut. Fråga samordnaren.         ▲ ●\n"
		"3       Rad brytning      ○ Ingen uppföljning  2026                                                     "
		"             Läs                                                      \n", "text");
}

/* A Swedish spreadsheet parts cells at semicolons, whatever the file's own sign is: what stands behind one would be a cell of
 * its own, and run.  A row that is blank is still a row. */
static void test_csv_cells(struct tap *t, struct arena *a)
{
	static const struct column column = { "note", COLUMN_TEXT, LABEL_OPEN, false };
	struct cell cells[] = { { .type = CELL_TEXT, .text = "a;=1+1" }, { .type = CELL_TEXT, .text = "" },
		{ .type = CELL_TEXT, .text = "b\t=2" } };
	struct table rows = { .name = "rows", .columns = &column, .column_count = 1, .cells = cells, .row_count = 3 };
	const struct tables all = { .page = "test", .all = &rows, .count = 1, .main = "rows" };
	struct out o;

	out_init(&o, a, PAGE_MAX);
	view_csv(&o, a, &all, catalogue_get("en"));
	SAME(t, strchr(out_cstr(&o), '\n') + 1, "\"a;=1+1\"\r\n\"\"\r\n\"b\t=2\"\r\n", "cells are quoted for any separator");
}

/* A catalogue cut or altered anywhere finds nothing wrong and reads nothing outside. */
static void test_catalogues(struct tap *t, struct arena *a)
{
	const struct embedded *file = embed_find("po/sv.mo"), *other = embed_find("po/en.mo");
	struct mo sv = { 0 }, en = { 0 }, m;
	size_t found = 0, empty = 0, different = 0;

	OK(t, mo_open(file->bytes, file->length, &sv) && mo_open(other->bytes, other->length, &en), "both open");
	OK(t, sv.count > 50 && sv.count == en.count, "as many keys in both");
	for (size_t i = 0; i < sv.count && i < en.count; i++) {
		different += strcmp(mo_key(&sv, i), mo_key(&en, i)) != 0;
		empty += !*mo_text(&sv, i) || !*mo_text(&en, i);
		found += mo_find(&sv, mo_key(&sv, i)) == mo_text(&sv, i);
	}
	OK(t, !different && !empty && found == sv.count, "the same keys, none without text, all found");
	for (size_t n = 0; n < file->length; n += n < 64 ? 1 : 13) {
		char *cut = (malloc)(n ? n : 1); /* its own memory, so that a sanitizer sees a byte too far */

		memcpy(cut, file->bytes, n);
		if (mo_open(cut, n, &m)) {
			(void)mo_find(&m, "process.green");
			for (size_t i = 0; i < m.count; i += 7)
				(void)mo_text(&m, i);
		}
		(free)(cut);
	}
	for (size_t at = 0; at < 28 + sv.count * 16; at++) {
		size_t mark = arena_mark(a);
		char *bytes = arena_copy(a, file->bytes, file->length);

		bytes[at] = (char)(bytes[at] ^ 0xFF);
		if (mo_open(bytes, file->length, &m))
			(void)mo_find(&m, "process.green");
		arena_rewind(a, mark);
	}
	OK(t, true, "cut and altered catalogues do no harm");
	OK(t, !mo_open("", 0, &m) && !mo_open("\x95\x04\x12\xde", 4, &m), "no catalogue");
	SAME(t, catalogue_language(catalogue_get("de")), "sv", "Swedish unless English is asked for");
	SAME(t, catalogue_language(catalogue_get(NULL)), "sv", "Swedish when nothing is");
	SAME(t, catalogue_text(catalogue_get("en"), "no.key"), "no.key", "a key that is not there");
	OK(t, !catalogue_has(catalogue_get("sv"), "") && !catalogue_has(catalogue_get("sv"), "process.gree"), "no keys");
	OK(t, catalogue_has_group(catalogue_get("sv"), "process") && !catalogue_has_group(catalogue_get("sv"), "proces"),
		"groups");
	SAME(t, catalogue_word(catalogue_get("en"), a, "process", "mauve"), "mauve", "an unknown code");
	SAME(t, catalogue_fill(catalogue_get("sv"), a, "date.day", (const char *const[]){ "{2}", "b" }, 2), "{2}\u00a0b\u00a0{3}",
		"values are not filled again, missing ones stay");
}

static void test_nest(struct tap *t, struct arena *a)
{
	enum { MANY = 20000 };
	static const struct column columns[] = { { "id", COLUMN_INT, LABEL_OPEN, false } };
	struct table parent = { .name = "p", .columns = columns, .column_count = 1, .row_count = MANY };
	struct table child = { .name = "c", .columns = columns, .column_count = 1, .row_count = MANY, .parent = "p",
		.key = "id" };
	struct nest nest;
	size_t sum = 0;

	parent.cells = ARENA_MANY(a, MANY, struct cell);
	child.cells = ARENA_MANY(a, MANY, struct cell);
	for (size_t i = 0; i < MANY; i++) {
		parent.cells[i] = (struct cell)N((int64_t)i);
		child.cells[i] = (struct cell)N((int64_t)(i * 7 % MANY / 2));
	}
	nest = nest_new(a, &parent, &child);
	for (size_t i = 0; i < MANY; i++)
		for (size_t row = nest.first[i]; row != SIZE_MAX; row = nest.next[row])
			sum += child.cells[row].number == (int64_t)i;
	OK(t, sum == MANY, "every child stands under its parent, once");
}

static void test_site(struct tap *t, struct arena *a)
{
	struct tables shape = { .page = "x", .all = ARENA_MANY(a, SITE_TABLE_COUNT, struct table),
		.count = SITE_TABLE_COUNT };
	struct template_source source = { .find = site_part };
	struct cell *cells = ARENA_MANY(a, SITE_COLUMN_COUNT, struct cell);
	const struct template *template = NULL;
	const struct fault *fault;
	struct out o;
	const char *css;
	size_t length;

	memcpy(shape.all, site_tables, sizeof(site_tables));
	fault = template_parse(a, "x.html", "{{ include head }}<h1>{{ title }}</h1>{{ include foot }}", &source, &shape,
		&template);
	if (!OK(t, !fault, "head and foot are accepted")) {
		printf("# %s\n", fault->what);
		return;
	}
	cells[SITE_LANG] = (struct cell)T("sv");
	cells[SITE_TITLE] = (struct cell)T("Plan");
	cells[SITE_COUNCIL] = (struct cell)T("Fyrby råd");
	cells[SITE_CSS_PATH] = (struct cell)T(site_file_path(a, SITE_FILE_STYLE));
	cells[SITE_LOG_SIZE] = (struct cell)N(1204);
	cells[SITE_IS_WEB] = (struct cell)N(1);
	shape.all[0].cells = cells;
	shape.all[0].row_count = 1;
	out_init(&o, a, PAGE_MAX);
	template_render(&o, a, template, &shape, catalogue_get("sv"));
	OK(t, !strncmp(out_cstr(&o), "<!doctype html>\n<html lang=\"sv\">", 32), "begins with its doctype");
	OK(t, strstr(out_cstr(&o), "<title>Plan – Fyrby råd</title>") != NULL, "title");
	OK(t, strstr(out_cstr(&o), "Logg: 1\u202f204 poster</a>") != NULL, "log position");
	OK(t, strstr(out_cstr(&o), "Fyr ") == NULL, "the council's name, not the command's");
	cells[SITE_IS_WEB] = (struct cell)N(0);
	out_init(&o, a, PAGE_MAX);
	template_render(&o, a, template, &shape, catalogue_get("sv"));
	OK(t, !strstr(out_cstr(&o), "<form") && strstr(out_cstr(&o), "Logg: 1\u202f204 poster</p>"), "a file has no forms");
	out_init(&o, a, PAGE_MAX);
	view_json(&o, a, &shape);
	SAME(t, out_cstr(&o), "{\"page\":\"x\"}\n", "furniture of the HTML is not data");
	css = site_file(SITE_FILE_STYLE, &length);
	OK(t, length >= 10 * 1024 && length <= 16 * 1024, "the style sheet has 10 to 16 KiB");
	OK(t, !strstr(css, "url(") && !strstr(css, "@import"), "and loads nothing");
	OK(t, strlen(site_file_path(a, SITE_FILE_STYLE)) == strlen("/style-0123456789abcdef.css"), "its name has its hash");
	OK(t, !embed_find("view/none.css") && !embed_find(""), "no such file");
}

/* Text is well-formed, but a copy cut short by a fault of ours need not make a feed that no program reads. */
static void test_xml(struct tap *t, struct arena *a)
{
	struct out o;

	out_init(&o, a, 100);
	escape_xml(&o, "a\xff" "b\xc3\xa5\xed\xa0\x80<\x01\xc3");
	SAME(t, out_cstr(&o), "a\xef\xbf\xbd" "b\xc3\xa5\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd&lt;\xef\xbf\xbd\xef\xbf\xbd",
		"bytes that are no text become U+FFFD in XML");
}

int main(void)
{
	struct arena *a = arena_new((size_t)256 << 20);
	struct tap t = { 0 };

	test_accepted(&t, a);
	test_refused(&t, a);
	test_payloads(&t, a);
	test_xml(&t, a);
	test_masks(&t, a);
	test_formats(&t, a);
	test_prose(&t, a);
	test_lights(&t, a);
	test_charts(&t, a);
	test_clothes(&t, a);
	test_csv_cells(&t, a);
	test_catalogues(&t, a);
	test_nest(&t, a);
	test_site(&t, a);
	arena_free(a);
	return tap_done(&t);
}
