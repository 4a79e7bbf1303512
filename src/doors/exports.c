/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/exports.h"

#include <stdio.h>

#include "desk/export.h"
#include "desk/export_verify.h"
#include "doors/prove.h"
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
