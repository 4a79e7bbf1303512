/* SPDX-License-Identifier: EUPL-1.2
 *
 * Guard: identity numbers are found however they are spelled, and ordinary texts pass; each label has its readers.  Only
 * published test numbers stand here (Skatteverket; github.com/personnummer/meta).
 */
#include "base/env.h"
#include "base/out.h"
#include "base/text.h"
#include "guard/identity.h"
#include "guard/label.h"
#include "guard/passage.h"
#include "tap.h"

/* Twelve digits, the last ten of which are the short form. */
static const char *const right[] = { "196408233234", "190905271474", "200002292399", "194608239986", "197302889931",
	"202107919967", "20000101T220" };
static const char *const wrong[] = { "196408233235", "194205669899" };

/* One of each sort the issue names, and their look-alikes. */
static const char *const separators[] = { "", "-", "+", " ", ".", "\xC2\xA0", "\xE2\x80\x89", "\xE2\x80\xAF", "\t",
	"\xE2\x80\x8B", "\xC2\xAD", "\xE2\x81\xA0", "\xE2\x80\x90", "\xE2\x80\x91", "\xE2\x80\x93", "\xE2\x80\x94",
	"\xE2\x88\x92", "\xEF\xBC\x8D", "\xC2\xB7", "\xE2\x80\xA2", "\xEF\xBC\x8E", "/", "_", " - ", ". ", "--", "- .",
	" \xE2\x80\x93 ", "\xEF\xB8\x8F\xE2\x83\xA3", "\xE3\x80\x80" };

/* The digit nought of some scripts: ASCII, Arabic, Persian, Devanagari, Bengali, Thai, full-width, mathematical bold
 * and monospace, Osmanya, Adlam. */
static const uint32_t noughts[] = { '0', 0x660, 0x6F0, 0x966, 0x9E6, 0xE50, 0xFF10, 0x1D7CE, 0x1D7F6, 0x104A0,
	0x1E950 };

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

static void put_char(struct out *o, char c, uint32_t nought)
{
	char bytes[4];

	out_bytes(o, bytes, text_put(c >= '0' && c <= '9' ? nought + (uint32_t)(c - '0') : (uint32_t)c, bytes));
}

/* The number with a separator before each digit whose bit is set in `cuts` (bit 0 is never used). */
static const char *spelled(struct out *o, const char *number, unsigned cuts, const char *separator, uint32_t nought)
{
	o->length = 0;
	for (unsigned k = 0; number[k]; k++) {
		if (k && cuts & (1u << k))
			out_text(o, separator);
		put_char(o, number[k], nought);
	}
	return out_cstr(o);
}

/* Every subset of the groups century, year, month, day, birth number, check digit. */
static unsigned group_cuts(unsigned subset, unsigned length)
{
	static const unsigned groups[] = { 2, 4, 6, 9 };
	unsigned cuts = subset & 16 && length == 12 ? 1u << 2 : 0;

	for (unsigned i = 0; i < 4; i++)
		if (subset & (1u << i))
			cuts |= 1u << (groups[i] + length - 10);
	return cuts;
}

static void test_every_spelling(struct tap *t, struct out *o)
{
	static const uint32_t longer_in[] = { '0', 0x660, 0xFF10, 0x1D7D8 };
	unsigned tried = 0, missed = 0, loud = 0, longer = 0;

	for (size_t n = 0; n < COUNT(right) * 2; n++) {
		const char *number = right[n / 2] + (n % 2 ? 2 : 0);

		for (size_t s = 0; s < COUNT(separators); s++)
			for (size_t z = 0; z < COUNT(noughts); z++)
				for (unsigned subset = 0; subset < 32; subset++) {
					unsigned cuts = group_cuts(subset, (unsigned)strlen(number));

					tried++;
					missed += identity_find(spelled(o, number, cuts, separators[s], noughts[z]), NULL)
						!= IDENTITY_REFUSE;
				}
		for (size_t s = 0; s < COUNT(separators); s++)
			missed += identity_find(spelled(o, number, ~0u, separators[s], '0'), NULL) != IDENTITY_REFUSE;
	}
	for (size_t n = 0; n < COUNT(wrong) * 2; n++)
		for (size_t s = 0; s < COUNT(separators); s++)
			loud += identity_find(spelled(o, wrong[n / 2] + (n % 2 ? 2 : 0), group_cuts(4, n % 2 ? 10 : 12),
				separators[s], '0'), NULL) == IDENTITY_REFUSE;
	printf("# %u spellings\n", tried);
	OK(t, missed == 0, "every test number is refused in every group spelling, separator and script");
	OK(t, loud == 0, "a wrong check digit is never refused");
	/* Those from U+1D7D8 on are the second ten of a row of fifty. */
	for (size_t z = 0; z < COUNT(longer_in); z++)
		longer += identity_find(spelled(o, "46082399860", 0, "", longer_in[z]), NULL) != IDENTITY_NONE;
	OK(t, longer == 0, "a longer number is none in any script");
}

