/* SPDX-License-Identifier: EUPL-1.2 */
#include <stdio.h>
#include <string.h>

#include "base/date.h"
#include "people.h"

enum { DAY = 86400 };

struct dice *people(void)
{
	return &world.people;
}

bool once_in(int n)
{
	return rare(people(), n);
}

/* What no rule of the council lets through, whoever asks. */
static void spoil(struct ask *q, struct wish *w)
{
	int64_t old = council.model.size > 40 ? pick(people(), (int)council.model.size) : -1;

	switch (pick(people(), 9)) {
	case 0:
		wish_give(q, w, "text", "Ring 640823-3234 i morgon.");
		q->never = "an identity number";
		break;
	case 1:
		wish_give(q, w, "text", "Tecken \001 som ingen skriver.");
		q->never = "a control character";
		break;
	case 2:
		wish_give(q, w, "invented", "yes");
		q->never = "a field nobody knows";
		break;
	case 3:
		w->base = arena_print(q->arena, "%lld:%s", (long long)council.model.size,
			base64_from(q->arena, council.model.roots[council.model.size / 2].bytes, HASH_BYTES));
		q->never = "a head that never was";
		council.forged++;
		break;
	case 4:
		q->with = WITH_NOTHING;
		q->never = "nobody asks";
		break;
	case 5:
		q->with = WITH_NONSENSE;
		q->never = "no session";
		break;
	case 6:
		if (old >= 0 && !strcmp(council.model.lines[old].by, id_of(q->person)) && strcmp(council.model.lines[old].kind, w->kind)) {
			(void)snprintf(w->n, sizeof(w->n), "%.31s", council.model.lines[old].n);
			q->never = "the nonce of another act";
		}
		break;
	case 7:
		(void)snprintf(w->kind, sizeof(w->kind), "%s", once_in(2) ? "closing_expired" : "council_opened");
		q->never = "an act of the program's own";
		break;
	default:
		q->may_write = false;
		break;
	}
}

/* The head somebody saw: a moment ago, or so long ago that the measure has changed since. */
static void see_head(struct ask *q, struct wish *w)
{
	const struct model *m = &council.model;
	int i = model_measure(m, js_get_text(w->d, "measure"));
	int64_t seen = once_in(3) ? pick(people(), (int)m->size) + 1 : m->size;

	w->base = model_head(m, q->arena, seen);
	if (i >= 0 && m->measures[i].last >= seen)
		q->never = "the measure has changed since";
	else if (i < 0 && seen < m->size)
		w->base = NULL;
}

static bool act_by_chance(struct ask *q)
{
	int who;
	struct wish *w = act_drawn(q, &who);

	/* Half of those who try have no business to. */
	q->person = who < 0 || once_in(3) ? some_person() : who;
	if (who < 0 && !w->fields->count)
		return false;
	choose_way(q);
	if (!q->never && once_in(6))
		see_head(q, w);
	if (!q->never && once_in(5))
		spoil(q, w);
	return true;
}

/* A sheet of statuses, or of confirmations: all or nothing. */
static bool batch_by_chance(struct ask *q)
{
	const struct model *m = &council.model;
	int who = with_role("contact"), first = some_measure(), rows = 2 + pick(people(), OFFERS_MAX - 1);

	q->op = ASK_BATCH;
	for (int k = 0; first >= 0 && k < m->measure_count && q->count < rows; k++) {
		int i = (first + k) % m->measure_count;
		struct wish *w;

		if (m->measures[i].reporter != who || (m->measures[i].state != ONGOING && !once_in(6)))
			continue;
		w = wish_begin(q, who, "status_reported");
		wish_say(q, w, "measure", m->measures[i].id);
		wish_say(q, w, "process", "green");
		wish_say(q, w, "evidence", "counted");
	}
	q->person = who;
	q->with = WITH_NAME;
	return q->count > 0;
}

static bool other_by_chance(struct ask *q)
{
	q->with = WITH_NAME;
	q->person = some_person();
	q->op = (enum ask_op)(ASK_DRAFT + pick(people(), 5));
	q->for_person = with_role(once_in(4) ? "police" : "contact");
	if (q->op == ASK_DRAFT) {
		struct wish *w = wish_begin(q, q->person, "question_asked");

		wish_give(q, w, "text", once_in(3) ? "Ring 640823-3234." : "Ett utkast.");
		if (!strncmp(w->fields->items[0]->items[1]->text, "Ring", 4))
			q->never = "an identity number";
	}
	if (q->op == ASK_LETTERS || q->op == ASK_LINK)
		q->person = with_role("coordinator");
	if (q->op == ASK_OPEN_LETTER) {
		int i = some_person();

		for (int k = 0; k < PERSONS_MAX && !*council.letter_tokens[i]; k++)
			i = (i + 1) % PERSONS_MAX;
		if (!*council.letter_tokens[i])
			return false;
		q->person = i;
		q->token = arena_text(q->arena, council.letter_tokens[i]);
		council.letter_tokens[i][0] = '\0';
		q->with = WITH_NOTHING;
	}
	return true;
}

/* An act of long ago is asked again, word for word: the same answer, and nothing new. */
static bool old_again(struct ask *q)
{
	struct json **old = &council.old[pick(people(), 32)];
	const struct model *m = &council.model;
	struct wish *w;
	int64_t seq;

	if (!*old)
		return false;
	seq = (*old)->items[(*old)->count - 1]->number;
	w = wish_begin(q, model_person(m, m->lines[seq].by), m->lines[seq].kind);
	(void)snprintf(w->n, sizeof(w->n), "%.31s", m->lines[seq].n);
	for (size_t i = 0; i + 1 < (*old)->count; i++)
		wish_give(q, w, (*old)->items[i]->items[0]->text, (*old)->items[i]->items[1]->text);
	*old = NULL;
	q->repeats = seq;
	q->with = WITH_NAME;
	return *m->persons[q->person].login != '\0';
}

