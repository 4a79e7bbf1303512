/* SPDX-License-Identifier: EUPL-1.2 */
#include "view/template.h"

#include <assert.h>
#include <string.h>

#include "base/limits.h"
#include "view/place.h"
#include "view/program.h"

enum { INCLUDE_DEPTH_MAX = 4, BLOCKS_MAX = 16, WORDS_MAX = 12, TEMPLATE_MAX = 1 << 20, STEPS_MAX = 100000 };

/* The template or one of its parts. */
struct file {
	const char *path, *text;
	size_t at; /* where the directive being read begins */
	int depth;
};

struct block {
	bool is_for, has_else;
	size_t step, jump; /* its FOR or IF; the JUMP over its else */
	struct place before, end_of_first;
	const struct file *file;
	size_t at;
};

struct parser {
	struct arena *arena;
	const struct template_source *source;
	const struct tables *shape;
	struct template *made;
	struct place place;
	size_t loops[NESTING_MAX]; /* tables whose rows we are in, innermost last */
	size_t loop_count;
	struct block blocks[BLOCKS_MAX];
	size_t block_count;
	char *words[WORDS_MAX]; /* of the directive being read */
	size_t word_count;
};

static size_t line_of(const struct file *f, size_t at)
{
	size_t line = 1;

	for (size_t i = 0; i < at; i++)
		line += f->text[i] == '\n';
	return line;
}

static const struct fault *refused_at(struct parser *p, const struct file *f, size_t at, const char *what,
	const char *word)
{
	return fault_new(p->arena, FAULT_USAGE, "template_parse", "%s:%zu: %s%s%s", f->path, line_of(f, at), what,
		*word ? ": " : "", word);
}

static const struct fault *refused(struct parser *p, const struct file *f, const char *what, const char *word)
{
	return refused_at(p, f, f->at, what, word);
}

static const struct fault *step_new(struct parser *p, const struct file *f, enum step_type type, struct step **out)
{
	struct template *t = p->made;

	if (t->count == STEPS_MAX)
		return refused(p, f, "the template is too long", "");
	if (t->count == t->room) {
		struct step *wider = ARENA_MANY(p->arena, t->room ? t->room * 2 : 64, struct step);

		if (t->count)
			memcpy(wider, t->steps, t->count * sizeof(*wider));
		t->room = t->room ? t->room * 2 : 64;
		t->steps = wider;
	}
	*out = &t->steps[t->count++];
	(*out)->type = type;
	return NULL;
}

/* Text between directives. */
static const struct fault *add_text(struct parser *p, struct file *f, size_t from, size_t to)
{
	const struct fault *fault;
	struct step *step;
	struct out kept;
	size_t at = 0;
	const char *why;

	out_init(&kept, p->arena, TEMPLATE_MAX);
	if ((why = place_feed(&p->place, &kept, f->text + from, to - from, &at)))
		return refused_at(p, f, from + at, why, "");
	if (!kept.length)
		return NULL;
	if ((fault = step_new(p, f, STEP_TEXT, &step)))
		return fault;
	step->text = out_cstr(&kept);
	step->length = kept.length;
	return NULL;
}

static size_t table_index(const struct parser *p, const char *name)
{
	for (size_t i = 0; name && i < p->shape->count; i++)
		if (!strcmp(p->shape->all[i].name, name))
			return i;
	return SIZE_MAX;
}

/* Does the row of this table stand fixed here? */
static bool is_in_scope(const struct parser *p, size_t table)
{
	const struct table *t = &p->shape->all[table];

	for (size_t i = 0; i < p->loop_count; i++)
		if (p->loops[i] == table)
			return true;
	return t->is_one && !t->parent;
}

/* A column by name: innermost loop first, then outwards, then the one-row tables. */
static bool find_column(const struct parser *p, const char *name, struct name *out)
{
	size_t column;

	for (size_t i = p->loop_count; i-- > 0;) {
		if ((column = table_column(&p->shape->all[p->loops[i]], name)) != SIZE_MAX) {
			*out = (struct name){ .table = p->loops[i], .column = column };
			return true;
		}
	}
	for (size_t i = 0; i < p->shape->count; i++) {
		if (is_in_scope(p, i) && (column = table_column(&p->shape->all[i], name)) != SIZE_MAX) {
			*out = (struct name){ .table = i, .column = column };
			return true;
		}
	}
	return false;
}

