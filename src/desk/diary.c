/* SPDX-License-Identifier: EUPL-1.2 */
#include "desk/diary.h"

#include <string.h>

#include "base/folder.h"
#include "base/json.h"
#include "base/limits.h"
#include "base/text.h"
#include "desk/paper.h"

enum { FORMAT_VERSION = 1 };

/* One export. */
struct work {
	struct desk *desk;
	const struct shelf *shelf;
	struct arena *arena, *scratch; /* scratch: emptied after each package */
	const struct page_ask *ask;
	const char *council;
	struct folder_new folder;
	struct diary made;
};

static const struct fault *not_shown(struct work *w, const char *what, const struct shown *shown)
{
	return fault_new(w->arena, shown->status == SHOW_FORBIDDEN ? FAULT_REFUSED : shown->status == SHOW_BAD_INPUT ? FAULT_USAGE
		: FAULT_NOTHING, "diary_export", "%s: %s", what, catalogue_text(catalogue_get(w->ask->language), shown->why));
}

/* A page on paper or the file that it is about, as a file of the package; a document that its page cannot give stops the export,
 * so that none is missed. */
static const struct fault *add_document(struct work *w, const char *package, const char *name, const char *path,
	enum show_format format, struct json *files)
{
	struct shown shown = { .status = SHOW_NOT_FOUND, .why = "problem.not_found" };
	struct page_ask ask = *w->ask;
	struct json *one = js_object(w->scratch);
	const struct fault *f = NULL;
	const char *sha256;
	struct hash sum;

	if (paper_ask(w->shelf, w->scratch, path, &ask))
		f = fault_kept(w->arena, format == SHOW_PDF ? paper_within(w->desk, w->shelf, w->scratch, &ask, &shown)
			: show_within(w->desk, w->shelf, w->scratch, &ask, format, &shown));
	if (f)
		return f;
	if (shown.status != SHOW_OK)
		return not_shown(w, arena_print(w->scratch, "%s/%s", package, name), &shown);
	sum = hash_of(w->desk->hasher, shown.bytes, shown.length, NULL, 0, NULL, 0);
	sha256 = hex_from(w->scratch, sum.bytes, HASH_BYTES);
	if (shown.sha256 && !text_equal(shown.sha256, sha256))
		return fault_new(w->arena, FAULT_DAMAGED, "diary_export", "%s: the file is not the one that was added; run `fyr verify`",
			package);
	name = arena_print(w->scratch, "%s%s", name, shown.name ? strrchr(shown.name, '.') : ".pdf");
	js_set_int(w->scratch, one, "bytes", (int64_t)shown.length);
	js_set_text(w->scratch, one, "name", name);
	js_set_text(w->scratch, one, "sha256", sha256);
	js_set_text(w->scratch, one, "type", shown.type);
	js_add(w->scratch, files, one);
	return folder_add(&w->folder, arena_print(w->scratch, "%s/%s", package, name), shown.bytes, shown.length);
}

/* All of the document that whoever asks gets. */
static const struct fault *add_documents(struct work *w, const char *package, const struct json *row, struct json *files)
{
	const char *sort = js_get_text(row, "document_sort"), *path = js_get_text(row, "path"), *copy = js_get_text(row, "copy_path");
	const struct json *has_file = js_get(row, "has_file");
	const struct fault *f;

	if (has_file && has_file->type == JS_BOOL)
		return has_file->number ? add_document(w, package, sort, path, SHOW_FILE, files) : NULL;
	f = add_document(w, package, sort, path, SHOW_PDF, files);
	return f || !copy ? f : add_document(w, package, "copy", copy, SHOW_PDF, files);
}

/* What the page says, under the names that docs/diary.md gives; what it does not show to whoever asks is null. */
static struct json *description(struct work *w, const struct json *row, struct json *files)
{
	static const char *const texts[] = { "case_no", "diary_no", "direction", "public_title", "secrecy", "sender", "title" };
	struct json *d = js_object(w->scratch);

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		js_set_text(w->scratch, d, texts[i], js_get_text(row, texts[i]));
	js_set_text(w->scratch, d, "council", w->council);
	js_set_text(w->scratch, d, "date", js_get_text(row, "day"));
	js_set_text(w->scratch, d, "document", js_get_text(row, "document_sort"));
	js_set_int(w->scratch, d, "entry", js_get_int(row, "entry", -1));
	js_set(w->scratch, d, "files", files);
	js_set_text(w->scratch, d, "format", "fyr-diary");
	js_set_text(w->scratch, d, "language", w->ask->language);
	js_set_int(w->scratch, d, "left_out", js_get_int(row, "left_out", 0));
	js_set_text(w->scratch, d, "origin", w->desk->origin);
	js_set_int(w->scratch, d, "version", FORMAT_VERSION);
	return d;
}

static const struct fault *add_package(struct work *w, const struct json *row)
{
	int64_t entry = js_get_int(row, "entry", -1);
	char *name = arena_print(w->arena, "%s-%lld", js_get_text(row, "document_sort"), (long long)entry);
	struct json *files = js_array(w->scratch);
	const struct fault *f = add_documents(w, name, row, files);
	const char *text;

	if (f)
		return f;
	text = arena_print(w->scratch, "%s\n", js_line(w->scratch, description(w, row, files)));
	w->made.all[w->made.count++] = (struct diary_package){ name, entry };
	return folder_add(&w->folder, arena_print(w->scratch, "%s/document.json", name), text, strlen(text));
}

static const struct fault *add_readme(struct work *w)
{
	const char *text = arena_print(w->arena, "%s\n\n%s\n", catalogue_text(catalogue_get("sv"), "diary.readme"),
		catalogue_text(catalogue_get("en"), "diary.readme"));

	return folder_add(&w->folder, "README.txt", text, strlen(text));
}

static const struct fault *add_all(struct work *w)
{
	struct shown shown;
	const struct json *data, *rows;
	const struct fault *f = show_within(w->desk, w->shelf, w->arena, w->ask, SHOW_JSON, &shown);

	if (f)
		return f;
	if (shown.status != SHOW_OK)
		return not_shown(w, w->ask->page->name, &shown);
	w->council = store_text(w->desk->store, w->arena, "SELECT text(name_text, 'name') FROM council", "");
	data = js_read(w->arena, shown.bytes, shown.length);
	rows = data ? js_get(data, w->ask->page->main) : NULL;
	if (!rows)
		return fault_new(w->arena, FAULT_SYSTEM, __func__, "there are too many documents for one export; say since=ENTRY");
	w->made.all = ARENA_MANY(w->arena, rows->count, struct diary_package);
	for (size_t i = 0; !f && i < rows->count; i++) {
		if (js_get_text(rows->items[i], "path"))
			f = add_package(w, rows->items[i]);
		arena_reset(w->scratch);
	}
	return f ? f : add_readme(w);
}

const struct fault *diary_export(struct desk *d, const struct shelf *shelf, struct arena *a, const struct page_ask *ask,
	const char *target, struct diary *out)
{
	struct work w = { .desk = d, .shelf = shelf, .arena = a, .ask = ask };
	const struct fault *f = folder_begin(a, d->env, d->hasher, target, &w.folder);

	if (f)
		return f;
	w.scratch = arena_new(ARENA_REQUEST_MAX);
	store_begin(d->store);
	f = add_all(&w);
	store_rollback(d->store);
	arena_free(w.scratch);
	f = folder_end(&w.folder, f);
	if (!f)
		*out = w.made;
	return f;
}
