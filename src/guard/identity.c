/* SPDX-License-Identifier: EUPL-1.2
 *
 * The text becomes a row of marks (digits and interim letters) that remember what stood before each; every mark
 * is tried as the start of a number of ten and of twelve.  Only a stretch of the row is kept, enough to see the
 * dates and figures around a number, so the work for each mark is bounded.
 */
#include "guard/identity.h"

#include <assert.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <utf8proc.h>

#include "base/text.h"

enum {
	SEPARATORS_MAX = 8, /* more between two digits is a column of a table or a row of dots */
	LETTER = 10,        /* the value of an interim letter */
	BACK = 8,           /* marks kept before the one being tried: a date that reaches into it */
	AHEAD = 20,         /* and after: twelve digits, a date that starts in them, and one more */
	ROOM = 64,
	PARTS = 18          /* the longest compatibility form of all has that many */
};

/* What may stand between two digits, as a set. */
enum separator {
	SPACE = 1 << 0,
	DASH = 1 << 1, /* and plus */
	DOT = 1 << 2,
	STROKE = 1 << 3, /* slash and underscore */
	BREAK = 1 << 4,
	INVISIBLE = 1 << 5
};

struct mark {
	size_t place, line; /* code point and line, from 1 */
	uint32_t script;    /* tells digits of different scripts apart */
	int value;          /* 0-9 or LETTER */
	unsigned gap;       /* separators since the mark before */
	unsigned kinds;     /* set of enum separator found among them */
	bool joined;        /* nothing but separators, and not too many, since the mark before */
	bool touching;      /* nothing whatever since the mark before */
};

struct scan {
	struct mark marks[ROOM];
	size_t count, next; /* `next` is the first mark not yet tried */
	struct identity_hit worst;
};

/* How the ten last digits of a candidate are parted: bit k is set when a separator stands before digit k. */
#define CUT(k) (1u << (k))
enum { SEAM = 6 }; /* birth date | birth number */

/* Digits that Unicode does not count as decimal digits and that have no compatibility form either. */
static int odd_digit(uint32_t c)
{
	static const struct {
		uint32_t first;
		int value, count;
	} runs[] = { { 0x1369, 1, 9 }, { 0x24F5, 1, 9 }, { 0x24FF, 0, 1 }, { 0x2776, 1, 9 }, { 0x2780, 1, 9 },
		{ 0x278A, 1, 9 }, { 0x3007, 0, 1 }, { 0x96F6, 0, 1 }, { 0x4E00, 1, 1 }, { 0x4E8C, 2, 1 },
		{ 0x4E09, 3, 1 }, { 0x56DB, 4, 1 }, { 0x4E94, 5, 1 }, { 0x516D, 6, 1 }, { 0x4E03, 7, 1 },
		{ 0x516B, 8, 1 }, { 0x4E5D, 9, 1 } };

	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if (c >= runs[i].first && c < runs[i].first + (uint32_t)runs[i].count)
			return runs[i].value + (int)(c - runs[i].first);
	return -1;
}

/* A superscript, a circled or a dotted digit holds exactly one ASCII digit in its compatibility form. */
static int dressed_digit(uint32_t c)
{
	utf8proc_int32_t parts[PARTS];
	int boundary = 0, value = -1;
	utf8proc_ssize_t n = utf8proc_decompose_char((utf8proc_int32_t)c, parts, PARTS,
		UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT, &boundary);

	assert(n <= PARTS);
	for (utf8proc_ssize_t i = 0; i < n; i++) {
		if (parts[i] < '0' || parts[i] > '9')
			continue;
		if (value >= 0)
			return -1;
		value = parts[i] - '0';
	}
	return value;
}

static int digit_of(uint32_t c, uint32_t *out_script)
{
	utf8proc_category_t category;
	uint32_t zero = c;
	int value;

	if (c < 0x80) {
		*out_script = '0';
		return c >= '0' && c <= '9' ? (int)(c - '0') : -1;
	}
	category = utf8proc_category((utf8proc_int32_t)c);
	if (category == UTF8PROC_CATEGORY_ND) {
		/* Decimal digits stand in whole tens, 0 first (a stated promise of Unicode); the longest row has fifty. */
		while (utf8proc_category((utf8proc_int32_t)(zero - 1)) == UTF8PROC_CATEGORY_ND)
			zero--;
		*out_script = c - (c - zero) % 10;
		return (int)((c - zero) % 10);
	}
	value = odd_digit(c);
	if (value < 0 && category == UTF8PROC_CATEGORY_NO)
		value = dressed_digit(c);
	*out_script = category; /* footnote marks are of no script: they never make a run longer */
	return value;
}