/* Separators mixed at random between any digits, digits of mixed scripts, words around. */
static void test_mixed_spelling(struct tap *t, struct out *o)
{
	static const char *const before[] = { "", "nr", "Se ", "(", "personnummer: ", "den 2026-01-12, ", "\n",
		"a\n\n" };
	static const char *const after[] = { "", ".", ", 12 st", ")", " ringde", "\n2026", "x", "\xC2\xB2" };
	struct env_fixed fixed = { .seed = 640823 };
	struct env env = env_fixed(&fixed);
	unsigned missed = 0, misplaced = 0;

	for (int round = 0; round < 20000; round++) {
		unsigned char dice[64];
		const char *number, *a;
		struct identity_hit hit = { IDENTITY_NONE, 0, 0, 0 };
		size_t first, last;
		bool has_letter;

		env_chance(&env, dice, sizeof(dice));
		number = right[dice[0] % COUNT(right)] + (dice[1] % 2 ? 2 : 0);
		has_letter = strchr(number, 'T');
		a = after[dice[3] % COUNT(after)];
		o->length = 0;
		out_text(o, before[dice[2] % COUNT(before)]);
		first = text_chars(out_cstr(o)) + 1;
		for (unsigned k = 0; number[k]; k++) {
			bool seam = k + 4 == strlen(number);

			/* Telephone spellings are the one exception; they begin with 0 and are parted otherwise. */
			if (k && (dice[4] % 2 || seam) && (number[0] != '0' || has_letter || dice[4] % 4 == 1 || seam))
				out_text(o, separators[dice[8 + k * 2] % COUNT(separators)]);
			put_char(o, number[k], noughts[dice[9 + k * 2] % COUNT(noughts)]);
		}
		last = text_chars(out_cstr(o));
		out_text(o, a);
		if (identity_find(out_cstr(o), &hit) != IDENTITY_REFUSE) {
			missed++;
			printf("# missed %s\n", out_cstr(o));
		}
		misplaced += hit.first_char != first || hit.last_char != last;
	}
	OK(t, missed == 0, "mixed separators and scripts hide nothing");
	OK(t, misplaced == 0, "the place is told exactly");
}

