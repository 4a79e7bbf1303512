/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/light.h"

#include <string.h>

#include "base/limits.h"
#include "view/escape.h"

struct shape {
	const char *code, *mark;
	int height;       /* where it stands in a strip, pixels from the top */
	const char *body; /* SVG inside 16 by 16 */
};

/* Colours come from the style sheet by class; shapes differ without them. */
static const struct shape shapes[] = {
	{ "green", "●", 0, "<circle class=\"fill\" cx=\"8\" cy=\"8\" r=\"6.5\"/>" },
	{ "yellow", "▲", 6, "<path class=\"fill\" d=\"M8 1.5 15 14.5H1z\"/>" },
	{ "red", "■", 12, "<path class=\"fill\" d=\"M2 2h12v12H2z\"/>" },
	{ "not_started", "◇", 18, "<path class=\"line\" d=\"M8 1.5 14.5 8 8 14.5 1.5 8z\"/>" },
	{ "paused", "‖", 18, "<path class=\"line\" d=\"M5 2v12M11 2v12\"/>" },
	{ "completed", "✓", 0, "<path class=\"line\" d=\"M2 8.5 6.5 13 14 3.5\"/>" },
	{ "none", "○", 18, "<circle class=\"line\" cx=\"8\" cy=\"8\" r=\"6\" stroke-dasharray=\"3 2.4\"/>" },
	{ "improving", "↗", 0, "<path class=\"line\" d=\"M3 13 13 3M6 3h7v7\"/>" },
	{ "unchanged", "→", 0, "<path class=\"line\" d=\"M2 8h12M9 3l5 5-5 5\"/>" },
	{ "worsening", "↘", 0, "<path class=\"line\" d=\"M3 3l10 10M6 13h7V6\"/>" },
	{ "too_early", "…", 0, "<path class=\"line\" stroke-linecap=\"round\" d=\"M3 8h.1M8 8h.1M13 8h.1\"/>" },
	{ "not_assessable", "–", 0, "<path class=\"line\" d=\"M3 8h10\"/>" },
};

static const struct shape *find(const char *code)
{
	for (size_t i = 0; i < sizeof(shapes) / sizeof(*shapes); i++)
		if (!strcmp(shapes[i].code, code))
			return &shapes[i];
	return NULL;
}

const char *light_mark(const char *code)
{
	const struct shape *s = find(code);

	return s ? s->mark : "";
}

void light_icon(struct out *o, const char *code)
{
	const struct shape *s = find(code);

	if (!s)
		return;
	out_text(o, "<svg class=\"light light-");
	out_text(o, s->code);
	out_text(o, "\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" aria-hidden=\"true\" focusable=\"false\">");
	out_text(o, s->body);
	out_text(o, "</svg>");
}

static const char *code_of(const struct light_period *p)
{
	return p->code && *p->code ? p->code : "none";
}

/* Written in pieces: a plan has hundreds of marks, and formatting costs more than all else in them. */
static void write_mark(struct out *o, const struct shape *s, size_t x)
{
	out_text(o, "<g class=\"light-");
	out_text(o, s->code);
	out_text(o, "\" transform=\"translate(");
	out_int(o, (int64_t)x);
	out_char(o, ' ');
	out_int(o, s->height + 1);
	out_text(o, ")\">");
	out_text(o, s->body);
	out_text(o, "</g>");
}

void light_strip(struct out *o, struct arena *a, const struct catalogue *words, const struct light_period *periods,
	size_t count)
{
	size_t from = count > STRIP_MAX ? count - STRIP_MAX : 0;
	struct out label;
	const char *text;

	if (!count) {
		escape_write(o, ESCAPE_TEXT, catalogue_text(words, "strip.empty"));
		return;
	}
	out_init(&label, a, LEAF_MAX);
	for (size_t i = from; i < count; i++) {
		out_text(&label, i > from ? ", " : "");
		out_text(&label, periods[i].period);
		out_char(&label, ' ');
		out_text(&label, catalogue_word(words, a, "process_short", code_of(&periods[i])));
	}
	text = out_cstr(&label);
	out_text(o, "<svg class=\"strip\" role=\"img\" viewBox=\"0 0 ");
	out_int(o, (int64_t)(count - from) * 20);
	out_text(o, " 36\" width=\"");
	out_int(o, (int64_t)(count - from) * 20);
	out_text(o, "\" height=\"36\" aria-label=\"");
	escape_write(o, ESCAPE_PLAIN, catalogue_fill(words, a, "strip.label", &text, 1));
	out_text(o, "\">");
	for (size_t i = from; i < count; i++) {
		const struct shape *s = find(code_of(&periods[i]));

		if (s)
			write_mark(o, s, (i - from) * 20 + 2);
	}
	out_text(o, "</svg>");
}
