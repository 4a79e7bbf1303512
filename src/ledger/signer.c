/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/signer.h"

#include <sodium.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/frame.h"
#include "base/json.h"
#include "ledger/log_keys.h"
#include "ledger/merkle.h"

enum { KEY_FILE_MAX = 1 << 10, SIGNER_ARENA = 4 << 20, OWN_KEYS = 2 };

char *ledger_origin(struct arena *a, struct hasher *h, const char *slug, const unsigned char key[KEY_BYTES])
{
	struct hash hash = hash_of(h, key, KEY_BYTES, NULL, 0, NULL, 0);

	return arena_print(a, "%s-%s", slug, hex_from(a, hash.bytes, 4));
}

/* The key's line into its file.  Every copy of the text but the file's is wiped. */
static const struct fault *key_written(struct arena *a, const struct env *env, const char *key_path,
	const struct skey *key)
{
	char *text = skey_text(a, key);
	size_t n = strlen(text);
	const struct fault *f;

	text[n] = '\n'; /* in the place of the NUL, so that no second copy is made */
	f = env_file_replace(a, env, key_path, text, n + 1, 0600);
	sodium_memzero(text, n + 1);
	return f;
}

const struct fault *signer_make_key(struct arena *a, const struct env *env, const char *key_path, const char *slug,
	const char *origin, struct vkey *out_key)
{
	unsigned char seed[SEED_BYTES];
	const struct fault *f;
	struct hasher *h;
	struct skey key;

	if (!access(key_path, F_OK))
		return fault_new(a, FAULT_REFUSED, __func__, "%s is there already; a log keeps its key", key_path);
	h = hasher_new();
	env_chance(env, seed, sizeof(seed));
	skey_of(h, "", KEY_LOG, seed, &key); /* the name may come from the public key */
	origin = origin ? arena_text(a, origin) : ledger_origin(a, h, slug, key.public.key);
	skey_of(h, origin, KEY_LOG, seed, &key);
	sodium_memzero(seed, sizeof(seed));
	hasher_free(h);
	if (key_name_is_valid(origin))
		f = key_written(a, env, key_path, &key);
	else
		f = fault_new(a, FAULT_USAGE, __func__, "a log's name must not hold spaces or plus signs");
	if (!f)
		*out_key = key.public;
	skey_wipe(&key);
	return f;
}

struct signer {
	const struct env *env;
	const char *key_path, *head_path, *high_water_path;
	struct hasher *hasher;
	struct arena *lasting; /* the keys' names */
	struct skey keys[OWN_KEYS]; /* the key, and the next one if there is one */
	size_t key_count;
	bool has_head;         /* false: read it from the disk before signing */
	struct checkpoint head; /* origin is the key's name */
};

const struct fault *signer_read_key(struct arena *a, const struct env *env, struct hasher *h, const char *key_path,
	struct skey *out)
{
	const struct fault *f;
	bool has_key = false;
	struct stat st;
	char *text;
	size_t n;

	if (stat(key_path, &st) == 0 && (st.st_mode & (S_IRWXG | S_IRWXO)))
		return fault_new(a, FAULT_REFUSED, __func__, "others may read %s; make its mode 0600", key_path);
	f = env_file_read(a, env, key_path, KEY_FILE_MAX, &text, &n);
	if (f)
		return f;
	if (n > 0 && text[n - 1] == '\n')
		text[n - 1] = '\0';
	if (strlen(text) + 1 == n)
		has_key = skey_from(a, h, text, out);
	sodium_memzero(text, n);
	return has_key ? NULL : fault_new(a, FAULT_DAMAGED, __func__, "%s does not hold a log key", key_path);
}

/* The next key as well, if there is one. */
static const struct fault *read_keys(struct signer *s, size_t *out_count)
{
	const char *next = arena_print(s->lasting, "%s" SIGNER_NEXT, s->key_path);
	const struct fault *f = signer_read_key(s->lasting, s->env, s->hasher, s->key_path, &s->keys[0]);

	*out_count = 1;
	if (f || access(next, F_OK))
		return f;
	f = signer_read_key(s->lasting, s->env, s->hasher, next, &s->keys[1]);
	if (!f && strcmp(s->keys[0].public.name, s->keys[1].public.name) != 0)
		f = fault_new(s->lasting, FAULT_REFUSED, __func__, "%s is another log's key", next);
	*out_count = OWN_KEYS;
	return f;
}