static const struct {
	const char *text;
	enum identity_finding finding;
} findings[] = {
	{ "640823-3234", IDENTITY_REFUSE },
	{ "nr640823-3234x", IDENTITY_REFUSE },
	{ "6 4 0 8 2 3 - 3 2 3 4", IDENTITY_REFUSE },
	{ "64 08 23 32 34", IDENTITY_REFUSE },
	{ "640 823 3234", IDENTITY_REFUSE },
	{ "1964-08-23-3234", IDENTITY_REFUSE },
	{ "1964-08-23 3234", IDENTITY_REFUSE },
	{ "1964.08.23.3234", IDENTITY_REFUSE },
	{ "640823-\n3234", IDENTITY_REFUSE },
	{ "640823\r\n3234", IDENTITY_REFUSE },
	{ "6408233234\xC2\xB9", IDENTITY_REFUSE },
	{ "\xE2\x91\xA5\xE2\x91\xA3\xE2\x93\xAA\xE2\x91\xA7\xE2\x91\xA1\xE2\x91\xA2-3234", IDENTITY_REFUSE },
	{ "\xE5\x85\xAD\xE5\x9B\x9B\xE3\x80\x87\xE5\x85\xAB\xE4\xBA\x8C\xE4\xB8\x89 3234", IDENTITY_REFUSE },
	{ "000101-t220", IDENTITY_REFUSE },
	{ "000101-\xEF\xBC\xB4" "220", IDENTITY_REFUSE },
	{ "640823-3235 och 640823-3234", IDENTITY_REFUSE },
	{ "640823-3234 640823-3235", IDENTITY_REFUSE },
	{ "1 640823-3234 2", IDENTITY_REFUSE },
	{ "Barn 2 64 08 23 3234", IDENTITY_REFUSE },
	{ "12\xE2\x80\x8B" "640823-3234", IDENTITY_REFUSE },
	{ "640823-3235", IDENTITY_NOTE },
	{ "196408233235", IDENTITY_NOTE },
	{ "19420566-9899", IDENTITY_NOTE },
	{ "7 6 4 0 8 2 3 3 2 3 4 5", IDENTITY_NOTE }, /* a row of counts */
	{ "2021 0 791 9967", IDENTITY_NOTE },          /* a year and counts */
	{ "000 229 23 99", IDENTITY_NOTE },            /* parted as a telephone number */
	{ "640823-3235-1", IDENTITY_NOTE },
	{ "64 08 23-\n3234", IDENTITY_REFUSE },
	{ "64 08 23\n-3234", IDENTITY_REFUSE },
	{ "640823\x01" "3234", IDENTITY_REFUSE },                /* a control character */
	{ "640823\xCC\x81" "3234", IDENTITY_REFUSE },            /* an accent that stands on the digit */
	{ "640823\xE2\x83\xA3" "3234", IDENTITY_REFUSE },        /* a frame around it */
	{ "640823\xE2\x80\x8D" "3234", IDENTITY_REFUSE },        /* a joiner */
	{ "640823        3234", IDENTITY_REFUSE },               /* eight spaces part a number */
	{ "640823         3234", IDENTITY_NONE },                /* nine are two columns */
	{ "\xE2\x91\xB9\xE2\x91\xB7" "0823-3234", IDENTITY_REFUSE }, /* in brackets */
	{ "\xE2\x92\x8D\xE2\x92\x8B" "0823-3234", IDENTITY_REFUSE }, /* with a full stop */
	{ "460823-\xE2\x81\xB9" "986", IDENTITY_REFUSE },       /* a raised nine */
	{ "\xE2\x91\xA9" "40823-3234", IDENTITY_NONE },         /* a circled ten is no digit */
	{ "\xE3\x88\xA5" "40823-3234", IDENTITY_NONE },         /* an ideograph in brackets */
	{ "000101-\xEF\xBD\x94" "220", IDENTITY_REFUSE },       /* a full-width t */
	{ "000101-\xEF\xBC\xBB" "220", IDENTITY_NONE },         /* full-width brackets */
	{ "000101-\xEF\xBD\x9B" "220", IDENTITY_NONE },
	{ "000101-\xEF\xBC\xA0" "220", IDENTITY_NONE },         /* and what stands before A and a there */
	{ "000101-\xEF\xBD\x80" "220", IDENTITY_NONE },
	{ "000101T221", IDENTITY_REFUSE },                       /* a letter outweighs the check digit */
	{ "000101-T221", IDENTITY_REFUSE },
	{ "2000-01-01-T221", IDENTITY_REFUSE },
	{ "2000-01-01 T220", IDENTITY_REFUSE },
	{ "2000-01-01 T221", IDENTITY_NOTE },                    /* but where a date and a word may stand */
	{ "1 96408233234", IDENTITY_REFUSE },
	{ "3 1 96408233234", IDENTITY_NOTE },                    /* a row of figures */
	{ "T 1 96408233234", IDENTITY_REFUSE },                  /* a letter is no figure */
	{ "1 96408233234 3", IDENTITY_NOTE },
	{ "1 96408233234\n3", IDENTITY_REFUSE },                 /* the next line is another row */
	{ "1 96408233234, 3", IDENTITY_REFUSE },
	{ "1 96408233234; 3", IDENTITY_REFUSE },
	{ "1964-08-23 32.34", IDENTITY_REFUSE },                 /* no hour has that number */
	{ "1909-05-27 14.74", IDENTITY_REFUSE },                 /* nor a minute */
	{ "1912-12-12 12.12", IDENTITY_NOTE },
	{ "1912-12-12 12/12", IDENTITY_REFUSE },                 /* nobody writes the time so */
	{ "2010-11-12 34", IDENTITY_NONE },                      /* a date, though its first ten digits look like more */
	{ "2026-01-12 25.00", IDENTITY_NONE },
	{ "2026-01-12 14.60", IDENTITY_NONE },
	{ "2026-01-12-14.00", IDENTITY_NONE },
	{ "2010.11-12 34", IDENTITY_NOTE },
	{ "2026-01-12 14 00", IDENTITY_NONE },
	{ "2026-01-12 14. 00", IDENTITY_NONE },
	{ "2026-01-12 1400", IDENTITY_NOTE },
	{ "2026-01-12 1 4.00", IDENTITY_NONE },
	{ "1900-02-29-1234", IDENTITY_NONE },                    /* no leap year */
	{ "19000228-1234", IDENTITY_NOTE },
	{ "20000229-1234", IDENTITY_NOTE },
	{ "17640823-1234", IDENTITY_NONE },                      /* nobody lives who was born then */
	{ "T40823-3234", IDENTITY_NONE },                        /* a letter stands in the birth number alone */
	{ "64\n0823-3234", IDENTITY_NONE },
	{ "640823 3234 5", IDENTITY_REFUSE },                    /* what stands behind parts nothing within */
	{ "640823323 4 5", IDENTITY_REFUSE },
	{ "6-40823-3234 5", IDENTITY_NOTE },
	{ "640 8233234  5", IDENTITY_NOTE },
	{ "640 8233234/5", IDENTITY_NOTE },
	{ "640 8233234 T", IDENTITY_REFUSE },
	{ "2021 0 791 9967 - 5", IDENTITY_NOTE },
	{ "2021-0 791 9967", IDENTITY_REFUSE },
	{ "2 021 0 791 9967", IDENTITY_REFUSE },                 /* no whole year stands first */
	{ "20 21 0 791 9967", IDENTITY_REFUSE },
	{ "202 1 0 791 9967", IDENTITY_REFUSE },
	{ "18640823-3235", IDENTITY_NOTE },
	{ "21640823-1234", IDENTITY_NONE },
	{ "540823-3237", IDENTITY_NOTE },                        /* twice five is counted as one */
	{ "6408233235", IDENTITY_NONE },
	{ "16408233234", IDENTITY_NONE },
	{ "64082332341", IDENTITY_NONE },
	{ "64.08.23\n3234", IDENTITY_NONE },
	{ "640823\n\n3234", IDENTITY_NONE },
	{ "640823, 3234", IDENTITY_NONE },
	{ "20150916-0006", IDENTITY_NONE }, /* birth number 000 */
	{ "857209-0606", IDENTITY_NONE },   /* an organisation */
	{ "20000101-A220", IDENTITY_NONE }
};

