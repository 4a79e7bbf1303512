/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/keep.h"

#include <stdio.h>

#include "desk/backup.h"
#include "desk/head.h"
#include "desk/seal.h"
#include "doors/lock.h"
#include "doors/tell.h"

static void tell_json(const struct backup *b)
{
	printf("{\"checkpoint\":%lld,\"entries\":%lld,\"made\":\"%s\",\"newest\":\"%s\",\"root\":\"%s\"}\n", (long long)b->checkpoint,
		(long long)b->entries, b->made, b->newest, b->root);
}

/* How old, and how much of it is signed. */
static void tell_age(const struct args *args, const struct backup *b)
{
	tell_words(args, "keep.age", arena_print(args->arena, "%lld", (long long)b->entries - 1), b->newest);
	tell_words(args, "keep.signed", arena_print(args->arena, "%lld", (long long)(b->checkpoint < 0 ? 0 : b->checkpoint)),
		arena_print(args->arena, "%lld", (long long)b->entries));
}

static void tell_where(const struct args *args, const struct backup *b)
{
	if (args->is_json)
		tell_json(b);
	else
		printf("%s\n", args->words[1]);
}

int keep_backup(struct args *args)
{
	struct backup b;
	const struct fault *f;

	if (args->word_count != 2)
		return tell_misuse(args);
	f = backup_make(args->arena, args->env, args->words[0], args->words[1], tell_finding, NULL, &b);
	if (f)
		return tell_fault(f);
	tell_where(args, &b);
	tell_age(args, &b);
	tell_words(args, "keep.holds", "", "");
	tell_words(args, b.has_key ? "keep.holds_key" : "keep.lacks_key", "", "");
	tell_words(args, b.has_office ? "keep.holds_office" : "keep.lacks_office", "", "");
	tell_words(args, "keep.verified", "", "");
	tell_words(args, b.is_sealed ? "keep.sealed" : "keep.secret", "", "");
	return 0;
}

/* The pair of keys of whoever is to open the copies.  Made anywhere but on the server. */
int keep_recipient(struct args *args)
{
	const char *recipient = NULL;
	const struct fault *f;

	if (args->word_count != 1)
		return tell_misuse(args);
	f = seal_make_key(args->arena, args->env, args->words[0], &recipient);
	if (f)
		return tell_fault(f);
	printf("%s\n", recipient);
	tell_words(args, "keep.recipient", args->words[0], "");
	return 0;
}

int keep_restore(struct args *args)
{
	const struct restoring how = { .source = args->words[0], .target = args->words[1], .key_path = args->key,
		.high_water = args->high_water, .copy = args->copy };
	struct backup b;
	const struct fault *f;
	int lock = -1;

	if (args->word_count != 2)
		return tell_misuse(args);
	f = backup_has_room(args->arena, args->words[1]);
	if (!f)
		f = lock_take(args->arena, args->words[1], 0, &lock);
	if (!f)
		f = backup_restore(args->arena, args->env, &how, tell_finding, NULL, &b);
	if (!f && args->high_water)
		f = head_keep_elsewhere(args->arena, args->env, args->words[1], args->high_water);
	lock_release(lock);
	if (f)
		return tell_fault(f);
	tell_where(args, &b);
	tell_words(args, "keep.made", b.made, "");
	tell_age(args, &b);
	if (how.copy)
		tell_words(args, "keep.brought_up", arena_print(args->arena, "%lld", (long long)b.added),
			arena_print(args->arena, "%lld", (long long)b.lost));
	tell_words(args, b.is_head_kept ? "keep.head_kept" : "keep.head_old", arena_print(args->arena, "%lld",
		(long long)(b.checkpoint < 0 ? 0 : b.checkpoint)), "");
	if (!b.has_key)
		tell_words(args, "keep.lacks_key", "", "");
	tell_words(args, "keep.sign_in", "", "");
	return 0;
}
