/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/office.h"

#include <assert.h>
#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#include "auth/device.h"
#include "base/embed.h"

enum {
	OFFICE_APPLICATION = 0x46797246, /* "FyrF" */
	OFFICE_VERSION = 6
};

static void run_script(struct store *s, const char *name)
{
	store_script(s, embed_known(name)->bytes);
}

static const struct fault *make_tables(struct store *s)
{
	store_begin(s);
	store_mark(s, OFFICE_APPLICATION, OFFICE_VERSION);
	run_script(s, "auth/office.sql");
	run_script(s, "auth/software_key.sql");
	run_script(s, "auth/device.sql");
	run_script(s, "auth/calendar.sql");
	run_script(s, "auth/passage.sql");
	return store_commit(s);
}

/* In place and in one transaction: everybody's passphrase, session and draft goes on. */
static const struct fault *upgrade(struct store *s)
{
	int32_t version = store_version(s);

	store_begin(s);
	if (version == 1) {
		run_script(s, "auth/office_1_aside.sql");
		run_script(s, "auth/office.sql");
		run_script(s, "auth/office_1_over.sql");
	}
	if (version < 3)
		run_script(s, "auth/software_key.sql");
	if (version < 4)
		run_script(s, "auth/device.sql");
	if (version < 5)
		run_script(s, "auth/calendar.sql");
	run_script(s, "auth/passage.sql");
	store_mark(s, OFFICE_APPLICATION, OFFICE_VERSION);
	return store_commit(s);
}

/* What a reader finds nothing in, and a writer makes whole: a file that a crash left before its tables were made, and
 * one of an older version. */
struct lack {
	bool is_empty, is_old;
};

static const struct fault *check_format(struct arena *a, struct store *s, const char *path, struct lack *out)
{
	int32_t application = store_application(s), version = store_version(s);
	bool has_tables = store_int(s, 0, "SELECT count(*) FROM sqlite_schema", "") > 0;

	if (store_fault(s))
		return store_fault(s);
	out->is_empty = !application && !has_tables;
	if (out->is_empty)
		return NULL;
	if (application != OFFICE_APPLICATION || version < 1)
		return fault_new(a, FAULT_DAMAGED, __func__, "%s is not an office; move it away, and a new one is made", path);
	if (version > OFFICE_VERSION)
		return fault_new(a, FAULT_USAGE, __func__, "%s was made by a newer program; use that one", path);
	out->is_old = version < OFFICE_VERSION;
	return NULL;
}

/* Ready for use, or closed with *out NULL.  A fault's words outlive the store. */
static const struct fault *readied(struct arena *a, struct store *s, const char *path, bool writes,
	struct store **out)
{
	struct lack lack = { false, false };
	const struct fault *f = check_format(a, s, path, &lack);

	if (!f && lack.is_empty && writes)
		f = make_tables(s);
	else if (!f && lack.is_old && writes)
		f = upgrade(s);
	if (f) {
		f = fault_kept(a, f);
		store_close(s);
		return f;
	}
	if ((lack.is_empty || lack.is_old) && !writes) {
		store_close(s);
		s = NULL;
	}
	*out = s;
	return NULL;
}

const struct fault *office_open(struct arena *a, const struct env *env, const char *path, bool writes,
	struct store **out)
{
	struct store *s = NULL;
	const struct fault *f;
	int failed = sodium_init(); /* chooses argon2's fast forms; may be called again */

	assert(failed >= 0);
	f = store_open(a, env, path, writes ? STORE_WRITE : STORE_READ, &s);
	if (f && f->sort == FAULT_NOTHING && writes)
		return office_create(a, env, path, out);
	if (f && f->sort == FAULT_NOTHING) {
		*out = NULL;
		return NULL;
	}
	return f ? f : readied(a, s, path, writes, out);
}

static const struct fault *side_file_gone(struct arena *a, const struct env *env, const char *path,
	const char *ending)
{
	const char *side = arena_print(a, "%s%s", path, ending);

	errno = env_file_fault(env, ENV_UNLINK);
	if (!errno && (!unlink(side) || errno == ENOENT))
		return NULL;
	return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot be removed: %s", side, strerror(errno));
}

