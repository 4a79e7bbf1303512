/* SPDX-License-Identifier: EUPL-1.2
 *
 * Office: who is asking.  Passphrases, one-time links, sessions and drafts: furniture in FILE-office, never
 * entries (design: hard rule 4).  When the file is lost, everybody is invited anew and the book has lost nothing.
 *
 * Secrets.  A token is 32 bytes of chance, shown once as 43 characters of base64url; on disk stands its
 * BLAKE2b-256 hash only.  A passphrase is kept as argon2id (19 MiB, 2 passes) in the PHC string that libsodium
 * reads.  Nothing here is logged, and no fault names a person, a token or a passphrase.
 *
 * Who calls.  What changes the store is called by the writer, inside a transaction which the caller begins and
 * commits; also after a refusal, since that is counted.  Faults latch in the store (store_fault): a token or an
 * answer counts only after the commit.  What only reads says so below, may be called by any process on its own
 * handle, and finds nothing when `office` is NULL or has a fault.
 *
 * Times are UTC seconds.  What is valid until t is not valid at t.  A time further ahead than it can have been
 * set is the mark of a clock that was moved: such a session or link is not valid, and such a delay does not hold.
 */
#ifndef FYR_AUTH_OFFICE_H
#define FYR_AUTH_OFFICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/env.h"
#include "store/store.h"

enum {
	OFFICE_LINK_SECONDS = 7 * 86400,
	OFFICE_LETTER_MAX_SECONDS = 30 * 86400,
	OFFICE_LINK_KEPT_SECONDS = 365 * 86400, /* a link stays to be seen, long after it is of use */
	OFFICE_SESSION_SECONDS = 12 * 3600,
	OFFICE_DRAFT_SECONDS = 30 * 86400, /* since it was last kept */
	OFFICE_DRAFTS_MAX = 100,
	OFFICE_UPLOAD_SECONDS = 7 * 86400, /* since it was last worked at */
	OFFICE_CLOCK_SLACK_SECONDS = 300,  /* a clock may be set back by so much and nobody is signed out */
	OFFICE_FREE_FAILURES = 5,          /* the fifth wrong passphrase brings the first delay */
	OFFICE_DELAY_MAX_SECONDS = 900,
	OFFICE_PASSPHRASE_MIN_CHARS = 12,  /* code points */
	OFFICE_PASSPHRASE_MAX_CHARS = 200,
	OFFICE_LABEL_MAX_BYTES = 200
};

enum office_answer {
	OFFICE_OK,
	OFFICE_NO,   /* not known, wrong, expired or used: which of them is never told */
	OFFICE_WAIT, /* too many failures; nothing was tried */
	OFFICE_WEAK  /* the new passphrase is not taken; the link is still good */
};

/* The office at `path`, owned by the caller, who ends it with store_close.  The writer makes a missing one anew,
 * readable by its owner only, and brings one of an older version up to this one in place; a reader gets NULL in *out
 * for both, and no fault.
 * Faults: FAULT_DAMAGED when the file is not an office; FAULT_USAGE when a newer program made it; as store_open. */
const struct fault *office_open(struct arena *a, const struct env *env, const char *path, bool writes,
	struct store **out) MUST_USE;

/* A new, empty office for writing.  One that lies there is replaced: it belongs to a council that is no more. */
const struct fault *office_create(struct arena *a, const struct env *env, const char *path,
	struct store **out) MUST_USE;

/* A copy of the office at `path`, of this version or an older one, while the writer is at work: passphrases, drafts
 * and which entries were written by a letter.  Sessions, links, calendars and counts are left out: none of them may come alive
 * again in a copy.
 * Faults: FAULT_NOTHING when there is no office, else those of store_copy. */
const struct fault *office_copy(struct arena *a, const struct env *env, const char *path, const char *target) MUST_USE;

/* One-time links to choose a passphrase by.  A new link ends the person's older ones, letters excepted.  `sort` is
 * "invite" or "reset"; `made_by` the person who asked for it, NULL for the program itself.  The token is in the arena. */
char *office_link_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *sort, const char *made_by, int64_t now);

/* A letter's one-time link: it opens a session without passphrase, in which little can be written (desk/scope.h).  It
 * ends the person's earlier letters; valid until `until`, OFFICE_LETTER_MAX_SECONDS at most. */
