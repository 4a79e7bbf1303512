/* SPDX-License-Identifier: EUPL-1.2 */
#include "auth/passage.h"

#include <string.h>

#include "base/hash.h"

size_t draft_passages(struct store *office, struct arena *a, const char *meeting, struct draft_passage **out)
{
	struct draft_passage *all = ARENA_MANY(a, DRAFT_PASSAGES_MAX, struct draft_passage);
	size_t count = 0;
	struct rows r;

	*out = all;
	if (!office || store_fault(office))
		return 0;
	r = store_ask(office, "SELECT id, version, fields, by, t, act FROM draft_passage WHERE meeting = ? ORDER BY place, id", "t",
		meeting);
	while (count < DRAFT_PASSAGES_MAX && rows_next(&r)) {
		all[count] = (struct draft_passage){ rows_int(&r, 0), rows_int(&r, 1), rows_text(&r, a, 2), rows_text(&r, a, 3),
			rows_int(&r, 4), rows_text(&r, a, 5) };
		count++;
	}
	rows_end(&r);
	return count;
}

char *draft_passage_mark(struct arena *a, const char *fields)
{
	struct hasher *h = hasher_new();
	struct hash hash = hash_of(h, fields, strlen(fields), NULL, 0, NULL, 0);

	hasher_free(h);
	return base64url_from(a, &hash, HASH_BYTES);
}

char *draft_passage_act(struct arena *a, const char *nonce, const char *fields)
{
	return draft_passage_mark(a, arena_print(a, "%s\n%s", nonce, fields));
}

int64_t draft_passage_add(struct store *office, const char *meeting, const char *fields, const char *act, const char *by,
	int64_t now)
{
	if (store_int(office, 0, "SELECT count(*) FROM draft_passage WHERE meeting = ?", "t", meeting) >= DRAFT_PASSAGES_MAX)
		return -1;
	store_run(office, "INSERT INTO draft_passage(meeting, place, version, fields, act, by, t)"
		" VALUES(?1, (SELECT coalesce(max(place), 0) + 1 FROM draft_passage WHERE meeting = ?1), 1, ?2, ?3, ?4, ?5)", "tttti",
		meeting, fields, act, by, now);
	return store_int(office, -1, "SELECT max(id) FROM draft_passage WHERE meeting = ?", "t", meeting);
}

void draft_passage_change(struct store *office, int64_t id, const char *fields, const char *by, int64_t now)
{
	store_run(office, "UPDATE draft_passage SET fields = ?2, by = ?3, t = ?4, version = version + 1 WHERE id = ?1", "itti", id,
		fields, by, now);
}

void draft_passage_drop(struct store *office, int64_t id)
{
	store_run(office, "DELETE FROM draft_passage WHERE id = ?", "i", id);
}

void draft_passage_swap(struct store *office, int64_t id, int64_t other)
{
	store_run(office, "UPDATE draft_passage SET place = (SELECT sum(place) FROM draft_passage WHERE id IN (?1, ?2)) - place"
		" WHERE id IN (?1, ?2)", "ii", id, other);
}

void draft_passage_first(struct store *office, const char *meeting, int64_t id)
{
	store_run(office, "UPDATE draft_passage SET place = (SELECT min(place) - 1 FROM draft_passage WHERE meeting = ?1)"
		" WHERE id = ?2", "ti", meeting, id);
}

void draft_passages_drop(struct store *office, const char *meeting)
{
	store_run(office, "DELETE FROM draft_passage WHERE meeting = ?", "t", meeting);
}
