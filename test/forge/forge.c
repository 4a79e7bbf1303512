/* SPDX-License-Identifier: EUPL-1.2
 *
 * Forge: somebody with the file and the log's key forges a decision by two persons, in every way we know, and signs the
 * tree anew.  verify must refuse each forgery and name a forged entry (reliability T1, T2, T48).
 * usage: forge FOLDER [COUNT]      so many forgeries in all, 1000 unless told; one TAP line for each sort
 * The first WHOLE_FIRST of each sort and every WHOLE_EVERY-th after them are whole books; of the others verify's own question
 * to a forged entry is asked alone, on top of the true book, since all else in that book has been looked at before.
 *
 * Three books are made through the desk, as a council would: one that ends while keys still wait, one before a decision
 * is proposed, one before it is seconded.  A forgery is a copy of one of them with forged entries behind it.
 */
#include <inttypes.h>
#include <sodium.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/date.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/judge.h"
#include "desk/script.h"
#include "desk/seed.h"
#include "desk/sign.h"
#include "desk/verify.h"
#include "ledger/note.h"
#include "ledger/signer.h"
#include "state/state.h"
#include "signed.h"
#include "tap.h"

enum { PEOPLE = 6, HOUR = 3600, LEAVES_MAX = 4, WHOLE_FIRST = 60, WHOLE_EVERY = 20 };
enum who { ADMINISTRATOR, COORDINATOR, CONTACT, SECOND, MEMBER, REGISTRAR }; /* the registrar never has a key */
static const char *const logins[PEOPLE] = { "administrator", "coordinator", "contact", "second", "member", "registrar" };

static const char people[] =
	"as system\n"
	"write person_set function=Enhetschef name=\"Kim Kontakt\"\nwrite person_bound person=3 sort=login name=contact\n"
	"write role_given person=3 role=contact\n"
	"write person_set function=Avdelningschef name=\"Sam Andra\"\nwrite person_bound person=4 sort=login name=second\n"
	"write role_given person=4 role=contact\n"
	"write person_set function=Ledamot name=\"Mio Medlem\"\nwrite person_bound person=5 sort=login name=member\n"
	"write role_given person=5 role=member\n"
	"write person_set function=Registrator name=\"Ray Register\"\nwrite person_bound person=6 sort=login name=registrar\n"
	"write role_given person=6 role=registrar\n"
	"as administrator\nwrite organisation_set code=ks sort=administration name=Kommunledningen\n";

struct person {
	struct actor actor;
	unsigned char public[crypto_sign_PUBLICKEYBYTES], secret[crypto_sign_SECRETKEYBYTES];
	unsigned char counter;
	bool has_key;
};

/* A book that forgeries begin from; open, so that forged entries can be judged on top of it and taken back. */
struct base {
	const char *path;
	int64_t size, time;
	struct store *store;
	struct book book;
	struct hash *roots; /* roots[n]: of the first n entries, with room for the forged ones */
};

struct forge {
	struct tap tap;
	struct arena *arena, *once;   /* the second is emptied after each forgery */
	struct hasher *hasher;
	struct env_fixed clock;
	struct env env;
	struct skey log_key;
	struct desk *desk;
	struct person people[PEOPLE];
	struct base waiting, proposing, seconding;
	int64_t early, open;          /* proposals that wait for their second person, in `waiting` and in `seconding` */
	struct entry earlier, proposal, second; /* true entries: a second of before, and the decision's own two */
	struct book_text texts[8];    /* of the proposal */
	size_t text_count;
	uint64_t chance;
	const char *folder;
	int64_t first;                /* the first forged entry */
	bool is_named;
	int findings, own;            /* all, and those that are about a personal signature */
	bool is_whole_due;            /* this forgery is made a book of its own, too */
	int64_t wholes, parted;       /* so many were; and of those, where verify and what it asks of an entry did not agree */
	int64_t by_book, unseen;      /* wholes with a wrong signature; those of them in which --book does not see it */
};

/* One forged entry in the making. */
struct leaf {
	const char *line;
	struct assertion signature;
	bool is_signed;
	int64_t time;
	bool has_texts;               /* those of the true proposal */
};

static unsigned draw(struct forge *f, unsigned below)
{
	f->chance = f->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return (unsigned)(f->chance >> 33) % below;
}

static void stop(const char *why)
{
	printf("Bail out! %s\n", why);
	exit(1);
}

static void must(const struct fault *fault)
{
	if (fault)
		stop(fault->what);
}

/* ------------------------------------------------------------------------------------------- signing --- */

struct odd {
	const char *type, *origin, *rp;
	unsigned flags;
	const unsigned char *secret; /* signs instead */
	int counter;                 /* -1: the key's next */
};
static const struct odd plain = { "webauthn.get", "http://localhost:8080", "localhost", FLAG_PRESENT | FLAG_VERIFIED, NULL, -1 };

static struct hash key_name(struct forge *f, const struct person *p)
{
	const char *id = arena_print(f->once, "id of %s", p->actor.person);

