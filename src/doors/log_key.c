/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/log_key.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "doors/prove.h"
#include "doors/tell.h"
#include "ledger/book.h"
#include "ledger/signer.h"
#include "view/catalogue.h"

/* The files of one log, and the keys in them. */
struct place {
	struct args *args;
	struct hasher *hasher;
	const char *key_path, *next_path, *head_path, *retired_path;
	struct log_keys keys; /* the key, and the next one */
};

/* Its public half; what is secret is wiped at once. */
static const struct fault *key_read(struct place *p, const char *path)
{
	struct skey key;
	const struct fault *f = signer_read_key(p->args->arena, p->args->env, p->hasher, path, &key);
	bool is_ours;

	if (f)
		return f;
	is_ours = log_keys_add(p->args->arena, p->hasher, &p->keys, vkey_text(p->args->arena, &key.public), 0);
	skey_wipe(&key);
	return is_ours ? NULL
		: fault_new(p->args->arena, FAULT_REFUSED, __func__, "%s is another log's key, or the one in use", path);
}

/* Was what the signer signed last signed by the next key alone?  Without that memory nothing is known. */
static const struct fault *is_followed(struct place *p, bool *out)
{
	bool has_signed[LOG_KEYS_MAX];
	struct checkpoint head;
	char *note;
	size_t n;
	const struct fault *f = env_file_read(p->args->arena, p->args->env, p->head_path, NOTE_MAX, &note, &n);

	*out = false;
	if (f)
		return f->sort == FAULT_NOTHING ? NULL : f;
	f = log_keys_verify(p->args->arena, &p->keys, note, n, &head, has_signed, NULL);
	if (!f)
		*out = has_signed[1] && !has_signed[0];
	return f;
}

/* The old key keeps a name until the other has its place, so that there is a key at each moment. */
static const struct fault *moved(struct place *p)
{
	struct arena *a = p->args->arena;

	if ((unlink(p->retired_path) && errno != ENOENT) || link(p->key_path, p->retired_path)
		|| rename(p->next_path, p->key_path))
		return fault_new(a, FAULT_SYSTEM, __func__, "%s cannot take the place of %s: %s", p->next_path, p->key_path,
			strerror(errno));
	return file_sync(a, p->args->env, file_folder(a, p->key_path));
}

static const struct fault *next_made(struct place *p)
{
	struct vkey made;
	const struct fault *f = signer_make_key(p->args->arena, p->args->env, p->next_path, NULL, p->keys.all[0].key.name, &made);

	if (!f)
		f = key_read(p, p->next_path);
	if (!f)
		tell_words(p->args, "log_key.made", p->args->words[0], p->keys.all[1].text);
	return f;
}

static const struct fault *next_looked_at(struct place *p)
{
	bool has_taken_over = false;
	const struct fault *f = key_read(p, p->next_path);

	if (!f)
		f = is_followed(p, &has_taken_over);
	if (!f && has_taken_over)
		f = moved(p);
	if (!f)
		tell_words(p->args, has_taken_over ? "log_key.moved" : "log_key.waits", p->retired_path, "");
	return f;
}

int log_key_run(struct args *args)
{
	const char *file = args->words[0];
	struct place p = { .args = args };
	const struct fault *f;

	if (args->word_count != 1)
		return tell_misuse(args);
	p.key_path = arena_print(args->arena, "%s-key", file);
	p.next_path = arena_print(args->arena, "%s" SIGNER_NEXT, p.key_path);
	p.retired_path = arena_print(args->arena, "%s-retired", p.key_path);
	p.head_path = arena_print(args->arena, "%s-head", file);
	p.hasher = hasher_new();
	f = key_read(&p, p.key_path);
	if (!f)
		f = access(p.next_path, F_OK) ? next_made(&p) : next_looked_at(&p);
	hasher_free(p.hasher);
	if (f)
		return tell_fault(f);
	printf("%s\n", p.keys.all[1].text);
	return 0;
}

/* ------------------------------------------------------------------------------------------- succession --- */

static const struct fault *verified(const struct args *args, struct hasher *h, struct checkpoint *out)
{
	struct log_keys keys;
	bool has_keys;
	char *note;
	size_t n;
	const struct fault *f = prove_keys(args, h, &keys, &has_keys);

	if (!f && !has_keys)
		f = fault_new(args->arena, FAULT_USAGE, __func__, "%s", catalogue_text(catalogue_get(args->language), "log_key.needs_key"));
	if (!f)
		f = env_file_read(args->arena, args->env, args->successor_of, NOTE_MAX, &note, &n);
	return f ? f : log_keys_verify(args->arena, &keys, note, n, out, NULL, NULL);
}

const struct fault *log_key_predecessor(const struct args *args, struct founding *founding)
{
	struct hasher *h = hasher_new();
	struct checkpoint cp;
	const struct fault *f = verified(args, h, &cp);

	hasher_free(h);
	if (f)
		return f;
	founding->predecessor = cp.origin;
	founding->predecessor_head = arena_print(args->arena, "%llu:%s", (unsigned long long)cp.size,
		merkle_hash_text(args->arena, &cp.root));
	return NULL;
}

const struct fault *log_key_check_predecessor(const struct args *args, const char *file, int *out_findings)
{
	struct founding cited = { .predecessor = NULL };
	struct store *s = NULL;
	struct entry first;
	const struct fault *f = log_key_predecessor(args, &cited);

	if (!f)
		f = store_open(args->arena, args->env, file, STORE_READ, &s);
	if (!f)
		f = book_read(s, args->arena, 0, &first);
	f = fault_kept(args->arena, f);
	store_close(s);
	if (f)
		return f;
	if (text_equal(entry_text(&first, "predecessor"), cited.predecessor)
		&& text_equal(entry_text(&first, "predecessor_head"), cited.predecessor_head)) {
		tell_words(args, "log_key.follows", cited.predecessor, cited.predecessor_head);
		return NULL;
	}
	tell_finding(NULL, "entry 0: it does not cite the checkpoint given as the end of the book before");
	++*out_findings;
	return NULL;
}
