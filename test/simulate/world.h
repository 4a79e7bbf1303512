/* SPDX-License-Identifier: EUPL-1.2
 *
 * World: clock, chance and disk of the simulator.  One seed makes all of it, so that a seed is a replay.
 *
 * The disk keeps what was written and not yet synced apart from what was.  A sync is a barrier for one file or for the
 * folder; when the power goes, each unsynced write is kept, dropped or torn at a sector, and each unsynced name is kept
 * or dropped, as the seed says.  A process that is killed loses nothing: the system's cache lives on.
 */
#ifndef FYR_TEST_SIMULATE_WORLD_H
#define FYR_TEST_SIMULATE_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/env.h"

/* Chance for one purpose: what people do does not change when the disk draws once more. */
struct dice {
	uint64_t seed, drawn;
};
uint64_t roll(struct dice *d);
/* 0 to n - 1. */
int pick(struct dice *d, int n);
/* True once in n. */
bool rare(struct dice *d, int n);

enum disk_state { DISK_ON, DISK_OFF };

struct world {
	struct dice people, disk, clock, program;
	int64_t now;
	enum disk_state power;     /* off: nothing reaches the disk and every call fails, until disk_start */
	bool is_process_dead;      /* the same for the signer alone, while it runs */
	int64_t cut_after;         /* calls of the disk until the power goes; -1 never */
	int dies_after;            /* the same for the signer; 0 never */
	bool is_kill;              /* when the power goes, only the process dies: the cache lives on */
	bool is_quiet;             /* the simulator itself reads: no troubles */
	bool ignores_sync;         /* the negative control: a disk that lies about every other sync of a file */
	/* Troubles that env's file_fault tells of. */
	int trouble, trouble_turns;/* errno for all writing calls, for so many turns of the world */
	int one_trouble;           /* errno for the next call that fits */
	enum env_call one_call;
	/* How often each really struck. */
	int cuts, kills, torn, dropped, kept, names_dropped, errors, full, read_only, fatal, stops;
};
extern struct world world;

/* The world as the program asks it (base/env.h). */
extern const struct env world_env;

/* The disk.  Handles are its own numbers, -1 and errno on failure. */
void disk_empty(void);
int disk_open(const char *path, int flags);
void disk_close(int fd);
bool disk_is_folder(int fd);
bool disk_is_open(int fd);
int64_t disk_read(int fd, void *bytes, size_t n, int64_t at);
int64_t disk_write(int fd, const void *bytes, size_t n, int64_t at);
int disk_truncate(int fd, int64_t size);
int disk_sync(int fd);
int64_t disk_size(int fd);
int64_t *disk_place(int fd);              /* where read(2) and write(2) go on */
int disk_rename(const char *from, const char *to);
int disk_unlink(const char *path);
int64_t disk_size_of(const char *path);   /* -1: there is none */
int disk_sync_folder(void);
/* Locks and shared memory of a file, for the layer under SQLite. */
struct sharing {
	int shared, reserved, pending, exclusive;  /* how many hold each; the last three 0 or 1 */
	int shm_users, shm_count;
	char *shm[64];
	int shm_shared[8], shm_exclusive[8];
};
struct sharing *disk_sharing(int fd);
/* Power comes back: the disk's contents are decided now. */
void disk_crash(void);
void disk_start(void);

void layer_register(void);                /* SQLite's default layer from now on */
void layer_forget(void);                  /* at a new seed: SQLite's own chance starts again */

#endif
