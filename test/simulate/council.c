/* SPDX-License-Identifier: EUPL-1.2 */
#include "council.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "base/date.h"

struct council council;

void finding(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	if (!council.findings++)
		(void)vsnprintf(council.first_finding, sizeof(council.first_finding), fmt, args);
	va_end(args);
}

/* ------------------------------------------------------------------------------------------- the book --- */

static struct wish *wish_of(const char *by, const char *n, struct ask **out_ask)
{
	for (int i = 0; i < WIRES; i++)
		for (int j = 0; council.asks[i].is_used && council.asks[i].is_sent && j < council.asks[i].count; j++) {
			struct ask *q = &council.asks[i];

			if (strcmp(q->wishes[j].n, n) || q->person < 0 || strcmp(council.model.persons[q->person].id, by))
				continue;
			*out_ask = q;
			return &q->wishes[j];
		}
	return NULL;
}

/* An entry nobody has seen before: somebody must have asked for it, once. */
static void new_entry(const char *leaf)
{
	struct model *m = &council.model;
	const struct json *first = js_read(council.arena, leaf, strcspn(leaf, "\n"));
	const char *by = js_get_text(first, "by"), *n = js_get_text(first, "n"), *kind = js_get_text(first, "kind"), *why;
	int64_t seq = m->size;
	struct ask *q = NULL;
	struct wish *w = by && n ? wish_of(by, n, &q) : NULL;

	why = model_feed(m, council.arena, leaf, q ? q->letter_by : NULL);
	if (why) {
		finding("%s", why);
		return;
	}
	if (!w && !strcmp(by, "system") && (seq < FOUNDING_ENTRIES || strstr(kind, "_expired"))) {
		council.expired += seq >= FOUNDING_ENTRIES;
		return;
	}
	if (!w) {
		finding("entry %lld, %s: invented: nobody asked for it, or it had been done before", (long long)seq, kind);
		return;
	}
	if (w->seq >= 0)
		finding("entry %lld, %s: doubled, it stands as %lld too", (long long)seq, kind, (long long)w->seq);
	if (strcmp(w->kind, kind) != 0)
		finding("entry %lld is %s where %s was asked for", (long long)seq, kind, w->kind);
	if (q->never || q->repeats >= 0 || !q->may_write || (q->op != ASK_WRITE && q->op != ASK_BATCH))
		finding("entry %lld, %s: written against the rules: %s", (long long)seq, kind, q->never ? q->never : "not to be written");
	w->seq = seq;
	if (*w->login && model_person(m, m->lines[seq].obj) >= 0)
		memcpy(m->persons[model_person(m, m->lines[seq].obj)].login, w->login, ID_BYTES);
}

static void read_new(void)
{
	struct rows r = store_ask(council.store, "SELECT seq, leaf FROM entry WHERE seq >= ? ORDER BY seq", "i",
		council.model.size);

	while (!council.findings && rows_next(&r))
		new_entry(rows_text(&r, council.arena, 1));
	rows_end(&r);
}

/* ------------------------------------------------------------------------------------------- answers --- */

/* A checkpoint shown to anybody is a beginning of the book. */
static void check_note(const char *note)
{
	const char *line = note ? strchr(note, '\n') : NULL;
	long long size = -1;
	char root[64];

	if (!note)
		return;
	council.checkpoints++;
	if (!line || sscanf(line, "\n%lld\n%50s", &size, root) != 2 || size < 0 || size > council.model.size)
		finding("unkept: a checkpoint of %lld entries was shown, the book has %lld", size, (long long)council.model.size);
	else if (strcmp(root, base64_from(council.arena, council.model.roots[size].bytes, HASH_BYTES)) != 0)
		finding("unkept: a checkpoint of %lld entries was shown for other entries", size);
}

static const char *first_refusal(const struct json *answer, const char **out_rule)
{
	const struct json *list = js_get(answer, "refusals");

	for (size_t i = 0; list && i < list->count; i++)
		if (!js_get(list->items[i], "note")) {
			*out_rule = js_get_text(list->items[i], "rule");
			return *out_rule;
		}
	return NULL;
}

static const char *refusal_now(const struct ask *q, const struct wish *w)
{
	struct deed x = { .kind = w->kind, .by = q->person >= 0 ? council.model.persons[q->person].id : NULL, .d = w->d, .f = w->f,
		.day = q->day, .letter_by = q->letter_by };

	return model_refusal(&council.model, &x);
}

/* Whoever has no rights any more is not told what became of an earlier try. */
static bool has_left(const struct ask *q)
{
	const struct person *p = q->person >= 0 ? &council.model.persons[q->person] : NULL;

	for (int i = 0; p && !p->is_closed && i < ROLES_MAX; i++)
		if (p->roles[i] >= 0)
			return false;
	return true;
}

