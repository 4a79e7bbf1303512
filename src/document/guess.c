/* SPDX-License-Identifier: EUPL-1.2
 *
 * What the pieces of a text file are: plain rules, told in document.h, whose guesses a person looks at.
 */
#include <string.h>

#include "base/text.h"
#include "document/plain.h"

enum { NARROW = 24, SHORT = 80, COLON_SHORT = 100, LABEL = 60, TOKEN_MIN = 2 };

/* What a piece is taken for. */
struct guess {
	enum document_form form;
	const char *text; /* NULL: nothing */
	enum level level; /* of a heading */
};
struct guesses {
	struct blocks *blocks;
	struct guess *all;
	size_t count;
	bool has_narrow; /* headings stand in a narrow column */
};

/* Headings that a reader of PDF files leaves on one line with the text beside them. */
static const char *const known[] = { "Inledning", "Diskussion", "Avslutning", "Sammanfattning", "Bakgrund", "Information", "Beslut",
	"Deltagare", "Kallat av" };

static bool ends_sentence(const char *text)
{
	return plain_last(text) && strchr(".?!:;,", plain_last(text));
}

/* ---------------------------------------------------------------------------------------- torn apart --- */

static struct piece *next_text(const struct pieces *p, size_t i)
{
	for (i++; i < p->count; i++)
		if (p->all[i].sort != PIECE_ADDRESS)
			return p->all[i].sort == PIECE_TEXT ? &p->all[i] : NULL;
	return NULL;
}

/* Does a sentence go on behind blank lines, as where a page ended? */
static bool goes_on(const struct pieces *p, const struct piece *at, const struct piece *next)
{
	bool is_full = at->last_width * 100 >= p->width * 85;

	if (!p->width || at->sort != PIECE_TEXT || ends_sentence(at->text) || at->last_width * 100 < p->width * 60)
		return false;
	return !plain_is_capital(next->text) || (is_full && at->lines > 1);
}

static void mend(struct pieces *p)
{
	for (size_t i = 0; i < p->count && !p->blocks->problem.rule; i++) {
		struct piece *at = &p->all[i], *next;

		while ((next = next_text(p, i)) && goes_on(p, at, next) && plain_join(p, at, next)) {
			memmove(next, next + 1, (size_t)(p->all + p->count - next - 1) * sizeof(*next));
			p->count--;
		}
	}
}

/* ---------------------------------------------------------------------------------------- headings --- */

/* The known heading that the text begins with; 0 for none. */
static size_t known_length(const char *text)
{
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++) {
		size_t n = strlen(known[i]);

		if (!strncmp(text, known[i], n) && (!text[n] || strchr(" :", text[n])))
			return n;
	}
	return 0;
}

static bool is_known(const char *text)
{
	size_t n = known_length(text);

	return n && !text[n + (text[n] == ':')];
}

static bool is_narrow(const struct pieces *p, size_t i)
{
	const struct piece *at = &p->all[i];

	return at->sort == PIECE_TEXT && at->lines > 1 && at->widest <= NARROW && p->width > NARROW * 2 && i + 1 < p->count
		&& plain_is_capital(at->text);
}

/* A line of its own that does not end like a sentence; names in a row are none. */
static bool is_heading(const struct pieces *p, size_t i)
{
	const struct piece *at = &p->all[i], *next = i + 1 < p->count ? at + 1 : NULL;
	size_t chars = text_chars(at->text);
	bool has_room = at->is_before_blank || (next && text_chars(next->text) > SHORT);

	if (at->sort == PIECE_HEADING)
		return true;
	if (!next || !plain_is_capital(at->text))
		return false;
	if (at->sort == PIECE_NUMBERED)
		return chars <= SHORT && at->is_after_blank && at->is_before_blank && !ends_sentence(at->text)
			&& next->sort != PIECE_NUMBERED;
	if (at->sort != PIECE_TEXT)
		return false;
	if (is_narrow(p, i))
		return true;
	if (plain_last(at->text) == ':')
		return chars <= COLON_SHORT && at->lines <= 2;
	return chars <= SHORT && at->lines <= 2 && at->is_after_blank && has_room && !ends_sentence(at->text)
		&& !strstr(at->text, ": ");
}

/* "Krogar mot knark: ...", a short name and what is said of it. */
static bool is_labelled(const struct piece *at)
{
	const char *colon = at->sort == PIECE_TEXT ? strstr(at->text, ": ") : NULL;

	return colon && colon - at->text <= LABEL && !memchr(at->text, '.', (size_t)(colon - at->text));
}

static bool is_in_run(const struct pieces *p, size_t i)
{
	const struct piece *at = &p->all[i];
	bool has_before = i && !at->is_after_blank && is_labelled(at - 1);
	bool has_after = i + 1 < p->count && !at->is_before_blank && is_labelled(at + 1);

	return is_labelled(at) && (has_before || has_after);
}

/* ---------------------------------------------------------------------------------------- addresses --- */

/* The last part of the address without its ending, "%C3%A5" undone; "" when it cannot be read. */
static const char *file_of(struct arena *a, const char *address)
{
	const char *slash = strrchr(address, '/');
	char *name = arena_text(a, slash ? slash + 1 : address), *dot;
	size_t n;

	if (!text_percent_decode(name, strlen(name), false, &n))
		return "";
	name[n] = '\0';
	dot = strrchr(name, '.');
	if (dot)
		*dot = '\0';
	return name;
}