	return hash_of(f->hasher, id, strlen(id), NULL, 0, NULL, 0);
}

static struct assertion sign(struct forge *f, struct person *p, const char *line, const struct odd *odd)
{
	struct hash challenge = assertion_challenge(f->hasher, line);
	struct hash rp = hash_of(f->hasher, odd->rp, strlen(odd->rp), NULL, 0, NULL, 0);
	struct assertion s = { .alg = ALG_EDDSA, .sig_n = crypto_sign_BYTES, .k = key_name(f, p) };
	unsigned char bytes[ASSERTION_SIGNED_BYTES];

	s.cd = arena_print(f->once, "{\"type\":\"%s\",\"challenge\":\"%s\",\"origin\":\"%s\",\"crossOrigin\":false}", odd->type,
		base64url_from(f->once, challenge.bytes, HASH_BYTES), odd->origin);
	s.cd_n = strlen(s.cd);
	memcpy(s.ad, rp.bytes, HASH_BYTES);
	s.ad[HASH_BYTES] = (unsigned char)odd->flags;
	s.ad[ASSERTION_AD_BYTES - 1] = odd->counter < 0 ? ++p->counter : (unsigned char)odd->counter;
	assertion_signed(f->hasher, &s, bytes);
	(void)crypto_sign_detached(s.sig, NULL, bytes, sizeof(bytes), odd->secret ? odd->secret : p->secret);
	return s;
}

/* ------------------------------------------------------------------------------------------- the true books --- */

/* An act as a person with a key does it: judged, signed, written. */
static int64_t act(struct forge *f, enum who who, const char *kind, const struct given *given, size_t count)
{
	struct person *p = &f->people[who];
	struct act act = { .kind = kind, .given = given, .given_count = count, .n = seed_new(f->arena, &env_system),
		.seed = seed_new(f->arena, &env_system), .base = book_head(&f->desk->book, f->arena) };
	struct assertion signature;
	struct answer answer;

	if (p->has_key) {
		store_begin(f->desk->store);
		must(desk_write(f->desk, f->arena, &p->actor, &act, true, &answer));
		store_rollback(f->desk->store);
		if (!answer.statement)
			stop(arena_print(f->arena, "%s: %s (%s)", kind, answer.refusals.all[0].rule, answer.refusals.all[0].field));
		signature = sign(f, p, answer.statement, &plain);
		act.signature = answer.must_sign ? &signature : NULL;
	}
	must(desk_write_alone(f->desk, f->arena, &p->actor, &act, &answer));
	if (answer.seq < 0)
		stop(arena_print(f->arena, "%s: %s (%s)", kind, answer.refusals.all[0].rule, answer.refusals.all[0].field));
	return answer.seq;
}

static int64_t second(struct forge *f, enum who who, const char *kind, int64_t proposal)
{
	struct given given[] = { { "proposal", arena_print(f->arena, "%" PRId64, proposal) }, { "reason", "Det räcker inte." } };

	return act(f, who, kind, given, strcmp(kind, "decision_stopped") ? 1 : 2);
}

static int64_t decision(struct forge *f, enum who who, const char *number)
{
	struct given given[] = { { "case_system", "lex" }, { "case_no", number }, { "organisation", "ks" }, { "matter", "Bidrag" },
		{ "content", "Bidraget betalas inte ut." }, { "reasons", "Villkoren är inte uppfyllda." }, { "provision", "§ 4" } };

	return act(f, who, "decision_proposed", given, 7);
}

static const char *cose_of(struct forge *f, const struct person *p)
{
	unsigned char cose[COSE_EDDSA_BYTES];

	cose_eddsa(p->public, cose);
	return base64url_from(f->arena, cose, sizeof(cose));
}

static void enrol(struct forge *f, enum who proposer, enum who owner, enum who seconder)
{
	struct person *p = &f->people[owner];
	struct given given[] = { { "person", logins[owner] },
		{ "credential", base64url_from(f->arena, key_name(f, p).bytes, HASH_BYTES) },
		{ "key", cose_of(f, p) }, { "rp", "localhost" }, { "store", "device" } };

	(void)second(f, seconder, "passkey_seconded", act(f, proposer, "passkey_proposed", given, 5));
}

static void wait_hours(struct forge *f, int hours)
{
	f->clock.now += (int64_t)hours * HOUR;
}

static struct base mark(struct forge *f, const char *name)
{
	struct base b = { .path = arena_print(f->arena, "%s/%s", f->folder, name), .size = (int64_t)f->desk->book.frontier.size,
		.time = f->clock.now };

	(void)store_checkpoint(f->desk->store, true);
	must(file_copy(f->arena, &env_system, f->desk->path, b.path));
	return b;
}

