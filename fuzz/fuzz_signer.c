/* SPDX-License-Identifier: EUPL-1.2
 *
 * Fuzz: questions to the signer from a writer that somebody has taken over, a line each.  In them ROOTn stands for the root
 * of our tree's first n entries and OTHERn for that of another tree, equal up to entry 4; PROOFm-n and WRONGm-n for the
 * hashes that lead from m to n in them.  Whatever is asked: what is signed is the log's, sizes never fall, one size has one
 * root, and from a tree of ours only that tree goes on.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/frame.h"
#include "ledger/merkle.h"
#include "ledger/signer.h"
#include "signed.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { LEAVES = 12, SHARED = 4, QUESTIONS_MAX = 12, TREES = 2 };

static char folder[] = "/dev/shm/fyr-fuzz-XXXXXX";
static const char *key_path, *head_path;
static struct arena *lasting;
static struct vkey log_key;
static struct hash leaves[TREES][LEAVES];

static void tidy(void)
{
	(void)unlink(key_path);
	(void)unlink(head_path);
	(void)rmdir(folder);
	arena_free(lasting);
}

static void start(struct hasher *h)
{
	lasting = arena_new(4 << 20);
	if (!mkdtemp(folder))
		abort();
	key_path = arena_print(lasting, "%s/key", folder);
	head_path = arena_print(lasting, "%s/head", folder);
	if (atexit(tidy) || signer_make_key(lasting, &env_system, key_path, "fuzz", NULL, &log_key))
		abort();
	for (int t = 0; t < TREES; t++)
		for (int i = 0; i < LEAVES; i++) {
			unsigned char byte = (unsigned char)(i < SHARED ? i : i + 100 * t);

			leaves[t][i] = merkle_leaf(h, &byte, 1);
		}
}

static const struct fault *node_at(void *self, unsigned level, uint64_t index, struct hash *out)
{
	const struct hash *tree = self;
	struct merkle_frontier f = { 0 };
	struct hasher *h = hasher_new();

	for (uint64_t i = index << level; i < (index + 1) << level; i++)
		(void)merkle_append(h, &f, &tree[i], NULL);
	*out = merkle_root(h, &f);
	hasher_free(h);
	return NULL;
}

static void write_proof(struct out *o, struct arena *a, struct hasher *h, int t, uint64_t from, uint64_t to)
{
	const struct merkle_nodes nodes = { leaves[t], node_at };
	struct hash proof[MERKLE_PROOF_MAX];
	size_t count = 0;

	if (from && from <= to && to <= LEAVES && !merkle_consistency(a, h, &nodes, from, to, proof, &count))
		for (size_t i = 0; i < count; i++)
			out_print(o, "%s\"%s\"", i ? "," : "", merkle_hash_text(a, &proof[i]));
}

/* The line with its words replaced. */
static const char *filled(struct arena *a, struct hasher *h, const char *s)
{
	static const char *const words[] = { "ROOT", "OTHER", "PROOF", "WRONG" };
	struct out o;

	out_init(&o, a, SIGNER_REQUEST_MAX);
	while (*s) {
		int i = 0;

		while (i < 4 && strncmp(s, words[i], strlen(words[i])) != 0)
			i++;
		if (i == 4) {
			out_char(&o, *s++);
		} else {
			char *end;
			uint64_t from = strtoull(s + strlen(words[i]), &end, 10), to = i > 1 && *end == '-' ? strtoull(end + 1, &end, 10) : 0;
			const struct merkle_nodes nodes = { leaves[i % 2], node_at };
			struct hash root;

			s = end;
			if (i > 1)
				write_proof(&o, a, h, i % 2, from, to);
			else if (from <= LEAVES && !merkle_root_at(h, &nodes, from, &root))
				out_text(&o, merkle_hash_text(a, &root));
		}
	}
	return out_cstr(&o);
}

/* Which of our trees begin with a tree of this root: a set of bits.  Its size is not asked: a proof's hashes do not bind the
 * size when two sizes have proofs of one shape (RFC 9162 §2.1.4), so that 12 entries may be signed as 11, and never found. */
static unsigned trees_of(struct hasher *h, const struct hash *root)
{
	unsigned set = 0;

	for (int t = 0; t < TREES; t++)
		for (uint64_t size = 1; size <= LEAVES; size++) {
			const struct merkle_nodes nodes = { leaves[t], node_at };
			struct hash ours;

			if (!merkle_root_at(h, &nodes, size, &ours) && hash_equal(&ours, root))
				set |= 1U << t;
		}
	return set;
}

static void check_answers(struct arena *a, struct hasher *h, int fd)
{
	struct checkpoint last = { .size = 0 }, next;
	struct frame frame;
	unsigned before;

	while (!frame_receive(a, fd, FRAME_MAX / 16, 0, &frame) && frame.line) {
		const char *note = js_get_text(frame.json, "note");

		assert(note || js_get_text(frame.json, "error") || js_get_text(frame.json, "vkey"));
		assert(!strstr(frame.line, "PRIVATE"));
		if (!note)
			continue;
		before = trees_of(h, &last.root);
		if (checkpoint_verify(a, note, strlen(note), &log_key, true, &next))
			abort();
		assert(next.size >= last.size && (next.size != last.size || !last.size || hash_equal(&next.root, &last.root)));
		assert(!before || (before & trees_of(h, &next.root)));
		last = next;
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct arena *a;
	struct hasher *h;
	int pair[2];

	if (size > 8192 || socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair))
		return 0;
	a = arena_new(64 << 20);
	h = hasher_new();
	if (!lasting)
		start(h);
	(void)unlink(head_path);
	for (char *at = arena_copy(a, (const char *)data, size), *end; at; at = end ? end + 1 : NULL) {
		const char *line;

		end = strchr(at, '\n');
		if (end)
			*end = '\0';
		line = filled(a, h, at);
		if (frame_send(a, pair[0], line, strlen(line), 0))
			continue; /* no line, or no room in the socket: not asked */
	}
	(void)shutdown(pair[0], SHUT_WR);
	signer_serve(&env_system, key_path, head_path, NULL, pair[1], -1);
	(void)prctl(PR_SET_DUMPABLE, 1, 0, 0, 0); /* the sanitizer must be able to look at this process */
	(void)close(pair[1]);
	check_answers(a, h, pair[0]);
	(void)close(pair[0]);
	hasher_free(h);
	arena_free(a);
	return 0;
}