/* A table whose rows may be asked for here: not nested, or its parent's row is known. */
static const struct fault *find_table(struct parser *p, const struct file *f, const char *name, struct name *out)
{
	size_t table = table_index(p, name);

	if (table == SIZE_MAX)
		return refused(p, f, "there is no such name", name);
	if (p->made->parents[table] != SIZE_MAX && !is_in_scope(p, p->made->parents[table]))
		return refused(p, f, "these rows belong to another table's; loop over that one first", name);
	*out = (struct name){ .table = table, .column = SIZE_MAX };
	return NULL;
}

static bool key_exists(const char *key)
{
	return catalogue_has(catalogue_get("sv"), key) && catalogue_has(catalogue_get("en"), key);
}

static bool group_exists(const char *group)
{
	return catalogue_has_group(catalogue_get("sv"), group) && catalogue_has_group(catalogue_get("en"), group);
}

static const struct {
	const char *name;
	enum format format;
	unsigned types; /* set of 1 << column type */
} formats[] = {
	{ "date", FORMAT_DATE, 1 << COLUMN_DATE },
	{ "day", FORMAT_DAY, 1 << COLUMN_DAY },
	{ "time", FORMAT_TIME, 1 << COLUMN_TIME },
	{ "clock", FORMAT_CLOCK, 1 << COLUMN_CLOCK },
	{ "money", FORMAT_MONEY, 1 << COLUMN_MONEY },
	{ "decimal", FORMAT_DECIMAL, 1 << COLUMN_DECIMAL },
	{ "number", FORMAT_NUMBER, 1 << COLUMN_INT },
	{ "word", FORMAT_WORD, 1 << COLUMN_CODE | 1 << COLUMN_BOOL },
	{ "icon", FORMAT_ICON, 1 << COLUMN_CODE },
	{ "qr", FORMAT_QR, 1 << COLUMN_ID },
	{ "prose", FORMAT_PROSE, 1 << COLUMN_TEXT },
};

/* "strip" draws a nested table, which must have what a strip shows. */
static const struct fault *find_strip(struct parser *p, const struct file *f, const char *table, struct name *out)
{
	const struct fault *fault = find_table(p, f, table, out);
	const struct table *t;

	if (fault)
		return fault;
	t = &p->shape->all[out->table];
	if (table_column(t, "process") == SIZE_MAX || table_column(t, "period") == SIZE_MAX)
		return refused(p, f, "a strip needs the columns process and period", table);
	out->format = FORMAT_STRIP;
	return NULL;
}

/* "chart" draws a nested table; its parent's rows say what of: indicator, unit, baseline and target. */
static const struct fault *find_chart(struct parser *p, const struct file *f, const char *table, struct name *out)
{
	static const char *const of_points[] = { "date", "value", "is_preliminary" },
		*const of_parent[] = { "indicator", "unit", "baseline", "target" };
	const struct fault *fault = find_table(p, f, table, out);
	const struct table *parent;
	bool is_whole = true;

	if (fault)
		return fault;
	if (p->made->parents[out->table] == SIZE_MAX)
		return refused(p, f, "a chart is of rows that belong to another table's", table);
	parent = &p->shape->all[p->made->parents[out->table]];
	for (size_t i = 0; i < sizeof(of_points) / sizeof(*of_points); i++)
		is_whole &= table_column(&p->shape->all[out->table], of_points[i]) != SIZE_MAX;
	for (size_t i = 0; i < sizeof(of_parent) / sizeof(*of_parent); i++)
		is_whole &= table_column(parent, of_parent[i]) != SIZE_MAX;
	if (!is_whole)
		return refused(p, f, "a chart needs the columns date, value, is_preliminary; and above indicator, unit, baseline, target",
			table);
	out->format = FORMAT_CHART;
	return NULL;
}

static bool is_image(enum format format)
{
	return format == FORMAT_ICON || format == FORMAT_STRIP || format == FORMAT_CHART || format == FORMAT_QR
		|| format == FORMAT_PROSE;
}

/* A value with its format: "name", "name format" or "name word group". */
static const struct fault *find_value(struct parser *p, const struct file *f, char *const *words, size_t count,
	struct name *out)
{
	size_t i = 0;

