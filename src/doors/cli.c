/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/cli.h"

#include <errno.h>
#include <pwd.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/date.h"
#include "base/folder.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/export_verify.h"
#include "desk/intake.h"
#include "desk/receipt.h"
#include "desk/show.h"
#include "desk/transfer.h"
#include "desk/verify.h"
#include "doors/args.h"
#include "doors/attach.h"
#include "doors/exports.h"
#include "doors/found.h"
#include "doors/hook.h"
#include "doors/keep.h"
#include "doors/lock.h"
#include "doors/log_key.h"
#include "doors/notes_file.h"
#include "doors/prove.h"
#include "doors/question.h"
#include "doors/serve.h"
#include "doors/sign_check.h"
#include "doors/signing.h"
#include "doors/submit.h"
#include "doors/take_out.h"
#include "doors/tell.h"
#include "doors/witness.h"
#include "state/state.h"
#include "workbook/workbook.h"

/* ------------------------------------------------------------------------------------------- words --- */

static const char *word_of(const struct args *args, const char *key)
{
	return catalogue_text(catalogue_get(args->language), key);
}

/* ------------------------------------------------------------------------------------------- write --- */

static struct json *pairs_json(struct arena *a, const struct given *pairs, size_t count, struct json *question)
{
	struct json *list = js_array(a);

	for (size_t i = 0; i < count; i++)
		if (!strcmp(pairs[i].name, "n") || !strcmp(pairs[i].name, "base"))
			js_set_text(a, question, pairs[i].name, pairs[i].value);
		else
			js_add_pair(a, list, pairs[i].name, pairs[i].value);
	return list;
}

static bool pairs_are_utf8(const struct args *args)
{
	for (size_t i = 0; i < args->pair_count; i++)
		if (!text_is_utf8(args->pairs[i].value, strlen(args->pairs[i].value)))
			return false;
	return true;
}

static int run_write(struct args *args)
{
	struct json *q = question_of(args, "write"), *answer;
	bool is_refused;
	int code;

	if (args->word_count != 2)
		return tell_misuse(args);
	if (!pairs_are_utf8(args)) {
		fprintf(stderr, "fyr: %s\n", word_of(args, "refusal.offer.not_utf8"));
		return FAULT_REFUSED;
	}
	code = attach_args(args, kind_find(args->words[0]));
	if (code)
		return code;
	js_set_text(args->arena, q, "kind", args->words[0]);
	js_set(args->arena, q, "fields", pairs_json(args->arena, args->pairs, args->pair_count, q));
	question_give_nonce(args, q);
	code = tell_asked(args, args->words[1], q, &answer);
	if (code)
		return code;
	is_refused = question_tell_refusals(args, answer);
	if (args->is_json)
		printf("%s\n", js_line(args->arena, answer));
	if (is_refused)
		return FAULT_REFUSED;
	if (!args->is_json && !args->is_dry)
		printf("%s %lld\n", word_of(args, "cli.entry"), (long long)js_get_int(answer, "seq", -1));
	return 0;
}

/* ------------------------------------------------------------------------------------------- show --- */

/* Who reads: the person named in an example council, else the one bound to the operating-system user, else the public. */
static const struct fault *reader(const struct args *args, struct desk *d, struct actor *out)
{
	const struct passwd *user = getpwuid(geteuid());

	*out = desk_public;
	if (!args->as) {
		if (user && !d->is_example)
			(void)desk_actor_named(d->store, args->arena, "user", user->pw_name, out);
		return NULL;
	}
	if (!d->is_example)
		return fault_new(args->arena, FAULT_REFUSED, __func__, "--as works in an example council only");
	if (strcmp(args->as, "public") && !desk_actor_named(d->store, args->arena, "login", args->as, out))
		return fault_new(args->arena, FAULT_REFUSED, __func__, "nobody with a role signs in as %s", args->as);
	return NULL;
}

/* A feed needs the address of a council, which a file has not. */
static bool format_of(const char *name, enum show_format *out)
{
	return show_format_named(name ? name : "text", out) && *out != SHOW_ATOM && *out != SHOW_CALENDAR;
}

/* The command's question for a page, whose actor is not known yet: name=value are its inputs. */
static struct page_ask ask_of(const struct args *args, const char *page)
{
	struct page_input *inputs = ARENA_MANY(args->arena, args->pair_count, struct page_input);
	const int64_t now = env_now(args->env);