static void judge_refused(struct ask *q, struct wish *w, const char *rule)
{
	/* Somebody may have been given another name in the same batch, or have lost the role a letter is good for. */
	bool may_be_told = !has_left(q) && ((q->is_alone && q->with != WITH_LETTER) || strcmp(rule, "offer.sign_in") != 0);

	council.refused++;
	council.conflicts += !strcmp(rule, "offer.conflict");
	if (w->seq >= 0 && may_be_told)
		finding("%s: refused by %s but stands as entry %lld", w->kind, rule, (long long)w->seq);
	else if (q->repeats >= 0 && may_be_told)
		finding("%s: asked again it is refused by %s, entry %lld", w->kind, rule, (long long)q->repeats);
	else if (q->op == ASK_WRITE && q->is_alone && !q->never && q->repeats < 0 && !q->expected && !refusal_now(q, w)
		&& w->seq < 0)
		finding("%s: refused by %s, for no reason the model knows (asked in way %d)", w->kind, rule, (int)q->with);
}

static void keep_old(const struct ask *q)
{
	int64_t at = council.accepted % 32;

	if (q->op != ASK_WRITE || council.old[at] || arena_mark(council.old_arena) > (3u << 20))
		return;
	council.old[at] = js_read(council.old_arena, js_line(council.old_arena, q->wishes[0].fields),
		strlen(js_line(council.old_arena, q->wishes[0].fields)));
	js_add(council.old_arena, council.old[at], js_int(council.old_arena, q->wishes[0].seq));
}

static void judge_accepted(struct ask *q, struct wish *w, const struct json *answer)
{
	int64_t seq = js_get_int(answer, "seq", -1);
	bool is_repeat = js_get(answer, "repeat") && js_get(answer, "repeat")->number;
	const struct line *l = seq >= 0 && seq < council.model.size ? &council.model.lines[seq] : NULL;
	const char *hash = js_get_text(answer, "hash");

	check_note(js_get_text(answer, "checkpoint"));
	if (!l) {
		finding("lost: %s was answered as entry %lld, the book has %lld", w->kind, (long long)seq, (long long)council.model.size);
		return;
	}
	if (strcmp(l->n, w->n) || !hash || strcmp(hash, base64_from(council.arena, l->leaf.bytes, HASH_BYTES)))
		finding("lost: %s was answered as entry %lld, another stands there", w->kind, (long long)seq);
	if (q->repeats >= 0 ? seq != q->repeats || !is_repeat : w->seq != seq)
		finding("%s: answered as entry %lld, it stands as %lld", w->kind, (long long)seq,
			(long long)(q->repeats >= 0 ? q->repeats : w->seq));
	if (seq < q->first_size && q->repeats < 0)
		finding("disordered: %s was asked when %lld entries stood and is entry %lld", w->kind, (long long)q->first_size,
			(long long)seq);
	if (q->never && q->repeats < 0)
		finding("%s: accepted against the rules: %s", w->kind, q->never);
	council.accepted += !is_repeat;
	council.repeated += is_repeat;
	council.by_letter += q->letter_by && !is_repeat;
	if (!is_repeat)
		keep_old(q);
}

static void judge_write(struct ask *q, const struct json *answer)
{
	const char *rule;

	if (first_refusal(answer, &rule))
		judge_refused(q, &q->wishes[0], rule);
	else if (q->may_write)
		judge_accepted(q, &q->wishes[0], answer);
}

static void judge_batch(struct ask *q, const struct json *answer)
{
	const struct json *written = js_get(answer, "written"), *answers = js_get(answer, "answers");
	const char *rule = "none";
	int there = 0;

	for (int i = 0; i < q->count; i++)
		there += q->wishes[i].seq >= 0;
	if (there && there < q->count)
		finding("a batch of %d stands in the book in part, %d", q->count, there);
	if (!written || !answers || (int)answers->count != q->count) {
		finding("a batch was answered with something else");
		return;
	}
	council.batches++;
	for (int i = 0; i < q->count && written->number; i++)
		judge_accepted(q, &q->wishes[i], answers->items[i]);
	if (!written->number)
		council.refused++;
	for (int i = 0; i < q->count && !written->number; i++)
		if (q->wishes[i].seq >= 0 && !has_left(q))
			finding("a batch was refused (%s) but stands in the book", first_refusal(answers->items[i], &rule) ? rule : "-");
}

static void judge_session(struct ask *q, const struct json *answer)
{
	const char *token = js_get_text(answer, "session");
	struct session *s = q->op == ASK_OPEN_LETTER ? &council.letters[q->person] : &council.sessions[q->person];

	if (!token || strlen(token) >= sizeof(s->token))
		return;
	council.opened_letters += q->op == ASK_OPEN_LETTER;
	memcpy(s->token, token, strlen(token) + 1);
	s->made = world.now;
	s->letter_by = q->op == ASK_OPEN_LETTER ? council.letter_makers[q->person] : NULL;
}

