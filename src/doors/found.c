/* SPDX-License-Identifier: EUPL-1.2 */
#include "doors/found.h"

#include <string.h>
#include <unistd.h>

#include "auth/office.h"
#include "base/date.h"
#include "base/embed.h"
#include "base/limits.h"
#include "base/out.h"
#include "base/text.h"
#include "desk/script.h"
#include "desk/writer.h"
#include "doors/client.h"
#include "doors/lock.h"
#include "ledger/signer.h"
#include "view/catalogue.h"
#include "view/site.h"

enum { SLUG_MAX = 40 };

/* ASCII letters and digits of a name, å and ä as a, ö as o, the rest as single hyphens. */
static char *slug_of(struct arena *a, const char *name)
{
	char slug[SLUG_MAX + 1];
	size_t n = 0;
	uint32_t c;

	while ((c = text_next(&name)) && n < SLUG_MAX) {
		if (c >= 'A' && c <= 'Z')
			c += 'a' - 'A';
		if (c == 0xE5 || c == 0xE4 || c == 0xC5 || c == 0xC4)
			c = 'a';
		else if (c == 0xF6 || c == 0xD6)
			c = 'o';
		if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
			slug[n++] = (char)c;
		else if (n && slug[n - 1] != '-')
			slug[n++] = '-';
	}
	while (n && slug[n - 1] == '-')
		n--;
	return n ? arena_copy(a, slug, n) : arena_text(a, "council");
}

/* The first checkpoint, so that the file is whole from the start. */
static const struct fault *sign_first(struct arena *a, const struct env *env, const char *file, int signer)
{
	struct writer *w = NULL;
	const struct fault *f = writer_open(a, env, file, &w);

	if (!f)
		f = writer_sign(w, signer);
	f = fault_kept(a, f);
	writer_close(w);
	return f;
}

static void make_links(struct arena *a, const struct env *env, struct desk *d, struct founding *founding)
{
	static const char *const logins[] = { "administrator", "coordinator" };

	store_begin(d->office);
	for (size_t i = 0; i < 2; i++) {
		struct actor actor;

		if (desk_actor_named(d->store, a, "login", logins[i], &actor))
			founding->links[i] = office_link_new(d->office, a, env, actor.person, "invite", NULL,
				env_now(&env_system));
	}
}

/* Whatever fills the new council beyond its first entries. */
typedef const struct fault *fill_council(struct arena *a, struct desk *d, void *self);

static const struct fault *make(struct arena *a, const struct env *env, const char *file, struct founding *founding,
	fill_council *fill, void *self)
{
	const char *key = arena_print(a, "%s-key", file);
	struct desk_start start = { .name = founding->name, .user = founding->user, .is_example = founding->is_example,
		.predecessor = founding->predecessor, .predecessor_head = founding->predecessor_head };
	struct desk *d = NULL;
	struct vkey vkey;
	const struct fault *f = signer_make_key(a, &env_system, key, slug_of(a, founding->name), founding->origin, &vkey);

	if (f)
		return f;
	start.origin = vkey.name;
	start.vkey = vkey_text(a, &vkey);
	f = desk_create(a, env, file, &start, &d);
	if (!f && fill)
		f = fill(a, d, self);
	if (!f) {
		make_links(a, env, d, founding);
		f = store_commit(d->office);
	}
	f = fault_kept(a, f);
	desk_close(d);
	return f;
}

/* A founding that failed leaves nothing behind that another try would stumble over. */
static void remove_half(struct arena *a, const char *file)
{
	static const char *const endings[] = { "", "-wal", "-shm", "-key", "-head", "-office", "-office-wal", "-office-shm" };

	for (size_t i = 0; i < sizeof(endings) / sizeof(endings[0]); i++)
		(void)unlink(arena_print(a, "%s%s", file, endings[i]));
}

static const struct fault *found(struct arena *a, const struct env *env, const char *file, struct founding *founding,
	fill_council *fill, void *self)
{
	const struct fault *f;
	int lock, signer;

	/* FILE-head too: the memory of a council whose file was lost, which a restore still needs. */
	if (!access(file, F_OK) || !access(arena_print(a, "%s-key", file), F_OK) || !access(arena_print(a, "%s-head", file), F_OK))
		return fault_new(a, FAULT_REFUSED, __func__, "%s exists already; choose another name", file);
	f = lock_take(a, file, 0, &lock);
	if (f)
		return f;
	f = client_signer(a, &env_system, file, &signer);
	if (!f) {
		f = make(a, env, file, founding, fill, self);
		if (!f)
			f = sign_first(a, &env_system, file, signer);
		client_signer_end(signer);
	}
	if (f)
		remove_half(a, file);
	lock_release(lock);
	return f;
}