/* Where all words of the file's name have stood, from `text` on; NULL when they do not all. */
static const char *behind_words(const char *text, const char *file)
{
	static const char between[] = "_- .,()+";
	const char *behind = text;
	size_t words = 0;

	for (file += strspn(file, between); *file; file += strspn(file, between)) {
		size_t n = strcspn(file, between);
		const char *at = memmem(text, strlen(text), file, n);

		if (!at)
			return NULL;
		behind = at + n > behind ? at + n : behind;
		words += n >= TOKEN_MIN;
		file += n;
	}
	return words >= TOKEN_MIN ? behind : NULL;
}

/* The shortest run of whole words in which the file's name stands: *out_length bytes; NULL when there is none. */
static const char *words_of_file(const char *text, const char *file, size_t *out_length)
{
	const char *best = NULL;

	for (const char *at = text; at; at = strchr(at, ' ') ? strchr(at, ' ') + 1 : NULL) {
		const char *behind = behind_words(at, file);

		if (!behind)
			break;
		behind += strcspn(behind, " .,:;)");
		if (!best || (size_t)(behind - at) < *out_length) {
			best = at;
			*out_length = (size_t)(behind - at);
		}
	}
	return best && !memchr(best, '[', *out_length) && !memchr(best, ']', *out_length) ? best : NULL;
}

/* Does the whole address stand in the text, not only another one that begins with it? */
static bool has_address(const char *text, const char *address)
{
	size_t n = strlen(address);

	for (const char *at = strstr(text, address); at; at = strstr(at + n, address))
		if (!at[n] || strchr(" )\n", at[n]))
			return true;
	return false;
}

static bool is_told(const struct guesses *g, const char *address)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->all[i].text && has_address(g->all[i].text, address))
			return true;
	return false;
}

/* The words that name the address's file lead there; where there are none it stays where it stood. */
static void place_addresses(struct guesses *g, const struct pieces *p)
{
	for (size_t i = 0; i < p->count; i++) {
		const char *address = p->all[i].text, *file, *words = NULL;
		size_t at = 0, length = 0;

		if (p->all[i].sort != PIECE_ADDRESS || is_told(g, address))
			continue;
		file = file_of(g->blocks->arena, address);
		for (; at < g->count; at++)
			if (g->all[at].form != DOCUMENT_HEADING && g->all[at].text
				&& (words = words_of_file(g->all[at].text, file, &length)))
				break;
		if (words) {
			g->all[at].text = arena_print(g->blocks->arena, "%.*s[%.*s](%s)%s", (int)(words - g->all[at].text),
				g->all[at].text, (int)length, words, address, words + length);
			blocks_remark(g->blocks, DOCUMENT_ADDRESSES);
		} else {
			g->all[i * 2].text = address;
		}
	}
}

/* ---------------------------------------------------------------------------------------- the whole --- */

/* Where the text begins with a known heading, and what follows begins anew: that heading's length; 0 for none. */
static size_t heading_length(const char *text)
{
	size_t n = known_length(text);

	return n && text[n] == ' ' && plain_is_capital(text + n + 1) ? n : 0;
}

/* What ends with a colon stands under the others, and so does what is only short beside a narrow column. */
static enum level level_of(const struct guesses *g, const struct pieces *p, size_t i)
{
	const struct piece *at = &p->all[i];

	if (at->sort == PIECE_HEADING)
		return at->level;
	if (at->sort == PIECE_NUMBERED || is_narrow(p, i) || is_known(at->text))
		return LEVEL_FIRST;
	return g->has_narrow || plain_last(at->text) == ':' ? LEVEL_LOOKS : LEVEL_FIRST;
}

/* Two places for each piece, so that a heading may stand before its text. */
static void guess_piece(struct guesses *g, const struct pieces *p, size_t i)
{
	const struct piece *at = &p->all[i];
	struct guess *first = &g->all[i * 2], *second = first + 1;
	size_t n = at->sort == PIECE_TEXT ? heading_length(at->text) : 0;

	if (at->sort == PIECE_ADDRESS)
		return;
	if (is_heading(p, i)) {
		*first = (struct guess){ DOCUMENT_HEADING, at->text, level_of(g, p, i) };
	} else if (at->sort == PIECE_TABLE) {
		*first = (struct guess){ .form = DOCUMENT_TABLE, .text = at->text };
	} else if (at->sort == PIECE_ITEM || at->sort == PIECE_NUMBERED || is_in_run(p, i)) {
		*first = (struct guess){ .form = DOCUMENT_LIST, .text = at->text };
	} else if (n) {
		*first = (struct guess){ DOCUMENT_HEADING, arena_copy(g->blocks->arena, at->text, n), LEVEL_FIRST };
		*second = (struct guess){ .form = DOCUMENT_PARAGRAPH, .text = at->text + n + 1 };
	} else {
		*first = (struct guess){ .form = DOCUMENT_PARAGRAPH, .text = at->text };
	}
}

void plain_guess(struct pieces *p)
{
	struct guesses g = { .blocks = p->blocks };

	mend(p);
	g.all = ARENA_MANY(p->blocks->arena, p->count * 2 + 1, struct guess);
	g.count = p->count * 2;
	for (size_t i = 0; i < p->count; i++)
		g.has_narrow |= is_narrow(p, i);
	for (size_t i = 0; i < p->count; i++)
		guess_piece(&g, p, i);
	place_addresses(&g, p);
	for (size_t i = 0; i < g.count; i++)
		if (g.all[i].level)
			blocks_add_heading(p->blocks, g.all[i].level, g.all[i].text);
		else if (g.all[i].text)
			blocks_add(p->blocks, g.all[i].form, g.all[i].text);
}
