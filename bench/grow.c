/* SPDX-License-Identifier: EUPL-1.2
 *
 * grow: lengthens the example council's book to a given number of entries, quarter by quarter, with what a large council
 * does: periods are opened, closed and published, every measure is reported twice, asked about and answered, its second
 * reader confirms, money is used, indicators are read, two persons decide, a decision is asked for, the page is frozen.  About
 * 1 500 entries make a quarter, so that a million are 170 years.  Measures and persons stay as many as they are: what grows is
 * what they do.
 * usage: grow FILE ENTRIES
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/date.h"
#include "base/env.h"
#include "desk/desk.h"

enum { ARENA_BYTES = 1 << 28, MEASURES_MAX = 200, INDICATORS_MAX = 12, GIVEN_MAX = 8, ROUNDS = 23, TURN_DAYS = 3, DAY = 86400 };

struct measure {
	const char *number;
	struct actor reporter, confirmer;
	int64_t question, status; /* the newest, or -1 */
};

struct grower {
	struct arena *arena;   /* of one quarter */
	struct env_fixed clock;
	struct desk *desk;
	int64_t wanted;
	const struct fault *fault;
	struct actor coordinator, decider, second;
	struct measure measures[MEASURES_MAX];
	size_t measure_count, indicator_count;
	const char *indicators[INDICATORS_MAX];
	uint64_t chance;
};

static unsigned throw(struct grower *g, unsigned sides)
{
	g->chance = g->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(g->chance >> 33) % sides;
}

static bool is_done(const struct grower *g)
{
	return g->fault || store_int(g->desk->store, 0, "SELECT size FROM tree", "") >= g->wanted;
}

/* Writes one act, of names and values that end with NULL; its entry's number, -1 when there is no more to do. */
static int64_t write_act(struct grower *g, const struct actor *who, const char *kind, ...)
{
	struct given given[GIVEN_MAX];
	struct act act = { .kind = kind, .given = given };
	struct answer answer = { .seq = -1 };
	const char *name;
	va_list args;

	if (is_done(g))
		return -1;
	va_start(args, kind);
	while (act.given_count < GIVEN_MAX && (name = va_arg(args, const char *)))
		given[act.given_count++] = (struct given){ name, va_arg(args, const char *) };
	va_end(args);
	g->clock.now += 60;
	g->fault = desk_write(g->desk, g->arena, who, &act, false, &answer);
	if (!g->fault && answer.seq < 0)
		g->fault = fault_new(g->arena, FAULT_REFUSED, "grow", "%s: %s", kind, answer.refusals.all[0].rule);
	return answer.seq;
}

static const char *digits(struct grower *g, int64_t n)
{
	return arena_print(g->arena, "%lld", (long long)n);
}

static void read_measures(struct grower *g)
{
	struct rows r = store_ask(g->desk->store, "SELECT number, reporter, confirmer FROM measure WHERE state = 'ongoing'"
		" AND reporter IS NOT NULL AND confirmer IS NOT NULL AND reporter <> confirmer ORDER BY number", "");

	g->measure_count = 0;
	while (g->measure_count < MEASURES_MAX && rows_next(&r)) {
		struct measure *m = &g->measures[g->measure_count];

		*m = (struct measure){ .number = rows_text(&r, g->arena, 0), .question = -1, .status = -1 };
		if (desk_actor(g->desk->store, g->arena, rows_text(&r, g->arena, 1), &m->reporter)
			&& desk_actor(g->desk->store, g->arena, rows_text(&r, g->arena, 2), &m->confirmer))
			g->measure_count++;
	}
	rows_end(&r);
	r = store_ask(g->desk->store, "SELECT code FROM indicator ORDER BY number", "");
	for (g->indicator_count = 0; g->indicator_count < INDICATORS_MAX && rows_next(&r);)
		g->indicators[g->indicator_count++] = rows_text(&r, g->arena, 0);
	rows_end(&r);
}

static void report(struct grower *g, struct measure *m)
{
	if (throw(g, 4))
		m->status = write_act(g, &m->reporter, "status_reported", "measure", m->number, "process", "green", "evidence",
			throw(g, 2) ? "counted" : "stated", "text", "Det går som det var tänkt.\nAlla kvällar har hållits.", NULL);
	else
		m->status = write_act(g, &m->reporter, "status_reported", "measure", m->number, "process", "yellow", "evidence",
			"stated", "obstacle", throw(g, 2) ? "staffing" : "money", "text", "En tjänst är inte tillsatt.", "next_step",
			"Annonsen går ut före månadens slut.", NULL);
}

/* One of a quarter's turns over all measures. */
static void take_turn(struct grower *g, int turn, const char *today)
{
	for (size_t i = 0; i < g->measure_count && !is_done(g); i++) {
		struct measure *m = &g->measures[i];

		if (turn == 2 || turn == 9)
			report(g, m);
		else if (turn == 11 && m->status >= 0)
			(void)write_act(g, &m->confirmer, "status_confirmed", "statuses", digits(g, m->status), NULL);
		else if (turn % 5 == 0)
			(void)write_act(g, &g->coordinator, "money_recorded", "measure", m->number, "sort", turn ? "used" : "given",
				"amount", digits(g, 1000 + throw(g, 90000)), "date", today, "source", "Bokfört", NULL);
		else if (m->question < 0)
			m->question = write_act(g, &g->coordinator, "question_asked", "measure", m->number, "text",
				"Hur gick det med punkten i protokollet?", NULL);
		/* One in fifty is left waiting until the next time the measure is asked about. */
		if (m->question >= 0 && throw(g, 50)) {
			(void)write_act(g, &m->reporter, "question_answered", "question", digits(g, m->question), "text",
				"Den är klar och redovisad.", NULL);
			m->question = -1;
		}
	}
}