static const struct fault *load_keys(struct arena *a, struct signer *s)
{
	size_t mark = arena_mark(s->lasting), count;
	const struct fault *f = read_keys(s, &count);

	s->key_count = f ? 0 : count;
	f = fault_kept(a, f);
	if (f)
		arena_rewind(s->lasting, mark);
	return f;
}

/* One memory of what was signed; *head stays as it is when there is no such file. */
static const struct fault *load_memory(struct arena *a, const struct signer *s, const char *path, struct checkpoint *head)
{
	struct log_keys own = { .count = 0 };
	char *bytes;
	size_t n;
	const struct fault *f = env_file_read(a, s->env, path, SIGNER_REQUEST_MAX, &bytes, &n);

	if (f)
		return f->sort == FAULT_NOTHING ? NULL : f;
	for (size_t i = 0; i < s->key_count; i++)
		(void)log_keys_add(a, s->hasher, &own, vkey_text(a, &s->keys[i].public), 0);
	return log_keys_verify(a, &own, bytes, n, head, NULL, NULL);
}

static const struct fault *load_head(struct arena *a, struct signer *s)
{
	struct merkle_frontier empty = { 0 };
	struct checkpoint head = { .root = merkle_root(s->hasher, &empty) }, elsewhere = head;
	const struct fault *f = load_memory(a, s, s->head_path, &head);

	if (!f && s->high_water_path)
		f = load_memory(a, s, s->high_water_path, &elsewhere);
	if (f)
		return f;
	if (elsewhere.size == head.size && elsewhere.size > 0 && !hash_equal(&elsewhere.root, &head.root))
		return fault_new(a, FAULT_REFUSED, __func__, "the log's memory and the one kept elsewhere are of two trees");
	if (elsewhere.size > head.size)
		head = elsewhere;
	head.origin = s->keys[0].public.name;
	s->head = head;
	s->has_head = true;
	return NULL;
}

static const struct fault *ready(struct arena *a, struct signer *s)
{
	const struct fault *f = NULL;

	if (!s->key_count)
		f = load_keys(a, s);
	if (!f && !s->has_head)
		f = load_head(a, s);
	return f;
}

struct sign_request {
	uint64_t old;
	struct checkpoint next;
	struct hash proof[MERKLE_PROOF_MAX];
	size_t count;
	const struct json *keys; /* or NULL */
};

static bool keys_are_texts(const struct json *keys)
{
	if (keys && keys->type != JS_ARRAY)
		return false;
	for (size_t i = 0; keys && i < keys->count; i++)
		if (keys->items[i]->type != JS_TEXT)
			return false;
	return true;
}

static bool request_from(const struct json *json, const struct signer *s, struct sign_request *out)
{
	const struct json *proof = js_get(json, "proof");
	int64_t old = js_get_int(json, "old", -1), size = js_get_int(json, "size", -1);

	out->keys = js_get(json, "keys");
	if (!keys_are_texts(out->keys) || old < 0 || size < 0 || !proof || proof->type != JS_ARRAY || proof->count > MERKLE_PROOF_MAX)
		return false;
	for (size_t i = 0; i < proof->count; i++)
		if (proof->items[i]->type != JS_TEXT || !merkle_hash_from(proof->items[i]->text, &out->proof[i]))
			return false;
	out->count = proof->count;
	out->old = (uint64_t)old;
	out->next.origin = s->head.origin;
	out->next.size = (uint64_t)size;
	return merkle_hash_from(js_get_text(json, "root"), &out->next.root);
}

/* The one rule the signer is there for: NULL when the tree asked for extends the head, otherwise why not. */
static const char *objection(const struct signer *s, const struct sign_request *r)
{
	const struct checkpoint *head = &s->head;

	if (r->old != head->size)
		return "the proof does not start at the size last signed";
	if (r->next.size < head->size)
		return "the tree is smaller than the one last signed";
	if (r->next.size == head->size) {
		bool same = r->count == 0 && hash_equal(&r->next.root, &head->root);

		return same ? NULL : "another tree of this size has been signed";
	}
	if (head->size == 0)
		return r->count == 0 ? NULL : "from the empty tree the proof must be empty";
	if (!merkle_consistency_holds(s->hasher, r->old, r->next.size, r->proof, r->count, &head->root, &r->next.root))
		return "the tree does not extend the one last signed";
	return NULL;
}

