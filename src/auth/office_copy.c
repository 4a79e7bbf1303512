/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "auth/office.h"

/* What a copy keeps: without the passphrases everybody must be invited anew, and a draft is somebody's work,
 * a key that is not named to its device is made anew.  What was
 * written by a letter must stay known, or who made the letter could confirm it after a restore. */
static bool is_kept(const char *table)
{
	static const char *const kept[] = { "device_key", "draft", "draft_passage", "letter_entry", "passphrase", "software_key",
		"sqlite_sequence" };

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		if (!strcmp(kept[i], table))
			return true;
	return false;
}

static void empty_the_rest(struct store *copy, struct arena *a)
{
	char **tables = store_tables(copy, a);

	store_begin(copy);
	for (; *tables; tables++)
		if (!is_kept(*tables))
			store_script(copy, arena_print(a, "DELETE FROM \"%s\"", *tables));
}

const struct fault *office_copy(struct arena *a, const struct env *env, const char *path, const char *target)
{
	struct store *from = NULL, *copy = NULL;
	const struct fault *f = store_open(a, env, path, STORE_READ, &from);

	if (f)
		return f;
	f = store_copy(from, a, env, target);
	f = fault_kept(a, f);
	store_close(from);
	if (!f)
		f = store_open(a, env, target, STORE_WRITE, &copy);
	if (f)
		return f;
	empty_the_rest(copy, a);
	f = store_commit(copy);
	f = fault_kept(a, f);
	store_close(copy);
	return f;
}