static unsigned separator_of(uint32_t c)
{
	/* Look-alikes that Unicode files under other headings. */
	static const struct {
		uint32_t c;
		unsigned kind;
	} others[] = { { ' ', SPACE }, { '\t', SPACE }, { '\n', BREAK }, { '\v', BREAK }, { '\f', BREAK },
		{ '\r', SPACE }, { 0x85, BREAK }, { 0x2028, BREAK }, { 0x2029, BREAK }, { 0x115F, SPACE },
		{ 0x1160, SPACE }, { 0x2800, SPACE }, { 0x3164, SPACE }, { 0xFFA0, SPACE }, { '+', DASH }, { '~', DASH },
		{ 0xAF, DASH }, { 0x2C9, DASH }, { 0x2D7, DASH }, { 0x2043, DASH }, { 0x207A, DASH }, { 0x207B, DASH },
		{ 0x208A, DASH }, { 0x208B, DASH }, { 0x2212, DASH }, { 0x223C, DASH }, { 0x2500, DASH }, { 0x2501, DASH },
		{ 0x2795, DASH }, { 0x2796, DASH }, { 0x30FC, DASH }, { 0xFE62, DASH }, { 0xFF0B, DASH }, { 0xFF5E, DASH },
		{ 0xFF70, DASH }, { '.', DOT }, { 0xB7, DOT }, { 0x387, DOT }, { 0x6D4, DOT }, { 0x2022, DOT },
		{ 0x2024, DOT }, { 0x2025, DOT }, { 0x2026, DOT }, { 0x2027, DOT }, { 0x2219, DOT }, { 0x22C5, DOT },
		{ 0x25CF, DOT }, { 0x2E31, DOT }, { 0x2E33, DOT }, { 0x3002, DOT }, { 0x30FB, DOT }, { 0xFE52, DOT },
		{ 0xFF0E, DOT }, { 0xFF61, DOT }, { 0xFF65, DOT }, { '/', STROKE }, { '\\', STROKE }, { 0x2044, STROKE },
		{ 0x2215, STROKE }, { 0xFF0F, STROKE }, { 0xFFFD, INVISIBLE } };
	utf8proc_category_t category;

	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		if (c == others[i].c)
			return others[i].kind;
	category = utf8proc_category((utf8proc_int32_t)c);
	if (category == UTF8PROC_CATEGORY_ZS)
		return SPACE;
	if (category == UTF8PROC_CATEGORY_PD)
		return DASH;
	if (category == UTF8PROC_CATEGORY_PC)
		return STROKE;
	if (category == UTF8PROC_CATEGORY_CF || category == UTF8PROC_CATEGORY_CC || category == UTF8PROC_CATEGORY_MN
		|| category == UTF8PROC_CATEGORY_ME)
		return INVISIBLE;
	return 0;
}

static bool is_interim_letter(uint32_t c)
{
	if ((c >= 0xFF21 && c <= 0xFF3A) || (c >= 0xFF41 && c <= 0xFF5A))
		c -= 0xFEE0;
	return c < 0x80 && strchr("TRSUWXJKLMNtrsuwxjklmn", (int)c);
}

/* Is mark k written together with the one before it, as one longer number would be? */
static bool is_attached(const struct scan *s, size_t k)
{
	const struct mark *m = &s->marks[k];

	return k > 0 && k < s->count && m->touching && m->script == m[-1].script;
}

static int number_at(const struct mark *m, size_t n)
{
	int value = 0;

	for (size_t i = 0; i < n; i++)
		value = value * 10 + m[i].value;
	return value;
}

static bool is_day(int year, int month, int day)
{
	static const int days[12] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);

	return month >= 1 && month <= 12 && day >= 1 && day <= days[month - 1] + (leap && month == 2);
}

/* A whole date by itself at mark k: 4-2-2 digits parted by one and the same dash, dot or slash. */
static bool is_date_at(const struct scan *s, size_t k)
{
	const struct mark *m = &s->marks[k];
	int year;

	if (k + 8 > s->count || is_attached(s, k) || is_attached(s, k + 8))
		return false;
	for (size_t i = 0; i < 8; i++) {
		bool cut = i == 4 || i == 6;

		if (m[i].value == LETTER || (i && (!m[i].joined || m[i].gap != (unsigned)cut)))
			return false;
	}
	if (m[4].kinds != m[6].kinds || !(m[4].kinds & (DASH | DOT | STROKE)))
		return false;
	year = number_at(m, 4);
	return year >= 1800 && year <= 2199 && is_day(year, number_at(m + 4, 2), number_at(m + 6, 2));
}

