/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "base/date.h"
#include "base/text.h"
#include "desk/transfer_sheet.h"

enum { PARTS_MAX = 3 };

/* Swedish and English months, as far as they have to be spelled to be told apart. */
static int month_of(const char *word)
{
	static const char *const months[] = { "jan", "feb", "mar", "apr", "ma", "jun", "jul", "aug", "sep", "o", "nov", "dec" };

	for (size_t i = 0; i < sizeof(months) / sizeof(months[0]); i++)
		if (!strncmp(word, months[i], strlen(months[i])) && strlen(word) >= 3)
			return (int)i + 1;
	return 0;
}

/* "17", "maj", "2026": parted by space, full stop, slash or hyphen. */
static size_t part(struct arena *a, const char *text, const char *parts[PARTS_MAX + 1])
{
	size_t count = 0;

	while (*text && count <= PARTS_MAX) {
		size_t n = strcspn(text, " ./-,");

		if (n)
			parts[count++] = arena_copy(a, text, n);
		text += n + (text[n] != '\0');
	}
	return count;
}

static bool number(const char *text, int64_t min, int64_t max, int64_t *out)
{
	return text_to_int(text, min, max, out);
}

static const char *quarter_of(struct arena *a, const char *parts[], size_t count)
{
	int64_t quarter, year;
	const char *first = parts[0], *last = parts[count - 1];

	if (count == 2 && number(first, 1900, 2199, &year)) { /* "2026 Q3" */
		const char *swapped = first;

		first = last;
		last = swapped;
	}
	if (!number(last, 1900, 2199, &year))
		return NULL;
	if (count == 3 && (!strncmp(first, "kv", 2) || !strncmp(first, "quarter", 7)) && number(parts[1], 1, 4, &quarter))
		return arena_print(a, "%lld-Q%lld", (long long)year, (long long)quarter);
	if (count == 2 && (*first == 'q' || *first == 'k') && number(first + strcspn(first, "1234"), 1, 4, &quarter))
		return arena_print(a, "%lld-Q%lld", (long long)year, (long long)quarter);
	return NULL;
}

static const char *month_and_year(struct arena *a, const char *parts[], size_t count)
{
	int64_t day, month, year;

	if (count == 2 && number(parts[1], 1900, 2199, &year) && month_of(parts[0]))
		return arena_print(a, "%lld-%02d", (long long)year, month_of(parts[0]));
	if (count != PARTS_MAX)
		return NULL;
	if (number(parts[2], 1900, 2199, &year) && number(parts[0], 1, 31, &day)) {
		month = month_of(parts[1]);
		if (month || number(parts[1], 1, 12, &month))
			return arena_print(a, "%lld-%02lld-%02lld", (long long)year, (long long)month, (long long)day);
	}
	if (number(parts[0], 1900, 2199, &year) && number(parts[1], 1, 12, &month) && number(parts[2], 1, 31, &day))
		return arena_print(a, "%lld-%02lld-%02lld", (long long)year, (long long)month, (long long)day);
	return NULL;
}

const char *transfer_date(struct arena *a, const char *text)
{
	const char *parts[PARTS_MAX + 1] = { NULL }, *date = date_from_typed(a, text);
	size_t count;

	if (date)
		return date;
	count = part(a, transfer_folded(a, text), parts);
	if (count < 2 || count > PARTS_MAX)
		return NULL;
	date = quarter_of(a, parts, count);
	date = date ? date : month_and_year(a, parts, count);
	return date && date_is_valid(date) ? date : NULL;
}
