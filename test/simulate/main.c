/* SPDX-License-Identifier: EUPL-1.2
 *
 * usage: simulate SEED [--asks-a-day N] [--years N] [--ignores-sync]
 *
 * One council from its founding through all its years, in fast time (README.md).  Prints one line a figure and at last
 * "root SIZE HASH"; a line "finding ..." and exit 1 when something does not hold.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/date.h"
#include "council.h"
#include "desk/verify.h"
#include "desk/writer.h"
#include "ledger/signer.h"

enum { CALLS_BETWEEN_CRASHES = 3000, DAY = 86400 };

static const char book[] = "/book", key[] = "/book-key";
static int verified, opened_again;

/* ------------------------------------------------------------------------------------------- turns --- */

static void make_trouble(void)
{
	static const enum env_call calls[] = { ENV_READ, ENV_WRITE, ENV_SYNC, ENV_SYNC, ENV_SYNC, ENV_OPEN, ENV_RENAME };

	if (world.trouble && --world.trouble_turns <= 0)
		world.trouble = 0;
	if (rare(&world.disk, 120)) {
		world.one_trouble = EIO;
		world.one_call = calls[pick(&world.disk, 7)];
	}
	if (!world.trouble && rare(&world.disk, 250)) {
		world.trouble = rare(&world.disk, 3) ? EROFS : ENOSPC;
		world.trouble_turns = 1 + pick(&world.disk, 6);
	}
	signer_mood = rare(&world.disk, 6) ? (enum signer_mood)(1 + pick(&world.disk, 5)) : SIGNER_WELL;
}

void world_turn(void)
{
	if (world.power == DISK_OFF || council.findings)
		return;
	council.turns++;
	arena_reset(council.arena);
	world.is_quiet = true;
	council_settle();
	if (council.turns % 101 == 0)
		council_compare();
	world.is_quiet = false;
	if (council.findings || world.now >= council.ends || rare(&world.disk, 400)) {
		council.is_over = world.now >= council.ends;
		wire_stop();
		return;
	}
	make_trouble();
	people_turn();
}

/* ------------------------------------------------------------------------------------------- founding --- */

static const struct fault *sign_first(struct arena *a)
{
	struct writer *w = NULL;
	const struct fault *f = writer_open(a, &world_env, book, &w);

	if (!f)
		f = writer_sign(w, FD_SIGNER);
	writer_close(f && !w ? NULL : w);
	return f;
}

static void found(struct arena *a)
{
	struct desk_start start = { .name = "Provkommun", .is_example = true };
	struct desk *d = NULL;
	struct vkey vkey;
	const struct fault *f = signer_make_key(a, &world_env, key, "prov", NULL, &vkey);

	if (!f) {
		start.origin = vkey.name;
		start.vkey = vkey_text(a, &vkey);
		f = desk_create(a, &world_env, book, &start, &d);
	}
	desk_close(d);
	if (!f)
		f = sign_first(a);
	if (f)
		finding("the council cannot be founded: %s", f->what);
}

/* Those the program itself let in. */
static void name_first(void)
{
	static const char *const logins[] = { "administrator", "coordinator" };

	for (int i = 0; i < 2 && i < council.model.person_count; i++)
		(void)snprintf(council.model.persons[i].login, ID_BYTES, "%s", logins[i]);
}

/* ------------------------------------------------------------------------------------------- lives --- */

static void say(void *self, const char *what)
{
	(void)self;
	finding("verify: %s", what);
}

/* The program's own verdict, and its root against the model's. */
static void verify_book(struct arena *a)
{
	struct verdict v = { 0 };
	const struct fault *f;

	world.is_quiet = true;
	f = verify(a, &world_env, book, false, say, NULL, &v);
	world.is_quiet = false;
	verified++;
	if (f)
		finding("verify: %s", f->what);
	else if (v.entries == council.model.size
		&& strcmp(v.root, base64_from(a, council.model.roots[v.entries].bytes, HASH_BYTES)) != 0)
		finding("verify finds another root than the model");
}

static void go_down(struct arena *a)
{
	if (world.power == DISK_ON) {
		disk_start();
		return;
	}
	world.cuts += !world.is_kill;
	world.kills += world.is_kill;
	if (!world.is_kill)
		disk_crash();
	disk_start();
	if (rare(&world.disk, 10))
		verify_book(a);
}

/* The writer opens, serves until it is stopped or lost, and is cleared away. */
static void live(struct arena *a)
{
	struct writer *w = NULL;
	int errors = world.errors;
	const struct fault *f;

	wire_open();
	world.is_kill = rare(&world.disk, 3);
	world.cut_after = 1 + pick(&world.disk, rare(&world.disk, 8) ? 40 : CALLS_BETWEEN_CRASHES);
	f = writer_open(a, &world_env, book, &w);
	if (f) {
		if (world.power == DISK_ON && errors == world.errors && !world.trouble)
			finding("the council does not open: %s", f->what);
		opened_again++;
		world.trouble = 0;
		go_down(a);
		return;
	}
	if (world.power == DISK_OFF || store_fault(writer_desk(w)->store)) {
		writer_close(w);
		opened_again++;
		go_down(a);
		return;
	}
	council.store = writer_desk(w)->store;
	world.is_quiet = true;
	council_recover();
	if (council.model.size <= FOUNDING_ENTRIES)
		name_first();
	world.is_quiet = false;
	people_return();
	f = council.findings ? NULL : writer_serve(w, FD_LISTEN, "signer", FD_STOP);
	world.fatal += f && world.power == DISK_ON;
	if (!f && world.power == DISK_ON)
		world.stops++;
	writer_close(w);
	council.store = NULL;
	go_down(a);
}