static bool is_asked(struct arena *a, const struct signer *s, size_t i, const struct json *keys)
{
	const char *vkey = vkey_text(a, &s->keys[i].public);

	for (size_t k = 0; keys && k < keys->count; k++)
		if (!strcmp(keys->items[k]->text, vkey))
			return true;
	return !keys && i == 0;
}

/* The checkpoint with a line of each of our keys that was asked for; NULL when that is none. */
static const char *signed_note(struct arena *a, const struct signer *s, const struct sign_request *r)
{
	const char *text = checkpoint_text(a, &r->next), *lines = "";

	for (size_t i = 0; i < s->key_count; i++)
		if (is_asked(a, s, i, r->keys))
			lines = arena_print(a, "%s%s", lines, note_sign_line(a, &s->keys[i], text, 0));
	return *lines ? arena_print(a, "%s\n%s", text, lines) : NULL;
}

static const struct fault *sign(struct arena *a, struct signer *s, const struct json *json, struct json *answer)
{
	struct sign_request r;
	const struct fault *f;
	const char *why, *note;

	if (!request_from(json, s, &r))
		return fault_new(a, FAULT_USAGE, __func__, "the request to sign is not well formed");
	why = objection(s, &r);
	if (why)
		return fault_new(a, FAULT_REFUSED, __func__, "%s", why);
	note = signed_note(a, s, &r);
	if (!note)
		return fault_new(a, FAULT_REFUSED, __func__, "none of the keys that the book names is here");
	/* When writing fails the new head may stand in the file or not: it is read again before the next signature. */
	s->has_head = false;
	f = env_file_replace(a, s->env, s->head_path, note, strlen(note), 0600);
	if (!f && s->high_water_path)
		f = env_file_replace(a, s->env, s->high_water_path, note, strlen(note), 0600);
	if (f)
		return f;
	s->head = r.next;
	s->has_head = true;
	js_set_text(a, answer, "note", note);
	return NULL;
}

static const char *answered(struct arena *a, struct signer *s, const struct json *request)
{
	const char *op = js_get_text(request, "op");
	struct json *answer = js_object(a);
	const struct fault *f = ready(a, s);

	if (!f && op && !strcmp(op, "key"))
		js_set_text(a, answer, "vkey", vkey_text(a, &s->keys[0].public));
	else if (!f && op && !strcmp(op, "sign"))
		f = sign(a, s, request, answer);
	else if (!f)
		f = fault_new(a, FAULT_USAGE, __func__, "the signer knows no such request");
	if (f) {
		js_set_text(a, answer, "error", f->what);
		if (s->has_head)
			js_set_int(a, answer, "size", (int64_t)s->head.size);
	}
	return js_line(a, answer);
}

void signer_serve(const struct env *env, const char *key_path, const char *head_path, const char *high_water_path, int fd,
	int quiet_ms)
{
	struct arena *a = arena_new(SIGNER_ARENA), *lasting = arena_new(SIGNER_ARENA);
	struct signer *s = ARENA_NEW(lasting, struct signer);
	const struct fault *f = NULL;
	struct frame frame;

	(void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	*s = (struct signer){ .env = env, .key_path = key_path, .head_path = head_path,
		.high_water_path = high_water_path, .hasher = hasher_new(),
		.lasting = lasting };
	while (!f) {
		const char *line;

		f = frame_receive(a, fd, SIGNER_REQUEST_MAX, quiet_ms, &frame);
		if (f || !frame.line)
			break;
		line = answered(a, s, frame.json);
		f = frame_send(a, fd, line, strlen(line), quiet_ms);
		arena_reset(a);
	}
	for (size_t i = 0; i < OWN_KEYS; i++)
		skey_wipe(&s->keys[i]);
	hasher_free(s->hasher);
	arena_free(lasting);
	arena_free(a);
}
