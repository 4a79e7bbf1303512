/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: signed notes, checkpoints, vkeys and lists of them as they come from other logs and witnesses.  What is accepted must
 * have one spelling: written again it gives the same bytes.
 */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "ledger/log_keys.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n);

static void note_again(struct arena *a, const char *bytes, size_t n, const struct note *note)
{
	struct checkpoint c;
	const char *text = arena_print(a, "%s\n", note->text);

	assert(note->count > 0);
	for (size_t i = 0; i < note->count; i++)
		text = arena_print(a, "%s%s\n", text, note->signatures[i].line);
	assert(strlen(text) == n && !memcmp(text, bytes, n));
	if (!checkpoint_from(a, note->text, &c))
		assert(!strcmp(checkpoint_text(a, &c), note->text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t n)
{
	static const unsigned char key_bytes[KEY_BYTES] = { 1 };
	struct arena *a = arena_new(64 << 20);
	struct hasher *h = hasher_new();
	const char *text = arena_copy(a, (const char *)bytes, n);
	struct log_keys keys;
	struct vkey key;
	struct note note;

	if (log_keys_from(a, h, text, &keys))
		assert(!strcmp(log_keys_text(a, &keys), text));
	if (vkey_from(a, h, text, &key))
		assert(!strcmp(vkey_text(a, &key), text));
	if (!note_parse(a, text, n, &note)) {
		note_again(a, text, n, &note);
		/* No input can be signed by keys nobody holds; the call itself must bear any signature. */
		key = vkey_of(h, note.signatures[0].name, KEY_COSIGNER, key_bytes);
		memcpy(key.id, note.signatures[0].id, sizeof(key.id));
		assert(note_verify(a, &note, &key, 1, NULL) != NULL);
	}
	hasher_free(h);
	arena_free(a);
	return 0;
}
