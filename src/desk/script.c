/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/script.h"

#include <string.h>

#include "auth/passkey.h"
#include "base/date.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"
#include "desk/notes.h"
#include "kinds/object.h"

/* One word of a line, its quotes taken off; NULL at the end of the line, *ok false for a quote never closed. */
static const char *word(struct arena *a, const char **cursor, bool *ok)
{
	const char *p = *cursor;
	bool in_quotes = false;
	struct out o;

	p += strspn(p, " \t");
	if (!*p || *p == '\n' || *p == '#')
		return NULL;
	out_init(&o, a, FRAME_MAX);
	for (; *p && *p != '\n' && (in_quotes || !strchr(" \t", *p)); p++) {
		if (*p == '"') {
			in_quotes = !in_quotes;
		} else if (*p == '\\' && in_quotes && p[1] && p[1] != '\n') {
			p++;
			out_char(&o, *p == 'n' ? '\n' : *p);
		} else {
			out_char(&o, *p);
		}
	}
	*ok &= !in_quotes;
	*cursor = p;
	return arena_text(a, out_cstr(&o));
}

bool script_read(struct arena *a, const char **cursor, size_t *number, struct script_line *out)
{
	while (**cursor) {
		const char *p = *cursor, *w;
		bool ok = true;

		out->count = 0;
		out->number = ++*number;
		while (out->count < SCRIPT_WORDS_MAX && (w = word(a, &p, &ok)))
			out->words[out->count++] = w;
		p += strcspn(p, "\n");
		*cursor = *p ? p + 1 : p;
		if (!ok || out->count == SCRIPT_WORDS_MAX) {
			out->count = 0;
			return true;
		}
		if (out->count)
			return true;
	}
	return false;
}

static const struct fault *misuse(struct arena *a, const struct script_line *line, const char *what)
{
	return fault_new(a, FAULT_USAGE, "script", "line %zu: %s", line->number, what);
}

/* "now", "now-7" and "now+7": days before or after the real time. */
static bool relative(const struct player *p, const char *word, int64_t *out)
{
	int64_t days = 0;

	if (!p->real_now || strncmp(word, "now", 3))
		return false;
	if (word[3] && ((word[3] != '-' && word[3] != '+') || !text_to_int(word + 4, 0, 1000, &days)))
		return false;
	*out = p->real_now + (word[3] == '+' ? days : -days) * 86400;
	return true;
}

static const struct fault *play_at(struct player *p, struct arena *a, const struct script_line *line)
{
	int64_t t;

	if (line->count != 2)
		return misuse(a, line, "`at` takes one date or instant");
	if (!relative(p, line->words[1], &t) && !instant_from(line->words[1], &t)) {
		if (!date_is_valid(line->words[1]) || strlen(line->words[1]) != 10)
			return misuse(a, line, "`at` takes a date like 2026-10-05 or an instant");
		t = (int64_t)date_first_day(line->words[1]) * 86400 + 8 * 3600;
		t -= instant_day_second(t) - 9 * 3600;
	}
	p->clock->now = t;
	return NULL;
}

static const struct fault *play_as(struct player *p, struct arena *a, const struct script_line *line)
{
	if (line->count != 2)
		return misuse(a, line, "`as` takes one name");
	if (!strcmp(line->words[1], "public"))
		p->actor = desk_public;
	else if (!strcmp(line->words[1], "system"))
		p->actor = desk_system;
	else if (!desk_actor_named(p->desk->store, a, "login", line->words[1], &p->actor))
		return misuse(a, line, arena_print(a, "nobody with a role signs in as %s", line->words[1]));
	return NULL;
}

static const char *named(const struct player *p, struct arena *a, const char *value)
{
	int64_t t;

	if (relative(p, value, &t))
		return day_text(a, instant_day(t));
	for (size_t i = p->name_count; *value == '$' && i > 0; i--)
		if (!strcmp(p->names[i - 1].name, value + 1))
			return p->names[i - 1].value;
	return value;
}

static const struct fault *play_act(struct player *p, struct arena *a, const struct act *act, struct answer *out)
{
	if (p->is_batch)
		return desk_write(p->desk, a, &p->actor, act, false, out);
	return desk_write_alone(p->desk, a, &p->actor, act, out);
}

static const struct fault *play_write(struct player *p, struct arena *a, const struct script_line *line, size_t from,
	struct answer *out)
{
	struct given *given = ARENA_MANY(a, line->count, struct given);
	struct act act = { .given = given };