static void found(struct forge *f)
{
	const char *path = arena_print(f->arena, "%s/true.fyr", f->folder), *key = arena_print(f->arena, "%s-key", path);
	struct desk_start start = { .name = "Fyrby råd" };
	struct player player = { .clock = &f->clock };
	struct vkey vkey;
	char *text;
	size_t n;

	must(signer_make_key(f->arena, &env_system, key, "fyrby", NULL, &vkey));
	must(env_file_read(f->arena, &env_system, key, 4096, &text, &n));
	text[strcspn(text, "\n")] = '\0';
	if (!skey_from(f->arena, f->hasher, text, &f->log_key))
		stop("the log's key cannot be read");
	start.origin = vkey.name;
	start.vkey = vkey_text(f->arena, &vkey);
	must(desk_create(f->arena, &f->env, path, &start, &f->desk));
	player.desk = f->desk;
	must(script_play_all(&player, f->arena, "people", people));
	for (size_t i = 0; i < PEOPLE; i++) {
		struct person *p = &f->people[i];

		(void)crypto_sign_keypair(p->public, p->secret);
		if (!desk_actor_named(f->desk->store, f->arena, "login", logins[i], &p->actor))
			stop("a person is missing");
	}
}

static void keep_texts(struct forge *f)
{
	struct rows r = store_ask(f->desk->store, "SELECT field, value, salt FROM disclosure WHERE seq = ?", "i", f->open);

	while (rows_next(&r)) {
		struct book_text *t = &f->texts[f->text_count++];

		*t = (struct book_text){ .field = rows_text(&r, f->arena, 0), .value = rows_text(&r, f->arena, 1) };
		t->salt = rows_blob(&r, f->arena, 2, &t->salt_bytes);
	}
}

static void live(struct forge *f)
{
	int64_t seq;

	enrol(f, ADMINISTRATOR, COORDINATOR, REGISTRAR);
	enrol(f, COORDINATOR, ADMINISTRATOR, REGISTRAR);
	wait_hours(f, 72);
	f->people[COORDINATOR].has_key = f->people[ADMINISTRATOR].has_key = true;
	for (enum who who = CONTACT; who <= MEMBER; who++)
		enrol(f, ADMINISTRATOR, who, COORDINATOR);
	f->early = decision(f, COORDINATOR, "1");
	f->waiting = mark(f, "waiting");
	wait_hours(f, 72);
	for (enum who who = CONTACT; who <= MEMBER; who++)
		f->people[who].has_key = true;
	seq = second(f, SECOND, "decision_seconded", f->early);
	must(book_read(f->desk->store, f->arena, seq, &f->earlier));
	(void)second(f, MEMBER, "decision_stopped", decision(f, CONTACT, "2"));
	{
		struct given given[] = { { "person", "member" }, { "cause", "stolen" },
			{ "credential", base64url_from(f->arena, key_name(f, &f->people[MEMBER]).bytes, HASH_BYTES) } };

		(void)act(f, ADMINISTRATOR, "passkey_revoked", given, 3);
	}
	{
		struct given given[] = { { "role", "contact" }, { "demand", "device" } };

		(void)second(f, COORDINATOR, "key_policy_seconded", act(f, ADMINISTRATOR, "key_policy_proposed", given, 2));
	}
	f->proposing = mark(f, "proposing");
	f->open = decision(f, CONTACT, "3");
	f->seconding = mark(f, "seconding");
	must(book_read(f->desk->store, f->arena, f->open, &f->proposal));
	seq = second(f, SECOND, "decision_seconded", f->open);
	must(book_read(f->desk->store, f->arena, seq, &f->second));
	keep_texts(f);
	desk_close(f->desk);
}

/* ------------------------------------------------------------------------------------------- a forgery --- */

/* The tree's first head: true of every book. */
#define NO_HEAD "0:47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="

static const char *statement_of(struct forge *f, const char *by, const char *kind, const char *obj, const char *ref,
	struct json *d, const struct json *texts)
{
	struct json *line = js_object(f->once);

	js_set_text(f->once, line, "base", NO_HEAD);
	js_set_text(f->once, line, "by", by);
	js_set(f->once, line, "d", d);
	js_set(f->once, line, "f",
		texts ? js_read(f->once, js_line(f->once, texts), strlen(js_line(f->once, texts))) : js_object(f->once));
	js_set_text(f->once, line, "kind", kind);
	js_set_text(f->once, line, "log", f->log_key.public.name);
	js_set_text(f->once, line, "n", seed_new(f->once, &env_system));
	js_set_text(f->once, line, "obj", obj);
	if (ref)
		js_set_text(f->once, line, "ref", ref);
	js_set_text(f->once, line, "role", "contact");
	js_set_int(f->once, line, "v", 1);
	return arena_print(f->once, "%s\n", js_line(f->once, line));
}

static const char *statement(struct forge *f, enum who by, const char *kind, const char *obj, const char *ref, struct json *d,
	const struct json *texts)
{
	return statement_of(f, f->people[by].actor.person, kind, obj, ref, d, texts);
}

static struct json *about(struct forge *f, int64_t proposal)
{
	struct json *d = js_object(f->once);

	js_set_int(f->once, d, "proposal", proposal);
	return d;
}

static struct leaf unsigned_leaf(const struct base *b, const char *line)
{
	return (struct leaf){ .line = line, .time = b->time + HOUR };
}

