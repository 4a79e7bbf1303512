/* SPDX-License-Identifier: EUPL-1.2 */
#include "ledger/policy.h"

#include <stdarg.h>
#include <string.h>

#include "base/text.h"

enum { WORDS_MAX = 3 + POLICY_WITNESSES_MAX };

/* A policy in the making.  Groups are gathered with the witnesses in the order of the lines. */
struct reading {
	struct arena *arena;
	struct hasher *hasher;
	struct policy policy;
	bool is_member[POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX]; /* of some group */
	bool has_quorum;
	int line;
	const char *words[WORDS_MAX];
	size_t word_count;
};

static const struct fault *wrong(const struct reading *r, const char *fmt, ...) PRINTF_LIKE(2, 3);

static const struct fault *wrong(const struct reading *r, const char *fmt, ...)
{
	va_list args;
	const char *why;

	va_start(args, fmt);
	why = arena_vprint(r->arena, fmt, args);
	va_end(args);
	return fault_new(r->arena, FAULT_USAGE, "policy_from", "the policy, line %d: %s", r->line, why);
}

/* The place of a name among witnesses and groups; SIZE_MAX when it stands on no line before. */
static size_t place_of(const struct reading *r, const char *name)
{
	for (size_t i = 0; i < r->policy.group_count; i++)
		if (!strcmp(r->policy.groups[i].name, name))
			return i;
	return SIZE_MAX;
}

static const struct fault *name_taken(struct reading *r, const char *name, size_t members)
{
	struct policy *p = &r->policy;

	if (!strcmp(name, "none"))
		return wrong(r, "none is the name of no quorum");
	if (place_of(r, name) != SIZE_MAX)
		return wrong(r, "%s stands on a line before", name);
	p->groups[p->group_count++] = (struct policy_group){ .name = name, .members = ARENA_MANY(r->arena, members, size_t) };
	return NULL;
}

/* A client sends to it, so it is nothing but http or https. */
static bool url_is_good(const char *url)
{
	size_t n = !strncmp(url, "http://", 7) ? 7 : !strncmp(url, "https://", 8) ? 8 : 0;

	return n && url[n];
}

/* A key and perhaps an address, in a list that knows neither yet. */
static const struct fault *party_from(struct reading *r, const char *name, size_t at, enum key_type type,
	struct policy_party *list, size_t *count, size_t max)
{
	struct policy_party party = { .name = name, .vkey = r->words[at], .url = r->word_count > at + 1 ? r->words[at + 1] : NULL };

	if (*count == max)
		return wrong(r, "there are too many of them");
	if (!vkey_from(r->arena, r->hasher, party.vkey, &party.key) || party.key.type != type)
		return wrong(r, "%s is not such a key", party.vkey);
	if (party.url && !url_is_good(party.url))
		return wrong(r, "%s is not an address of http or https", party.url);
	for (size_t i = 0; i < *count; i++)
		if (!memcmp(list[i].key.key, party.key.key, KEY_BYTES))
			return wrong(r, "its key stands on a line before");
	if (!name)
		party.name = party.key.name;
	list[(*count)++] = party;
	return NULL;
}

static const struct fault *log_line(struct reading *r)
{
	if (r->word_count < 2 || r->word_count > 3)
		return wrong(r, "a log is a key and, if there is one, an address");
	return party_from(r, NULL, 1, KEY_LOG, r->policy.logs, &r->policy.log_count, POLICY_LOGS_MAX);
}

static const struct fault *witness_line(struct reading *r)
{
	const struct fault *f;

	if (r->word_count < 3 || r->word_count > 4)
		return wrong(r, "a witness is a name, a key and, if there is one, an address");
	f = party_from(r, r->words[1], 2, KEY_COSIGNER, r->policy.witnesses, &r->policy.witness_count, POLICY_WITNESSES_MAX);
	return f ? f : name_taken(r, r->words[1], 0);
}

static bool needed_from(const char *word, size_t members, size_t *out)
{
	int64_t n;

	if (!strcmp(word, "any"))
		n = 1;
	else if (!strcmp(word, "all"))
		n = (int64_t)members;
	else if (word[strspn(word, "0123456789")] || !text_to_int(word, 1, (int64_t)members, &n))
		return false;
	*out = (size_t)n;
	return true;
}

static const struct fault *group_line(struct reading *r)
{
	size_t members = r->word_count > 3 ? r->word_count - 3 : 0, needed = 0;
	const struct fault *f;
	struct policy_group *g;

	if (!members || !needed_from(r->words[2], members, &needed))
		return wrong(r, "a group is a name, how many of its members are needed, and the members");
	if (r->policy.group_count - r->policy.witness_count == POLICY_GROUPS_MAX)
		return wrong(r, "there are too many of them");
	f = name_taken(r, r->words[1], members);
	if (f)
		return f;
	g = &r->policy.groups[r->policy.group_count - 1];
	g->needed = needed;
	for (size_t i = 0; i < members; i++) {
		size_t place = place_of(r, r->words[3 + i]);

		if (place >= r->policy.group_count - 1)
			return wrong(r, "%s stands on no line before", r->words[3 + i]);
		if (r->is_member[place])
			return wrong(r, "%s is a member already", r->words[3 + i]);
		r->is_member[place] = true;
		g->members[g->member_count++] = place;
	}
	return NULL;
}