	if (line->count < from + 1)
		return misuse(a, line, "`write` takes a kind and name=value words");
	act.kind = line->words[from];
	for (size_t i = from + 1; i < line->count; i++) {
		const char *sign = strchr(line->words[i], '=');
		const char *name, *value;

		if (!sign)
			return misuse(a, line, arena_print(a, "%s is not name=value", line->words[i]));
		name = arena_copy(a, line->words[i], (size_t)(sign - line->words[i]));
		value = named(p, a, sign + 1);
		if (!strcmp(name, "n"))
			act.n = value;
		else if (!strcmp(name, "base"))
			act.base = value;
		else
			given[act.given_count++] = (struct given){ name, value };
	}
	return play_act(p, a, &act, out);
}

static const struct fault *keep_name(struct player *p, struct arena *a, const struct script_line *line, const char *name,
	int64_t seq)
{
	size_t at = 0;

	while (at < p->name_count && strcmp(p->names[at].name, name) != 0)
		at++;
	if (at == SCRIPT_NAMES_MAX)
		return misuse(a, line, "too many names");
	p->names[at].name = name;
	p->names[at].value = arena_print(a, "%lld", (long long)seq);
	p->name_count += at == p->name_count;
	return NULL;
}

static const struct fault *play_key(struct player *p, struct arena *a, const struct script_line *line, struct answer *out)
{
	const struct fault *f;
	struct actor owner;
	struct hash k;
	const unsigned char *cose;

	if (line->count != 2 || !p->desk->office || !desk_actor_named(p->desk->store, a, "login", line->words[1], &owner))
		return misuse(a, line, "`key` takes the name of one who signs in, in a council with an office");
	passkey_software_make(p->desk->office, a, p->desk->hasher, p->desk->env, owner.person, &k, &cose);
	{
		const struct given given[] = { { "person", owner.person }, { "credential", base64url_from(a, k.bytes, HASH_BYTES) },
			{ "key", base64url_from(a, cose, COSE_EDDSA_BYTES) }, { "rp", PASSKEY_SOFTWARE_RP }, { "store", "software" } };
		const struct act act = { .kind = "passkey_proposed", .given = given, .given_count = 5 };

		f = play_act(p, a, &act, out);
	}
	if (!f)
		f = store_fault(p->desk->office);
	return f ? f : keep_name(p, a, line, "key", out->seq);
}

static const struct fault *play_finish(struct player *p, struct arena *a, const struct script_line *line, struct answer *out)
{
	const char *meeting = line->count == 2 ? object_find(p->desk->store, a, "meeting", line->words[1]) : NULL;
	struct act act;

	if (!meeting)
		return misuse(a, line, "`finish` takes the number of a meeting");
	notes_finished_act(p->desk->store, a, meeting, &act);
	return play_act(p, a, &act, out);
}

const struct fault *script_play(struct player *p, struct arena *a, const struct script_line *line,
	enum script_deed *out_deed, struct answer *out_answer)
{
	const struct fault *f = NULL;
	bool is_let = line->count > 3 && !strcmp(line->words[0], "let") && !strcmp(line->words[2], "=")
		&& !strcmp(line->words[3], "write");

	*out_deed = SCRIPT_SET;
	if (!line->count)
		return misuse(a, line, "a quote is not closed, or there are too many words");
	if (!strcmp(line->words[0], "at"))
		return play_at(p, a, line);
	if (!strcmp(line->words[0], "as"))
		return play_as(p, a, line);
	if (!strcmp(line->words[0], "key")) {
		*out_deed = SCRIPT_WROTE;
		return play_key(p, a, line, out_answer);
	}
	if (!strcmp(line->words[0], "finish")) {
		*out_deed = SCRIPT_WROTE;
		return play_finish(p, a, line, out_answer);
	}
	if (!is_let && strcmp(line->words[0], "write")) {
		*out_deed = SCRIPT_OTHER;
		return NULL;
	}
	f = play_write(p, a, line, is_let ? 4 : 1, out_answer);
	if (f)
		return f;
	*out_deed = SCRIPT_WROTE;
	return is_let ? keep_name(p, a, line, line->words[1], out_answer->seq) : NULL;
}

const struct fault *script_play_all(struct player *p, struct arena *a, const char *path, const char *text)
{
	struct script_line *line = ARENA_NEW(a, struct script_line);
	size_t number = 0;

	while (script_read(a, &text, &number, line)) {
		enum script_deed deed;
		struct answer answer;
		const struct fault *f = script_play(p, a, line, &deed, &answer);

		if (f)
			return fault_new(a, f->sort, f->where, "%s: %s", path, f->what);
		if (deed == SCRIPT_OTHER && strcmp(line->words[0], "title"))
			return fault_new(a, FAULT_USAGE, __func__, "%s, line %zu: what is `%s`?", path, number, line->words[0]);
		if (deed == SCRIPT_WROTE && answer.seq < 0)
			return fault_new(a, FAULT_REFUSED, __func__, "%s, line %zu: %s was refused: %s (%s)", path, number,
				line->words[1], answer.refusals.all[0].rule,
				answer.refusals.all[0].field ? answer.refusals.all[0].field : "-");
	}
	return NULL;
}