/* Its number, or -1. */
static int64_t decide(struct grower *g, const char *today)
{
	int64_t proposal = write_act(g, &g->decider, "decision_proposed", "case_system", "Verksamhetssystemet", "case_no",
		arena_print(g->arena, "SOC %.4s/%u", today, throw(g, 900)), "organisation", "social", "matter", "Bidrag till en förening",
		"content", "Bidraget betalas ut i två delar.", "reasons", "Verksamheten är ny.", "provision", "FL 32 §", NULL);

	if (proposal >= 0)
		(void)write_act(g, &g->second, "decision_seconded", "proposal", digits(g, proposal), NULL);
	return proposal;
}

/* Somebody asks for a decision, and gets it. */
static void release(struct grower *g, int64_t decision)
{
	(void)write_act(g, &g->coordinator, "document_requested", "what", "Beslutet om bidraget", "entry", digits(g, decision), NULL);
	(void)write_act(g, &g->coordinator, "request_answered", "request", store_text(g->desk->store, g->arena,
		"SELECT CAST(max(number) AS TEXT) FROM request", ""), "release", "whole", NULL);
}

/* What the council does besides: two decisions a turn, one of them asked for, readings of the indicators, now and then its
 * page frozen. */
static void take_meeting(struct grower *g, int turn, const char *today)
{
	(void)decide(g, today);
	release(g, decide(g, today));
	for (size_t i = 0; turn % 5 == 3 && i < g->indicator_count; i++)
		(void)write_act(g, &g->coordinator, "indicator_value_recorded", "indicator", g->indicators[i], "date", today, "value",
			digits(g, 50 + throw(g, 40)), "source", "Årets mätning", NULL);
	if (turn % 5 == 4)
		(void)write_act(g, &g->coordinator, "council_page_frozen", "needs", "Besked om bemanningen.", NULL);
	if (turn == 7)
		(void)write_act(g, &g->coordinator, "handover_noted", "topic", "backups", "text", "En kopia tas varje natt.", NULL);
}

/* Closes and publishes the open period and opens the one after. */
static void turn_quarter(struct grower *g)
{
	struct store *s = g->desk->store;
	const char *open = store_text(s, g->arena, "SELECT code FROM period WHERE state = 'open'", ""), *code;
	int last = (int)store_int(s, 0, "SELECT max(last_day) FROM period", "");

	if (open) {
		(void)write_act(g, &g->coordinator, "period_closed", "period", open, NULL);
		(void)write_act(g, &g->coordinator, "period_published", "period", open, "measures", "1", "measures", "2", "measures",
			"3", "measures", "4", "measures", "5", "measures", "6", "measures", "7", NULL);
	}
	code = day_quarter(g->arena, last + 1);
	if (g->clock.now < (int64_t)(last + 1) * DAY + DAY / 2)
		g->clock.now = (int64_t)(last + 1) * DAY + DAY / 2;
	(void)write_act(g, &g->coordinator, "period_opened", "code", code, "answer_by", day_text(g->arena, last + 80), NULL);
}

static void grow_quarter(struct grower *g)
{
	g->arena = arena_new(ARENA_BYTES);
	store_begin(g->desk->store);
	if (!desk_actor_named(g->desk->store, g->arena, "login", "coordinator", &g->coordinator)
		|| !desk_actor_named(g->desk->store, g->arena, "login", "social2", &g->decider)
		|| !desk_actor_named(g->desk->store, g->arena, "login", "kansli", &g->second))
		g->fault = fault_new(g->desk->arena, FAULT_NOTHING, "grow", "the file is not the example council's");
	else
		turn_quarter(g);
	read_measures(g);
	for (int turn = 0; turn < ROUNDS && !is_done(g); turn++) {
		const char *today = day_text(g->arena, instant_day(g->clock.now));

		take_turn(g, turn, today);
		take_meeting(g, turn, today);
		g->clock.now += TURN_DAYS * DAY;
	}
	if (g->fault) {
		g->fault = fault_new(g->desk->arena, g->fault->sort, "grow", "%s", g->fault->what);
		store_rollback(g->desk->store);
	} else {
		g->fault = store_commit(g->desk->store);
		(void)store_checkpoint(g->desk->store, false);
	}
	arena_free(g->arena);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new(ARENA_BYTES);
	struct grower *g = ARENA_NEW(a, struct grower);
	struct env env;
	bool is_well;

	g->wanted = argc == 3 ? strtoll(argv[2], NULL, 10) : 0;
	if (g->wanted <= 0) {
		fprintf(stderr, "usage: grow FILE ENTRIES\n");
		return 2;
	}
	g->clock = (struct env_fixed){ env_now(&env_system), 1 };
	env = env_fixed(&g->clock);
	g->fault = desk_open(a, &env, argv[1], DESK_WRITE, &g->desk);
	while (g->desk && !is_done(g))
		grow_quarter(g);
	if (g->fault)
		fprintf(stderr, "grow: %s: %s\n", g->fault->where, g->fault->what);
	else
		desk_close(g->desk);
	is_well = !g->fault;
	arena_free(a);
	return is_well ? 0 : 6;
}
