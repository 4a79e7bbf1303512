/* SPDX-License-Identifier: EUPL-1.2 */
#include "kinds/two_person.h"

#include <assert.h>
#include <string.h>

#include "base/text.h"

#define PROPOSAL { .name = "proposal", .type = FIELD_ENTRY, .flags = FIELD_MUST }

const struct field two_person_seconded_fields[1] = { PROPOSAL };
const struct field two_person_stopped_fields[2] = { PROPOSAL,
	{ .name = "reason", .type = FIELD_TEXT, .flags = FIELD_MUST, .label = LABEL_WORK } };
const struct field two_person_withdrawn_fields[1] = { PROPOSAL };
const struct field two_person_expired_fields[1] = { PROPOSAL };

static const char law_bias[] = "KL 6 kap. 28-32 §§, 7 kap. 4 §";

/* What the generic check needs beside the rule's own facts. */
struct facts {
	struct two_person_facts rule;
	const struct offer *inner; /* the proposal's offer when it is seconded, else NULL */
	const void *family;        /* the family's own facts about it */
	bool exists;               /* there is a proposal of this family with that number, and it can be read */
	bool actor_is_biased;
};

const char *two_person_refusal(const struct two_person_facts *facts, const char *second, const char *ref, int today)
{
	if (!facts->is_open)
		return "two_person.not_open";
	if (text_equal(facts->proposer, second))
		return "two_person.same_person";
	if (facts->asked && !text_equal(facts->asked, second))
		return "two_person.other_asked";
	if (text_equal(facts->about, second))
		return "two_person.own";
	if (!facts->second_is_enrolled)
		return "two_person.not_enrolled";
	if (facts->proposer_is_biased)
		return "two_person.proposer_biased";
	if (facts->second_is_biased)
		return "two_person.biased";
	if (today > facts->last_day)
		return "two_person.late";
	if (!text_equal(facts->expected_ref, ref))
		return "two_person.other_text";
	return NULL;
}

static bool is_biased(struct store *s, const char *person, const char *obj)
{
	return store_int(s, 0, "SELECT 1 FROM bias WHERE person = ? AND obj = ?", "tt", person, obj) != 0;
}

/* Enrolled before the proposal was made: whoever may enrol people cannot make a second person for a proposal at hand.  Its
 * maker is too. */
static bool is_enrolled(struct store *s, const char *person, int64_t proposal)
{
	return store_int(s, 0, "SELECT 1 FROM person JOIN role_held ON role_held.person = person.id"
		" WHERE person.id = ? AND NOT is_closed AND role_held.seq < ?", "ti", person, proposal) != 0;
}

/* The proposal's row as facts; *out_line is its statement.  False when the family has none of that number. */
static bool proposal_facts(struct store *s, struct arena *a, const char *family, int64_t seq, const char *second,
	struct two_person_facts *out, const char **out_line)
{
	struct rows r = store_ask(s, "SELECT state, by, second, seq || ':' || hash, last_day, line, obj FROM proposal"
		" WHERE seq = ? AND family = ?", "it", seq, family);

	if (!rows_next(&r))
		return false;
	out->is_open = text_equal(rows_text(&r, a, 0), "open");
	out->proposer = rows_text(&r, a, 1);
	out->asked = rows_text(&r, a, 2);
	out->expected_ref = rows_text(&r, a, 3);
	out->last_day = (int)rows_int(&r, 4);
	*out_line = rows_text(&r, a, 5);
	out->about = rows_text(&r, a, 6);
	rows_end(&r);
	out->proposer_is_biased = is_biased(s, out->proposer, out->about);
	out->second_is_biased = is_biased(s, second, out->about);
	out->second_is_enrolled = is_enrolled(s, second, seq);
	return true;
}

const char *two_person_entry_refusal(struct store *s, struct arena *a, const struct entry *e)
{
	const struct kind *k = kind_find(e->kind);
	struct two_person_facts facts;
	const char *line;

	if (!k || (k->stage != STAGE_PROPOSED && k->stage != STAGE_SECONDED))
		return NULL;
	if (k->stage == STAGE_PROPOSED)
		return is_enrolled(s, e->by, e->seq) ? NULL : "two_person.not_enrolled";
	if (!proposal_facts(s, a, k->family->name, entry_int(e, "proposal", -1), e->by, &facts, &line))
		return "two_person.no_such_proposal";
	return two_person_refusal(&facts, e->by, e->ref, e->day);
}

/* Stopping asks the same of the second person as seconding, but for the bytes: a stop needs none, and neither bias of the
 * proposer nor that it is about the second person herself stands in its way. */
static struct two_person_facts facts_to_stop(const struct two_person_facts *facts)
{
	struct two_person_facts out = *facts;

	out.proposer_is_biased = false;
	out.about = NULL;
	return out;
}

const char *two_person_why_not(struct store *s, struct arena *a, const struct kind *k, int64_t proposal, const char *person,
	int today)
{
	struct two_person_facts facts;
	const char *line;

	if (!proposal_facts(s, a, k->family->name, proposal, person, &facts, &line))
		return "two_person.no_such_proposal";
	if (k->stage == STAGE_WITHDRAWN)
		return !facts.is_open ? "two_person.not_open" : !text_equal(facts.proposer, person) ? "two_person.not_proposer" : NULL;
	if (k->stage == STAGE_STOPPED)
		facts = facts_to_stop(&facts);
	return two_person_refusal(&facts, person, facts.expected_ref, today);
}