static void judge_letters(struct ask *q, const struct json *answer)
{
	const struct json *list = js_get(answer, "letters");
	const char *token = list && list->count == 1 && list->items[0]->count == 2 ? list->items[0]->items[1]->text : NULL;

	if (!token || strlen(token) >= sizeof(council.letter_tokens[0]))
		return;
	memcpy(council.letter_tokens[q->for_person], token, strlen(token) + 1);
	council.letter_makers[q->for_person] = council.model.persons[q->person].id;
}

static void judge_draft(struct ask *q, const struct json *answer)
{
	const char *rule;
	bool is_refused = first_refusal(answer, &rule);

	council.drafts++;
	if (q->never && !is_refused)
		finding("a draft was kept that may not be: %s", q->never);
}

static void judge(struct ask *q)
{
	const struct json *answer = js_read(council.arena, q->answer, strlen(q->answer));

	q->is_answered = false;
	if (!answer) {
		finding("an answer is not JSON");
		return;
	}
	if (js_get(answer, "fault")) { /* it may be asked again, and is */
		council.faults++;
		for (int i = 0; i < q->count; i++)
			council.told_nothing += q->wishes[i].seq >= 0 && q->tries == 1;
		q->is_sent = false;
		if (q->tries > 8 || js_get_int(answer, "fault", 0) == FAULT_USAGE)
			q->is_used = false;
		return;
	}
	if (q->op == ASK_WRITE)
		judge_write(q, answer);
	else if (q->op == ASK_BATCH)
		judge_batch(q, answer);
	else if (q->op == ASK_SESSION || q->op == ASK_OPEN_LETTER)
		judge_session(q, answer);
	else if (q->op == ASK_LETTERS)
		judge_letters(q, answer);
	else if (q->op == ASK_DRAFT)
		judge_draft(q, answer);
	council.lost += q->is_lost;
	q->is_used = q->is_lost && (q->op == ASK_WRITE || q->op == ASK_BATCH); /* who has not heard it asks once more */
	q->is_sent = q->is_lost = false;
}

void world_answered(int wire, const char *line, size_t n)
{
	struct ask *q = &council.asks[wire];

	assert(q->is_used && q->is_sent && !q->is_answered);
	q->answer = arena_copy(q->arena, line, n);
	q->is_answered = true;
}

void council_settle(void)
{
	read_new();
	for (int i = 0; i < WIRES && !council.findings; i++)
		if (council.asks[i].is_used && council.asks[i].is_answered)
			judge(&council.asks[i]);
}

/* ------------------------------------------------------------------------------------------- after a crash --- */

void council_recover(void)
{
	struct model *m = &council.model;
	struct rows r = store_ask(council.store, "SELECT seq, hash FROM entry WHERE seq < ? ORDER BY seq", "i", m->size);
	int64_t expected = 0;
	struct hash hash;

	while (rows_next(&r) && !council.findings) {
		if (rows_int(&r, 0) != expected || !rows_bytes(&r, 1, hash.bytes, HASH_BYTES)
			|| !hash_equal(&hash, &m->lines[expected].leaf))
			finding("lost: entry %lld is not what it was", (long long)expected);
		expected++;
	}
	rows_end(&r);
	if (!council.findings && expected < m->size)
		finding("lost: the book has %lld entries, %lld were acknowledged or seen", (long long)expected, (long long)m->size);
	if (council.findings)
		return;
	council_settle();
	r = store_ask(council.store, "SELECT note FROM checkpoint", "");
	while (rows_next(&r))
		check_note(rows_text(&r, council.arena, 0));
	council_compare();
}

/* ------------------------------------------------------------------------------------------- tables --- */

static void differs(const char *what, const char *id, const char *there, const char *expected)
{
	finding("%s %s: the state says %s, the model %s", what, id, there ? there : "nothing", expected);
}

static void compare_measures(void)
{
	const struct model *m = &council.model;
	struct rows r = store_ask(council.store, "SELECT id, state FROM measure", "");
	int count = 0;

	while (rows_next(&r)) {
		const char *id = rows_text(&r, council.arena, 0), *state = rows_text(&r, council.arena, 1);
		int i = model_measure(m, id);

		count++;
		if (i < 0 || strcmp(state, state_names[m->measures[i].state]))
			differs("measure", id, state, i < 0 ? "nothing" : state_names[m->measures[i].state]);
	}
	if (count != m->measure_count)
		finding("the state has %d measures, the model %d", count, m->measure_count);
}