static void test_finding(struct tap *t)
{
	for (size_t i = 0; i < COUNT(findings); i++)
		OK(t, identity_find(findings[i].text, NULL) == findings[i].finding, findings[i].text);
}

static void test_ordinary(struct tap *t)
{
	static const char *const texts[] = { "", "Inget nummer alls.", "2026-09-30", "2026-09-30 kl 14.00",
		"2026-09-30 14.00", "2026-09-30 14:00", "2026-09-30 14.00-16.00", "2026-09-30 13-15", "20260930", "260930",
		"2026-01-12–2026-02-13", "2026-01-12 - 2026-02-13", "2025-06-10 2025-06-17 2025-06-24 2025-07-01",
		"2026-11-23T15:04:05Z", "20261123T150405", "070-123 45 67", "08-123 456 78", "0980-31 92 00",
			"031-390 06 00", "040-628 04 00", "070-174 06 05",
		"+46 70 174 06 05", "0046 70 174 06 05", "KS-2026/00123", "KS 2026/00123-1", "Dnr 2026-00123-4",
		"1 204 000 kr", "12 500 000 kr", "2,5 mnkr av 1 204 000 000 kr", "7310865004703", "5050-1055",
			"1234 5678 9012 3456",
		"2024 2025 2026", "2019 2020 2021 2022 2023 2024", "2024\t112\t98\t131", "2024; 1 204; 1 310; 998",
		"år 2023 2024 2025\nantal 112 98 131\nrån 3 1 0", "1 2 3 4 5 6 7 8 9 10 11 12", "SFS 2023:196, 2024:307",
		"OSL 21:7 och 35:1", "12/10 2025", "Q3 2026: 45 åtgärder, 12 gula, 3 röda", "ISBN 978-91-0-012345-6",
		"https://exempel.example/20260930/123456", "version 1.2.3.4.5.6.7.8.9.10", "56:1204.3 N 13:1204.5 E",
		"mål T 2203-24", "2026-01-12 M 12 dag", "Möte 3 2026-01-12\n1400 Mötet öppnas", "857209-0606",
		"165560360793", "90 101 2 333 4" };

	for (size_t i = 0; i < COUNT(texts); i++)
		OK(t, identity_find(texts[i], NULL) == IDENTITY_NONE, texts[i]);
}

