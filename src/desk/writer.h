/* SPDX-License-Identifier: EUPL-1.2
 *
 * Writer: the one process that writes the council's files (design §5).  It drains its queue into one transaction, one
 * sync, and answers all of it; then asks the signer, at most once a second, never before the commit.  The checkpoint is
 * stored with the next batch, or when nobody asks for a moment and at stop by a write of its own.
 */
#ifndef FYR_DESK_WRITER_H
#define FYR_DESK_WRITER_H

#include "desk/desk.h"
#include "desk/service.h"

struct writer;

/* Opens the council for writing.  The caller holds the lock (doors/lock.h).  FAULT_DAMAGED when the signer remembers more
 * or other entries than the book holds (desk/head.h): nothing is written onto an older copy.  FAULT_USAGE when FILE-policy is
 * wrong.  What witnesses and a memory kept elsewhere say against the book stops all writing and signing (desk/stamp.h). */
const struct fault *writer_open(struct arena *a, const struct env *env, const char *path, struct writer **out) MUST_USE;

/* Answers one question in a transaction of its own: the command line when no server runs.  A fault of the disk is told in
 * the answer. */
struct json *writer_answer(struct writer *w, struct arena *a, const struct json *question, const char *user);

/* Serves the Unix socket `listen_fd` until `stop_fd` becomes readable; returns the fault that ended it, or NULL.  The
 * signer is connected at `signer_path` when it is needed.  A reserve is kept for the day when the disk is full
 * (desk/reserve.h). */
const struct fault *writer_serve(struct writer *w, int listen_fd, const char *signer_path, int stop_fd) MUST_USE;

/* Asks the signer on `signer_fd` for a checkpoint over all entries and stores it, when there is none yet. */
const struct fault *writer_sign(struct writer *w, int signer_fd) MUST_USE;

/* Empties -wal into the file and closes.  NULL is fine. */
void writer_close(struct writer *w);

struct desk *writer_desk(struct writer *w);

#endif