	for (size_t i = 0; i < args->pair_count; i++)
		inputs[i] = (struct page_input){ args->pairs[i].name, args->pairs[i].value };
	return (struct page_ask){ .page = page_find(page), .inputs = inputs, .input_count = args->pair_count,
		.language = strcmp(args->language, "en") ? "sv" : "en", .today = instant_day(now), .now = now };
}

/* One page of a file as bytes; the exit code. */
static int shown_page(const struct args *args, const char *file, const char *page, enum show_format format, struct shown *out)
{
	struct actor actor;
	struct page_ask ask = ask_of(args, page);
	const struct shelf *shelf = NULL;
	struct desk *d = NULL;
	const struct fault *f = desk_open(args->arena, args->env, file, DESK_READ, &d);
	int code = 0;

	if (!f && ask.page && ask.page->parts && format >= SHOW_PDF)
		f = shelf_open(args->arena, NULL, &shelf); /* its paper holds other pages */
	else if (!f && ask.page)
		f = shelf_open_one(args->arena, ask.page, &shelf);
	if (!f)
		f = reader(args, d, &actor);
	ask.actor = &actor;
	if (!f && ask.page)
		f = desk_show(d, shelf, args->arena, &ask, format, out);
	if (f) {
		code = tell_fault(f);
	} else if (!ask.page || out->status != SHOW_OK) {
		fprintf(stderr, "fyr: %s\n", word_of(args, ask.page ? out->why : "problem.not_found"));
		code = ask.page && out->status == SHOW_FORBIDDEN ? FAULT_REFUSED : ask.page && out->status == SHOW_BAD_INPUT
			? FAULT_USAGE : FAULT_NOTHING;
	}
	desk_close(d);
	return code;
}

static int run_show(struct args *args)
{
	struct shown shown = { .status = SHOW_NOT_FOUND };
	enum show_format format;
	int code;

	if (args->word_count != 2 || !format_of(args->format, &format))
		return tell_misuse(args);
	code = shown_page(args, args->words[1], args->words[0], format, &shown);
	if (!code)
		(void)fwrite(shown.bytes, 1, shown.length, stdout);
	return code;
}

/* What one reader brings to a meeting, as a file of a new folder; never over what is there. */
static int run_packet(struct args *args)
{
	struct shown shown = { .status = SHOW_NOT_FOUND };
	const struct fault *f;
	const char *folder;
	int code;

	if (args->word_count != 3 || args->pair_count)
		return tell_misuse(args);
	folder = folder_name(args->arena, args->words[2]);
	args->pairs[args->pair_count++] = (struct given){ "meeting", args->words[1] };
	code = shown_page(args, args->words[0], "packet", SHOW_PDF, &shown);
	if (code)
		return code;
	if (mkdir(folder, 0755) && errno != EEXIST)
		f = fault_new(args->arena, FAULT_SYSTEM, __func__, "%s cannot be made: %s", folder, strerror(errno));
	else
		f = folder_put(args->arena, args->env, folder, "packet.pdf", shown.bytes, shown.length);
	return f ? tell_fault(f) : 0;
}

/* ------------------------------------------------------------------------------------------- verify, rebuild --- */

static int run_verify(struct args *args)
{
	struct verdict verdict = { .is_state_former = false };
	const struct fault *f;

	if (args->word_count != 1)
		return tell_misuse(args);
	if (prove_takes(args->words[0]))
		return prove(args);
	if (args->policy)
		return tell_fault(fault_new(args->arena, FAULT_USAGE, __func__, "--policy goes with a receipt or a report; an export"
			" brings its own, and a council's stands beside it"));
	if (export_is_folder(args->words[0]))
		return exports_verify(args);
	f = verify(args->arena, args->env, args->words[0], args->is_book, tell_finding, NULL, &verdict);
	if (!f && args->successor_of)
		f = log_key_check_predecessor(args, args->words[0], &verdict.findings);
	if (f)
		return tell_fault(f);
	if (args->is_json)
		printf("{\"checkpoint\":%lld,\"entries\":%lld,\"findings\":%d,\"root\":\"%s\"}\n", (long long)verdict.checkpoint_size,
			(long long)verdict.entries, verdict.findings, verdict.root);
	else
		printf("%s %lld, %s %lld, %s %d\n", word_of(args, "cli.entries"), (long long)verdict.entries,
			word_of(args, "cli.signed"), (long long)(verdict.checkpoint_size < 0 ? 0 : verdict.checkpoint_size),
			word_of(args, "cli.findings"), verdict.findings);
	if (verdict.is_state_former)
		fprintf(stderr, "fyr: %s\n", word_of(args, "cli.former_state"));
	if (verdict.checkpoint_size < verdict.entries && !verdict.findings)
		fprintf(stderr, "fyr: %s\n", word_of(args, "cli.unsigned_tail"));
	return verdict.findings ? FAULT_DAMAGED : 0;
}