const char *two_person_families(struct arena *a, unsigned roles)
{
	const char *list = " ";

	for (size_t i = 0; i < kind_count; i++)
		if (kinds[i]->stage == STAGE_SECONDED && (kinds[i]->writers & roles))
			list = arena_print(a, "%s%s ", list, kinds[i]->family->name);
	return list;
}

const void *two_person_look(struct store *s, struct arena *a, const struct offer *o)
{
	const struct family *family = o->kind->family;
	struct facts *facts = ARENA_NEW(a, struct facts);
	const char *line;
	struct entry inner;
	struct offer *again;

	facts->actor_is_biased = is_biased(s, o->actor->person, o->obj);
	if (o->kind->stage == STAGE_PROPOSED) {
		facts->family = family->look(s, a, o);
		return facts;
	}
	facts->exists = proposal_facts(s, a, family->name, offer_int(o, "proposal", -1), o->actor->person, &facts->rule,
		&line);
	if (!facts->exists || o->kind->stage != STAGE_SECONDED)
		return facts;
	facts->exists = !entry_parse_statement(a, line, &inner);
	if (!facts->exists)
		return facts;
	again = ARENA_NEW(a, struct offer);
	offer_of_entry(a, family->proposed, &inner, o->actor, o->now, again);
	facts->inner = again;
	facts->family = family->look(s, a, again);
	return facts;
}

static void check_proposed(const struct offer *o, const struct facts *facts, struct refusals *r)
{
	const struct family *family = o->kind->family;

	if (facts->actor_is_biased)
		refuse(r, "two_person.biased", NULL, law_bias);
	if (text_equal(offer_text(o, "second"), o->actor->person))
		refuse(r, "two_person.same_person", "second", NULL);
	if (text_equal(offer_text(o, "second"), o->obj))
		refuse(r, "two_person.own", "second", NULL);
	family->check(o, facts->family, r);
}

static void check_second(const struct offer *o, const struct facts *facts, struct refusals *r)
{
	const struct family *family = o->kind->family;
	struct two_person_facts rule = o->kind->stage == STAGE_STOPPED ? facts_to_stop(&facts->rule) : facts->rule;
	const char *refusal = two_person_refusal(&rule, o->actor->person, o->ref, o->today);

	if (refusal)
		refuse(r, refusal, "proposal", strstr(refusal, "biased") ? law_bias : NULL);
	else if (o->kind->stage == STAGE_SECONDED)
		family->check(facts->inner, facts->family, r);
}

void two_person_check(const struct offer *o, const void *f, struct refusals *r)
{
	const struct facts *facts = f;

	if (o->kind->stage == STAGE_PROPOSED) {
		check_proposed(o, facts, r);
	} else if (!facts->exists) {
		refuse(r, "two_person.no_such_proposal", "proposal", NULL);
	} else if (o->kind->stage == STAGE_SECONDED || o->kind->stage == STAGE_STOPPED) {
		check_second(o, facts, r);
	} else if (!facts->rule.is_open) {
		refuse(r, "two_person.not_open", "proposal", NULL);
	} else if (o->kind->stage == STAGE_WITHDRAWN && !text_equal(facts->rule.proposer, o->actor->person)) {
		refuse(r, "two_person.not_proposer", "proposal", NULL);
	} else if (o->kind->stage == STAGE_EXPIRED && o->today <= facts->rule.last_day) {
		refuse(r, "two_person.not_late", "proposal", NULL);
	}
}

static void apply_proposed(struct store *s, const struct entry *e, const struct family *family)
{
	int64_t limit = store_int(s, 14, "SELECT limit_days FROM council", "");

	store_run(s, "INSERT INTO proposal(seq, family, obj, by, second, hash, line, day, last_day, state)"
		" VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, 'open')", "itttttt" "ii", e->seq, family->name, e->obj, e->by,
		entry_text(e, "second"), e->hash, e->line, (int64_t)e->day, (int64_t)e->day + limit);
}

/* The proposal as an entry again: its own leaf is the inner offer. */
static bool inner_entry(struct store *s, struct arena *a, int64_t seq, struct entry *out)
{
	const char *line = store_text(s, a, "SELECT line FROM proposal WHERE seq = ?", "i", seq);

	if (!line || entry_parse_statement(a, line, out))
		return false;
	out->seq = seq;
	return true;
}

void two_person_apply(struct store *s, struct arena *a, const struct entry *e)
{
	static const char *const states[] = { [STAGE_SECONDED] = "seconded", [STAGE_STOPPED] = "stopped",
		[STAGE_WITHDRAWN] = "withdrawn", [STAGE_EXPIRED] = "expired" };
	const struct kind *k = kind_find(e->kind);
	int64_t seq = entry_int(e, "proposal", -1);
	struct entry inner;

	assert(k && k->family);
	if (k->stage == STAGE_PROPOSED) {
		apply_proposed(s, e, k->family);
		if (k->family->proposed_apply)
			k->family->proposed_apply(s, a, e);
		return;
	}
	store_run(s, "UPDATE proposal SET state = ?, end_seq = ?, end_by = ? WHERE seq = ?", "titi", states[k->stage], e->seq,
		e->by, seq);
	if (k->stage == STAGE_SECONDED && inner_entry(s, a, seq, &inner))
		k->family->apply(s, a, &inner, e);
}