/* ------------------------------------------------------------------------------------------- turns --- */

/* Who holds an opened letter, -1 nobody. */
static int with_letter(void)
{
	for (int i = 0; i < council.model.person_count; i++)
		if (session_is_good(&council.letters[i]))
			return i;
	return -1;
}

static void move_clock(void)
{
	int64_t mean = DAY / council.asks_a_day;
	int second = instant_day_second(world.now);

	world.now -= council.clock_debt;
	council.clock_debt = 0;
	if (!is_founded()) {
		world.now += 30 + pick(&world.clock, 600);
		return;
	}
	world.now += pick(&world.clock, with_letter() >= 0 ? 3600 : (int)(2 * mean));
	/* Most of it by day. */
	if ((second < 7 * 3600 || second > 17 * 3600) && !rare(&world.clock, 5))
		world.now += (int64_t)pick(&world.clock, 4) * 3600;
	if (rare(&world.clock, 60)) {
		world.now -= rare(&world.clock, 2) ? 1 : pick(&world.clock, 3 * DAY);
		council.clock_backs++;
	}
	/* Somebody sets the clock weeks ahead, and for once it is noticed. */
	if (rare(&world.clock, 200)) {
		world.now += (int64_t)20 * DAY;
		council.clock_debt = (int64_t)20 * DAY;
		council.clock_backs++;
	}
}

/* What has run out once is gone, though the clock be set back. */
static void drop_sessions(void)
{
	for (int i = 0; i < PERSONS_MAX; i++) {
		if (!session_is_good(&council.sessions[i]))
			council.sessions[i].token[0] = '\0';
		if (!session_is_good(&council.letters[i]))
			council.letters[i].token[0] = '\0';
	}
}

static void count_days(void)
{
	int year, month, day;

	day_to_civil(instant_day(world.now), &year, &month, &day);
	council.leap_days += month == 2 && day == 29;
}

static void keep_quarter(struct ask *q)
{
	const struct model *m = &council.model;
	int open = model_open_period(m), today = instant_day(world.now);
	const char *kind = open < 0 ? "period_opened" : today > m->periods[open].last_day + 15 ? "period_closed" : NULL;

	if (!kind || (open < 0 && m->period_count && !strcmp(m->periods[m->period_count - 1].code, day_quarter(q->arena, today))))
		return;
	{
		struct wish *w = wish_begin(q, with_role("coordinator"), kind);

		if (open < 0) {
			wish_say(q, w, "code", day_quarter(q->arena, today));
			wish_say(q, w, "answer_by", day_text(q->arena, date_last_day(day_quarter(q->arena, today)) + 10));
		} else {
			wish_say(q, w, "period", m->periods[open].id);
		}
	}
	q->with = WITH_NAME;
}

/* What a letter is for: the status of one's own measure. */
static bool report_by_letter(struct ask *q, int who)
{
	struct wish *w = wish_begin(q, who, "status_reported");

	for (int i = 0; i < 50; i++) {
		struct json *empty = js_array(q->arena);

		w->fields = empty;
		w->d = js_object(q->arena);
		w->f = js_object(q->arena);
		if (act_status(q, w) == who)
			break;
	}
	q->person = who;
	choose_way(q);
	return true;
}

static bool choose(struct ask *q)
{
	if (with_letter() >= 0 && once_in(2))
		return report_by_letter(q, with_letter());
	if (!is_founded() || (council.model.measure_count < MEASURES_MAX - 5 && once_in(900)))
		return found_next(q);
	if (once_in(4))
		keep_quarter(q);
	if (q->count)
		return true;
	if (once_in(9))
		return other_by_chance(q);
	if (once_in(30))
		return old_again(q);
	if (once_in(12))
		return batch_by_chance(q);
	return act_by_chance(q);
}

void people_return(void)
{
	for (int i = 0; i < WIRES; i++) {
		struct ask *q = &council.asks[i];
		bool is_written = q->op == ASK_WRITE || q->op == ASK_BATCH;

		if (!q->is_used)
			continue;
		q->is_sent = q->is_answered = q->is_lost = q->is_alone = false;
		if (is_written && !once_in(7))
			continue;
		council.abandoned++;
		q->is_used = false;
	}
}

void people_turn(void)
{
	int wanted = !is_founded() ? 1 : once_in(25) ? WIRES : once_in(6) ? 2 : 1, sent = 0, waiting = 0;

	move_clock();
	drop_sessions();
	count_days();
	for (int i = 0; i < WIRES; i++)
		if (council.asks[i].is_used && !council.asks[i].is_sent && wire_is_free(i)) {
			ask_send(i);
			sent++;
		}
	/* The founding goes step by step. */
	for (int i = 0; !is_founded() && i < WIRES; i++)
		if (council.asks[i].is_used)
			wanted = 0;
	while (sent < wanted) {
		int wire;
		struct ask *q = ask_new(&wire);

		if (!q)
			break;
		if (choose(q)) {
			q->is_alone = true;
			ask_send(wire);
		} else {
			q->is_used = false;
		}
		sent++;
	}
	/* Also what was sent by halves a turn ago is judged now. */
	for (int i = 0; i < WIRES; i++)
		waiting += council.asks[i].is_used && council.asks[i].is_sent;
	for (int i = 0; waiting > 1 && i < WIRES; i++)
		council.asks[i].is_alone = false;
}
