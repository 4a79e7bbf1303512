/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/chart.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "view/escape.h"
#include "view/format.h"

/* Pixels.  The right margin holds the words of target and baseline, the left one the numbers of the axis. */
enum { WIDTH = 380, HEIGHT = 200, LEFT = 54, RIGHT = 282, TOP = 44, BOTTOM = 168, LINE_GAP = 16 };
enum { PLACES_MAX = 4, DIGITS_MAX = 12, STEPS_MAX = 4 };

/* The chart in whole numbers: every value times 10 to the power of `places`. */
struct drawing {
	struct out *out;
	struct arena *arena;
	const struct catalogue *words;
	const struct chart *chart;
	int places;
	int64_t low, high, step;
	int first_day, last_day;
};

/* Digits after the point. */
static int places_of(const char *decimal)
{
	const char *point = decimal ? strchr(decimal, '.') : NULL;

	return point ? (int)strlen(point + 1) : 0;
}

/* False for a number that is too long to be drawn. */
static bool scaled(const char *decimal, int places, int64_t *out_n)
{
	bool is_negative = *decimal == '-';
	int after = -1, digits = 0;
	int64_t n = 0;

	for (const char *s = decimal + is_negative; *s; s++) {
		if (*s == '.' && after < 0) {
			after = 0;
			continue;
		}
		if (*s < '0' || *s > '9' || ++digits > DIGITS_MAX)
			return false;
		n = n * 10 + (*s - '0');
		after += after >= 0;
	}
	for (int i = after < 0 ? 0 : after; i < places; i++)
		n *= 10;
	*out_n = is_negative ? -n : n;
	return digits > 0;
}

static const char *words_of(const struct drawing *d, int64_t n)
{
	int64_t unit = 1, size = n < 0 ? -n : n;
	char *text;

	for (int i = 0; i < d->places; i++)
		unit *= 10;
	text = d->places ? arena_print(d->arena, "%s%" PRId64 ".%0*" PRId64, n < 0 ? "-" : "", size / unit, d->places, size % unit)
		: arena_print(d->arena, "%" PRId64, n);
	for (size_t end = strlen(text); d->places && end && (text[end - 1] == '0' || text[end - 1] == '.'); end--) {
		bool is_point = text[end - 1] == '.';

		text[end - 1] = '\0';
		if (is_point)
			break;
	}
	return format_decimal(d->arena, d->words, text);
}

static int by_date(const void *a, const void *b)
{
	const struct chart_point *p = a, *q = b;
	int x = date_last_day(p->date), y = date_last_day(q->date);

	return x < y ? -1 : x > y;
}

/* Steps of 1, 2 or 5 times a power of ten, STEPS_MAX of them or one more; from zero when it is not far away, since a
 * line that begins elsewhere looks steeper than it is. */
static void find_axis(struct drawing *d, int64_t min, int64_t max)
{
	static const int factors[] = { 2, 5, 10 };
	int64_t power = 1, step = 1;

	if (min >= 0 && min <= (max - min) * 2)
		min = 0;
	for (size_t i = 0; (max - min) / step > STEPS_MAX; i = (i + 1) % 3) {
		step = power * factors[i];
		power = i == 2 ? power * 10 : power;
	}
	d->step = step;
	d->low = (min < 0 ? (min - step + 1) / step : min / step) * step;
	d->high = (max > 0 ? (max + step - 1) / step : max / step) * step;
	if (d->high == d->low)
		d->high += step;
}