static struct leaf signed_leaf(const struct base *b, const char *line, struct assertion signature)
{
	return (struct leaf){ .line = line, .time = b->time + HOUR, .signature = signature, .is_signed = true };
}

/* What seconds a leaf that gets this number. */
static const char *ref_of(struct forge *f, int64_t seq, const struct leaf *l)
{
	const char *leaf = arena_print(f->once, "%s{\"seq\":%" PRId64 ",\"sig\":[%s],\"t\":\"%s\"}\n", l->line, seq,
		l->is_signed ? js_line(f->once, assertion_json(f->once, &l->signature)) : "", instant_text(f->once, l->time));
	struct hash hash = merkle_leaf(f->hasher, leaf, strlen(leaf));

	return arena_print(f->once, "%" PRId64 ":%s", seq, merkle_hash_text(f->once, &hash));
}

/* The decision's second entry, as `by` would write it. */
static const char *seconding_line(struct forge *f, enum who by)
{
	return statement(f, by, "decision_seconded", f->proposal.obj, arena_print(f->once, "%" PRId64 ":%s", f->open, f->proposal.hash),
		about(f, f->open), NULL);
}

static void put(struct forge *f, struct store *s, struct book *b, const struct leaf *leaf)
{
	struct entry e;
	const struct fault *fault = book_append(b, f->once, leaf->line, leaf->is_signed ? &leaf->signature : NULL, leaf->time, f->texts,
		leaf->has_texts ? f->text_count : 0, &e);

	if (fault)
		return; /* it is not even an entry; what came before is looked at */
	store_savepoint(s);
	if (state_apply(s, f->once, &e))
		store_savepoint_undo(s); /* no state follows from it; the entry stands */
	else
		store_savepoint_keep(s);
}

static void hear(void *self, const char *finding)
{
	struct forge *f = self;
	int64_t seq;

	f->findings++;
	f->own += strstr(finding, "its maker's own signature") != NULL;
	if (!strncmp(finding, "entry ", 6) && sscanf(finding + 6, "%" SCNd64, &seq) == 1 && seq >= f->first)
		f->is_named = true;
}

/* Opens a base for good.  Its state is what its entries make: verify has said so of it before anything is forged. */
static void stand(struct forge *f, struct base *b)
{
	const char *path = arena_print(f->arena, "%s-open", b->path);
	struct merkle_frontier frontier = { 0 };
	struct hash made[MERKLE_LEVELS], leaf;
	struct rows r;

	must(file_copy(f->arena, &env_system, b->path, path));
	must(store_open(f->arena, &env_system, path, STORE_WRITE, &b->store));
	must(book_open(f->arena, b->store, f->hasher, &b->book));
	b->roots = ARENA_MANY(f->arena, (size_t)b->size + LEAVES_MAX + 1, struct hash);
	b->roots[0] = merkle_root(f->hasher, &frontier);
	r = store_ask(b->store, "SELECT seq, hash FROM entry ORDER BY seq", "");
	while (rows_next(&r)) {
		(void)rows_bytes(&r, 1, leaf.bytes, HASH_BYTES);
		(void)merkle_append(f->hasher, &frontier, &leaf, made);
		b->roots[rows_int(&r, 0) + 1] = merkle_root(f->hasher, &frontier);
	}
}

static void judge_leaf(struct forge *f, struct base *b, struct judge *judge, const struct leaf *leaf, bool *io_goes_on)
{
	struct entry e;

	if (book_append(&b->book, f->once, leaf->line, leaf->is_signed ? &leaf->signature : NULL, leaf->time, f->texts,
		leaf->has_texts ? f->text_count : 0, &e))
		return;
	b->roots[e.seq + 1] = merkle_root(f->hasher, &b->book.frontier);
	must(book_read(b->store, f->once, e.seq, &e));
	judge_place(judge, &e);
	if (!*io_goes_on)
		return;
	judge_rules(judge, b->store, &e);
	if (state_apply(b->store, f->once, &e)) {
		hear(f, arena_print(f->once, "entry %" PRId64 " cannot be applied", e.seq));
		store_forgive(b->store);
		*io_goes_on = false;
	}
}

/* What verify asks of each forged entry in its place, and that alone: a replay, on top of the base, that is then undone. */
static bool is_judged(struct forge *f, struct base *from, const struct leaf *leaves, size_t count)
{
	struct book_place place = book_place(&from->book);
	struct judge judge = { .arena = f->once, .hasher = f->hasher, .roots = from->roots, .origin = f->log_key.public.name,
		.last_time = from->book.last_time, .say = hear, .self = f };
	bool goes_on = true;

	f->first = from->size;
	f->is_named = false;
	f->findings = 0;
	store_begin(from->store);
	for (size_t i = 0; i < count; i++)
		judge_leaf(f, from, &judge, &leaves[i], &goes_on);
	store_rollback(from->store);
	store_forgive(from->store);
	book_return(&from->book, place);
	return count ? f->findings && f->is_named : !f->findings;
}