/* ------------------------------------------------------------------------------------------- figures --- */

static void tell(const char *name, int64_t n)
{
	printf("%s %lld\n", name, (long long)n);
}

static void tell_all(void)
{
	tell("entries", council.model.size);
	tell("turns", council.turns);
	tell("accepted", council.accepted);
	tell("refused", council.refused);
	tell("repeated", council.repeated);
	tell("conflicts", council.conflicts);
	tell("answers_lost", council.lost);
	tell("faults_told", council.faults);
	tell("told_nothing_but_written", council.told_nothing);
	tell("abandoned", council.abandoned);
	tell("in_pieces", council.in_pieces);
	tell("batches", council.batches);
	tell("drafts", council.drafts);
	tell("letters_opened", council.opened_letters);
	tell("by_letter", council.by_letter);
	tell("expired", council.expired);
	tell("forged_heads", council.forged);
	tell("checkpoints", council.checkpoints);
	tell("closings", council.model.second_is_closed);
	tell("periods", council.model.period_count);
	tell("clock_set_back", council.clock_backs);
	tell("leap_day_turns", council.leap_days);
	tell("compared", council.compared);
	tell("verified", verified);
	tell("power_cuts", world.cuts);
	tell("kills", world.kills);
	tell("writes_kept", world.kept);
	tell("writes_dropped", world.dropped);
	tell("writes_torn", world.torn);
	tell("names_dropped", world.names_dropped);
	tell("errors", world.errors);
	tell("disk_full", world.full);
	tell("read_only", world.read_only);
	tell("writers_ended", world.fatal);
	tell("stops", world.stops);
	tell("opened_again", opened_again);
	tell("signer_asked", signer_asked);
	tell("signer_failed", signer_failed);
	tell("answers_from_the_dead", wire_dead);
}

static void prepare(uint64_t seed, int asks_a_day, int years)
{
	int64_t begins = (int64_t)day_from_civil(2026, 1, 7) * DAY + 8 * 3600;

	world = (struct world){ .now = begins, .cut_after = -1 };
	world.people.seed = seed;
	world.disk.seed = seed ^ UINT64_C(0xd15c);
	world.clock.seed = seed ^ UINT64_C(0xc10cc);
	world.program.seed = seed ^ UINT64_C(0x9e0);
	council.arena = arena_new((size_t)256 << 20);
	council.old_arena = arena_new(8 << 20);
	for (int i = 0; i < WIRES; i++)
		council.asks[i].arena = arena_new(8 << 20);
	council.asks_a_day = asks_a_day;
	council.ends = begins + (int64_t)years * 365 * DAY + (int64_t)years / 4 * DAY;
	model_start(&council.model);
	layer_register();
	layer_forget();
}

static void clear(void)
{
	for (int i = 0; i < WIRES; i++)
		arena_free(council.asks[i].arena);
	arena_free(council.old_arena);
	arena_free(council.arena);
	model_end(&council.model);
	disk_empty();
}

int main(int argc, char **argv)
{
	int asks_a_day = 2, years = 10;
	bool ignores_sync = false;
	struct arena *a;
	uint64_t seed;

	if (argc < 2)
		return 2;
	seed = strtoull(argv[1], NULL, 10);
	for (int i = 2; i < argc; i++) {
		if (!strcmp(argv[i], "--ignores-sync"))
			ignores_sync = true;
		else if (i + 1 < argc && !strcmp(argv[i], "--asks-a-day"))
			asks_a_day = (int)strtol(argv[++i], NULL, 10);
		else if (i + 1 < argc && !strcmp(argv[i], "--years"))
			years = (int)strtol(argv[++i], NULL, 10);
		else
			return 2;
	}
	prepare(seed, asks_a_day, years);
	a = arena_new((size_t)256 << 20);
	found(a);
	world.ignores_sync = ignores_sync;
	while (!council.findings && !council.is_over) {
		arena_reset(a);
		live(a);
	}
	if (!council.findings)
		verify_book(a);
	tell_all();
	if (council.findings)
		printf("finding seed %llu, %d in all, first: %s\n", (unsigned long long)seed, council.findings, council.first_finding);
	else
		printf("root %lld %s\n", (long long)council.model.size,
			base64_from(a, council.model.roots[council.model.size].bytes, HASH_BYTES));
	arena_free(a);
	clear();
	return council.findings ? 1 : 0;
}