/* The file is made by us and not by SQLite, which would let everybody read it. */
const struct fault *office_create(struct arena *a, const struct env *env, const char *path, struct store **out)
{
	struct store *s = NULL;
	const struct fault *f = side_file_gone(a, env, path, "-wal");
	int failed = sodium_init();

	assert(failed >= 0);
	if (!f)
		f = side_file_gone(a, env, path, "-shm");
	if (!f)
		f = env_file_replace(a, env, path, "", 0, 0600);
	if (!f)
		f = store_open(a, env, path, STORE_WRITE, &s);
	return f ? f : readied(a, s, path, true, out);
}

void office_draft_keep(struct store *office, const char *person, const char *kind, const char *obj,
	const char *fields_json, int64_t now)
{
	store_run(office, "INSERT OR REPLACE INTO draft(person, kind, obj, fields, t) VALUES(?, ?, ?, ?, ?)", "tttti",
		person, kind, obj ? obj : "", fields_json, now);
	store_run(office, "DELETE FROM draft WHERE person = ?1 AND (kind, obj) IN (SELECT kind, obj FROM draft WHERE person = ?1"
		" ORDER BY kind = ?2 AND obj = ?3 DESC, t DESC LIMIT -1 OFFSET ?4)", "ttti", person, kind, obj ? obj : "",
		(int64_t)OFFICE_DRAFTS_MAX);
}

char *office_draft(struct store *office, struct arena *a, const char *person, const char *kind, const char *obj)
{
	if (!office)
		return NULL;
	return store_text(office, a, "SELECT fields FROM draft WHERE person = ? AND kind = ? AND obj = ?", "ttt", person,
		kind, obj ? obj : "");
}

size_t office_drafts(struct store *office, struct arena *a, const char *person, struct office_draft_kept **out)
{
	size_t room = office ? (size_t)store_int(office, 0, "SELECT count(*) FROM draft WHERE person = ?", "t", person) : 0;
	struct office_draft_kept *kept = ARENA_MANY(a, room, struct office_draft_kept);
	size_t count = 0;
	struct rows r;

	*out = kept;
	if (!room)
		return 0;
	r = store_ask(office, "SELECT kind, obj, t FROM draft WHERE person = ? ORDER BY t, kind, obj", "t", person);
	while (count < room && rows_next(&r))
		kept[count++] = (struct office_draft_kept){ rows_text(&r, a, 0), rows_text(&r, a, 1), rows_int(&r, 2) };
	rows_end(&r);
	return count;
}

bool office_has_draft(struct store *office, const char *person, const char *kind)
{
	return store_int(office, 0, "SELECT 1 FROM draft WHERE person = ? AND kind = ? LIMIT 1", "tt", person, kind) == 1;
}

void office_draft_drop(struct store *office, const char *person, const char *kind, const char *obj)
{
	store_run(office, "DELETE FROM draft WHERE person = ? AND kind = ? AND obj = ?", "ttt", person, kind,
		obj ? obj : "");
}

void office_person_drop(struct store *office, const char *person)
{
	store_run(office, "DELETE FROM passphrase WHERE person = ?", "t", person);
	store_run(office, "DELETE FROM link WHERE person = ? AND used_t IS NULL", "t", person);
	store_run(office, "DELETE FROM draft WHERE person = ?", "t", person);
	store_run(office, "DELETE FROM upload WHERE person = ?", "t", person);
	device_person_drop(office, person);
	office_calendar_end(office, person);
	office_sessions_end(office, person);
}

void office_sweep(struct store *office, int64_t now)
{
	store_run(office, "DELETE FROM link WHERE made_t <= ? AND until_t <= ?", "ii", now - OFFICE_LINK_KEPT_SECONDS, now);
	store_run(office, "DELETE FROM session WHERE until_t <= ?", "i", now);
	store_run(office, "DELETE FROM attempt WHERE until_t <= ?", "i", now);
	store_run(office, "DELETE FROM draft WHERE t <= ?", "i", now - OFFICE_DRAFT_SECONDS);
	store_run(office, "DELETE FROM upload WHERE t <= ?", "i", now - OFFICE_UPLOAD_SECONDS);
	device_sweep(office, now);
}