/* The forged book as its forger leaves it: entries, texts, tree, state and a checkpoint by the log's own key.  Is it
 * refused, and a forged entry named? */
static bool is_found(struct forge *f, const struct base *from, const struct leaf *leaves, size_t count)
{
	const char *path = arena_print(f->once, "%s/forged.fyr", f->folder);
	struct checkpoint c = { .origin = f->log_key.public.name };
	struct verdict verdict;
	struct store *s;
	struct book b;
	int by_book;

	(void)unlink(path);
	(void)unlink(arena_print(f->once, "%s-wal", path)); /* a reader leaves them */
	(void)unlink(arena_print(f->once, "%s-shm", path));
	must(file_copy(f->once, &env_system, from->path, path));
	must(store_open(f->once, &env_system, path, STORE_WRITE, &s));
	must(book_open(f->once, s, f->hasher, &b));
	store_begin(s);
	for (size_t i = 0; i < count; i++)
		put(f, s, &b, &leaves[i]);
	c.size = b.frontier.size;
	c.root = merkle_root(f->hasher, &b.frontier);
	store_run(s, "INSERT OR IGNORE INTO checkpoint(size, note) VALUES(?, ?)", "it", (int64_t)c.size,
		checkpoint_sign(f->once, &f->log_key, &c));
	must(store_commit(s));
	store_close(s);
	f->first = from->size;
	f->is_named = false;
	f->findings = 0;
	f->own = 0;
	must(verify(f->once, &env_system, path, true, hear, f, &verdict));
	by_book = f->own;
	f->is_named = false;
	f->findings = f->own = 0;
	must(verify(f->once, &env_system, path, false, hear, f, &verdict));
	f->by_book += f->own > 0;
	f->unseen += by_book < f->own; /* a replay ends at what cannot be applied; the book alone is read on */
	return count ? f->findings && f->is_named : !f->findings;
}

/* Is the forgery refused?  Asked of the whole book when it is due, and always of the forged entries alone, which is cheap. */
static bool is_refused(struct forge *f, struct base *from, const struct leaf *leaves, size_t count)
{
	bool is_judged_so = is_judged(f, from, leaves, count);

	if (!f->is_whole_due)
		return is_judged_so;
	f->wholes++;
	if (is_found(f, from, leaves, count) == is_judged_so)
		return is_judged_so;
	f->parted++;
	return false;
}

/* ------------------------------------------------------------------------------------------- the sorts --- */

static bool no_signature(struct forge *f)
{
	struct leaf l = unsigned_leaf(&f->seconding, seconding_line(f, SECOND));

	return is_refused(f, &f->seconding, &l, 1);
}

static bool anothers_key(struct forge *f)
{
	const char *line = seconding_line(f, SECOND);
	struct leaf l = signed_leaf(&f->seconding, line, sign(f, &f->people[draw(f, 2) ? ADMINISTRATOR : COORDINATOR], line, &plain));

	return is_refused(f, &f->seconding, &l, 1);
}

/* The forger's secret under the other's name. */
static bool own_secret(struct forge *f)
{
	struct odd odd = plain;
	const char *line = seconding_line(f, SECOND);
	struct leaf l;

	odd.secret = f->people[draw(f, 2) ? ADMINISTRATOR : COORDINATOR].secret;
	l = signed_leaf(&f->seconding, line, sign(f, &f->people[SECOND], line, &odd));
	return is_refused(f, &f->seconding, &l, 1);
}

/* Seconded and well signed by somebody who may not. */
static bool seconded_by(struct forge *f, enum who who)
{
	const char *line = seconding_line(f, who);
	struct leaf l = signed_leaf(&f->seconding, line, sign(f, &f->people[who], line, &plain));

	return is_refused(f, &f->seconding, &l, 1);
}

static bool key_of_nobody(struct forge *f)
{
	return seconded_by(f, REGISTRAR);
}

static bool revoked_key(struct forge *f)
{
	return seconded_by(f, MEMBER);
}

static bool waiting_key(struct forge *f)
{
	const char *obj = f->earlier.obj;
	const char *line = statement(f, SECOND, "decision_seconded", obj, f->earlier.ref, about(f, f->early), NULL);
	struct leaf l = signed_leaf(&f->waiting, line, sign(f, &f->people[SECOND], line, &plain));

	l.time = f->waiting.time + draw(f, 72 * HOUR);
	return is_refused(f, &f->waiting, &l, 1);
}

static bool own_second(struct forge *f)
{
	return seconded_by(f, CONTACT);
}

static bool replayed(struct forge *f)
{
	struct leaf l = signed_leaf(&f->seconding, seconding_line(f, SECOND), *f->earlier.signature);

	return is_refused(f, &f->seconding, &l, 1);
}

/* The true entry once more, behind itself. */
static bool written_twice(struct forge *f)
{
	struct leaf l[2] = { signed_leaf(&f->seconding, f->second.line, *f->second.signature),
		signed_leaf(&f->seconding, f->second.line, *f->second.signature) };

	return is_refused(f, &f->seconding, l, 2);
}