static const struct fault *rebuild(struct args *args, struct store *s)
{
	const struct fault *f = state_check_book(s, args->arena, args->words[0]);
	bool is_old;

	if (f) /* another program's tables are not ours to drop */
		return f;
	f = state_check(s, args->arena, args->words[0], &is_old);
	if (f && f->sort == FAULT_USAGE)
		return f;
	store_forgive(s);
	store_begin(s);
	f = state_rebuild(s, args->arena);
	if (f) {
		store_rollback(s);
		return f;
	}
	f = store_commit(s);
	(void)store_checkpoint(s, true);
	return f;
}

static int run_rebuild(struct args *args)
{
	struct store *s = NULL;
	const struct fault *f;
	int lock;

	if (args->word_count != 1)
		return tell_misuse(args);
	f = lock_take(args->arena, args->words[0], 5000, &lock);
	if (f)
		return tell_fault(f);
	f = store_open(args->arena, args->env, args->words[0], STORE_WRITE, &s);
	if (!f)
		f = rebuild(args, s);
	f = fault_kept(args->arena, f);
	store_close(s);
	lock_release(lock);
	if (f)
		return tell_fault(f);
	fprintf(stderr, "%s\n", word_of(args, "cli.rebuilt"));
	return 0;
}

/* ------------------------------------------------------------------------------------------- init, demo, serve --- */

static int run_init(struct args *args)
{
	const struct passwd *user = getpwuid(geteuid());
	struct founding founding = { .name = args->name, .origin = args->origin, .is_example = args->is_example,
		.user = user ? user->pw_name : NULL };
	const struct fault *f = NULL;

	if (args->word_count != 1 || text_is_blank(args->name))
		return tell_misuse(args);
	if (args->successor_of)
		f = log_key_predecessor(args, &founding);
	if (!f)
		f = found_council(args->arena, args->env, args->words[0], &founding);
	if (f)
		return tell_fault(f);
	fprintf(stderr, "%s\n", word_of(args, "cli.links"));
	for (size_t i = 0; i < sizeof(founding.links) / sizeof(founding.links[0]); i++)
		printf("http://localhost:8080/welcome?token=%s\n", founding.links[i]);
	return 0;
}

/* A one-time link for somebody who has a role: to choose a first passphrase, or a new one when it is forgotten. */
static int run_link(struct args *args)
{
	struct json *q = question_of(args, "link"), *answer;
	int code;

	if (args->word_count != 2)
		return tell_misuse(args);
	js_set_text(args->arena, q, "person", args->words[1]);
	code = tell_asked(args, args->words[0], q, &answer);
	if (code)
		return code;
	if (!js_get_text(answer, "token")) {
		fprintf(stderr, "fyr: %s\n", word_of(args, "refusal.offer.role"));
		return FAULT_REFUSED;
	}
	fprintf(stderr, "%s\n", word_of(args, "cli.link"));
	printf("http://localhost:8080/welcome?token=%s\n", js_get_text(answer, "token"));
	return 0;
}

static int run_demo(struct args *args)
{
	const struct fault *f;

	if (args->word_count != 1)
		return tell_misuse(args);
	f = found_example(args->arena, args->env, args->words[0]);
	if (f)
		return tell_fault(f);
	fprintf(stderr, "%s\n", word_of(args, "cli.demo_made"));
	return 0;
}