/* What is to be drawn, measured; false when something cannot be. */
static bool measured(struct drawing *d)
{
	const struct chart *c = d->chart;
	const char *lines[] = { c->target, c->baseline };
	int64_t n, min = INT64_MAX, max = INT64_MIN;

	d->places = 0;
	for (size_t i = 0; i < c->count + 2; i++) {
		const char *value = i < 2 ? lines[i] : c->points[i - 2].value;

		if (places_of(value) > d->places)
			d->places = places_of(value);
	}
	for (size_t i = 0; i < c->count + 2; i++) {
		const char *value = i < 2 ? lines[i] : c->points[i - 2].value;

		if (!value)
			continue;
		if (d->places > PLACES_MAX || !scaled(value, d->places, &n))
			return false;
		min = n < min ? n : min;
		max = n > max ? n : max;
	}
	for (size_t i = 0; i < c->count; i++)
		if (!date_is_valid(c->points[i].date))
			return false;
	qsort(c->points, c->count, sizeof(*c->points), by_date);
	d->first_day = date_last_day(c->points[0].date);
	d->last_day = date_last_day(c->points[c->count - 1].date);
	find_axis(d, min, max);
	return true;
}

static int y_of(const struct drawing *d, int64_t n)
{
	return BOTTOM - (int)((n - d->low) * (BOTTOM - TOP) / (d->high - d->low));
}

static int64_t number_of(const struct drawing *d, const char *decimal)
{
	int64_t n = 0;

	(void)scaled(decimal, d->places, &n);
	return n;
}

static int point_x(const struct drawing *d, size_t i)
{
	int day = date_last_day(d->chart->points[i].date), span = d->last_day - d->first_day;

	return span ? LEFT + 12 + (int)((int64_t)(day - d->first_day) * (RIGHT - LEFT - 24) / span) : (LEFT + RIGHT) / 2;
}

static int point_y(const struct drawing *d, size_t i)
{
	return y_of(d, number_of(d, d->chart->points[i].value));
}

static void write_text(struct drawing *d, int x, int y, const char *anchor, const char *text)
{
	out_print(d->out, "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\">", x, y, anchor);
	escape_write(d->out, ESCAPE_TEXT, text);
	out_text(d->out, "</text>");
}

static const char *filled(const struct drawing *d, const char *key, const char *value)
{
	return catalogue_fill(d->words, d->arena, key, &value, 1);
}

/* ------------------------------------------------------------------------------------------- in words --- */

/* Everything the drawing says, for those who do not see it. */
static void write_alternative(struct drawing *d)
{
	const struct chart *c = d->chart;
	const struct chart_point *first = &c->points[0], *last = &c->points[c->count - 1];
	const char *values[] = { format_decimal(d->arena, d->words, first->value), format_date(d->arena, d->words, first->date),
		format_decimal(d->arena, d->words, last->value), format_date(d->arena, d->words, last->date) };

	out_print(d->out, "<svg class=\"chart\" role=\"img\" aria-labelledby=\"chart-t-%s\" aria-describedby=\"chart-d-%s\""
		" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\"><title id=\"chart-t-%s\">", c->id, c->id, WIDTH, HEIGHT, WIDTH,
		HEIGHT, c->id);
	escape_write(d->out, ESCAPE_PLAIN, filled(d, "chart.title", c->title));
	out_print(d->out, "</title><desc id=\"chart-d-%s\">", c->id);
	escape_write(d->out, ESCAPE_PLAIN, catalogue_fill(d->words, d->arena, "chart.first_last", values, 4));
	if (c->target)
		escape_write(d->out, ESCAPE_PLAIN, filled(d, "chart.say_target", format_decimal(d->arena, d->words, c->target)));
	if (c->baseline)
		escape_write(d->out, ESCAPE_PLAIN, filled(d, "chart.say_baseline",
			format_decimal(d->arena, d->words, c->baseline)));
	if (d->low)
		escape_write(d->out, ESCAPE_PLAIN, filled(d, "chart.say_axis", words_of(d, d->low)));
	if (last->is_preliminary)
		escape_write(d->out, ESCAPE_PLAIN, catalogue_text(d->words, "chart.say_preliminary"));
	escape_write(d->out, ESCAPE_PLAIN, catalogue_text(d->words, "chart.in_table"));
	out_text(d->out, "</desc>");
}

/* ------------------------------------------------------------------------------------------- lines --- */