/* Parts of a signature of before, parts of one made now by somebody else. */
static bool spliced(struct forge *f)
{
	const char *line = seconding_line(f, SECOND);
	struct assertion s = sign(f, &f->people[ADMINISTRATOR], line, &plain), old = *f->earlier.signature;
	unsigned parts = 1 + draw(f, 14);
	struct leaf l;

	if (parts & 1)
		memcpy(s.ad, old.ad, sizeof(s.ad));
	if (parts & 2)
		s.k = old.k;
	if (parts & 4)
		memcpy(s.sig, old.sig, sizeof(s.sig));
	if (parts & 8) {
		s.cd = old.cd;
		s.cd_n = old.cd_n;
	}
	l = signed_leaf(&f->seconding, line, s);
	return is_refused(f, &f->seconding, &l, 1);
}

/* A true line with one member changed. */
static const char *changed_line(struct forge *f, const char *true_line)
{
	static const char *const members[] = { "base", "by", "kind", "log", "n", "obj", "role", "d" };
	static const char *const values[] = { NO_HEAD, "", "decision_stopped", "another-log", "abcdefghijk", "d-other",
		"coordinator", "" };
	unsigned which = draw(f, sizeof(members) / sizeof(*members));
	struct json *line = js_read(f->once, true_line, strlen(true_line) - 1);

	if (which == 1) {
		js_set_text(f->once, line, "by", f->people[draw(f, 2) ? ADMINISTRATOR : COORDINATOR].actor.person);
	} else if (which == 7) {
		struct json *d = js_read(f->once, js_line(f->once, js_get(line, "d")), strlen(js_line(f->once, js_get(line, "d"))));

		if (js_get(d, "proposal"))
			js_set_int(f->once, d, "proposal", f->early);
		else
			js_set_text(f->once, d, "case_no", "4");
		js_set(f->once, line, "d", d);
	} else {
		js_set_text(f->once, line, members[which], values[which]);
	}
	return arena_print(f->once, "%s\n", js_line(f->once, line));
}

static bool changed_second(struct forge *f)
{
	struct leaf l = signed_leaf(&f->seconding, changed_line(f, f->second.line), *f->second.signature);

	return is_refused(f, &f->seconding, &l, 1);
}

/* The proposal says something else, and what seconded it is led to that. */
static bool changed_proposal(struct forge *f)
{
	struct leaf l[2] = { signed_leaf(&f->proposing, changed_line(f, f->proposal.line), *f->proposal.signature),
		signed_leaf(&f->proposing, f->second.line, *f->second.signature) };

	l[0].has_texts = true;
	return is_refused(f, &f->proposing, l, 2);
}

/* Another order than the one it happened in. */
static bool reordered(struct forge *f)
{
	struct leaf l[2] = { signed_leaf(&f->proposing, f->second.line, *f->second.signature),
		signed_leaf(&f->proposing, f->proposal.line, *f->proposal.signature) };

	l[1].has_texts = true;
	return is_refused(f, &f->proposing, l, 2);
}

static bool changed_bit(struct forge *f)
{
	struct assertion s = *f->second.signature;
	char *cd = arena_copy(f->once, s.cd, s.cd_n);
	unsigned bit = 1u << draw(f, 8);
	struct leaf l;

	s.cd = cd;
	switch (draw(f, 5)) {
	case 0: s.ad[draw(f, sizeof(s.ad))] ^= (unsigned char)bit; break;
	case 1: s.sig[draw(f, sizeof(s.sig) - 8)] ^= (unsigned char)bit; break;
	case 2: s.k.bytes[draw(f, HASH_BYTES)] ^= (unsigned char)bit; break;
	case 3: s.alg = ALG_ES256; break;
	default: cd[draw(f, (unsigned)s.cd_n)] ^= (char)(bit & 0x7f ? bit : 1); break;
	}
	l = signed_leaf(&f->seconding, f->second.line, s);
	return is_refused(f, &f->seconding, &l, 1);
}

/* The true key, led to sign on another page, or while nobody was recognised, or a copy of it. */
static bool led_astray(struct forge *f)
{
	struct odd odd = plain;
	const char *line = seconding_line(f, SECOND);
	struct leaf l;

	switch (draw(f, 6)) {
	case 0: odd.type = "webauthn.create"; break;
	case 1: odd.origin = "https://fyrby.example"; break;
	case 2: odd.rp = "fyrby.example"; break;
	case 3: odd.flags = FLAG_PRESENT; break;
	case 4: odd.flags = FLAG_VERIFIED; break;
	default: odd.counter = 1; break;
	}
	l = signed_leaf(&f->seconding, line, sign(f, &f->people[SECOND], line, &odd));
	return is_refused(f, &f->seconding, &l, 1);
}

/* A key that other devices have as well, of somebody with a role whose keys none may have. */
static bool synced_key(struct forge *f)
{
	struct odd odd = plain;
	const char *line = seconding_line(f, SECOND);
	struct leaf l;

	odd.flags |= FLAG_SYNCED | (draw(f, 2) ? FLAG_BACKED_UP : 0);
	l = signed_leaf(&f->seconding, line, sign(f, &f->people[SECOND], line, &odd));
	return is_refused(f, &f->seconding, &l, 1);
}

