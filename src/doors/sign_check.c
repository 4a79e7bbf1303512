/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/sign_check.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "doors/tell.h"
#include "ledger/receipt.h"
#include "view/catalogue.h"

enum { CODE_CHARS = 16 };

/* What was given, read. */
struct signed_text {
	struct entry entry;
	const struct receipt_text *texts; /* of a receipt */
	size_t text_count;
};

/* ------------------------------------------------------------------------------------------- reading --- */

static const struct fault *read_input(struct args *args, char **out, size_t *out_n)
{
	char *bytes = arena_get(args->arena, FILE_MAX + 1);
	ssize_t n = file_read_all(args->env, STDIN_FILENO, bytes, FILE_MAX);

	if (n < 0)
		return fault_new(args->arena, FAULT_SYSTEM, __func__, "standard input cannot be read: %s", strerror(errno));
	bytes[n] = '\0';
	*out = bytes;
	*out_n = (size_t)n;
	return NULL;
}

/* The text without what ends or indents its lines. */
static char *in_one_line(struct arena *a, const char *text)
{
	char *line = arena_text(a, text), *to = line;

	while (*text) {
		size_t n = strcspn(text, "\r\n");

		memmove(to, text, n);
		to += n;
		text += n;
		text += strspn(text, "\r\n\t ");
	}
	*to = '\0';
	return line;
}

/* A whole leaf, a statement alone, or a statement in pieces. */
static const struct fault *read_line(struct arena *a, const char *text, struct entry *out)
{
	const char *from = text + strspn(text, " \t\r\n"), *second = strchr(from, '\n');
	const struct json *envelope = second ? js_read(a, second + 1, strcspn(second + 1, "\n")) : NULL;
	const char *line;

	if (envelope && envelope->type == JS_OBJECT && !entry_parse(a, from, js_get_int(envelope, "seq", -1), out))
		return NULL;
	line = in_one_line(a, from);
	for (size_t n = strlen(line); n && line[n - 1] == ' '; n--)
		line = arena_copy(a, line, n - 1);
	return entry_parse_statement(a, arena_print(a, "%s\n", line), out);
}

static const struct fault *read_any(struct args *args, struct hasher *h, const char *bytes, size_t n, struct signed_text *out)
{
	struct receipt r;
	struct receipt_proven p;
	const struct fault *f;

	if (strncmp(bytes, "c2sp.org/", 9) != 0)
		return text_is_utf8(bytes, n) && strlen(bytes) == n ? read_line(args->arena, bytes, &out->entry)
			: fault_new(args->arena, FAULT_DAMAGED, __func__, "no text");
	f = receipt_from(args->arena, bytes, n, &r);
	if (!f)
		f = receipt_entry(args->arena, h, &r, catalogue_text(catalogue_get(args->language), "verify.hidden"), &p);
	if (!f)
		*out = (struct signed_text){ p.entry, p.texts, p.text_count };
	return f;
}

/* ------------------------------------------------------------------------------------------- judging --- */

/* People leave hyphens out and write small letters.  NULL when it is no code. */
static const char *code_as_written(struct arena *a, const char *given)
{
	char code[CODE_CHARS + 1];
	size_t n = 0;

	for (; *given; given++) {
		char c = *given >= 'a' && *given <= 'z' ? (char)(*given - 'a' + 'A') : *given;

		if (c == '-' || c == ' ')
			continue;
		if (n == CODE_CHARS || !((c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7')))
			return NULL;
		code[n++] = c;
	}
	code[n] = '\0';
	return n == CODE_CHARS ? arena_print(a, "%.4s-%.4s-%.4s-%.4s", code, code + 4, code + 8, code + 12) : NULL;
}

/* The signature beside the line names a challenge; is it this line's? */
static bool is_for_another(struct arena *a, const struct entry *e, const struct hash *challenge)
{
	const struct json *said = e->signature ? js_read(a, e->signature->cd, e->signature->cd_n) : NULL;

	return e->signature && !text_equal(js_get_text(said, "challenge"), base64url_from(a, challenge->bytes, HASH_BYTES));
}

static void tell(const struct args *args, const struct signed_text *t, const char *key, const char *code, const char *asked)
{
	const struct catalogue *words = catalogue_get(args->language);
	const char *values[] = { code, asked ? asked : "" };

	printf("%s\n", catalogue_fill(words, args->arena, key, values, 2));
	printf("%s, %s\n", catalogue_word(words, args->arena, "kind", t->entry.kind),
		catalogue_word(words, args->arena, "role", t->entry.role));
	for (size_t i = 0; i < t->text_count; i++)
		printf("%s: %s\n", catalogue_word(words, args->arena, "field", t->texts[i].field), t->texts[i].value);
	printf("%s\n", catalogue_text(words, "sign_check.not"));
}

static int judge(const struct args *args, struct hasher *h, const struct signed_text *t, const char *asked)
{
	struct hash challenge = assertion_challenge(h, t->entry.line);
	const char *code = short_code(args->arena, &challenge);
	bool is_other = is_for_another(args->arena, &t->entry, &challenge), is_same = !asked || !strcmp(asked, code);
	const char *key = is_other ? "sign_check.other" : !asked ? "sign_check.code" : is_same ? "sign_check.match"
		: "sign_check.no_match";
	struct json *j = js_object(args->arena);

	if (args->is_json) {
		js_set_text(args->arena, j, "code", code);
		js_set_text(args->arena, j, "kind", t->entry.kind);
		js_set(args->arena, j, "match", js_bool(args->arena, is_same && !is_other));
		printf("%s\n", js_line(args->arena, j));
	} else {
		tell(args, t, key, code, asked);
	}
	return is_same && !is_other ? 0 : FAULT_NOTHING;
}

int sign_check_run(struct args *args)
{
	const char *asked = args->code ? code_as_written(args->arena, args->code) : NULL;
	struct signed_text t = { .text_count = 0 };
	struct hasher *h;
	char *bytes;
	size_t n;
	const struct fault *f;
	int code;

	if (args->word_count != 1 || (args->code && !asked))
		return tell_misuse(args);
	f = !strcmp(args->words[0], "-") ? read_input(args, &bytes, &n)
		: env_file_read(args->arena, args->env, args->words[0], FILE_MAX, &bytes, &n);
	if (f)
		return tell_fault(f);
	h = hasher_new();
	f = read_any(args, h, bytes, n, &t);
	code = f ? FAULT_NOTHING : judge(args, h, &t, asked);
	hasher_free(h);
	if (f)
		printf("%s\n", catalogue_text(catalogue_get(args->language), "sign_check.no_line"));
	return code;
}