static int run_serve(struct args *args)
{
	struct serving serving = { .file = args->words[0], .listen = args->listen ? args->listen : "127.0.0.1:8080",
		.signer = args->signer, .copy_folder = args->copy, .high_water = args->high_water, .per_day = SUBMIT_PER_DAY,
		.has_no_cache = args->has_no_cache };
	const struct fault *f;
	struct log log;

	if (args->word_count != 1 || !log_open(args->log, &log)
		|| (args->per_day && !text_to_int(args->per_day, 1, 86400, &serving.per_day)))
		return tell_misuse(args);
	f = serve(args->arena, args->env, &log, &serving);
	return f ? tell_fault(f) : 0;
}

/* ------------------------------------------------------------------------------------------- in and out --- */

static void tell_problems(struct args *args, const struct transfer *t)
{
	for (size_t i = 0; i < t->problem_count; i++)
		fprintf(stderr, "fyr: %s\n", transfer_problem_text(args->arena, catalogue_get(args->language), &t->problems[i]));
}

/* All rows in one question: written together or not at all. */
static int ask_batch(struct args *args, struct transfer *t)
{
	struct json *q = question_of(args, "batch"), *answer;
	int code;

	if (!t->offers->count) {
		fprintf(stderr, "%s\n", word_of(args, "transfer.nothing_new"));
		return 0;
	}
	for (size_t i = 0; i < t->offers->count; i++)
		question_give_nonce(args, t->offers->items[i]);
	js_set(args->arena, q, "offers", t->offers);
	js_set_int(args->arena, q, "head", t->head);
	code = tell_asked(args, args->words[1], q, &answer);
	if (code)
		return code;
	if (js_get(answer, "moved"))
		return tell_fault(fault_new(args->arena, FAULT_BUSY, __func__, "%s", word_of(args, "transfer.moved")));
	transfer_refused(args->arena, t, answer);
	tell_problems(args, t);
	if (transfer_has_fault(t))
		return FAULT_REFUSED;
	printf("%s %zu\n", word_of(args, args->is_dry ? "transfer.would_write" : "transfer.written"), t->offers->count);
	return 0;
}

/* A spreadsheet file: its table is found and read with every help (desk/intake.h); what is chosen comes as name=value. */
static const struct fault *read_workbook(struct args *args, struct desk *d, const char *bytes, size_t n, struct transfer *out)
{
	struct given *choices = ARENA_MANY(args->arena, args->pair_count + 1, struct given);
	struct intake_refusal why;
	struct intake *in = ARENA_NEW(args->arena, struct intake);
	const char *table;
	size_t length;
	bool is_table;
	const struct fault *f = intake_file(args->arena, NULL, bytes, n, &table, &length, &why);

	if (f)
		return f;
	if (!table)
		return fault_new(args->arena, FAULT_REFUSED, __func__, "%s",
			catalogue_fill(catalogue_get(args->language), args->arena, why.rule, &(const char *){ why.arg ? why.arg : "" }, 1));
	choices[0] = (struct given){ "sort", args->words[0] };
	if (args->pair_count)
		memcpy(choices + 1, args->pairs, args->pair_count * sizeof(*choices));
	f = intake_read(d, args->arena, args->language, table, length, choices, args->pair_count + 1, &is_table, in);
	if (!f && !is_table)
		return fault_new(args->arena, FAULT_REFUSED, __func__, "%s", word_of(args, "workbook.empty"));
	if (!f)
		*out = in->transfer;
	return f;
}

static int run_import(struct args *args)
{
	struct transfer t = { .sort = NULL };
	struct workbook_problem problem;
	struct desk *d = NULL;
	size_t n;
	char *bytes;
	const struct fault *f;

	if (args->word_count && !strcmp(args->words[0], "notes"))
		return notes_file_import(args);
	if (args->word_count != 3)
		return tell_misuse(args);
	f = desk_open(args->arena, args->env, args->words[1], DESK_READ, &d);
	if (!f)
		f = env_file_read(args->arena, args->env, args->words[2], FILE_MAX, &bytes, &n);
	if (!f && workbook_sniff(bytes, n, &problem) == WORKBOOK_TEXT)
		f = transfer_read(d, args->arena, args->words[0], bytes, n, &t);
	else if (!f)
		f = read_workbook(args, d, bytes, n, &t);
	f = fault_kept(args->arena, f);
	desk_close(d);
	if (f)
		return tell_fault(f);
	if (!transfer_has_fault(&t))
		return ask_batch(args, &t);
	tell_problems(args, &t);
	return FAULT_REFUSED;
}

