/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/stamp.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/head.h"
#include "desk/log_key.h"
#include "ledger/cosign.h"

static const char *beside(const struct desk *d, struct arena *a, const char *ending)
{
	return arena_print(a, "%s%s", d->path, ending);
}

bool stamps_is_alarmed(struct arena *a, const struct desk *d)
{
	return !access(beside(d, a, "-alarm"), F_OK);
}

/* Kept for the next start, and for whoever shows the council meanwhile. */
static void keep_alarm(struct stamps *s, struct arena *a, const char *what)
{
	const struct fault *f;

	s->alarm = arena_text(s->desk->arena, what);
	fprintf(stderr, "fyr: nothing is written or signed: %s\n", what);
	f = env_file_replace(a, s->desk->env, beside(s->desk, a, "-alarm"), what, strlen(what), 0600);
	if (f)
		fprintf(stderr, "fyr: that cannot be kept for the next start: %s\n", f->what);
}

/* A policy that names logs must name ours, by a key that it has or had, or its witnesses would look after another council's. */
static const struct fault *policy_is_ours(const struct stamps *s, struct arena *a)
{
	const struct policy *p = &s->policy;
	struct log_keys keys;
	const struct fault *f = log_key_all(s->desk->store, a, s->desk->hasher, &keys);

	for (size_t i = 0; !f && i < p->log_count; i++)
		if (log_keys_find(&keys, p->logs[i].vkey) >= 0)
			return NULL;
	if (f || !p->log_count)
		return f;
	return fault_new(a, FAULT_USAGE, __func__, "%s names other logs than this council's; its line is: log %s",
		beside(s->desk, a, "-policy"), keys.all[keys.count - 1].text);
}

static const struct fault *open_policy(struct stamps *s, struct arena *a)
{
	if (s->desk->policy)
		s->policy = *s->desk->policy;
	s->is_cleared = !s->policy.witness_count;
	return s->desk->policy ? policy_is_ours(s, a) : s->desk->policy_fault;
}

const struct fault *stamps_open(struct arena *a, struct desk *d, struct stamps *out)
{
	struct stamps s = { .desk = d };
	const struct fault *f = open_policy(&s, a);
	const char *elsewhere = head_elsewhere(a, d->env, d->path);
	char *alarm;
	size_t n;

	if (f)
		return f;
	f = elsewhere ? head_agrees(a, d->env, &d->book, elsewhere) : NULL;
	if (f && f->sort != FAULT_DAMAGED)
		return f;
	if (f)
		keep_alarm(&s, a, arena_print(a, "%s: %s", elsewhere, f->what));
	else if (!env_file_read(a, d->env, beside(d, a, "-alarm"), ALARM_MAX, &alarm, &n))
		s.alarm = arena_text(d->arena, alarm);
	if (!f && s.alarm)
		fprintf(stderr, "fyr: nothing is written or signed, as %s says: %s\n", beside(d, a, "-alarm"), s.alarm);
	*out = s;
	return NULL;
}

const char *stamps_objection(const struct stamps *s, const char **out_word)
{
	*out_word = s->alarm ? "halted" : "unstamped";
	if (s->alarm)
		return "the book is not the one that others have seen; nothing is written until somebody has looked (docs/recovery.md)";
	return s->is_cleared ? NULL : "the witnesses have not yet agreed to what was signed last; `fyr serve` asks them, and nothing is"
		" written until they have";
}

static bool is_true(const struct json *question, const char *name)
{
	const struct json *j = js_get(question, name);

	return j && j->type == JS_BOOL && j->number;
}

/* A line that is good is stored, unless it is there; false when it is not good. */
static bool keep_line(struct stamps *s, struct arena *a, int64_t size, const char *note, const struct policy_party *witness,
	const char *line)
{
	struct store *store = s->desk->store;
	int64_t time;
	const char *t;

	if (!cosign_line_holds(a, note, &witness->key, line, &time))
		return false;
	t = instant_text(a, time);
	if (!store_int(store, 0, "SELECT 1 FROM cosignature WHERE size = ? AND vkey = ? AND t = ?", "itt", size, witness->vkey, t))
		store_run(store, "INSERT INTO cosignature(size, vkey, t, line) VALUES(?, ?, ?, ?)", "ittt", size, witness->vkey, t, line);
	return true;
}

static void keep_lines(struct stamps *s, struct arena *a, const struct json *question, bool *has_signed)
{
	const struct json *lines = js_get(question, "lines");
	int64_t size = js_get_int(question, "size", -1);
	const char *note = store_text(s->desk->store, a, "SELECT note FROM checkpoint WHERE size = ?", "i", size);

	for (size_t i = 0; note && lines && lines->type == JS_ARRAY && i < lines->count; i++) {
		const struct json *pair = lines->items[i];
		const struct policy_party *witness = NULL;

		if (pair->type == JS_ARRAY && pair->count == 2 && pair->items[0]->text && pair->items[1]->text)
			witness = policy_witness(&s->policy, pair->items[0]->text);
		if (witness && keep_line(s, a, size, note, witness, pair->items[1]->text))
			has_signed[witness - s->policy.witnesses] = true;
	}
}

struct json *stamps_take(struct stamps *s, struct arena *a, const struct json *question, const char *newest)
{
	bool *has_signed = ARENA_MANY(a, s->policy.witness_count, bool);
	int64_t size = store_int(s->desk->store, 0, "SELECT max(size) FROM checkpoint", "");
	struct json *answer = js_object(a);

	keep_lines(s, a, question, has_signed);
	/* What cleared the way is agreement with the newest that was signed, not with something older. */
	if (is_true(question, "asked") && js_get_int(question, "size", -1) == size && policy_holds(a, &s->policy, has_signed))
		s->is_cleared = true;
	js_set_text(a, answer, "note", newest ? arena_text(a, newest) : NULL);
	js_set_int(a, answer, "size", newest ? size : 0);
	js_set(a, answer, "cleared", js_bool(a, s->is_cleared));
	return answer;
}

struct json *stamps_alarm(struct stamps *s, struct arena *a, const struct json *question)
{
	const char *what = js_get_text(question, "what");

	if (what && strlen(what) <= ALARM_MAX && !s->alarm)
		keep_alarm(s, a, what);
	return js_object(a);
}
