/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/site.h"

#include "base/embed.h"
#include "base/hash.h"

#define INNER(column_name, column_type) \
	{ .name = (column_name), .type = (column_type), .label = LABEL_OPEN, .is_inner = true }

const struct column site_columns[SITE_COLUMN_COUNT] = {
	[SITE_LANG] = INNER("lang", COLUMN_CODE),
	[SITE_OTHER_LANG] = INNER("other_lang", COLUMN_CODE),
	[SITE_TITLE] = INNER("title", COLUMN_TEXT),
	[SITE_COUNCIL] = INNER("council", COLUMN_TEXT),
	[SITE_CSS_PATH] = INNER("css_path", COLUMN_TEXT),
	[SITE_PAGE] = INNER("page", COLUMN_CODE),
	[SITE_PATH] = INNER("path", COLUMN_TEXT),
	[SITE_JSON_PATH] = INNER("json_path", COLUMN_TEXT),
	[SITE_CSV_PATH] = INNER("csv_path", COLUMN_TEXT),
	[SITE_PDF_PATH] = INNER("pdf_path", COLUMN_TEXT),
	[SITE_TXT_PATH] = INNER("txt_path", COLUMN_TEXT),
	[SITE_HAS_ERROR] = INNER("has_error", COLUMN_BOOL),
	[SITE_IS_EXAMPLE] = INNER("is_example", COLUMN_BOOL),
	[SITE_IS_SIGNED_IN] = INNER("is_signed_in", COLUMN_BOOL),
	[SITE_PERSON_NAME] = INNER("person_name", COLUMN_TEXT),
	[SITE_PERSON_FUNCTION] = INNER("person_function", COLUMN_TEXT),
	[SITE_CSRF] = INNER("csrf", COLUMN_TEXT),
	[SITE_LOG_SIZE] = INNER("log_size", COLUMN_INT),
	[SITE_ENTRY_CHECKED] = INNER("entry_checked", COLUMN_TIME),
	[SITE_STAMPED_BY] = INNER("stamped_by", COLUMN_TEXT),
	[SITE_STAMPED] = INNER("stamped", COLUMN_TIME),
	[SITE_IS_HALTED] = INNER("is_halted", COLUMN_BOOL),
	[SITE_IS_WEB] = INNER("is_web", COLUMN_BOOL),
	[SITE_SAVED] = INNER("saved", COLUMN_TEXT),
	[SITE_SAVED_NOTE] = INNER("saved_note", COLUMN_TEXT),
	[SITE_SAVED_COUNT] = INNER("saved_count", COLUMN_INT),
};

const struct column nav_columns[NAV_COLUMN_COUNT] = {
	[NAV_PATH] = INNER("path", COLUMN_TEXT),
	[NAV_PAGE] = INNER("page", COLUMN_CODE),
	[NAV_IS_CURRENT] = INNER("is_current", COLUMN_BOOL),
	[NAV_COUNT] = INNER("count", COLUMN_INT),
};

const struct column bar_columns[BAR_COLUMN_COUNT] = {
	[BAR_PERSON] = INNER("person", COLUMN_CODE),
	[BAR_IS_CURRENT] = INNER("is_current", COLUMN_BOOL),
};

const struct table site_tables[SITE_TABLE_COUNT] = {
	{ .name = "site", .columns = site_columns, .column_count = SITE_COLUMN_COUNT, .is_one = true },
	{ .name = "nav", .columns = nav_columns, .column_count = NAV_COLUMN_COUNT },
	{ .name = "bar", .columns = bar_columns, .column_count = BAR_COLUMN_COUNT },
};

static const struct {
	const char *source, *name, *ending, *type;
} files[SITE_FILE_COUNT] = {
	[SITE_FILE_STYLE] = { "view/style.css", "style", "css", "text/css; charset=utf-8" },
	[SITE_FILE_KEY] = { "view/key.js", "key", "js", "text/javascript; charset=utf-8" },
	[SITE_FILE_NOTES] = { "view/notes.js", "notes", "js", "text/javascript; charset=utf-8" },
};

const char *site_file(enum site_file file, size_t *out_length)
{
	const struct embedded *known = embed_known(files[file].source);

	*out_length = known->length;
	return known->bytes;
}

const char *site_file_type(enum site_file file)
{
	return files[file].type;
}

const char *site_file_path(struct arena *a, enum site_file file)
{
	size_t n;
	const char *bytes = site_file(file, &n);
	struct hasher *h = hasher_new();
	struct hash hash = hash_of(h, bytes, n, NULL, 0, NULL, 0);

	hasher_free(h);
	return arena_print(a, "/%s-%s.%s", files[file].name, hex_from(a, hash.bytes, 8), files[file].ending);
}

const char *site_part(void *self, const char *path)
{
	const struct embedded *part = embed_find(path);

	(void)self;
	return part ? part->bytes : NULL;
}