/* ------------------------------------------------------------------------------------------- example --- */

/* In an example of one's own the first two persons have software keys at once; the played one enrols its own. */
static const struct fault *fill_keys(struct arena *a, struct desk *d, void *self)
{
	static const char text[] = "as administrator\nkey administrator\nas coordinator\nwrite passkey_seconded proposal=$key\n"
		"key coordinator\nas administrator\nwrite passkey_seconded proposal=$key\n";
	struct player *p = ARENA_NEW(a, struct player);
	const struct fault *f;

	(void)self;
	p->desk = d;
	p->is_batch = true;
	store_begin(d->store);
	f = script_play_all(p, a, "the first keys", text);
	if (!f)
		return store_commit(d->store);
	store_rollback(d->store);
	return f;
}

const struct fault *found_council(struct arena *a, const struct env *env, const char *file, struct founding *founding)
{
	return found(a, env, file, founding, founding->is_example ? fill_keys : NULL, NULL);
}

/* The example's clock stands where its script puts it; its keys and ids are as random as any council's. */
static int64_t script_now(void *self)
{
	return ((const struct env_fixed *)self)->now;
}

static void real_chance(void *self, void *bytes, size_t n)
{
	(void)self;
	env_chance(&env_system, bytes, n);
}

static int no_fault(void *self, enum env_call call)
{
	(void)self;
	(void)call;
	return 0;
}

static const struct fault *play_example(struct arena *a, struct desk *d, void *self)
{
	struct player *p = ARENA_NEW(a, struct player);
	const struct fault *f = NULL;

	p->desk = d;
	p->clock = self;
	p->actor = desk_public;
	p->is_batch = true;
	p->real_now = env_now(&env_system);
	store_begin(d->store);
	for (size_t i = 0; !f && i < embedded_count; i++) {
		const char *path = embedded_files[i].path;
		size_t n = strlen(path);

		if (!strncmp(path, "data/example/", 13) && n > 5 && !strcmp(path + n - 5, ".case"))
			f = script_play_all(p, a, path, embedded_files[i].bytes);
	}
	if (f) {
		store_rollback(d->store);
		return f;
	}
	return store_commit(d->store);
}

const struct fault *found_example(struct arena *a, const struct env *env, const char *file)
{
	struct env_fixed clock = { .now = (int64_t)date_first_day("2025-06-01") * 86400 + 7 * 3600 };
	const struct env scripted = { &clock, script_now, real_chance, no_fault };
	struct founding founding = { .name = catalogue_text(catalogue_get("sv"), "example.council"), .is_example = true };

	(void)env;
	return found(a, &scripted, file, &founding, play_example, &clock);
}

/* Behind the tag or the whole element that starts at `html`, when it has no place in a file that stands alone: links lead
 * nowhere there, so their words alone stay; the jump over the menu and what is done by button go whole.  NULL: it stays. */
static const char *over_link(const char *html)
{
	static const struct {
		const char *start, *end;
	} gone[] = { { "<a class=\"skip\"", "</a>" }, { "<p class=\"actions\"", "</p>" }, { "<a ", ">" }, { "</a>", ">" } };

	for (size_t i = 0; i < sizeof(gone) / sizeof(gone[0]); i++) {
		const char *end = strncmp(html, gone[i].start, strlen(gone[i].start)) ? NULL : strstr(html, gone[i].end);

		if (end)
			return end + strlen(gone[i].end);
	}
	return NULL;
}

const char *found_alone(struct arena *a, const char *html, size_t *io_length)
{
	const char *link = strstr(html, "<link rel=\"stylesheet\""), *end = link ? strchr(link, '>') : NULL, *css;
	struct out o;
	size_t n;

	if (!end)
		return html;
	css = site_file(SITE_FILE_STYLE, &n);
	out_init(&o, a, PAGE_MAX);
	out_bytes(&o, html, (size_t)(link - html));
	out_text(&o, "<style>");
	out_bytes(&o, css, n);
	out_text(&o, "</style>");
	for (const char *at = end + 1; *at;) {
		const char *behind = *at == '<' ? over_link(at) : NULL;
		size_t run = strcspn(at + 1, "<") + 1;

		if (!behind)
			out_bytes(&o, at, run);
		at = behind ? behind : at + run;
	}
	*io_length = o.length;
	return out_cstr(&o);
}