	if (count == 2 && !strcmp(words[1], "strip"))
		return find_strip(p, f, words[0], out);
	if (count == 2 && !strcmp(words[1], "chart"))
		return find_chart(p, f, words[0], out);
	if (!find_column(p, words[0], out))
		return refused(p, f, "there is no such column here", words[0]);
	if (count == 1)
		return NULL;
	while (i < sizeof(formats) / sizeof(*formats) && strcmp(formats[i].name, words[1]) != 0)
		i++;
	if (i == sizeof(formats) / sizeof(*formats))
		return refused(p, f, "there is no such format", words[1]);
	if (!(formats[i].types & 1u << p->shape->all[out->table].columns[out->column].type))
		return refused(p, f, "this format does not fit the column", words[0]);
	if (count != (formats[i].format == FORMAT_WORD ? 3 : 2))
		return refused(p, f, "one group after `word`, nothing after other formats", words[0]);
	out->format = formats[i].format;
	out->group = count == 3 ? words[2] : NULL;
	if (out->group && !group_exists(out->group))
		return refused(p, f, "the catalogues have no such group", out->group);
	return NULL;
}

/* How a value is written here. */
static const struct fault *here(struct parser *p, const struct file *f, enum escape *out)
{
	const char *why = place_value(&p->place, out);

	return why ? refused(p, f, why, "") : NULL;
}

static const struct fault *read_value(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct step *step;
	struct name name;
	enum escape escape;

	if ((fault = find_value(p, f, p->words, p->word_count, &name)) || (fault = here(p, f, &escape)))
		return fault;
	if (is_image(name.format) && escape != ESCAPE_TEXT)
		return refused(p, f, "an image may stand in text only", p->words[0]);
	if ((fault = step_new(p, f, STEP_VALUE, &step)))
		return fault;
	step->name = name;
	step->escape = escape;
	return NULL;
}

/* "name", "name:format" or "name:word:group" inside {{ t }}; without a format, the usual one of the column's type. */
static const struct fault *find_filling(struct parser *p, const struct file *f, char *word, struct name *out)
{
	const struct fault *fault;
	char *parts[3] = { word }, *colon;
	size_t count = 1;

	while (count < 3 && (colon = strchr(parts[count - 1], ':'))) {
		*colon = '\0';
		parts[count++] = colon + 1;
	}
	if ((fault = find_value(p, f, parts, count, out)))
		return fault;
	if (is_image(out->format))
		return refused(p, f, "an image may not stand in a sentence", word);
	if (count == 1)
		out->format = format_usual(p->shape->all[out->table].columns[out->column].type);
	return NULL;
}

static const struct fault *read_words(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct name *values;
	struct step *step;
	enum escape escape;
	size_t count;

	if (p->word_count < 2)
		return refused(p, f, "`t` needs a key", "");
	if (!key_exists(p->words[1]))
		return refused(p, f, "the catalogues have no such key", p->words[1]);
	count = p->word_count - 2;
	values = ARENA_MANY(p->arena, count, struct name);
	for (size_t i = 0; i < count; i++)
		if ((fault = find_filling(p, f, p->words[i + 2], &values[i])))
			return fault;
	if ((fault = here(p, f, &escape)) || (fault = step_new(p, f, STEP_WORDS, &step)))
		return fault;
	step->text = p->words[1];
	step->values = values;
	step->value_count = count;
	step->escape = escape;
	return NULL;
}

static const struct fault *block_open(struct parser *p, const struct file *f, enum step_type type, struct name name)
{
	const struct fault *fault;
	struct step *step;

	if (p->block_count == BLOCKS_MAX)
		return refused(p, f, "too many blocks inside each other", "");
	if ((fault = step_new(p, f, type, &step)))
		return fault;
	step->name = name;
	p->blocks[p->block_count++] = (struct block){ .is_for = type == STEP_FOR, .step = p->made->count - 1,
		.before = p->place, .file = f, .at = f->at };
	return NULL;
}

static const struct fault *read_for(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct name name;

	if (p->word_count != 2)
		return refused(p, f, "`for` needs one table", "");
	if ((fault = find_table(p, f, p->words[1], &name)))
		return fault;
	for (size_t i = 0; i < p->loop_count; i++)
		if (p->loops[i] == name.table)
			return refused(p, f, "we are in a row of this table already", p->words[1]);
	if (p->loop_count == NESTING_MAX)
		return refused(p, f, "too many loops inside each other", "");
	if ((fault = block_open(p, f, STEP_FOR, name)))
		return fault;
	p->loops[p->loop_count++] = name.table;
	return NULL;
}

