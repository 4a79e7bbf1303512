/* SPDX-License-Identifier: EUPL-1.2 */
#include <string.h>

#include "auth/office.h"

struct mark {
	const char *mark, *word;
};

/* In this order: nearly every browser also claims to be those further down. */
static const struct mark browsers[] = { { "Edg", "Edge" }, { "OPR/", "Opera" }, { "SamsungBrowser/", "Samsung Internet" },
	{ "Vivaldi/", "Vivaldi" }, { "Firefox/", "Firefox" }, { "FxiOS/", "Firefox" }, { "Chromium/", "Chromium" },
	{ "Chrome/", "Chrome" }, { "CriOS/", "Chrome" }, { "Safari/", "Safari" } };
static const struct mark systems[] = { { "Android", "Android" }, { "iPhone", "iPhone" }, { "iPad", "iPad" },
	{ "Windows", "Windows" }, { "Macintosh", "macOS" }, { "CrOS", "ChromeOS" }, { "Linux", "Linux" } };

static const char *word_of(const struct mark *marks, size_t count, const char *text)
{
	for (size_t i = 0; text && i < count; i++)
		if (strstr(text, marks[i].mark))
			return marks[i].word;
	return NULL;
}

const char *office_agent(struct arena *a, const char *user_agent)
{
	const char *browser = word_of(browsers, sizeof(browsers) / sizeof(browsers[0]), user_agent);
	const char *system = word_of(systems, sizeof(systems) / sizeof(systems[0]), user_agent);

	if (browser && system)
		return arena_print(a, "%s, %s", browser, system);
	return browser ? browser : system ? system : "";
}