static int written_to(struct args *args, const char *target, const char *bytes, size_t n)
{
	const struct fault *f = env_file_replace(args->arena, args->env, target, bytes, n, 0644);

	return f ? tell_fault(f) : 0;
}

/* Who may not note a number hands nothing over: the program would have done its work before that was refused. */
static const struct fault *check_may_hand_over(const struct args *args, const struct actor *actor)
{
	return !args->run || (actor->roles & kind_find("diary_number_noted")->writers) ? NULL
		: fault_new(args->arena, FAULT_REFUSED, __func__, "%s", word_of(args, "diary.not_yours"));
}

/* Every document as a package; what is handed over has no number yet, unless registered=yes says that it is to have a new one. */
static int run_diary(struct args *args)
{
	struct diary made = { .count = 0 };
	const struct shelf *shelf;
	struct desk *d = NULL;
	struct page_ask ask;
	struct actor actor;
	const struct fault *f;
	int64_t seconds = HOOK_SECONDS;

	if (args->is_dry || args->pair_count == ARGS_MAX
		|| (args->run_seconds && !text_to_int(args->run_seconds, 1, HOOK_SECONDS_MAX, &seconds)))
		return tell_misuse(args);
	if (args->run && !args_pair(args, "registered"))
		args->pairs[args->pair_count++] = (struct given){ "registered", "no" };
	ask = ask_of(args, "diary");
	f = desk_open(args->arena, args->env, args->words[1], DESK_READ, &d);
	if (!f)
		f = shelf_open(args->arena, NULL, &shelf);
	if (!f)
		f = reader(args, d, &actor);
	ask.actor = &actor;
	if (!f)
		f = check_may_hand_over(args, &actor);
	if (!f)
		f = diary_export(d, shelf, args->arena, &ask, args->words[2], &made);
	f = fault_kept(args->arena, f);
	desk_close(d);
	return f ? tell_fault(f) : exports_diary(args, &made, (int)seconds);
}

static int run_export(struct args *args)
{
	struct desk *d = NULL;
	struct actor actor;
	struct out o;
	const struct fault *f;
	bool is_log;

	if (args->word_count != 3)
		return tell_misuse(args);
	if (!strcmp(args->words[0], "diary"))
		return run_diary(args);
	is_log = !strcmp(args->words[0], "log");
	out_init(&o, args->arena, PAGE_MAX);
	f = desk_open(args->arena, args->env, args->words[1], DESK_READ, &d);
	if (!f)
		f = reader(args, d, &actor);
	if (!f && is_log)
		f = exports_log(args, d, &actor);
	else if (!f)
		f = transfer_write(d, args->arena, args->words[0], &actor, args->language, args_pair(args, "period"), args->is_safe, &o);
	f = fault_kept(args->arena, f);
	desk_close(d);
	return f ? tell_fault(f) : is_log ? 0 : written_to(args, args->words[2], out_cstr(&o), o.length);
}

/* The status report as a file that proves itself: the council's page, also on paper, or its rows as a table. */
static int run_report(struct args *args)
{
	const char *dot = args->word_count == 3 ? strrchr(args->words[2], '.') : NULL;
	struct take_out what = { .language = strcmp(args->language, "en") ? "sv" : "en", .period = args_pair(args, "period"),
		.frozen = args_pair(args, "frozen"), .now = env_now(args->env), .form = dot && !strcmp(dot, ".csv") ? TAKE_CSV
		: dot && !strcmp(dot, ".pdf") ? TAKE_PDF : TAKE_HTML };
	const struct shelf *shelf;
	struct desk *d = NULL;
	struct actor actor;
	struct out o;
	const struct fault *f;

	if (!dot || strcmp(args->words[0], "status") || (what.form == TAKE_HTML && strcmp(dot, ".html"))) {
		fprintf(stderr, "fyr: %s\n", word_of(args, "cli.report_usage"));
		return FAULT_USAGE;
	}
	out_init(&o, args->arena, PAGE_MAX);
	f = desk_open(args->arena, args->env, args->words[1], DESK_READ, &d);
	if (!f)
		f = shelf_open_one(args->arena, page_find("council_page"), &shelf);
	if (!f)
		f = reader(args, d, &actor);
	what.actor = &actor;
	if (!f)
		f = take_out_report(d, shelf, args->arena, &what, &o);
	f = fault_kept(args->arena, f);
	desk_close(d);
	return f ? tell_fault(f) : written_to(args, args->words[2], out_cstr(&o), o.length);
}