/* A proposal in somebody's name, seconded by a true key that the forger has. */
static bool forged_proposal(struct forge *f)
{
	struct json *d = js_read(f->once, js_line(f->once, f->proposal.d), strlen(js_line(f->once, f->proposal.d)));
	const char *line = statement(f, CONTACT, "decision_proposed", "d-AAAAAAAAAAAAAAAAAAAAAA", NULL, d, f->proposal.f);
	struct leaf l[2] = { unsigned_leaf(&f->proposing, line) };
	const char *seconded = statement(f, COORDINATOR, "decision_seconded", "d-AAAAAAAAAAAAAAAAAAAAAA",
		ref_of(f, f->proposing.size, &l[0]), about(f, f->proposing.size), NULL);

	l[0].has_texts = true;
	l[1] = signed_leaf(&f->proposing, seconded, sign(f, &f->people[COORDINATOR], seconded, &plain));
	return is_refused(f, &f->proposing, l, 2);
}

/* A new key in somebody's name, enrolled by one true key and one person without, and used when its time has come. */
static bool forged_key(struct forge *f)
{
	bool is_self = draw(f, 2);
	struct person made = f->people[SECOND];
	struct json *d = js_object(f->once);
	const char *line, *seconded, *used;
	enum who seconder = is_self ? COORDINATOR : REGISTRAR;
	struct leaf l[3];

	(void)crypto_sign_keypair(made.public, made.secret);
	made.actor.person = arena_print(f->once, "%u", draw(f, 1000000)); /* names the credential */
	js_set_text(f->once, d, "person", f->people[SECOND].actor.person);
	js_set_text(f->once, d, "credential", base64url_from(f->once, key_name(f, &made).bytes, HASH_BYTES));
	js_set_text(f->once, d, "key", cose_of(f, &made));
	js_set_text(f->once, d, "rp", "localhost");
	js_set_text(f->once, d, "store", "device");
	line = statement(f, COORDINATOR, "passkey_proposed", f->people[SECOND].actor.person, NULL, d, NULL);
	l[0] = signed_leaf(&f->seconding, line, sign(f, &f->people[COORDINATOR], line, &plain));
	seconded = statement(f, seconder, "passkey_seconded", f->people[SECOND].actor.person, ref_of(f, f->seconding.size, &l[0]),
		about(f, f->seconding.size), NULL);
	l[1] = is_self ? signed_leaf(&f->seconding, seconded, sign(f, &f->people[COORDINATOR], seconded, &plain))
		: unsigned_leaf(&f->seconding, seconded);
	used = seconding_line(f, SECOND);
	l[2] = signed_leaf(&f->seconding, used, sign(f, &made, used, &plain));
	l[2].time = f->seconding.time + (int64_t)80 * HOUR;
	return is_refused(f, &f->seconding, l, 3);
}

/* Somebody made up, without a key: registered by one, by the program itself, by one true key and a person without a key, or
 * by one of two who have keys and has not used it. */
static void make_up(struct forge *f, const char *made, struct leaf out[2])
{
	struct json *d = js_object(f->once), *role = js_object(f->once);
	unsigned how = draw(f, 4);
	const struct base *b = &f->proposing;
	const char *line;

	js_set_text(f->once, d, "role", "contact");
	if (how < 2) {
		const char *by = how ? "system" : f->people[ADMINISTRATOR].actor.person;

		js_set_text(f->once, role, "person", made);
		js_set_text(f->once, role, "role", "contact");
		out[0] = unsigned_leaf(b, statement_of(f, by, "person_set", made, NULL, js_object(f->once), NULL));
		out[1] = unsigned_leaf(b, statement_of(f, by, "role_given", made, NULL, role, NULL));
		return;
	}
	line = statement(f, COORDINATOR, "enrolment_proposed", made, NULL, d, NULL);
	out[0] = how == 2 ? signed_leaf(b, line, sign(f, &f->people[COORDINATOR], line, &plain)) : unsigned_leaf(b, line);
	line = statement(f, how == 2 ? REGISTRAR : ADMINISTRATOR, "enrolment_seconded", made, ref_of(f, b->size, &out[0]),
		about(f, b->size), NULL);
	out[1] = how == 2 ? unsigned_leaf(b, line) : signed_leaf(b, line, sign(f, &f->people[ADMINISTRATOR], line, &plain));
}

/* ... who seconds what was truly proposed, which says nothing of its number. */
static bool forged_second(struct forge *f)
{
	const char *made = "p-AAAAAAAAAAAAAAAAAAAAAA";
	struct leaf l[LEAVES_MAX];

	make_up(f, made, l);
	l[2] = signed_leaf(&f->proposing, f->proposal.line, *f->proposal.signature);
	l[2].has_texts = true;
	l[3] = unsigned_leaf(&f->proposing, statement_of(f, made, "decision_seconded", f->proposal.obj,
		ref_of(f, f->proposing.size + 2, &l[2]), about(f, f->proposing.size + 2), NULL));
	return is_refused(f, &f->proposing, l, LEAVES_MAX);
}