static const struct fault *read_if(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct name name;

	if (p->word_count != 2)
		return refused(p, f, "`if` needs one name", "");
	if (!find_column(p, p->words[1], &name) && (fault = find_table(p, f, p->words[1], &name)))
		return fault;
	return block_open(p, f, STEP_IF, name);
}

/* The innermost block, which must have been opened in this file. */
static const struct fault *block_here(struct parser *p, const struct file *f, struct block **out)
{
	if (p->word_count != 1)
		return refused(p, f, "nothing follows this word", p->words[0]);
	if (!p->block_count || p->blocks[p->block_count - 1].file != f)
		return refused(p, f, "there is no open block here", p->words[0]);
	*out = &p->blocks[p->block_count - 1];
	return NULL;
}

/* A loop's rows end: back for the next one.  A row must end where it began, since another may follow. */
static const struct fault *rows_end(struct parser *p, const struct file *f, struct block *b)
{
	const struct fault *fault;
	struct step *step;

	if (!place_same(&p->place, &b->before))
		return refused(p, f, "a loop must end where in the HTML it began", "");
	if ((fault = step_new(p, f, STEP_NEXT, &step)))
		return fault;
	step->name = p->made->steps[b->step].name;
	step->target = b->step + 1;
	p->loop_count--;
	return NULL;
}

static const struct fault *read_else(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct block *b;
	struct step *step;

	if ((fault = block_here(p, f, &b)))
		return fault;
	if (b->has_else)
		return refused(p, f, "a second else", "");
	if (b->is_for && (fault = rows_end(p, f, b)))
		return fault;
	if ((fault = step_new(p, f, STEP_JUMP, &step)))
		return fault;
	b->has_else = true;
	b->jump = p->made->count - 1;
	b->end_of_first = p->place;
	p->made->steps[b->step].target = p->made->count;
	p->place = b->before;
	return NULL;
}

static const struct fault *read_end(struct parser *p, const struct file *f)
{
	const struct fault *fault;
	struct block *b;

	if ((fault = block_here(p, f, &b)))
		return fault;
	if (b->is_for && !b->has_else && (fault = rows_end(p, f, b)))
		return fault;
	if (!place_join(&p->place, b->has_else ? &b->end_of_first : &b->before))
		return refused(p, f, "branches end in different places of the HTML", "");
	p->made->steps[b->has_else ? b->jump : b->step].target = p->made->count;
	p->block_count--;
	return NULL;
}

static const struct fault *parse_file(struct parser *p, struct file *f);

static const struct fault *read_include(struct parser *p, const struct file *f)
{
	struct file *part = ARENA_NEW(p->arena, struct file);

	if (p->word_count != 2)
		return refused(p, f, "`include` needs one part", "");
	part->path = arena_print(p->arena, "view/parts/%s.html", p->words[1]);
	part->text = p->source ? p->source->find(p->source->self, part->path) : NULL;
	part->depth = f->depth + 1;
	if (!part->text)
		return refused(p, f, "there is no such part", p->words[1]);
	if (part->depth > INCLUDE_DEPTH_MAX)
		return refused(p, f, "parts include each other too deep", p->words[1]);
	return parse_file(p, part);
}

static const struct {
	const char *word;
	const struct fault *(*read)(struct parser *p, const struct file *f);
	bool takes_line; /* alone on its line, it takes the line along */
} directives[] = {
	{ "t", read_words, false },  { "for", read_for, true },         { "if", read_if, true },
	{ "else", read_else, true }, { "include", read_include, true }, { "end", read_end, true },
};
enum { DIRECTIVES = sizeof(directives) / sizeof(*directives) };

/* Splits what stands between the braces; words are of our few characters. */
static const struct fault *split(struct parser *p, const struct file *f, const char *s, size_t n)
{
	char *copy = arena_copy(p->arena, s, n);

	p->word_count = 0;
	for (char *c = copy; *c;) {
		size_t length;

		c += strspn(c, " ");
		length = strspn(c, "abcdefghijklmnopqrstuvwxyz0123456789_.:");
		if (!length)
			break;
		if (p->word_count == WORDS_MAX)
			return refused(p, f, "too many words", "");
		p->words[p->word_count++] = c;
		c += length;
		if (*c == ' ')
			*c++ = '\0';
		else if (*c)
			return refused(p, f, "only small letters, digits, _ . and : inside braces", "");
	}
	for (size_t i = 0; i < n; i++)
		if (copy[i] && copy[i] != ' ' && !strchr("abcdefghijklmnopqrstuvwxyz0123456789_.:", copy[i]))
			return refused(p, f, "only small letters, digits, _ . and : inside braces", "");
	return p->word_count ? NULL : refused(p, f, "empty braces", "");
}