/* Does a whole date lie across the candidate, other than as the birth date of a twelve-digit number? */
static bool crosses_date(const struct scan *s, size_t i, size_t n)
{
	for (size_t k = i > 7 ? i - 7 : 0; k < i + n; k++)
		if (is_date_at(s, k) && !(k == i && n == 12))
			return true;
	return false;
}

static bool is_birth_date(const struct mark *m, size_t n)
{
	const struct mark *ten = m + (n - 10);
	int century = n == 12 ? number_at(m, 2) : 20; /* of all centuries 2000 has most leap days */
	int month = number_at(ten + 2, 2), day = number_at(ten + 4, 2);

	return century >= 18 && century <= 20
		&& is_day(century * 100 + number_at(ten, 2), month, day > 60 ? day - 60 : day);
}

/* Luhn over ten digits; an interim letter counts as 1. */
static bool is_luhn(const struct mark *ten)
{
	int sum = 0;

	for (int i = 0; i < 10; i++) {
		int v = (ten[i].value == LETTER ? 1 : ten[i].value) * (i % 2 ? 1 : 2);

		sum += v > 9 ? v - 9 : v;
	}
	return sum % 10 == 0;
}

/* Only separators within, digits where digits belong, nothing longer around it, line breaks where they may be. */
static bool is_candidate(const struct scan *s, size_t i, size_t n)
{
	const struct mark *m = &s->marks[i];
	size_t seam = n - 4;
	bool whole = true;

	if (i + n > s->count || is_attached(s, i) || is_attached(s, i + n))
		return false;
	for (size_t k = 0; k < n; k++) {
		if ((k && !m[k].joined) || (m[k].value == LETTER && k != seam))
			return false;
		if (k && k != seam && (m[k].kinds & BREAK))
			return false;
		whole &= !k || k == seam || !m[k].gap;
	}
	return !(m[seam].kinds & BREAK) || whole || (m[seam].kinds & DASH);
}

static unsigned cuts_of(const struct mark *m, size_t n)
{
	unsigned cuts = 0;

	for (size_t k = 1; k < n; k++)
		if (m[k].gap)
			cuts |= 1u << k;
	return cuts;
}

/* Does another figure stand beside, as in a row of a table? */
static bool has_neighbour(const struct scan *s, size_t i, size_t n)
{
	const size_t sides[2] = { i, i + n };

	for (size_t side = 0; side < 2; side++) {
		const struct mark *m = &s->marks[sides[side]];

		if (sides[side] == 0 || sides[side] >= s->count || !m->joined || (m->kinds & BREAK))
			continue;
		if (m[0].value != LETTER && m[-1].value != LETTER && (m->kinds == SPACE || m->gap == 1))
			return true;
	}
	return false;
}

/* Parted as nobody parts a number of this kind: not between its groups.  A dash just before the birth number
 * outweighs that. */
static bool is_oddly_parted(const struct mark *m, size_t n)
{
	unsigned cuts = cuts_of(m, n), ten = cuts >> (n - 10);
	bool year_alone = (ten & (CUT(2) | CUT(4) | CUT(SEAM))) == (CUT(2) | CUT(SEAM)); /* "2024 1125 1204" */
	bool dash_elsewhere = false;

	for (size_t k = 1; k < n; k++)
		dash_elsewhere |= k != n - 4 && (m[k].kinds & DASH);
	if ((m[n - 4].kinds & DASH) && !dash_elsewhere)
		return false;
	return (ten & ~(CUT(0) | CUT(2) | CUT(4) | CUT(SEAM) | CUT(9))) || (n == 12 && (cuts & CUT(1))) || year_alone;
}

/* "2024 112 98 131": a whole year first and figures that part month or day, with nothing but spaces. */
static bool is_year_and_counts(const struct mark *m, size_t n)
{
	unsigned cuts = cuts_of(m, n);

	for (size_t k = 4; k < n; k++) /* the year itself is not parted */
		if (m[k].gap && m[k].kinds != SPACE)
			return false;
	return n == 12 && (cuts & (CUT(1) | CUT(2) | CUT(3) | CUT(4))) == CUT(4) && (cuts & (CUT(5) | CUT(7)));
}

static bool is_row(const struct scan *s, size_t i, size_t n)
{
	const struct mark *m = &s->marks[i];

	return is_year_and_counts(m, n) || (is_oddly_parted(m, n) && has_neighbour(s, i, n));
}

