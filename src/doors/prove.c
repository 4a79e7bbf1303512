/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/prove.h"

#include <stdio.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"
#include "desk/attest.h"
#include "doors/policy_doubts.h"
#include "doors/tell.h"

enum { KEY_FILE_MAX = LOG_KEYS_MAX << 10 };

static bool ends_in(const char *path, const char *end)
{
	size_t n = strlen(path), m = strlen(end);

	return n > m && !strcmp(path + n - m, end);
}

bool prove_takes(const char *path)
{
	return ends_in(path, ".tlog-proof") || ends_in(path, ".html") || ends_in(path, ".csv");
}

/* With the ends of lines that other systems write, or with none after the last, it is the same list. */
static const char *lines_of(struct arena *a, const char *bytes)
{
	struct out o;

	out_init(&o, a, KEY_FILE_MAX);
	for (; *bytes; bytes++)
		if (*bytes != '\r')
			out_char(&o, *bytes);
	if (o.length && o.bytes[o.length - 1] != '\n')
		out_char(&o, '\n');
	return out_cstr(&o);
}

const struct fault *prove_keys(const struct args *args, struct hasher *h, struct log_keys *out, bool *out_has)
{
	const char *text = args->key;
	const struct fault *f;
	char *bytes;
	size_t n;

	*out_has = args->key != NULL;
	out->count = 0;
	if (!args->key || log_keys_add(args->arena, h, out, args->key, 0))
		return NULL;
	f = env_file_read(args->arena, args->env, args->key, KEY_FILE_MAX, &bytes, &n);
	if (f && f->sort != FAULT_NOTHING)
		return f;
	if (!f)
		text = lines_of(args->arena, bytes);
	if (f ? strchr(text, '+') == NULL : log_keys_from(args->arena, h, text, out))
		return f;
	return fault_new(args->arena, FAULT_USAGE, __func__, "this is not the key of a book: %s", text);
}

static const struct fault *attest(const struct args *args, struct hasher *h, const char *bytes, size_t n, struct attested *out)
{
	const struct catalogue *words = catalogue_get(args->language);
	struct log_keys keys;
	struct policy policy;
	struct trust trust = { .policy = NULL };
	bool has_keys;
	const struct fault *f = prove_keys(args, h, &keys, &has_keys);

	trust.keys = has_keys ? &keys : NULL;
	if (!f && args->policy) {
		f = policy_read(args->arena, args->env, h, args->policy, &policy);
		trust.policy = &policy;
		if (!f && policy.log_count)
			policy_doubts_tell(args->arena, &policy, &policy.logs[0].key);
	}
	if (f)
		return f;
	return ends_in(args->words[0], ".tlog-proof") ? attest_receipt(args->arena, h, words, &trust, bytes, n, out)
		: attest_report(args->arena, h, words, &trust, bytes, n, ends_in(args->words[0], ".csv"), out);
}

static void tell(const struct args *args, const struct attested *out)
{
	if (args->is_json) {
		printf("%s\n", js_line(args->arena, out->data));
		return;
	}
	printf("%s\n%s\n", out->proven, out->not_proven);
	for (size_t i = 0; out->lines[i]; i++)
		printf("%s\n", out->lines[i]);
}

int prove(const struct args *args)
{
	struct hasher *h = hasher_new();
	struct attested attested;
	char *bytes;
	size_t n;
	const struct fault *f = env_file_read(args->arena, args->env, args->words[0], PAGE_MAX, &bytes, &n);

	if (!f)
		f = attest(args, h, bytes, n, &attested);
	hasher_free(h);
	if (!f)
		tell(args, &attested);
	else if (f->sort == FAULT_DAMAGED)
		printf("%s\n", catalogue_text(catalogue_get(args->language),
			ends_in(args->words[0], ".tlog-proof") ? "verify.receipt_fails" : "verify.report_fails"));
	return f ? tell_fault(f) : 0;
}
