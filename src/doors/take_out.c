/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/take_out.h"

#include "base/date.h"
#include "base/limits.h"
#include "desk/report.h"
#include "doors/found.h"
#include "pdf/html.h"
#include "pdf/pdf.h"

enum { TRIES = 4 }; /* the page and its evidence are made on two snapshots, and somebody may write between them */

/* The council's page as a file that stands alone. */
static const struct fault *page_alone(struct desk *d, const struct shelf *shelf, struct arena *a, const struct take_out *what,
	struct shown *out)
{
	const struct page_input inputs[] = { { what->frozen ? "frozen" : "period", what->frozen ? what->frozen : what->period } };
	struct page_ask ask = { .page = page_find("council_page"), .actor = what->actor, .inputs = inputs,
		.input_count = what->frozen || what->period, .language = what->language, .today = instant_day(what->now),
		.now = what->now };
	const struct fault *f = desk_show(d, shelf, a, &ask, SHOW_HTML, out);

	if (!f && out->status == SHOW_FORBIDDEN)
		return fault_new(a, FAULT_REFUSED, __func__, "the report is not shown to this person");
	if (!f && out->status != SHOW_OK)
		return fault_new(a, out->status == SHOW_BAD_INPUT ? FAULT_USAGE : FAULT_NOTHING, __func__,
			"there is no such period or sheet");
	if (!f)
		out->bytes = found_alone(a, out->bytes, &out->length);
	return f;
}

static const struct fault *html_report(struct desk *d, const struct shelf *shelf, struct arena *a, const struct take_out *what,
	const char *sheet, struct out *o)
{
	const struct fault *f = NULL;

	for (int i = 0; i < TRIES; i++) {
		struct shown shown;

		f = page_alone(d, shelf, a, what, &shown);
		if (!f)
			f = report_html(d, a, what->actor, sheet, shown.bytes, shown.length, o);
		if (!f || f->sort != FAULT_BUSY)
			break;
	}
	return f;
}

const struct fault *take_out_report(struct desk *d, const struct shelf *shelf, struct arena *a, const struct take_out *what,
	struct out *o)
{
	const char *sheet = report_sheet(d, a, what->period, what->frozen);
	const struct fault *f;
	struct out html;

	if (!sheet)
		return fault_new(a, FAULT_NOTHING, __func__, "there is no such period or sheet");
	if (what->form == TAKE_CSV)
		return report_csv(d, a, what->actor, catalogue_get(what->language), sheet, o);
	if (what->form == TAKE_HTML)
		return html_report(d, shelf, a, what, sheet, o);
	out_init(&html, a, PAGE_MAX);
	f = html_report(d, shelf, a, what, sheet, &html);
	return f ? f : pdf_write(a, d->hasher, pdf_from_html(a, out_cstr(&html)), o);
}