/* One entry with what proves it, on standard output. */
static int run_receipt(struct args *args)
{
	const char *text = NULL;
	struct desk *d = NULL;
	struct actor actor;
	const struct fault *f;
	int64_t seq;

	if (args->word_count != 2 || !text_to_int(args->words[1], 0, JS_INT_MAX, &seq))
		return tell_misuse(args);
	f = desk_open(args->arena, args->env, args->words[0], DESK_READ, &d);
	if (!f)
		f = reader(args, d, &actor);
	if (!f)
		f = receipt_write(d, args->arena, &actor, seq, &text);
	f = fault_kept(args->arena, f);
	desk_close(d);
	if (f)
		return tell_fault(f);
	printf("%s", text);
	return 0;
}

/* ------------------------------------------------------------------------------------------- commands --- */

static int run_version(struct args *args)
{
	(void)args;
	printf("fyr 0.1.0, book format %d, state %d\n", BOOK_VERSION, STATE_VERSION);
	return 0;
}

static int run_help(struct args *args);

static const struct {
	const char *name;
	int (*run)(struct args *args);
} commands[] = { { "backup", keep_backup }, { "demo", run_demo }, { "export", run_export }, { "help", run_help },
	{ "import", run_import }, { "init", run_init }, { "link", run_link }, { "log-key", log_key_run },
	{ "packet", run_packet }, { "rebuild", run_rebuild }, { "receipt", run_receipt }, { "recipient", keep_recipient },
	{ "report", run_report },
	{ "restore", keep_restore }, { "serve", run_serve }, { "show", run_show }, { "sign-check", sign_check_run },
	{ "signer", signing_run }, { "verify", run_verify }, { "version", run_version }, { "witness", witness_run },
	{ "write", run_write } };
enum { COMMAND_COUNT = sizeof(commands) / sizeof(commands[0]) };

/* Names for other programs, such as a shell that completes words: one a line. */
static int list_names(struct args *args)
{
	const char *what = args->words[0];
	const struct kind *k = args->word_count == 2 ? kind_find(args->words[1]) : NULL;

	if (!strcmp(what, "commands"))
		for (size_t i = 0; i < COMMAND_COUNT; i++)
			printf("%s\n", commands[i].name);
	else if (!strcmp(what, "options"))
		for (size_t i = 0; args_option(i); i++)
			printf("%s\n", args_option(i));
	else if (!strcmp(what, "pages"))
		for (size_t i = 0; i < page_count; i++)
			printf("%s\n", pages[i]->name);
	else if (!strcmp(what, "kinds"))
		for (size_t i = 0; i < kind_count; i++)
			printf("%s\n", kinds[i]->name);
	else if (!strcmp(what, "fields") && k)
		for (size_t i = 0; i < k->field_count; i++)
			printf("%s\n", k->fields[i].name);
	else
		return tell_misuse(args);
	return 0;
}

static int run_help(struct args *args)
{
	if (args->word_count)
		return list_names(args);
	printf("%s\n", word_of(args, "cli.help"));
	return 0;
}

/* What was answered has arrived only when standard output took it. */
static int put_out(const struct args *args, int code)
{
	bool has_failed = ferror(stdout) != 0;

	if (!fflush(stdout) && !has_failed)
		return code;
	return tell_fault(fault_new(args->arena, FAULT_SYSTEM, __func__, "standard output cannot be written: %s", strerror(errno)));
}

int cli(int argc, char **argv)
{
	struct arena *a = arena_new((size_t)512 << 20);
	struct args *args = ARENA_NEW(a, struct args);
	const char *problem = NULL;

	args->arena = a;
	args->env = &env_system;
	if (!args_read(a, argc, argv, args, &problem)) {
		fprintf(stderr, "fyr: %s %s\n", word_of(args, "cli.unknown_word"), problem);
		return tell_misuse(args);
	}
	for (size_t i = 0; i < COMMAND_COUNT; i++)
		if (!strcmp(commands[i].name, args->command))
			return put_out(args, commands[i].run(args));
	fprintf(stderr, "fyr: %s %s\n", word_of(args, "cli.unknown_word"), args->command);
	return tell_misuse(args);
}
