/* SPDX-License-Identifier: EUPL-1.2
 *
 * Wire: the system calls of the program under test, which the linker sends here (-Wl,--wrap), so that nothing in src/ knows
 * of a simulator.  Files are the simulated disk; sockets are the connections below; there is one thread, and the world
 * moves on only when the writer waits.
 */
#ifndef FYR_TEST_SIMULATE_WIRE_H
#define FYR_TEST_SIMULATE_WIRE_H

#include "world.h"

enum { WIRES = 8, FD_LISTEN = 1000, FD_STOP, FD_SIGNER, FD_SIGNER_SIDE, FD_WIRE = 1100 };

/* What the signer does the next time it is asked. */
enum signer_mood { SIGNER_WELL, SIGNER_AWAY, SIGNER_SLOW, SIGNER_DIES_BEFORE, SIGNER_DIES_WRITING, SIGNER_DIES_AFTER };

/* One turn of the world: called when the writer waits for questions.  Sends questions with wire_send. */
void world_turn(void);
/* An answer has left the writer on a connection. */
void world_answered(int wire, const char *line, size_t n);

void wire_open(void);                       /* a new process: no connections, no wish to stop */
bool wire_is_free(int wire);                /* no question is under way on it */
/* Sends a line as a frame; with `in_pieces` the second half comes a turn later. */
void wire_send(int wire, const char *line, bool in_pieces);
/* The client goes away; its answer, if any, is lost to it. */
void wire_hang_up(int wire);
void wire_stop(void);

extern enum signer_mood signer_mood;
extern int signer_asked, signer_failed;     /* how often */
extern int wire_dead;                       /* answers that came out of a machine without power: never sent */

#endif