static void write_axis(struct drawing *d)
{
	const struct chart *c = d->chart;

	if (c->unit && *c->unit)
		write_text(d, 0, 14, "start", c->unit);
	for (int64_t n = d->low; n <= d->high; n += d->step) {
		out_print(d->out, "<path class=\"grid\" d=\"M%d %dH%d\"/>", LEFT, y_of(d, n), RIGHT);
		write_text(d, LEFT - 6, y_of(d, n) + 5, "end", words_of(d, n));
	}
	if (d->first_day != d->last_day)
		write_text(d, LEFT, HEIGHT - 8, "start", format_date(d->arena, d->words, c->points[0].date));
	write_text(d, RIGHT + 20, HEIGHT - 8, "end", format_date(d->arena, d->words, c->points[c->count - 1].date));
}

/* Target and baseline; their words stand to the right and make room for each other. */
static void write_levels(struct drawing *d)
{
	const struct chart *c = d->chart;
	int target_y = c->target ? y_of(d, number_of(d, c->target)) : -HEIGHT;
	int baseline_y = c->baseline ? y_of(d, number_of(d, c->baseline)) : -HEIGHT;
	int target_word = target_y + 5, baseline_word = baseline_y + 5, apart = abs(target_y - baseline_y);

	if (apart < LINE_GAP && target_y <= baseline_y)
		baseline_word += LINE_GAP - apart;
	else if (apart < LINE_GAP)
		target_word += LINE_GAP - apart;
	if (c->target) {
		out_print(d->out, "<path class=\"target\" stroke-dasharray=\"9 5\" d=\"M%d %dH%d\"/>", LEFT, target_y, RIGHT);
		write_text(d, RIGHT + 6, target_word, "start",
			filled(d, "chart.target", format_decimal(d->arena, d->words, c->target)));
	}
	if (c->baseline) {
		out_print(d->out, "<path class=\"target\" stroke-dasharray=\"2 4\" d=\"M%d %dH%d\"/>", LEFT, baseline_y, RIGHT);
		write_text(d, RIGHT + 6, baseline_word, "start",
			filled(d, "chart.baseline", format_decimal(d->arena, d->words, c->baseline)));
	}
}

static void write_curve(struct drawing *d)
{
	out_text(d->out, "<path class=\"curve\" d=\"");
	for (size_t i = 0; i < d->chart->count; i++)
		out_print(d->out, "%s%d %d", i ? "L" : "M", point_x(d, i), point_y(d, i));
	out_text(d->out, "\"/>");
}

/* A point with its mark; the first, the last and preliminary ones with their number or word above, or below where the
 * line would run through it. */
static void write_point(struct drawing *d, size_t i)
{
	const struct chart_point *p = &d->chart->points[i];
	size_t last = d->chart->count - 1;
	int x = point_x(d, i), y = point_y(d, i), next = i < last ? point_y(d, i + 1) : point_y(d, i - 1);
	int word_y = next < y ? y + 20 : y - 10;
	const char *value = i == 0 || i == last ? format_decimal(d->arena, d->words, p->value) : "";
	const char *preliminary = p->is_preliminary ? catalogue_text(d->words, "chart.preliminary") : "";

	if (p->is_preliminary)
		out_print(d->out, "<path class=\"hollow\" d=\"M%d %dl6 6-6 6-6-6z\"/>", x, y - 6);
	else
		out_print(d->out, "<circle class=\"point\" cx=\"%d\" cy=\"%d\" r=\"4\"/>", x, y);
	if (word_y > BOTTOM - 2)
		word_y = y - 10;
	if (*value || *preliminary)
		write_text(d, x, word_y, "middle", arena_print(d->arena, "%s%s%s", value, *value && *preliminary ? " " : "",
			preliminary));
}

void chart_lines(struct out *o, struct arena *a, const struct catalogue *words, const struct chart *chart)
{
	struct drawing d = { .out = o, .arena = a, .words = words, .chart = chart };

	if (chart->count < 2 || !measured(&d))
		return;
	write_alternative(&d);
	write_axis(&d);
	write_levels(&d);
	write_curve(&d);
	for (size_t i = 0; i < chart->count; i++)
		write_point(&d, i);
	out_text(o, "</svg>");
}