static const struct fault *quorum_line(struct reading *r)
{
	if (r->word_count != 2)
		return wrong(r, "a quorum is one name");
	if (r->has_quorum)
		return wrong(r, "the quorum stands on a line before");
	r->has_quorum = true;
	r->policy.quorum = place_of(r, r->words[1]);
	if (r->policy.quorum == SIZE_MAX && strcmp(r->words[1], "none") != 0)
		return wrong(r, "%s stands on no line before", r->words[1]);
	return NULL;
}

static const struct fault *line_from(struct reading *r)
{
	const char *what = r->words[0];

	if (!strcmp(what, "log"))
		return log_line(r);
	if (!strcmp(what, "witness"))
		return witness_line(r);
	if (!strcmp(what, "group"))
		return group_line(r);
	if (!strcmp(what, "quorum"))
		return quorum_line(r);
	return wrong(r, "it begins with none of log, witness, group and quorum");
}

/* The words of a line, which is taken apart in place. */
static const struct fault *words_from(struct reading *r, char *line)
{
	r->word_count = 0;
	for (line += strspn(line, " \t"); *line; line += strspn(line, " \t")) {
		size_t n = strcspn(line, " \t");
		bool is_last = !line[n];

		if (r->word_count == 0 && *line == '#')
			return NULL;
		if (r->word_count == WORDS_MAX)
			return wrong(r, "it has too many words");
		r->words[r->word_count++] = line;
		line[n] = '\0';
		line += is_last ? n : n + 1;
	}
	return NULL;
}

static bool is_plain(const char *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)bytes[i];

		if ((c < 0x20 && c != '\t' && c != '\n') || c == 0x7F)
			return false;
	}
	return true;
}

/* The members of a group name witnesses by their places among all names; those come first here, whatever the lines' order. */
static void witnesses_first(struct reading *r)
{
	struct policy *p = &r->policy;
	struct policy_group *sorted = ARENA_MANY(r->arena, p->group_count, struct policy_group);
	size_t *to = ARENA_MANY(r->arena, p->group_count, size_t), witnesses = 0, groups = p->witness_count;

	for (size_t i = 0; i < p->group_count; i++)
		to[i] = p->groups[i].needed ? groups++ : witnesses++;
	for (size_t i = 0; i < p->group_count; i++) {
		struct policy_group *g = &p->groups[i];

		for (size_t m = 0; m < g->member_count; m++)
			g->members[m] = to[g->members[m]];
		sorted[to[i]] = *g;
	}
	p->groups = sorted;
	if (p->quorum != SIZE_MAX)
		p->quorum = to[p->quorum];
}

const struct fault *policy_from(struct arena *a, struct hasher *h, const char *bytes, size_t n, struct policy *out)
{
	struct reading r = { .arena = a, .hasher = h, .policy = { .quorum = SIZE_MAX } };
	const struct fault *f = NULL;
	char *at = arena_copy(a, bytes, n);

	if (n > POLICY_BYTES_MAX || !is_plain(bytes, n) || (n && bytes[n - 1] != '\n'))
		return fault_new(a, FAULT_USAGE, __func__, "the policy is not lines of plain text, each with its end");
	r.policy.logs = ARENA_MANY(a, POLICY_LOGS_MAX, struct policy_party);
	r.policy.witnesses = ARENA_MANY(a, POLICY_WITNESSES_MAX, struct policy_party);
	r.policy.groups = ARENA_MANY(a, POLICY_WITNESSES_MAX + POLICY_GROUPS_MAX, struct policy_group);
	while (!f && *at) {
		char *end = at + strcspn(at, "\n");

		*end = '\0';
		r.line++;
		f = words_from(&r, at);
		if (!f && r.word_count)
			f = line_from(&r);
		at = end + 1;
	}
	if (!f && !r.has_quorum)
		f = wrong(&r, "it ends and has told no quorum");
	if (f)
		return f;
	witnesses_first(&r);
	*out = r.policy;
	return NULL;
}

const struct fault *policy_read(struct arena *a, const struct env *env, struct hasher *h, const char *path, struct policy *out)
{
	char *bytes;
	size_t n;
	const struct fault *f = env_file_read(a, env, path, POLICY_BYTES_MAX, &bytes, &n);

	return f ? f : policy_from(a, h, bytes, n, out);
}

/* A member stands before its group when the lines are read, and witnesses before all: so one pass in the order of the lines is
 * enough. */
bool policy_holds(struct arena *a, const struct policy *p, const bool *has_signed)
{
	bool *holds = ARENA_MANY(a, p->group_count, bool);

	for (size_t i = 0; i < p->group_count; i++) {
		const struct policy_group *g = &p->groups[i];
		size_t found = 0;

		for (size_t m = 0; m < g->member_count; m++)
			found += holds[g->members[m]];
		holds[i] = i < p->witness_count ? has_signed[i] : found >= g->needed;
	}
	return p->quorum == SIZE_MAX || holds[p->quorum];
}

const struct fault *policy_verify(struct arena *a, const struct policy *p, const struct note *note)
{
	const struct fault *f = NULL;

	for (size_t i = 0; !f && i < p->witness_count; i++)
		if (note_line_of(note, &p->witnesses[i].key))
			f = note_verify(a, note, &p->witnesses[i].key, 1, NULL); /* all its lines at once */
	return f;
}

const struct policy_party *policy_witness(const struct policy *p, const char *vkey)
{
	for (size_t i = 0; i < p->witness_count; i++)
		if (!strcmp(p->witnesses[i].vkey, vkey))
			return &p->witnesses[i];
	return NULL;
}