/* What nobody of the council proposed, seconded by a true key that the forger has. */
static bool forged_proposer(struct forge *f)
{
	struct json *d = js_read(f->once, js_line(f->once, f->proposal.d), strlen(js_line(f->once, f->proposal.d)));
	struct leaf l[2] = { unsigned_leaf(&f->proposing, statement_of(f, "p-AAAAAAAAAAAAAAAAAAAAAA", "decision_proposed",
		"d-AAAAAAAAAAAAAAAAAAAAAA", NULL, d, f->proposal.f)) };
	const char *seconded = statement(f, COORDINATOR, "decision_seconded", "d-AAAAAAAAAAAAAAAAAAAAAA",
		ref_of(f, f->proposing.size, &l[0]), about(f, f->proposing.size), NULL);

	l[0].has_texts = true;
	l[1] = signed_leaf(&f->proposing, seconded, sign(f, &f->people[COORDINATOR], seconded, &plain));
	return is_refused(f, &f->proposing, l, 2);
}

static const struct sort {
	const char *name;
	bool (*forge)(struct forge *f);
} sorts[] = { { "a second without a signature", no_signature }, { "a second with another person's key", anothers_key },
	{ "the forger's secret under another's key", own_secret }, { "a key that nobody enrolled", key_of_nobody },
	{ "a key that was revoked", revoked_key }, { "a key before its waiting time is over", waiting_key },
	{ "the proposer as the second person", own_second }, { "a signature of before", replayed },
	{ "the second written twice", written_twice }, { "a signature put together", spliced },
	{ "a member of the second changed", changed_second }, { "a member of the proposal changed", changed_proposal },
	{ "the second before the proposal", reordered }, { "a bit of the signature changed", changed_bit },
	{ "a true key led astray", led_astray }, { "a synced key where none may be", synced_key },
	{ "a proposal in another's name", forged_proposal },
	{ "a key enrolled in another's name", forged_key }, { "a second person made up", forged_second },
	{ "a proposer made up", forged_proposer } };
enum { SORTS = sizeof(sorts) / sizeof(sorts[0]) };

/* Is what nobody forged taken?  Else a refusal would say nothing. */
static void test_true(struct forge *f)
{
	struct leaf l[2] = { signed_leaf(&f->proposing, f->proposal.line, *f->proposal.signature),
		signed_leaf(&f->proposing, f->second.line, *f->second.signature) };

	OK(&f->tap, is_refused(f, &f->seconding, l, 0), "a book that nobody forged is whole");
	l[0].time = f->proposal.time;
	l[1].time = f->second.time;
	l[0].has_texts = true;
	(void)is_refused(f, &f->proposing, l, 2);
	OK(&f->tap, !f->findings, "so is one whose decision is put behind it as it was");
}

int main(int argc, char **argv)
{
	struct forge f = { .arena = arena_new((size_t)256 << 20), .once = arena_new((size_t)1 << 30), .hasher = hasher_new(),
		.chance = 1 };
	int64_t count = 1000;

	if (argc < 2 || (argc > 2 && !text_to_int(argv[2], SORTS, 100000000, &count)) || sodium_init() < 0)
		stop("usage: forge FOLDER [COUNT]");
	f.folder = argv[1];
	f.clock = (struct env_fixed){ .now = 1791190800, .seed = 1 };
	f.env = env_fixed(&f.clock);
	found(&f);
	live(&f);
	stand(&f, &f.waiting);
	stand(&f, &f.proposing);
	stand(&f, &f.seconding);
	f.is_whole_due = true;
	test_true(&f);
	for (size_t i = 0; i < SORTS; i++) {
		int64_t refused = 0, of = (count + (int64_t)i) / SORTS;

		for (int64_t n = 0; n < of; n++) {
			f.is_whole_due = n < WHOLE_FIRST || n % WHOLE_EVERY == 0;
			refused += sorts[i].forge(&f);
			arena_reset(f.once);
		}
		OK(&f.tap, refused == of,
			arena_print(f.arena, "%s: %" PRId64 " of %" PRId64 " refused and named", sorts[i].name, refused, of));
	}
	OK(&f.tap, f.by_book && !f.unseen, arena_print(f.arena, "a wrong signature in the book alone: %" PRId64 " of %" PRId64 " seen",
		f.by_book - f.unseen, f.by_book));
	OK(&f.tap, !f.parted, arena_print(f.arena, "%" PRId64 " of them as whole books: verify says the same of each", f.wholes));
	for (size_t i = 0; i < 3; i++)
		store_close((struct store *[]){ f.waiting.store, f.proposing.store, f.seconding.store }[i]);
	skey_wipe(&f.log_key);
	hasher_free(f.hasher);
	arena_free(f.once);
	arena_free(f.arena);
	return tap_done(&f.tap);
}