char *office_letter_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *made_by, int64_t now, int64_t until);

/* Whose link is it?  False when it is not known, expired or used.  Reads only. */
bool office_link_person(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person);
bool office_letter_person(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person);

/* Sets the person's passphrase, uses the link up and ends all the person's sessions and the calendar's address.
 * OFFICE_OK, OFFICE_NO, or OFFICE_WEAK by office_passphrase_is_weak.  Takes about 25 ms. */
enum office_answer office_link_redeem(struct store *office, struct arena *a, const struct env *env,
	const char *token, const char *passphrase, int64_t now, char **out_person);

/* Links that were made: for whom, by whom, and whether they were used.  They stay to be seen for OFFICE_LINK_KEPT_SECONDS,
 * since whoever makes a link for somebody else could use it himself.  Newest first, in the arena; those of everybody when
 * `person` is NULL.  500 at most, of which the newest of each person, maker and sort are never left out.  Reads only. */
struct office_link {
	const char *person, *sort;
	const char *made_by;     /* NULL: the program itself, or not known */
	int64_t made_t, until_t;
	int64_t used_t;          /* 0: not used */
	bool is_valid;           /* can still be used */
};
size_t office_links(struct store *office, struct arena *a, const char *person, int64_t now, struct office_link **out);

/* Has somebody else made a link (no letter) for the person, of which the person was not told?  Marks them as told. */
bool office_links_untold(struct store *office, const char *person, int64_t now);

/* Can the person sign in?  Reads only. */
bool office_has_passphrase(struct store *office, const char *person);

/* Too short or too long, one of the commonest (also Swedish ones, with figures and signs around), a row of the
 * keyboard, a few characters over and over, or one that holds an identity number (guard/identity.h).  There are no
 * rules of composition (OWASP ASVS 5.0, 6.2.1-6.2.12). */
bool office_passphrase_is_weak(const char *passphrase);

/* Is this the passphrase of `person`?  A NULL person, for a name nobody has, and one without passphrase get the
 * same answer in the same time.  The passphrase has passed text_clean like the one that was set.
 *
 * `account_key` is the name as it was looked up, whether or not anybody has it, and `source` where the question
 * comes from (an address; NULL when it has none).  Failures are counted for each, by hash.  From the fifth on the
 * next try must wait 1, 2, 4 ... 900 s; a try before that is OFFICE_WAIT with *out_wait_seconds > 0 and is not
 * counted.  A success clears the account's count, not the source's, which could belong to somebody guessing from
 * within.  Counts are forgotten a day (account) or 15 minutes (source: a whole town hall may share one) after the
 * last delay is over. */
enum office_answer office_sign_in(struct store *office, struct arena *a, const struct env *env, const char *person,
	const char *passphrase, const char *account_key, const char *source, int64_t now, int64_t *out_wait_seconds);

/* Opens a session by a letter's token and uses the letter up.  OFFICE_NO when it is not known, expired or used; failures
 * from one source delay it like those of signing in, counted apart from them. */
enum office_answer office_letter_open(struct store *office, struct arena *a, const struct env *env, const char *token,
	const char *source, int64_t now, char **out_person, char **out_session, int64_t *out_wait_seconds);

/* Sessions.  Token and csrf word are in the arena.  The csrf word is made from the token and stands nowhere on
 * disk. */
char *office_session_new(struct store *office, struct arena *a, const struct env *env, const char *person,
	int64_t now, char **out_csrf);

/* Whose session is it, and who made the letter that opened it (NULL: a passphrase did)?  False when it is not known, ended or
 * expired; outputs are then untouched.  out_csrf, out_letter_by NULL: not wanted.  Reads only. */
bool office_session_find(struct store *office, struct arena *a, const char *token, int64_t now, char **out_person,
	char **out_csrf, char **out_letter_by);

/* Who made the letter that opened the session; NULL when it was opened with a passphrase.  Reads only. */
char *office_session_letter(struct store *office, struct arena *a, const char *token);

/* Entries written in a session from a letter, with who made the letter; NULL for other entries. */
void office_letter_wrote(struct store *office, int64_t seq, const char *made_by);
char *office_letter_of(struct store *office, struct arena *a, int64_t seq);

/* Is one of the entries from `from` on written by a letter, or can the office not say?  It is committed before the book
 * then, so that no entry stands without what is known of it; what is noted of entries that never came to be is void, and
 * dropped by the second. */