/* 070-123 45 67, 070-1234567, 08-123 456 78, 0910-12 34 56. */
static bool is_telephone(const struct mark *m, size_t n)
{
	unsigned cuts = cuts_of(m, n);

	if (n != 10 || m[0].value != 0)
		return false;
	return cuts == CUT(3) || cuts == (CUT(3) | CUT(6)) || cuts == (CUT(3) | CUT(6) | CUT(8))
		|| cuts == (CUT(3) | CUT(5) | CUT(7)) || cuts == (CUT(2) | CUT(5) | CUT(8))
		|| cuts == (CUT(4) | CUT(6) | CUT(8)) || cuts == (CUT(4) | CUT(7));
}

/* "2026-01-12 14.00" or "2026-01-12 13-15". */
static bool is_date_with_hours(const struct scan *s, size_t i, size_t n)
{
	const struct mark *m = &s->marks[i];

	return n == 12 && is_date_at(s, i) && m[8].kinds == SPACE && m[10].gap == 1 && (m[10].kinds & (DOT | DASH))
		&& cuts_of(m, n) == (CUT(4) | CUT(6) | CUT(8) | CUT(10)) && number_at(m + 8, 2) <= 24
		&& number_at(m + 10, 2) < 60;
}

static enum identity_finding finding_at(const struct scan *s, size_t i, size_t n)
{
	const struct mark *m = &s->marks[i], *ten = m + (n - 10);
	bool is_interim, has_dash, is_right, is_other;

	if (!is_candidate(s, i, n) || !is_birth_date(m, n) || crosses_date(s, i, n))
		return IDENTITY_NONE;
	is_interim = ten[SEAM].value == LETTER;
	is_right = is_luhn(ten);
	has_dash = ten[SEAM].kinds & DASH;
	if (is_interim) /* "2026-01-12 M 123" may be a date and a word: only there the check digit decides */
		return is_right || has_dash || !is_date_at(s, i) ? IDENTITY_REFUSE : IDENTITY_NOTE;
	if (number_at(ten + SEAM, 3) == 0)
		return IDENTITY_NONE;
	is_other = is_date_with_hours(s, i, n) || is_telephone(m, n) || is_row(s, i, n);
	if (is_right)
		return is_other ? IDENTITY_NOTE : IDENTITY_REFUSE;
	return !is_other && !is_oddly_parted(m, n) && (has_dash || n == 12) ? IDENTITY_NOTE : IDENTITY_NONE;
}

/* Tries every mark before `end` as a start. */
static void judge(struct scan *s, size_t end)
{
	for (; s->next < end; s->next++) {
		for (size_t n = 10; n <= 12; n += 2) {
			enum identity_finding finding = finding_at(s, s->next, n);
			const struct mark *m = &s->marks[s->next];

			if (finding > s->worst.finding)
				s->worst = (struct identity_hit){ finding, m[0].place, m[n - 1].place, m[0].line };
		}
	}
}

static void add(struct scan *s, const struct mark *mark)
{
	if (s->count == ROOM) {
		size_t from;

		judge(s, ROOM - AHEAD);
		from = s->next - BACK;
		s->count -= from;
		s->next = BACK;
		memmove(s->marks, s->marks + from, s->count * sizeof(*s->marks));
	}
	s->marks[s->count++] = *mark;
}

/* Takes one character that is no digit into what stands before the next mark. */
static void between(struct mark *gap, uint32_t c, unsigned kind)
{
	gap->touching = false;
	if (kind == INVISIBLE)
		return;
	if (!kind || (c == '\n' && (gap->kinds & BREAK)) || ++gap->gap > SEPARATORS_MAX)
		gap->joined = false;
	gap->kinds |= kind;
}

enum identity_finding identity_find(const char *text, struct identity_hit *out_first)
{
	struct scan s = { .worst = { .finding = IDENTITY_NONE } };
	struct mark mark = { .line = 1 }; /* the first mark has nothing to join */
	uint32_t c;

	while (s.worst.finding < IDENTITY_REFUSE && (c = text_next(&text))) {
		mark.place++;
		mark.value = digit_of(c, &mark.script);
		if (mark.value < 0 && is_interim_letter(c)) {
			mark.value = LETTER;
			mark.script = c;
		}
		if (mark.value >= 0) {
			add(&s, &mark);
			mark.gap = mark.kinds = 0;
			mark.joined = mark.touching = true;
			continue;
		}
		between(&mark, c, separator_of(c));
		mark.line += c == '\n';
	}
	judge(&s, s.count);
	if (s.worst.finding != IDENTITY_NONE && out_first)
		*out_first = s.worst;
	return s.worst.finding;
}

const char *identity_told(const char *word)
{
	struct identity_hit hit;

	return text_is_utf8(word, strlen(word)) && identity_find(word, &hit) != IDENTITY_REFUSE ? word : "...";
}