static void compare_lights(void)
{
	const struct model *m = &council.model;
	struct rows r = store_ask(council.store, "SELECT l.measure, p.code, l.process, coalesce(l.status, -1) FROM light AS l"
		" JOIN period AS p ON p.id = l.period", "");
	int count = 0, expected = 0;

	while (rows_next(&r)) {
		const char *id = rows_text(&r, council.arena, 0), *code = rows_text(&r, council.arena, 1);
		int i = model_measure(m, id), p = 0;

		count++;
		while (p < m->period_count && strcmp(m->periods[p].code, code))
			p++;
		if (i < 0 || p == m->period_count) {
			finding("a light stands for a measure or a period nobody knows");
			continue;
		}
		if (strcmp(rows_text(&r, council.arena, 2), light_names[m->measures[i].lights[p]]))
			differs("light of", arena_print(council.arena, "%s in %s", id, code), rows_text(&r, council.arena, 2),
				light_names[m->measures[i].lights[p]]);
		else if (rows_int(&r, 3) != m->measures[i].lit_by[p])
			finding("light of %s in %s comes from %lld, not from %lld", id, code, (long long)rows_int(&r, 3),
				(long long)m->measures[i].lit_by[p]);
	}
	for (int i = 0; i < m->measure_count; i++)
		for (int p = 0; p < m->period_count; p++)
			expected += m->measures[i].lights[p] != LIGHT_ABSENT;
	if (count != expected)
		finding("the state has %d lights, the model %d", count, expected);
}

static void compare_statuses(void)
{
	const struct model *m = &council.model;
	struct rows r = store_ask(council.store, "SELECT seq, checked FROM status", "");
	int64_t statuses = 0, proposals = 0;

	while (rows_next(&r)) {
		int64_t seq = rows_int(&r, 0);
		const char *checked = rows_text(&r, council.arena, 1);

		statuses++;
		if (seq >= m->size || !m->lines[seq].is_status || strcmp(checked, checked_names[m->lines[seq].checked]))
			differs("status", arena_print(council.arena, "%lld", (long long)seq), checked,
				seq < m->size ? checked_names[m->lines[seq].checked] : "nothing");
	}
	r = store_ask(council.store, "SELECT seq, state FROM proposal", "");
	while (rows_next(&r)) {
		int64_t seq = rows_int(&r, 0);
		const char *state = rows_text(&r, council.arena, 1);

		proposals++;
		if (seq >= m->size || !m->lines[seq].is_proposal || strcmp(state, fate_names[m->lines[seq].fate]))
			differs("proposal", arena_print(council.arena, "%lld", (long long)seq), state,
				seq < m->size ? fate_names[m->lines[seq].fate] : "nothing");
	}
	for (int64_t i = 0; i < m->size; i++) {
		statuses -= m->lines[i].is_status;
		proposals -= m->lines[i].is_proposal;
	}
	if (statuses || proposals)
		finding("the state lacks or has too many: %lld statuses, %lld proposals", (long long)statuses, (long long)proposals);
}

static void compare_persons(void)
{
	const struct model *m = &council.model;
	struct rows r = store_ask(council.store, "SELECT person, role FROM role_held", "");
	int count = 0, expected = 0;

	while (rows_next(&r)) {
		const char *id = rows_text(&r, council.arena, 0), *role = rows_text(&r, council.arena, 1);

		count++;
		if (!model_has_role(m, model_person(m, id), role))
			differs("role of", id, role, "not held");
	}
	for (int i = 0; i < m->person_count; i++)
		for (int j = 0; j < ROLES_MAX; j++)
			expected += m->persons[i].roles[j] >= 0;
	if (count != expected)
		finding("the state has %d roles, the model %d", count, expected);
}

/* No decision without its second: what is closed was closed by a seconded proposal, and the other way round. */
static void compare_effects(void)
{
	const struct model *m = &council.model;
	int64_t closed = store_int(council.store, 0, "SELECT count(*) FROM measure WHERE state = 'closed'", "");
	int64_t erased = store_int(council.store, 0, "SELECT count(*) FROM disclosure AS d JOIN erased AS e ON e.seq = d.seq"
		" AND e.field = d.field", ""), expected = 0;
	int64_t gone = store_int(council.store, 0, "SELECT count(*) FROM erased", "");

	if (closed != m->second_is_closed)
		finding("%lld measures are closed, %d closings were seconded", (long long)closed, m->second_is_closed);
	if (erased)
		finding("%lld erased texts are there", (long long)erased);
	for (int64_t i = 0; i < m->size; i++)
		for (int j = 0; j < 4; j++)
			expected += m->lines[i].erased >> j & 1;
	if (gone != expected)
		finding("%lld texts are erased, the model says %lld", (long long)gone, (long long)expected);
}

void council_compare(void)
{
	if (council.findings)
		return;
	council.compared++;
	compare_measures();
	compare_lights();
	compare_statuses();
	compare_persons();
	compare_effects();
	if (store_fault(council.store) && world.power == DISK_ON && !world.errors && !world.trouble)
		finding("the state cannot be read: %s", store_fault(council.store)->what);
}