bool office_letter_since(struct store *office, int64_t from);
void office_letter_void(struct store *office, int64_t from);

/* Browser and system by a User-Agent header in a few words of ours ("Firefox, Linux"), "" when it names none we know: what
 * a session is known again by.  Nothing else of the header is kept. */
const char *office_agent(struct arena *a, const char *user_agent);

/* A word by which the person knows the session again, such as the browser's name; cut to OFFICE_LABEL_MAX_BYTES. */
void office_session_label(struct store *office, const char *token, const char *label);

struct office_session {
	int64_t id;           /* for office_session_end_own; no secret */
	int64_t made_t, until_t;
	const char *label;    /* "" when there is none */
	bool is_this;         /* the one `token` belongs to */
	bool is_letter;       /* opened by a letter */
};
/* The person's valid sessions, newest first, in the arena; returns how many.  Reads only. */
size_t office_sessions(struct store *office, struct arena *a, const char *person, const char *token, int64_t now,
	struct office_session **out);

void office_session_end(struct store *office, const char *token);
void office_session_end_own(struct store *office, const char *person, int64_t id); /* another person's stays */
void office_sessions_end(struct store *office, const char *person);
void office_sessions_end_others(struct store *office, const char *person, const char *token); /* all but this one */

/* Are the two words the same?  Takes the same time wherever they differ.  NULL equals nothing. */
bool office_same(const char *a, const char *b);

/* Calendars: the secret address at which a calendar program asks what waits for a person, without signing in.  One for each
 * person, good until it is changed or ended: a program asks for years.  It opens what the page calendar says and nothing
 * else.  office_calendar_new ends the one before; its token is in the arena.  The others say whose it is (NULL: nobody's),
 * and when the person's was made (0: there is none); both read only. */
char *office_calendar_new(struct store *office, struct arena *a, const struct env *env, const char *person, int64_t now);
char *office_calendar_person(struct store *office, struct arena *a, const char *token);
int64_t office_calendar_made(struct store *office, const char *person);
void office_calendar_end(struct store *office, const char *person);

/* Drafts: what a form held when it could not be written.  One for each person, kind and object; `obj` may be NULL.  At most
 * OFFICE_DRAFTS_MAX for each person, the oldest going first, so that nobody fills the disk with them.
 * `fields_json` is kept as it is.  office_draft reads only, NULL when there is none; the text is in the arena. */
void office_draft_keep(struct store *office, const char *person, const char *kind, const char *obj,
	const char *fields_json, int64_t now);
struct office_draft_kept {
	const char *kind, *obj; /* obj is "" for none */
	int64_t t;
};
/* The person's drafts, oldest first, in the arena; returns how many.  Reads only. */
size_t office_drafts(struct store *office, struct arena *a, const char *person, struct office_draft_kept **out);
char *office_draft(struct store *office, struct arena *a, const char *person, const char *kind, const char *obj);
bool office_has_draft(struct store *office, const char *person, const char *kind);
void office_draft_drop(struct store *office, const char *person, const char *kind, const char *obj);

/* Uploads: a table on its way into the council, kept between the screens on which its columns are chosen and its rows are
 * looked at; only its own person finds it.  At most five for each, the oldest going first.  `table` and `choices` are kept as
 * they are.  office_upload and office_uploads read only (the list has no tables), newest first. */
struct office_upload {
	int64_t id;
	const char *table, *choices;
	int64_t t;
};
int64_t office_upload_keep(struct store *office, const char *person, const char *table, const char *choices, int64_t now);
void office_upload_choose(struct store *office, const char *person, int64_t id, const char *choices, int64_t now);
void office_upload_drop(struct store *office, const char *person, int64_t id);
bool office_upload(struct store *office, struct arena *a, const char *person, int64_t id, int64_t now, struct office_upload *out);
size_t office_uploads(struct store *office, struct arena *a, const char *person, int64_t now, struct office_upload **out);

/* Drops what the office holds for a person who has left: passphrase, unused links, sessions, calendar, drafts and uploads.  Links
 * that were used stay to be seen for their year, or closing somebody would hide who took that person's place. */
void office_person_drop(struct store *office, const char *person);

/* Drops what has expired; call it at start and now and then. */
void office_sweep(struct store *office, int64_t now);

#endif