/* All days of five years as ranges, with hours and after each other: none may be refused. */
static void test_dates(struct tap *t, struct arena *a)
{
	unsigned refused = 0;

	for (int day = 19724; day < 19724 + 5 * 365; day++) {
		size_t mark = arena_mark(a);
		const char *d = arena_print(a, "%04d-%02d-%02d", 2024 + (day - 19724) / 365, 1 + day % 12, 1 + day % 28);
		int hour = day % 24, minute = day % 60;

		refused += identity_find(arena_print(a, "%s - %s", d, d), NULL) != IDENTITY_NONE;
		refused += identity_find(arena_print(a, "%s %s %s", d, d, d), NULL) != IDENTITY_NONE;
		refused += identity_find(arena_print(a, "%s %02d.%02d", d, hour, minute), NULL) == IDENTITY_REFUSE;
		refused += identity_find(arena_print(a, "%s %02d.%02d-16.00", d, hour, minute), NULL) == IDENTITY_REFUSE;
		refused += identity_find(arena_print(a, "%s\n%d", d, 1000 + day % 9000), NULL) != IDENTITY_NONE;
		arena_rewind(a, mark);
	}
	OK(t, refused == 0, "dates, ranges of dates and dates with hours pass");
}

/* Of wrong check digits all of them, so nobody's: a date of birth is noted, and what is no date passes. */
static void test_births(struct tap *t, struct arena *a)
{
	static const int last[12] = { 31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
	static const char *const dates[] = { "640861-3230", "640891-3230", "040229-3230", "19040229-3230" };
	static const char *const others[] = { "640860-3230", "640892-3231", "640832-3230", "641323-3230", "060229-3230",
		"19000229-3230" };
	unsigned wrong_ones = 0;

	for (size_t i = 0; i < COUNT(dates); i++)
		OK(t, identity_find(dates[i], NULL) == IDENTITY_NOTE, dates[i]);
	for (size_t i = 0; i < COUNT(others); i++)
		OK(t, identity_find(others[i], NULL) == IDENTITY_NONE, others[i]);
	for (int month = 1; month <= 12; month++) {
		wrong_ones += identity_find(arena_print(a, "64%02d%02d-3232", month, last[month - 1]), NULL) != IDENTITY_NOTE;
		wrong_ones += identity_find(arena_print(a, "64%02d%02d-3232", month, last[month - 1] + 1), NULL) != IDENTITY_NONE;
	}
	OK(t, wrong_ones == 0, "every month of a leap year has its days, and no more");
}

/* The number, with `c` wherever it has `digit`. */
static bool is_refused_with(struct out *o, const char *number, char digit, uint32_t c)
{
	o->length = 0;
	for (size_t i = 0; number[i]; i++) {
		char bytes[4];

		out_bytes(o, bytes, text_put(number[i] == digit ? c : (unsigned char)number[i], bytes));
	}
	return identity_find(out_cstr(o), NULL) == IDENTITY_REFUSE;
}

/* Digits that Unicode does not call so: each stands for its own value, and the character on either side for none. */
static void test_odd_digits(struct tap *t, struct out *o)
{
	static const struct {
		uint32_t first;
		char digit;
		unsigned count;
	} runs[] = { { 0x1369, '1', 9 }, { 0x24F5, '1', 9 }, { 0x24FF, '0', 1 }, { 0x2776, '1', 9 }, { 0x2780, '1', 9 },
		{ 0x278A, '1', 9 }, { 0x3007, '0', 1 }, { 0x96F6, '0', 1 }, { 0x4E00, '1', 1 }, { 0x4E8C, '2', 1 },
		{ 0x4E09, '3', 1 }, { 0x56DB, '4', 1 }, { 0x4E94, '5', 1 }, { 0x516D, '6', 1 }, { 0x4E03, '7', 1 },
		{ 0x516B, '8', 1 }, { 0x4E5D, '9', 1 } };
	static const char *const numbers[] = { "640823-3234", "090527-1474" }; /* no digit is in neither */
	unsigned wrong_ones = 0;

	for (size_t i = 0; i < COUNT(runs); i++)
		for (size_t n = 0; n < COUNT(numbers); n++) {
			char last = (char)(runs[i].digit + (char)runs[i].count - 1);

			for (char d = runs[i].digit; d <= last; d++)
				wrong_ones += !is_refused_with(o, numbers[n], d, runs[i].first + (uint32_t)(d - runs[i].digit));
			for (char d = '0'; d <= '9'; d++) {
				if (!strchr(numbers[n], d))
					continue;
				wrong_ones += is_refused_with(o, numbers[n], d, runs[i].first - 1);
				wrong_ones += is_refused_with(o, numbers[n], d, runs[i].first + runs[i].count);
			}
		}
	OK(t, wrong_ones == 0, "digits in circles, Ethiopic and Chinese ones are digits, and their neighbours none");
	OK(t, !is_refused_with(o, numbers[0], '3', 0x2189), "nought thirds are no three");
	OK(t, identity_find("2026.09.05 27-1474", NULL) == IDENTITY_NONE, "a whole date lies across it");
	OK(t, identity_find("2026.09/05 27-1474", NULL) != IDENTITY_NONE, "but none with a dot and a stroke");
	OK(t, identity_find("2026 09 05 27-1474", NULL) != IDENTITY_NONE, "nor with nothing but spaces");
	OK(t, identity_find("20 26.09.05 27-1474", NULL) != IDENTITY_NONE, "nor with a year in two");
	OK(t, identity_find("20,26.09.05 27-1474", NULL) != IDENTITY_NONE, "nor with a comma in it");
	OK(t, identity_find("2026.09.0527-1474", NULL) != IDENTITY_NONE, "nor one that goes on");
	OK(t, identity_find("1800.09.05 27-1474", NULL) == IDENTITY_NONE, "dates begin with 1800");
	OK(t, identity_find("2199.09.05 27-1474", NULL) == IDENTITY_NONE, "and end with 2199");
	OK(t, identity_find("2200.09.05 27-1474", NULL) != IDENTITY_NONE, "and not later");
	OK(t, identity_find("2026.14.05 27-1474", NULL) != IDENTITY_NONE, "of a thirteenth month there is none");
	OK(t, identity_find("2026-09-05 640823-3234", NULL) == IDENTITY_REFUSE, "and one that ends before it hides nothing");
	OK(t, identity_find("640823-3234 2026-09-05", NULL) == IDENTITY_REFUSE, "nor does one that begins behind it");
	OK(t, identity_find("2024 1125 1204", NULL) == IDENTITY_NONE, "a year and two counts");
	OK(t, identity_find("19 640823 3235", NULL) == IDENTITY_NOTE, "a century by itself");
	OK(t, identity_find("000-2292399 5", NULL) == IDENTITY_NOTE, "a telephone number with a figure behind it");
	OK(t, identity_find("640 823-3235-5", NULL) == IDENTITY_NOTE, "a dash behind it is none within");
}

/* A number that begins with 0, parted in every way there is: only as telephone numbers are is it let through. */
static void test_telephones(struct tap *t, struct out *o)
{
	static const unsigned spellings[] = { 1 << 3, 1 << 3 | 1 << 6, 1 << 3 | 1 << 6 | 1 << 8, 1 << 3 | 1 << 5 | 1 << 7,
		1 << 2 | 1 << 5 | 1 << 8, 1 << 4 | 1 << 6 | 1 << 8, 1 << 4 | 1 << 7 };
	unsigned unlike = 0;

	for (unsigned cuts = 0; cuts < 1024; cuts += 2) {
		enum identity_finding expected = IDENTITY_REFUSE;

		for (size_t i = 0; i < COUNT(spellings); i++)
			if (cuts == spellings[i])
				expected = IDENTITY_NOTE;
		unlike += identity_find(spelled(o, right[2] + 2, cuts, " ", '0'), NULL) != expected;
		unlike += identity_find(spelled(o, right[0] + 2, cuts, " ", '0'), NULL) != IDENTITY_REFUSE;
	}
	OK(t, unlike == 0, "nothing but the spellings of telephone numbers is taken for one");
}

static void test_told(struct tap *t)
{
	SAME(t, identity_told("organisation"), "organisation", "a word is told again");
	SAME(t, identity_told("640823-3234"), "...", "an identity number is not");
	SAME(t, identity_told("\xFF"), "...", "nor what is no text");
}

static void test_place(struct tap *t, struct arena *a)
{
	struct identity_hit hit = { IDENTITY_NONE, 7, 7, 7 };
	struct out o;
	size_t pad, before;

	OK(t, identity_find("Inget", &hit) == IDENTITY_NONE && hit.first_char == 7,
		"no finding leaves the place alone");
	(void)identity_find("Rad ett\nÅÄÖ 640823-3234.", &hit);
	OK(t, hit.finding == IDENTITY_REFUSE && hit.line == 2 && hit.first_char == 13 && hit.last_char == 23,
		"line and code points are counted from 1");
	(void)identity_find("640823-3235 640823-3234", &hit);
	OK(t, hit.first_char == 13, "the worst goes before the first");
	(void)identity_find("640823-3235 196408233235", &hit);
	OK(t, hit.finding == IDENTITY_NOTE && hit.first_char == 1, "among equals the first is told");
	out_init(&o, a, 1 << 20);
	for (int i = 0; i < 20000; i++)
		out_print(&o, "%d ", i % 10);
	out_text(&o, "slut: 640823-3234");
	OK(t, identity_find(out_cstr(&o), &hit) == IDENTITY_REFUSE && hit.last_char == o.length,
		"a number after twenty thousand figures is found");
	o.length = 0;
	out_text(&o, "640823-3234");
	for (int i = 0; i < 20000; i++)
		out_print(&o, " %d", i % 10);
	OK(t, identity_find(out_cstr(&o), &hit) == IDENTITY_REFUSE && hit.last_char == 11, "and one before them");
	for (pad = 0; pad < 300; pad++) {
		o.length = 0;
		for (size_t i = 0; i < pad; i++)
			out_text(&o, i % 2 ? "77," : "7,");
		before = o.length;
		out_text(&o, "640823-3234");
		if (identity_find(out_cstr(&o), &hit) != IDENTITY_REFUSE || hit.first_char != before + 1)
			break;
	}
	OK(t, pad == 300, "found at every place of the scanned stretch");
	for (pad = 0; pad < 8; pad++) {
		o.length = 0;
		for (size_t i = 0; i < 40; i++)
			out_text(&o, "2026-09-05, ");
		for (size_t i = 0; i < pad; i++)
			out_text(&o, "7,");
		out_text(&o, "640823-2026"); /* the year of no date */
		if (identity_find(out_cstr(&o), NULL) != IDENTITY_NOTE)
			break;
	}
	OK(t, pad == 8, "and what was scanned before is not read on behind the end");
	o.length = 0;
	for (int i = 0; i < 300; i++)
		out_text(&o, "7 ");
	out_text(&o, ", 640 8233234");
	OK(t, identity_find(out_cstr(&o), NULL) == IDENTITY_REFUSE, "nor does it stand beside");
}

static const char *readers_of(struct arena *a, enum label label, bool is_part)
{
	struct out o;

	out_init(&o, a, 256);
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (label_may_read(label, &(struct actor){ NULL, NULL, 1u << i }, is_part))
			out_print(&o, " %s", role_names[i]);
	return out_cstr(&o);
}

static void test_labels(struct tap *t, struct arena *a)
{
	static const char *const readers[][2] = {
		{ "secret", "" },
		{ "open", " public coordinator contact member police security registrar auditor administrator system" },
		{ "work", " coordinator contact member police security registrar auditor" },
		{ "decision", " coordinator security registrar auditor" },
		{ "person", " coordinator registrar auditor administrator" },
		{ "login", " administrator" },
		{ "passage", "" },
	};

	OK(t, COUNT(readers) == LABEL_COUNT, "every label is asked about");
	for (size_t i = 0; i < COUNT(readers); i++) {
		const char *all = i == LABEL_DECISION ? readers[LABEL_OPEN][1] : readers[i][1];

		SAME(t, label_names[i], readers[i][0], "the label");
		SAME(t, readers_of(a, (enum label)i, false), readers[i][1], "  is read by these roles");
		SAME(t, readers_of(a, (enum label)i, true), all, "  and by whoever takes part only if it is a decision");
	}
	OK(t, label_may_read(LABEL_LOGIN, &(struct actor){ NULL, NULL, ROLE_CONTACT | ROLE_ADMINISTRATOR }, false),
		"one of several roles is enough");
}

/* In a copy distribution keeps nothing back, and a provision does. */
static void test_copies(struct tap *t)
{
	for (int i = 0; i < LABEL_COUNT; i++) {
		enum label own = (enum label)i;
		bool is_given = own == LABEL_OPEN || own == LABEL_WORK || own == LABEL_DECISION || own == LABEL_PERSON;

		OK(t, label_in_copy(own, false) == (is_given ? own : LABEL_PASSAGE), label_names[i]);
		OK(t, label_in_copy(own, true) == LABEL_PASSAGE, "  is nobody's when it is withheld");
	}
	OK(t, !label_readers(LABEL_PASSAGE), "what is withheld no role opens");
}

static const char *passage_readers(struct arena *a, const char *audience, bool is_published, const char *organisation)
{
	const struct passage_spread spread = { .audience = audience, .organisations = " o-ab o-b ", .is_published = is_published };
	struct out o;

	out_init(&o, a, 256);
	for (unsigned i = 0; i < ROLE_COUNT; i++)
		if (passage_may_read(&spread, &(struct actor){ NULL, organisation, 1u << i }))
			out_print(&o, " %s", role_names[i]);
	return out_cstr(&o);
}

static void test_passages(struct tap *t, struct arena *a)
{
	static const char everybody[] = " public coordinator contact member police security registrar auditor administrator system";
	static const char workers[] = " coordinator contact member police security registrar auditor";
	const struct passage_spread nobody = { .audience = "secret", .is_published = true };

	SAME(t, passage_readers(a, "public", true, NULL), everybody, "what is public is everybody's once it is published");
	SAME(t, passage_readers(a, "public", false, NULL), workers, "  and before that of those who read the work");
	SAME(t, passage_readers(a, "council", true, NULL), workers, "the council's is theirs, published or not");
	SAME(t, passage_readers(a, "secret", true, NULL), "", "no role opens what is secret");
	SAME(t, passage_readers(a, "secret", true, "o-b"), workers, "  an organisation that is named does, not its administrators");
	SAME(t, passage_readers(a, "secret", true, "o-ab"), workers, "  each of them");
	SAME(t, passage_readers(a, "secret", true, "o-a"), "", "  the beginning of a name is no name");
	SAME(t, passage_readers(a, "secret", true, "b"), "", "  nor is its end");
	SAME(t, passage_readers(a, "secret", true, "o-c"), "", "  nor another");
	SAME(t, passage_readers(a, "elsewhere", true, "o-b"), "", "a word nobody knows opens nothing");
	SAME(t, passage_readers(a, NULL, true, "o-b"), "", "nor does none");
	OK(t, !passage_may_read(&(struct passage_spread){ .audience = "secret", .organisations = "o-b o-bo-b " },
		&(struct actor){ NULL, "o-b", ROLE_CONTACT }), "an id that does not stand between spaces is another's");
	OK(t, !passage_may_read(&(struct passage_spread){ .audience = "secret", .organisations = " o-b " },
		&(struct actor){ NULL, "o-b", ROLE_POLICE | ROLE_BY_LETTER }), "who came by a letter reads no secret");
	OK(t, !passage_may_read(&(struct passage_spread){ .audience = "secret", .organisations = " o-b " },
		&(struct actor){ NULL, "", ROLE_CONTACT }), "secret is nobody's who answers for none");
	OK(t, !passage_may_read(&nobody, &(struct actor){ NULL, "o-b", ROLE_CONTACT }), "secret of nobody is nobody's");
}

/* What somebody reads who has asked for a copy, and the public besides. */
static bool asker_reads(const char *audience, bool is_released, bool is_withheld)
{
	const struct passage_spread spread = { .audience = audience, .organisations = " o-b ", .is_released = is_released,
		.is_withheld = is_withheld };

	return passage_may_read(&spread, &(struct actor){ NULL, NULL, ROLE_PUBLIC });
}

static void test_released(struct tap *t)
{
	const struct passage_spread withheld = { .audience = "public", .is_published = true, .is_withheld = true };

	OK(t, asker_reads("public", true, false), "whoever asks for notes reads what is public, published or not");
	OK(t, asker_reads("council", true, false), "  and the council's, which is distribution and no secrecy");
	OK(t, !asker_reads("secret", true, false), "  but not what is secret");
	OK(t, !asker_reads("public", false, false) && !asker_reads("council", false, false), "  nor any of it unasked");
	OK(t, !asker_reads("public", true, true) && !asker_reads("council", true, true), "what is masked in a copy is not in it");
	OK(t, !passage_may_read(&withheld, &(struct actor){ NULL, NULL, ROLE_COORDINATOR }), "  whoever looks at it");
}

int main(void)
{
	struct arena *a = arena_new(64 << 20);
	struct tap t = { 0, 0 };
	struct out o;

	out_init(&o, a, 1 << 16);
	test_every_spelling(&t, &o);
	test_mixed_spelling(&t, &o);
	test_finding(&t);
	test_ordinary(&t);
	test_dates(&t, a);
	test_births(&t, a);
	test_odd_digits(&t, &o);
	test_telephones(&t, &o);
	test_told(&t);
	test_place(&t, a);
	test_labels(&t, a);
	test_copies(&t);
	test_passages(&t, a);
	test_released(&t);
	arena_free(a);
	return tap_done(&t);
}
