/* SPDX-License-Identifier: EUPL-1.2
 *
 * What people take with them: /receipt?entry=N, /report/status.html, .csv and .pdf, and the page /verify, which checks both:
 * a code in its address, as printed reports name it, is read by the page itself.
 */
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "desk/receipt.h"
#include "doors/take_out.h"
#include "doors/web.h"

/* Not yet signed is no fault of anybody's: come again in a second. */
static void answer_fault(struct visit *v, const struct fault *f)
{
	static const struct {
		enum fault_sort sort;
		int status;
		const char *why;
	} answers[] = { { FAULT_BUSY, 503, "problem.not_signed" }, { FAULT_NOTHING, 404, "problem.not_found" },
		{ FAULT_REFUSED, 403, "problem.role" }, { FAULT_USAGE, 400, "problem.input" }, { FAULT_SYSTEM, 500, "problem.fault" } };
	size_t i = 0;

	while (i + 1 < sizeof(answers) / sizeof(answers[0]) && answers[i].sort != f->sort)
		i++;
	v->format = SHOW_HTML;
	if (f->sort == FAULT_BUSY)
		reply_header(v->arena, v->reply, "Retry-After", "1");
	visit_problem(v, answers[i].status, answers[i].why);
}

static void send_file(struct visit *v, const char *type, const char *name, const char *bytes, size_t n)
{
	v->reply->type = type;
	v->reply->body = bytes;
	v->reply->body_length = n;
	reply_download(v->arena, v->reply, name);
}

/* Who has not signed in does so first, and then gets what the address names. */
static bool is_signed_in(struct visit *v)
{
	if (v->session)
		return true;
	v->format = SHOW_HTML;
	visit_sign_in(v, v->request->target);
	return false;
}

void visit_receipt(struct visit *v)
{
	const char *entry = request_query(v->request, "entry"), *text;
	const struct fault *f;
	int64_t seq;

	v->route = "receipt";
	if (!is_signed_in(v))
		return;
	if (!entry || !text_to_int(entry, 0, INT64_C(1) << 52, &seq)) {
		visit_problem(v, 400, "problem.input");
		return;
	}
	f = receipt_write(v->desk, v->arena, &v->actor, seq, &text);
	if (f)
		answer_fault(v, f);
	else
		send_file(v, "text/plain; charset=utf-8", arena_print(v->arena, "kvitto-%s-%lld.tlog-proof", v->desk->origin,
			(long long)seq), text, strlen(text));
}

void visit_report(struct visit *v)
{
	static const struct {
		const char *path, *type, *name; /* the endings of the others are cut off already */
	} forms[] = { [TAKE_HTML] = { "/report/status.html", "text/html; charset=utf-8", "status.html" },
		[TAKE_CSV] = { "/report/status", "text/csv; charset=utf-8", "status.csv" },
		[TAKE_PDF] = { "/report/status", "application/pdf", "status.pdf" } };
	const char *period = request_query(v->request, "period"), *frozen = request_query(v->request, "frozen");
	struct take_out what = { .actor = &v->actor, .language = v->language, .period = text_is_blank(period) ? NULL : period,
		.frozen = text_is_blank(frozen) ? NULL : frozen, .now = env_now(v->web->env),
		.form = v->format == SHOW_CSV ? TAKE_CSV : v->format == SHOW_PDF ? TAKE_PDF : TAKE_HTML };
	const struct fault *f;
	struct out o;

	v->route = "report";
	if (strcmp(v->path, forms[what.form].path) != 0) {
		visit_problem(v, 404, "problem.not_found");
		return;
	}
	if (!is_signed_in(v))
		return;
	out_init(&o, v->arena, PAGE_MAX);
	f = take_out_report(v->desk, v->web->shelf, v->arena, &what, &o);
	if (f && out_full(&o) && what.form == TAKE_PDF)
		visit_problem(v, 400, "problem.paper_too_large");
	else if (f)
		answer_fault(v, f);
	else
		send_file(v, forms[what.form].type, forms[what.form].name, out_cstr(&o), o.length);
}

void visit_verify(struct visit *v)
{
	const char *policy;

	v->route = "verify";
	v->reply->type = "text/html; charset=utf-8";
	v->reply->body = shelf_verify(v->web->shelf, v->language, &v->reply->body_length, &policy);
	reply_header(v->arena, v->reply, "Content-Security-Policy", policy);
}
