/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/exports.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>

#include "desk/export.h"
#include "base/text.h"
#include "desk/export_verify.h"
#include "doors/hook.h"
#include "doors/prove.h"
#include "doors/question.h"
#include "doors/tell.h"
#include "view/catalogue.h"

static const char *number(const struct args *args, int64_t n)
{
	return arena_print(args->arena, "%lld", (long long)n);
}

const struct fault *exports_log(const struct args *args, struct desk *d, const struct actor *actor)
{
	struct exported e;
	const struct fault *f = export_log(d, args->arena, actor, args->words[2], &e);

	if (f)
		return f;
	if (args->is_json)
		printf("{\"entries\":%lld,\"root\":\"%s\",\"texts\":%lld,\"withheld\":%lld}\n", (long long)e.entries, e.root,
			(long long)e.texts, (long long)e.withheld);
	else
		printf("%s\n", args->words[2]);
	tell_words(args, "export.made", number(args, e.entries), number(args, e.texts));
	if (e.withheld)
		tell_words(args, "export.withheld", "", number(args, e.withheld));
	tell_words(args, "export.clear", "", "");
	return NULL;
}

/* ------------------------------------------------------------------------------------------- diary --- */

/* Written as any entry is; what stands against it is told.  False: it was not. */
static bool note_number(const struct args *args, const struct diary_package *p, const char *diary_no)
{
	struct json *q = question_of(args, "write"), *fields = js_array(args->arena), *answer;

	js_add_pair(args->arena, fields, "entry", number(args, p->entry));
	js_add_pair(args->arena, fields, "diary_no", diary_no);
	js_set_text(args->arena, q, "kind", "diary_number_noted");
	js_set(args->arena, q, "fields", fields);
	question_give_nonce(args, q);
	return !tell_asked(args, args->words[1], q, &answer) && !question_tell_refusals(args, answer);
}

/* The number under which the package is in the diary; NULL, told, when it is not. */
static const char *hand_over(const struct args *args, const char *folder, int seconds, const struct diary_package *p)
{
	const char *diary_no;
	const char *package = arena_print(args->arena, "%s/%s", folder, p->name);
	const struct fault *f = hook_run(args->arena, args->run, package, seconds, &diary_no);

	if (f)
		fprintf(stderr, "fyr: %s: %s\n", p->name, f->what);
	if (!f && note_number(args, p, diary_no))
		return diary_no;
	/* What is refused may be a person's number, which is never said again. */
	tell_words(args, f ? "diary.not_handed_over" : "diary.not_noted", p->name, "");
	return NULL;
}

static struct json *told(const struct args *args, const struct diary_package *p, const char *diary_no)
{
	struct json *one = js_object(args->arena);

	js_set_text(args->arena, one, "diary_no", diary_no);
	js_set_int(args->arena, one, "entry", p->entry);
	js_set_text(args->arena, one, "name", p->name);
	return one;
}

int exports_diary(const struct args *args, const struct diary *made, int seconds)
{
	struct json *all = js_array(args->arena);
	char place[PATH_MAX];
	const char *folder = realpath(args->words[2], place) ? place : args->words[2];
	size_t lacking = 0;

	tell_words(args, "diary.made", number(args, (int64_t)made->count), args->words[2]);
	for (size_t i = made->count; i-- > 0;) {
		const struct diary_package *p = &made->all[i];
		const char *diary_no = args->run ? hand_over(args, folder, seconds, p) : NULL;

		lacking += args->run && !diary_no;
		if (args->is_json)
			js_add(args->arena, all, told(args, p, diary_no));
		else
			printf("%s%s%s\n", p->name, diary_no ? "\t" : "", diary_no ? diary_no : "");
	}
	if (args->is_json)
		printf("%s\n", js_line(args->arena, all));
	if (lacking)
		tell_words(args, "diary.lacking", number(args, (int64_t)lacking), number(args, (int64_t)made->count));
	return lacking ? FAULT_NOTHING : 0;
}

/* ------------------------------------------------------------------------------------------- verify --- */

int exports_verify(const struct args *args)
{
	struct hasher *h = hasher_new();
	struct export_verdict v;
	struct log_keys keys;
	bool has_keys;
	const struct fault *f = prove_keys(args, h, &keys, &has_keys);

	hasher_free(h);
	if (!f)
		f = export_verify(args->arena, args->env, args->words[0], has_keys ? &keys : NULL, args->is_book, tell_finding, NULL, &v);
	if (f)
		return tell_fault(f);
	if (args->is_json)
		printf("{\"checkpoints\":%lld,\"entries\":%lld,\"findings\":%d,\"not_here\":%lld,\"root\":\"%s\",\"texts\":%lld}\n",
			(long long)v.checkpoints, (long long)v.entries, v.findings, (long long)v.not_here, v.root, (long long)v.texts);
	else
		printf("%s %lld, %s %d\n", catalogue_text(catalogue_get(args->language), "cli.entries"), (long long)v.entries,
			catalogue_text(catalogue_get(args->language), "cli.findings"), v.findings);
	if (v.findings)
		return FAULT_DAMAGED;
	tell_words(args, has_keys ? "export.whole_trusted" : "export.whole", v.vkey, number(args, v.entries));
	if (v.not_here)
		tell_words(args, "export.not_here", "", number(args, v.not_here));
	return 0;
}