/* When only spaces surround a directive on its line, *from and *to widen to the whole line. */
static void take_line(const char *text, size_t *from, size_t *to)
{
	size_t a = *from, b = *to;

	while (a && (text[a - 1] == ' ' || text[a - 1] == '\t'))
		a--;
	while (text[b] == ' ' || text[b] == '\t')
		b++;
	if ((a && text[a - 1] != '\n') || (text[b] != '\n' && text[b] != '\0'))
		return;
	*from = a;
	*to = text[b] ? b + 1 : b;
}

/* One directive with the text before it; *at moves behind it. */
static const struct fault *parse_directive(struct parser *p, struct file *f, size_t *at, size_t open, size_t close)
{
	const struct fault *fault;
	size_t from = open, to = close + 2, d = 0;
	const char *why;

	f->at = open;
	if ((fault = split(p, f, f->text + open + 2, close - open - 2)))
		return fault;
	while (d < DIRECTIVES && strcmp(directives[d].word, p->words[0]) != 0)
		d++;
	if (d < DIRECTIVES && directives[d].takes_line)
		take_line(f->text, &from, &to);
	if (from < *at) /* two directives on one line: its start is taken already */
		from = *at;
	if ((fault = add_text(p, f, *at, from)))
		return fault;
	if ((why = place_rest(&p->place)))
		return refused(p, f, why, "");
	*at = to;
	return d < DIRECTIVES ? directives[d].read(p, f) : read_value(p, f);
}

/* Depth is bounded by INCLUDE_DEPTH_MAX. */
static const struct fault *parse_file(struct parser *p, struct file *f)
{
	const struct fault *fault;
	size_t at = 0, blocks = p->block_count;
	const char *open, *close;

	if (strlen(f->text) > TEMPLATE_MAX)
		return refused(p, f, "the file is too long", "");
	while ((open = strstr(f->text + at, "{{"))) {
		close = strstr(open, "}}");
		f->at = (size_t)(open - f->text);
		if (!close)
			return refused(p, f, "braces are not closed", "");
		if ((fault = parse_directive(p, f, &at, f->at, (size_t)(close - f->text))))
			return fault;
	}
	if ((fault = add_text(p, f, at, strlen(f->text))))
		return fault;
	if (p->block_count != blocks)
		return refused_at(p, f, p->blocks[p->block_count - 1].at, "this block is not closed", "");
	return NULL;
}

/* By table its parent's index; also checks what the tables promise. */
static size_t *parents_of(struct arena *a, const struct tables *shape)
{
	size_t *parents = ARENA_MANY(a, shape->count, size_t);

	for (size_t i = 0; i < shape->count; i++) {
		const struct table *t = &shape->all[i];

		parents[i] = SIZE_MAX;
		for (size_t j = 0; t->parent && j < i; j++)
			if (!strcmp(shape->all[j].name, t->parent))
				parents[i] = j;
		assert(!t->parent || (parents[i] != SIZE_MAX && table_column(t, t->key) != SIZE_MAX
			&& table_column(&shape->all[parents[i]], t->key) != SIZE_MAX));
	}
	return parents;
}

const struct fault *template_parse(struct arena *a, const char *path, const char *text,
	const struct template_source *source, const struct tables *shape, const struct template **out)
{
	struct parser *p = ARENA_NEW(a, struct parser);
	struct file *f = ARENA_NEW(a, struct file);
	const struct fault *fault;

	f->path = path;
	f->text = text;
	p->arena = a;
	p->source = source;
	p->shape = shape;
	p->made = ARENA_NEW(a, struct template);
	p->made->shape = shape;
	p->made->parents = parents_of(a, shape);
	if ((fault = parse_file(p, f)))
		return fault;
	if (p->place.where != IN_TEXT)
		return refused_at(p, f, strlen(text), "the HTML ends in the middle of a tag", "");
	*out = p->made;
	return NULL;
}
