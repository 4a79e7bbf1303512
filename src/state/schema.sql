-- SPDX-License-Identifier: EUPL-1.2
-- The state: how things stand now, made from the entries alone by each kind's apply.  Dropped and made again by
-- `fyr rebuild`.  A change here raises STATE_VERSION (state/state.h).
--
-- No table holds a typed text.  A column named `..._text` holds the seq of the entry whose disclosure has it, and pages
-- read it with text(seq, 'field').  So erasing a text never touches the state (docs/why/state-holds-no-text.md).
-- Dates are ISO texts as precise as known; `..._day` is days since 1970; money is öre; flags are 0 or 1.

-- What every entry leaves behind (state/apply.c) --------------------------------------------------------------

CREATE TABLE log(
	seq INTEGER PRIMARY KEY,
	t TEXT NOT NULL,            -- the envelope's instant
	kind TEXT NOT NULL,
	by TEXT NOT NULL,           -- person's id, or "system"
	role TEXT NOT NULL,         -- the role the person acted in
	obj TEXT NOT NULL           -- the object the entry is about
) STRICT;
CREATE INDEX log_obj ON log(obj, seq);
CREATE INDEX log_kind ON log(kind, seq);
CREATE INDEX log_role ON log(role, seq);

CREATE TABLE act(               -- a nonce is used once by one person: a retry is the same act
	by TEXT NOT NULL,
	n TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY(by, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE object(
	id TEXT PRIMARY KEY,        -- "m-" and 22 characters of base64url
	type TEXT NOT NULL,
	number INTEGER NOT NULL,    -- 1, 2 ... within the type: what people say
	code TEXT,                  -- a short word of our own, or NULL
	seq INTEGER NOT NULL,       -- the entry that made it
	UNIQUE(type, number),
	UNIQUE(type, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE erased(
	seq INTEGER NOT NULL,
	field TEXT NOT NULL,
	by_seq INTEGER NOT NULL,
	PRIMARY KEY(seq, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE corrected(
	seq INTEGER NOT NULL,       -- the entry that was wrong
	by_seq INTEGER NOT NULL,    -- the entry_corrected entry
	PRIMARY KEY(seq, by_seq)
) STRICT, WITHOUT ROWID;

-- Council, people, bodies ------------------------------------------------------------------------------------

CREATE TABLE council(
	id INTEGER PRIMARY KEY CHECK(id = 1),
	name_text INTEGER NOT NULL,
	origin TEXT NOT NULL,
	vkey TEXT NOT NULL,
	is_example INTEGER NOT NULL,
	limit_days INTEGER NOT NULL, -- days a two-person proposal stays open
	key_wait_hours INTEGER NOT NULL -- hours a new personal key waits before it counts
) STRICT;

CREATE TABLE log_key(           -- keys that sign the log's checkpoints (kinds/log_key), the council's own first
	id TEXT PRIMARY KEY,        -- the first one's is the council's
	vkey TEXT NOT NULL,
	from_size INTEGER NOT NULL, -- it counts for checkpoints of this size and larger
	until_size INTEGER,         -- and none larger than this
	overlap_t INTEGER NOT NULL  -- UTC seconds: the one before it counts so long
) STRICT, WITHOUT ROWID;

CREATE TABLE organisation(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	sort TEXT NOT NULL,         -- administration company police region state association business other
	name_text INTEGER NOT NULL,
	parent TEXT,                -- the organisation it is part of
	is_closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE person(            -- officials and members only
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	organisation TEXT,
	function_text INTEGER NOT NULL,
	name_text INTEGER NOT NULL,
	is_closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE binding(           -- who is bound to which sign-in or operating-system user
	person TEXT NOT NULL,
	sort TEXT NOT NULL,         -- login user
	name_text INTEGER NOT NULL, -- field "name" of that entry
	PRIMARY KEY(person, sort)
) STRICT, WITHOUT ROWID;

CREATE TABLE role_held(
	person TEXT NOT NULL,
	role TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY(person, role)
) STRICT, WITHOUT ROWID;

CREATE TABLE credential(        -- personal keys (kinds/passkey)
	k TEXT PRIMARY KEY,         -- SHA-256 of the credential's id, base64url
	person TEXT NOT NULL,
	cose TEXT NOT NULL,         -- base64url
	rp TEXT NOT NULL,           -- the host it was made for
	store TEXT NOT NULL,        -- device synced software
	seq INTEGER NOT NULL,       -- the entry that enrolled it
	from_t INTEGER NOT NULL,    -- UTC seconds: the waiting time is over
	until_seq INTEGER,          -- the entry that revoked it
	until_t INTEGER,
	counter INTEGER NOT NULL    -- how far it had counted when it last signed here
) STRICT, WITHOUT ROWID;
CREATE INDEX credential_person ON credential(person);

CREATE TABLE key_policy(        -- roles whose holders sign with keys that no other device has a copy of
	role TEXT PRIMARY KEY,
	seq INTEGER NOT NULL        -- the entry that demanded it
) STRICT, WITHOUT ROWID;

CREATE TABLE signed(            -- entries signed with their makers' own keys
	by TEXT NOT NULL,
	seq INTEGER NOT NULL,
	k TEXT NOT NULL,
	PRIMARY KEY(by, seq)
) STRICT, WITHOUT ROWID;

DROP VIEW IF EXISTS signature;
CREATE VIEW signature AS        -- an entry, and what its maker signed it with, if with anything
SELECT l.seq AS entry, l.t AS t, l.kind AS kind, l.by AS by, b.function_text AS function_text, c.store AS signed_with,
	c.k AS k, substr(e.leaf, 1, instr(e.leaf, char(10))) AS statement
FROM log AS l JOIN entry AS e ON e.seq = l.seq LEFT JOIN person AS b ON b.id = l.by
LEFT JOIN signed AS s ON s.by = l.by AND s.seq = l.seq LEFT JOIN credential AS c ON c.k = s.k;

CREATE TABLE body(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	sort TEXT NOT NULL,         -- council working_group board other
	name_text INTEGER NOT NULL,
	purpose_text INTEGER,
	is_closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE body_member(
	body TEXT NOT NULL,
	person TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY(body, person)
) STRICT, WITHOUT ROWID;

-- Plan and measures ------------------------------------------------------------------------------------------

CREATE TABLE focus_area(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	name_text INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE factor(            -- underlying factor
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	name_text INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE plan(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	name_text INTEGER NOT NULL,
	body TEXT NOT NULL,         -- who adopted it
	adopted TEXT NOT NULL,      -- date
	diary_no TEXT,
	is_statutory INTEGER NOT NULL, -- an åtgärdsplan of lag (2023:196)
	short_text INTEGER,         -- what short horizon means here
	long_text INTEGER
) STRICT, WITHOUT ROWID;

CREATE TABLE measure(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	plan TEXT NOT NULL,
	title_text INTEGER NOT NULL,
	description_text INTEGER,
	target_group_text INTEGER,
	follow_up_text INTEGER,     -- how it is followed up
	decision_text INTEGER,      -- the decision that added it, when the plan was adopted already
	focus_area TEXT,
	responsible TEXT NOT NULL,  -- organisation of any sort
	reporter TEXT,              -- person
	confirmer TEXT,             -- person
	horizon TEXT,               -- short long; NULL: missing
	sort TEXT,                  -- situational social organisational knowledge
	level TEXT,                 -- universal selective indicated
	starts TEXT,
	ends TEXT,
	diary_no TEXT,
	state TEXT NOT NULL,        -- not_started ongoing paused completed closed
	state_date TEXT,
	state_seq INTEGER NOT NULL, -- the entry that set the state
	lesson_text INTEGER         -- field "lesson" of that entry
) STRICT, WITHOUT ROWID;
CREATE INDEX measure_plan ON measure(plan, number);
CREATE INDEX measure_responsible ON measure(responsible);

CREATE TABLE measure_partner(measure TEXT NOT NULL, organisation TEXT NOT NULL, PRIMARY KEY(measure, organisation)) STRICT, WITHOUT ROWID;
CREATE TABLE measure_factor(measure TEXT NOT NULL, factor TEXT NOT NULL, PRIMARY KEY(measure, factor)) STRICT, WITHOUT ROWID;

CREATE TABLE money(
	seq INTEGER PRIMARY KEY,
	measure TEXT NOT NULL,
	sort TEXT NOT NULL,         -- given used returned
	amount_ore INTEGER NOT NULL,
	date TEXT NOT NULL
	-- texts: source
) STRICT;
CREATE INDEX money_measure ON money(measure, seq);

CREATE TABLE money_total(       -- the sums of the above, so that nobody adds up the years for each page
	measure TEXT NOT NULL,
	sort TEXT NOT NULL,
	amount_ore INTEGER NOT NULL,
	PRIMARY KEY(measure, sort)
) STRICT, WITHOUT ROWID;

CREATE TABLE pilot(
	measure TEXT PRIMARY KEY,
	seq INTEGER NOT NULL,       -- pilot_started; texts: tests
	decide_by TEXT NOT NULL,    -- date of decision
	ended_seq INTEGER,          -- pilot_ended; texts: lesson
	outcome TEXT                -- continue extend stop
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,
	name_text INTEGER NOT NULL,
	unit_text INTEGER,
	source_text INTEGER,
	better TEXT NOT NULL        -- up down: which way is an improvement
) STRICT, WITHOUT ROWID;

CREATE TABLE indicator_value(
	seq INTEGER NOT NULL,       -- texts: source (of indicator_value_recorded; a status that gave it has its own)
	item INTEGER NOT NULL,      -- place in the status's list of goals; 0 for indicator_value_recorded
	indicator TEXT NOT NULL,
	date TEXT NOT NULL,
	date_day INTEGER NOT NULL,  -- the last day the date may mean
	value TEXT NOT NULL,        -- decimal
	is_preliminary INTEGER NOT NULL,
	PRIMARY KEY(seq, item)
) STRICT, WITHOUT ROWID;
CREATE INDEX indicator_value_newest ON indicator_value(indicator, date_day, seq);

CREATE TABLE goal(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	measure TEXT NOT NULL,
	sort TEXT NOT NULL,         -- process effect
	goal_text INTEGER NOT NULL, -- field "text"
	indicator TEXT,
	baseline TEXT,              -- decimal
	baseline_date TEXT,
	target TEXT,                -- decimal
	due TEXT,                   -- date
	due_day INTEGER,            -- its last day
	every_months INTEGER,       -- a reading is due this often; NULL: at `due` only
	seq INTEGER NOT NULL,       -- the entry that set it last
	is_lowered INTEGER NOT NULL, -- the last change made the target easier to reach
	is_closed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX goal_measure ON goal(measure, number);

-- Follow-up --------------------------------------------------------------------------------------------------

CREATE TABLE period(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	code TEXT NOT NULL,         -- "2026-Q3"
	first_day INTEGER NOT NULL,
	last_day INTEGER NOT NULL,
	answer_by TEXT NOT NULL,    -- date
	state TEXT NOT NULL,        -- open closed published
	opened_seq INTEGER NOT NULL,
	closed_seq INTEGER,
	published_seq INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX period_first_day ON period(first_day); -- they never overlap, and the open one is the newest
CREATE INDEX period_state ON period(state, first_day);

CREATE TABLE status(
	seq INTEGER PRIMARY KEY,    -- texts: text, next_step, provision (with secrecy_actual), according_to
	measure TEXT NOT NULL,
	period TEXT NOT NULL,
	process TEXT NOT NULL,      -- green yellow
	evidence TEXT NOT NULL,     -- stated counted measured evaluated
	effect TEXT,                -- improving unchanged worsening too_early not_assessable
	effect_evidence TEXT,
	obstacle TEXT,
	remover TEXT,               -- organisation that can remove the obstacle
	suggests_closing INTEGER NOT NULL,
	is_nothing_new INTEGER NOT NULL,
	by TEXT NOT NULL,
	on_behalf_of TEXT,          -- person
	according_date TEXT,        -- "according to e-mail of date"
	day INTEGER NOT NULL,       -- when it was entered, Swedish day
	checked TEXT NOT NULL,      -- unconfirmed confirmed returned corrected
	checked_by TEXT,
	checked_seq INTEGER         -- texts of a return: reason
) STRICT;
CREATE INDEX status_measure ON status(measure, period, seq);
CREATE INDEX status_effect ON status(measure, period, seq) WHERE effect IS NOT NULL;
CREATE INDEX status_checked ON status(measure, checked_seq) WHERE checked_seq IS NOT NULL;
CREATE INDEX status_set_aside ON status(measure, seq) WHERE checked IN ('returned', 'corrected');

CREATE TABLE light(             -- one for each measure and period that was open while the measure was in the plan
	measure TEXT NOT NULL,
	period TEXT NOT NULL,
	process TEXT NOT NULL,      -- green yellow red not_started paused completed none
	effect TEXT,
	status INTEGER,             -- the status it comes from
	seq INTEGER NOT NULL,       -- the entry that set it
	day INTEGER NOT NULL,
	PRIMARY KEY(measure, period)
) STRICT, WITHOUT ROWID;
CREATE INDEX light_period ON light(period); -- of nothing that a status changes

CREATE TABLE published(         -- what the act period_published made public: frozen then
	period TEXT NOT NULL,
	measure TEXT NOT NULL,
	process TEXT NOT NULL,
	effect TEXT,
	seq INTEGER NOT NULL,
	title_text INTEGER NOT NULL,       -- the measure's title as it was called then
	responsible_text INTEGER NOT NULL, -- field "name" of the organisation that was responsible
	function_text INTEGER,             -- field "function" of who published it
	PRIMARY KEY(period, measure)
) STRICT, WITHOUT ROWID;
CREATE INDEX published_measure ON published(measure, period);

CREATE TABLE question(
	seq INTEGER PRIMARY KEY,    -- texts: text
	measure TEXT NOT NULL,
	by TEXT NOT NULL,
	day INTEGER NOT NULL,
	answered_seq INTEGER        -- texts: text
) STRICT;
CREATE INDEX question_measure ON question(measure, seq);
CREATE INDEX question_waiting ON question(measure, seq) WHERE answered_seq IS NULL;

-- Two persons ------------------------------------------------------------------------------------------------

CREATE TABLE proposal(
	seq INTEGER PRIMARY KEY,    -- x_proposed
	family TEXT NOT NULL,       -- closing decision erasure
	obj TEXT NOT NULL,
	by TEXT NOT NULL,
	second TEXT,                -- the person asked, when one was named
	hash TEXT NOT NULL,         -- base64 of the proposal's leaf hash: seconding names it
	line TEXT NOT NULL,         -- the statement, verbatim: the inner offer
	day INTEGER NOT NULL,
	last_day INTEGER NOT NULL,  -- may be seconded to the end of this day
	state TEXT NOT NULL,        -- open seconded stopped withdrawn expired
	end_seq INTEGER,            -- texts of a stop: reason
	end_by TEXT
) STRICT;
CREATE INDEX proposal_state ON proposal(state, end_seq);
CREATE INDEX proposal_ended ON proposal(end_seq) WHERE state IN ('stopped', 'withdrawn', 'expired');
CREATE INDEX proposal_obj ON proposal(obj, seq);

CREATE TABLE closing(
	measure TEXT PRIMARY KEY,
	proposal INTEGER NOT NULL,  -- texts: reason, decider, mandate, lesson
	seq INTEGER NOT NULL,       -- closing_seconded
	cause TEXT NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE decision(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	proposal INTEGER NOT NULL,  -- texts: matter, content, reasons, provision
	case_system TEXT NOT NULL,
	case_no TEXT NOT NULL,
	organisation TEXT NOT NULL,
	seq INTEGER                 -- decision_seconded: NULL until then
) STRICT, WITHOUT ROWID;

CREATE TABLE dissent(seq INTEGER PRIMARY KEY, proposal INTEGER NOT NULL, by TEXT NOT NULL) STRICT; -- texts: text
CREATE INDEX dissent_proposal ON dissent(proposal, seq);

CREATE TABLE bias(              -- jäv: KL 6 kap. 28-32 §§, 7 kap. 4 §; FL 16-18 §§
	person TEXT NOT NULL,
	obj TEXT NOT NULL,          -- the object it concerns
	ground TEXT NOT NULL,
	seq INTEGER NOT NULL,
	PRIMARY KEY(person, obj)
) STRICT, WITHOUT ROWID;
CREATE INDEX bias_seq ON bias(seq);

-- The council's page -----------------------------------------------------------------------------------------
-- The page asks the views below, whose `sheet` is a period's id or 'newest' for the page as it is now, or a frozen page's
-- id for the page as it was.  Freezing copies what the views say into the tables, so the two never show different things.
-- A query says which sheet by a value known before it starts: then each part of a view goes through an index.
-- `apply` of council_page_frozen reads the views, and replay reads them again for every page frozen before.  So their
-- meaning is part of that kind, like its code, and never changes under it: a page that is to show something else asks
-- views of its own, and what freezes those is council_page_frozen_2.

CREATE TABLE frozen(            -- the council's page, frozen for a meeting
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	seq INTEGER NOT NULL,       -- council_page_frozen; texts: needs
	day INTEGER NOT NULL,
	meeting TEXT,               -- date
	period TEXT NOT NULL,       -- the period's code
	period_state TEXT NOT NULL,
	previous TEXT,              -- code of the period it is compared with
	council_text INTEGER NOT NULL,
	plan_text INTEGER,
	waiting_decisions INTEGER NOT NULL,
	given INTEGER NOT NULL,     -- öre, since the first entry
	used INTEGER NOT NULL,
	returned INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX frozen_number ON frozen(number);

CREATE TABLE frozen_light(      -- each measure on it
	frozen TEXT NOT NULL,
	number INTEGER NOT NULL,    -- the measure's
	title_text INTEGER NOT NULL,
	responsible INTEGER NOT NULL, -- the organisation's number
	responsible_text INTEGER NOT NULL,
	process TEXT NOT NULL,
	before_process TEXT,        -- in the period before
	status INTEGER,             -- texts: next_step
	obstacle TEXT,
	remover INTEGER,            -- the organisation's number
	remover_text INTEGER,
	is_unconfirmed INTEGER NOT NULL,
	suggests_closing INTEGER NOT NULL,
	PRIMARY KEY(frozen, number)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_closing(    -- closings that waited, or were decided in the period
	frozen TEXT NOT NULL,
	proposal INTEGER NOT NULL,  -- says cause; texts: reason, decider
	number INTEGER NOT NULL,
	title_text INTEGER NOT NULL,
	proposal_state TEXT NOT NULL,
	PRIMARY KEY(frozen, proposal)
) STRICT, WITHOUT ROWID;

CREATE TABLE frozen_lowered(    -- goals lowered in the period in which the measure showed green
	frozen TEXT NOT NULL,
	goal INTEGER NOT NULL,      -- the entry that lowered it
	number INTEGER NOT NULL,
	title_text INTEGER NOT NULL,
	indicator_text INTEGER,
	target TEXT,
	PRIMARY KEY(frozen, goal)
) STRICT, WITHOUT ROWID;

DROP VIEW IF EXISTS newest_period;
CREATE VIEW newest_period AS SELECT id FROM period ORDER BY first_day DESC LIMIT 1;

DROP VIEW IF EXISTS council_page_now;
CREATE VIEW council_page_now AS
SELECT p.id AS id, NULL AS number, NULL AS seq, NULL AS day, NULL AS meeting, p.code AS period, p.state AS period_state,
	(SELECT b.code FROM period AS b WHERE b.first_day < p.first_day ORDER BY b.first_day DESC LIMIT 1) AS previous,
	(SELECT name_text FROM council) AS council_text, (SELECT name_text FROM plan ORDER BY number DESC LIMIT 1) AS plan_text,
	NULL AS waiting_decisions, (SELECT coalesce(sum(amount_ore), 0) FROM money_total WHERE sort = 'given') AS given,
	(SELECT coalesce(sum(amount_ore), 0) FROM money_total WHERE sort = 'used') AS used,
	(SELECT coalesce(sum(amount_ore), 0) FROM money_total WHERE sort = 'returned') AS returned
FROM period AS p;

DROP VIEW IF EXISTS council_page;
CREATE VIEW council_page AS
SELECT id AS sheet, number, seq, day, meeting, period, period_state, previous, council_text, plan_text, waiting_decisions,
	given, used, returned
FROM council_page_now
UNION ALL SELECT 'newest', number, seq, day, meeting, period, period_state, previous, council_text, plan_text,
	waiting_decisions, given, used, returned
FROM council_page_now WHERE id = (SELECT id FROM newest_period)
UNION ALL SELECT id, number, seq, day, meeting, period, period_state, previous, council_text, plan_text, waiting_decisions,
	given, used, returned
FROM frozen;

DROP VIEW IF EXISTS council_page_light_now;
CREATE VIEW council_page_light_now AS
SELECT l.period AS period, m.number AS number, m.title_text AS title_text, o.number AS responsible,
	o.name_text AS responsible_text, l.process AS process,
	(SELECT b.process FROM light AS b WHERE b.measure = l.measure AND b.period = (SELECT q.id FROM period AS q
		WHERE q.first_day < p.first_day ORDER BY q.first_day DESC LIMIT 1)) AS before_process,
	s.seq AS status, s.obstacle AS obstacle, r.number AS remover, r.name_text AS remover_text,
	coalesce(s.checked = 'unconfirmed', 0) AS is_unconfirmed,
	coalesce(s.suggests_closing AND m.state <> 'closed', 0) AS suggests_closing
FROM light AS l JOIN period AS p ON p.id = l.period JOIN measure AS m ON m.id = l.measure
JOIN organisation AS o ON o.id = m.responsible
LEFT JOIN status AS s ON s.seq = l.status LEFT JOIN organisation AS r ON r.id = s.remover;

DROP VIEW IF EXISTS council_page_light;
CREATE VIEW council_page_light AS
SELECT period AS sheet, number, title_text, responsible, responsible_text, process, before_process, status, obstacle,
	remover, remover_text, is_unconfirmed, suggests_closing
FROM council_page_light_now
UNION ALL SELECT 'newest', number, title_text, responsible, responsible_text, process, before_process, status, obstacle,
	remover, remover_text, is_unconfirmed, suggests_closing
FROM council_page_light_now WHERE period = (SELECT id FROM newest_period)
UNION ALL SELECT frozen, number, title_text, responsible, responsible_text, process, before_process, status, obstacle,
	remover, remover_text, is_unconfirmed, suggests_closing
FROM frozen_light;

-- `last_day` is there while it waits; who reads the page now sees those that may still be seconded.
DROP VIEW IF EXISTS council_page_closing_now;
CREATE VIEW council_page_closing_now AS
SELECT p.id AS period, x.seq AS proposal, m.number AS number, m.title_text AS title_text, x.state AS proposal_state,
	CASE x.state WHEN 'open' THEN x.last_day END AS last_day
FROM period AS p JOIN proposal AS x ON x.family = 'closing' AND (x.state = 'open' OR x.state = 'seconded'
	AND x.end_seq >= p.opened_seq
	AND x.end_seq < coalesce((SELECT min(n.opened_seq) FROM period AS n WHERE n.first_day > p.last_day), 1 << 53))
JOIN measure AS m ON m.id = x.obj;

DROP VIEW IF EXISTS council_page_closing;
CREATE VIEW council_page_closing AS
SELECT period AS sheet, proposal, number, title_text, proposal_state, last_day FROM council_page_closing_now
UNION ALL SELECT 'newest', proposal, number, title_text, proposal_state, last_day
FROM council_page_closing_now WHERE period = (SELECT id FROM newest_period)
UNION ALL SELECT frozen, proposal, number, title_text, proposal_state, NULL FROM frozen_closing;

DROP VIEW IF EXISTS council_page_lowered_now;
CREATE VIEW council_page_lowered_now AS
SELECT p.id AS period, g.seq AS goal, m.number AS number, m.title_text AS title_text, i.name_text AS indicator_text,
	g.target AS target
FROM period AS p JOIN light AS l ON l.period = p.id AND l.process = 'green' JOIN measure AS m ON m.id = l.measure
JOIN goal AS g ON g.measure = m.id AND g.is_lowered AND NOT g.is_closed LEFT JOIN indicator AS i ON i.id = g.indicator
WHERE g.seq < coalesce(p.closed_seq, 1 << 53)
	AND (SELECT strftime('%s', t) / 86400 FROM log WHERE seq = g.seq) >= p.first_day;

DROP VIEW IF EXISTS council_page_lowered;
CREATE VIEW council_page_lowered AS
SELECT period AS sheet, goal, number, title_text, indicator_text, target FROM council_page_lowered_now
UNION ALL SELECT 'newest', goal, number, title_text, indicator_text, target
FROM council_page_lowered_now WHERE period = (SELECT id FROM newest_period)
UNION ALL SELECT frozen, goal, number, title_text, indicator_text, target FROM frozen_lowered;

-- Meetings ---------------------------------------------------------------------------------------------------

CREATE TABLE meeting(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	sort TEXT NOT NULL,         -- council working_group
	day TEXT NOT NULL,          -- date, whole
	begins TEXT NOT NULL,       -- "09:00"
	ends TEXT NOT NULL,
	place_text INTEGER NOT NULL,
	theme_text INTEGER,
	called_by_text INTEGER NOT NULL,
	seq INTEGER NOT NULL,       -- meeting_called
	cancelled_seq INTEGER       -- texts: reason
) STRICT, WITHOUT ROWID;
CREATE INDEX meeting_day ON meeting(day);

CREATE TABLE agenda_item(       -- those of a meeting called before are copies of the template's, with ids of their own
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	meeting TEXT,               -- NULL: of a template
	template TEXT,              -- whose it is of, council working_group; NULL: of a meeting
	position INTEGER NOT NULL,  -- at the same one the newest first
	sort TEXT NOT NULL,         -- what is pulled in under it (kinds/agenda_item_set)
	title_text INTEGER NOT NULL,
	presenter_text INTEGER,
	minutes INTEGER,
	seq INTEGER NOT NULL,       -- the entry that put it at its position
	is_removed INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX agenda_item_meeting ON agenda_item(meeting, position, seq DESC);

CREATE TABLE attendance(
	seq INTEGER PRIMARY KEY,    -- texts: name, function
	meeting TEXT NOT NULL,
	person TEXT,
	organisation TEXT,
	attendance TEXT NOT NULL    -- present partly absent
) STRICT;
CREATE INDEX attendance_meeting ON attendance(meeting, person);

CREATE TABLE outside_notes(     -- notes of earlier meetings that live elsewhere
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	day TEXT NOT NULL,          -- date, whole
	sha256 TEXT,                -- of the file; NULL: not known
	seq INTEGER NOT NULL        -- texts: link
) STRICT, WITHOUT ROWID;
CREATE INDEX outside_notes_day ON outside_notes(day);

CREATE TABLE action(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	meeting TEXT,               -- where it was agreed on
	focus_point TEXT,
	what_text INTEGER NOT NULL,
	responsible TEXT NOT NULL,  -- organisation
	due TEXT NOT NULL,          -- date
	due_day INTEGER NOT NULL,   -- its last day
	day INTEGER NOT NULL,       -- when it was first written down
	state TEXT NOT NULL,        -- open done dropped
	end_seq INTEGER             -- texts: result of action_done, reason of action_dropped
) STRICT, WITHOUT ROWID;
CREATE INDEX action_state ON action(state, due_day);
CREATE INDEX action_meeting ON action(meeting);

CREATE TABLE focus_point(
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	meeting TEXT NOT NULL,      -- where it was laid before the council
	organisation TEXT NOT NULL, -- that laid it there
	seq INTEGER NOT NULL,       -- texts: title, text
	day INTEGER NOT NULL,
	state TEXT NOT NULL,        -- waiting taken_up declined
	answer_seq INTEGER,         -- texts of focus_point_declined: because
	answer_day INTEGER,
	taker TEXT,                 -- organisation
	measure TEXT,
	act_seq INTEGER,            -- the first measure or action
	act_day INTEGER
) STRICT, WITHOUT ROWID;
CREATE INDEX focus_point_meeting ON focus_point(meeting);
CREATE INDEX focus_point_state ON focus_point(state);

-- Handing over -----------------------------------------------------------------------------------------------

CREATE TABLE handover_note(     -- what the next coordinator has to know; texts: text
	topic TEXT PRIMARY KEY,
	seq INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Notes ------------------------------------------------------------------------------------------------------

CREATE TABLE notes(             -- a meeting's, once they are finished
	meeting TEXT PRIMARY KEY,
	finished_seq INTEGER NOT NULL, -- notes_finished
	hash TEXT NOT NULL,         -- base64 of its leaf hash: an approval names it
	finished_day INTEGER NOT NULL,
	published_seq INTEGER,      -- the last notes_published: what was added later the public does not read
	approved_seq INTEGER,
	approved_at TEXT,           -- the meeting that approved
	with_changes TEXT           -- yes no
) STRICT, WITHOUT ROWID;

CREATE TABLE passage(           -- who reads it: guard/passage.h
	seq INTEGER PRIMARY KEY,    -- texts: text; of an attachment file, title, file_type, bytes, sha256
	meeting TEXT NOT NULL,
	sort TEXT NOT NULL,         -- passage addendum objection attachment
	agenda_item TEXT,           -- under which it stands, one of the meeting's
	entry INTEGER,              -- which it tells of
	position INTEGER NOT NULL,  -- among the passages
	audience TEXT NOT NULL,     -- public council secret
	provision TEXT,             -- what is secret stands on it
	sender TEXT,                -- organisation it came from
	until TEXT,                 -- whole date: then it is to be tried anew
	tried_seq INTEGER,          -- the addendum that says how that went
	day INTEGER NOT NULL,
	hash TEXT NOT NULL          -- base64 of its leaf hash
) STRICT;
CREATE INDEX passage_meeting ON passage(meeting, sort, position, seq);
CREATE INDEX passage_until ON passage(until) WHERE until IS NOT NULL;

CREATE TABLE passage_reader(    -- organisations it was shared with
	passage INTEGER NOT NULL,
	organisation TEXT NOT NULL,
	PRIMARY KEY(passage, organisation)
) STRICT, WITHOUT ROWID;

DROP VIEW IF EXISTS passage_spread;
CREATE VIEW passage_spread AS   -- by what the guard decides who reads one: its organisations between blanks, is it published
SELECT p.seq AS passage, ' ' || coalesce(p.sender || ' ', '') || coalesce((SELECT group_concat(r.organisation, ' ') || ' '
	FROM passage_reader AS r WHERE r.passage = p.seq), '') AS organisations,
	p.seq < coalesce((SELECT n.published_seq FROM notes AS n WHERE n.meeting = p.meeting), 0) AS is_published
FROM passage AS p;

-- In the order of the agenda; one that stands under none of its rows stands behind the row of the one before it.  What was added
-- later has no place.
DROP VIEW IF EXISTS passage_place;
CREATE VIEW passage_place AS
SELECT p.seq AS passage, iif(p.sort = 'passage', (SELECT count(*) FROM agenda_item AS a WHERE a.meeting = p.meeting
	AND (a.position, -a.seq, a.number) <= (SELECT i.position, -i.seq, i.number FROM passage AS b
		JOIN agenda_item AS i ON i.id = b.agenda_item WHERE b.meeting = p.meeting AND b.sort = 'passage'
		AND (b.position, b.seq) <= (p.position, p.seq) ORDER BY b.position DESC, b.seq DESC LIMIT 1)), NULL) AS place,
	iif(p.sort = 'passage', p.agenda_item IS NULL, NULL) AS is_behind, iif(p.sort = 'passage', p.position, 0) AS position
FROM passage AS p;

-- Release on request -----------------------------------------------------------------------------------------

CREATE TABLE request(           -- for a document: one of meeting (its notes), measure and entry
	id TEXT PRIMARY KEY,
	number INTEGER NOT NULL,
	seq INTEGER NOT NULL,       -- texts: what
	day INTEGER NOT NULL,
	meeting TEXT,
	measure TEXT,
	entry INTEGER,
	state TEXT NOT NULL,        -- open answered decided appealed closed (kinds/request.h)
	held_to INTEGER,            -- what it is about is not erased before this day has ended; NULL: until further
	release TEXT,               -- whole part refused not_held
	provision TEXT,             -- what is refused stands on it, beside those of the passages left out
	round_seq INTEGER NOT NULL, -- where it was opened: asked for, or opened anew by a changed decision
	answered_seq INTEGER,       -- texts: because
	answered_day INTEGER,
	decided_seq INTEGER,        -- texts: decider, because
	decided_day INTEGER,
	case_no TEXT,               -- of the decision
	appeal_seq INTEGER,
	ruling TEXT,                -- dismissed changed withdrawn inadmissible
	ruling_seq INTEGER
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX request_number ON request(number);
CREATE INDEX request_held ON request(held_to);
CREATE INDEX request_waiting ON request(number) WHERE state <> 'closed';

CREATE TABLE masked(            -- in the copy that answers a request, beside what the notes themselves hold secret
	request TEXT NOT NULL,
	entry INTEGER NOT NULL,
	field TEXT NOT NULL,        -- the text of the entry: of a passage of notes its "text"
	provision TEXT NOT NULL,    -- the one given last
	PRIMARY KEY(request, entry, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE masker(            -- everybody who masked it since it was last shown
	request TEXT NOT NULL,
	entry INTEGER NOT NULL,
	field TEXT NOT NULL,
	person TEXT NOT NULL,
	PRIMARY KEY(request, entry, field, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_hand(      -- whoever masks, unmasks or answers; whose masks still stand in a new round has one at its start
	request TEXT NOT NULL,
	seq INTEGER NOT NULL,
	person TEXT NOT NULL,
	PRIMARY KEY(request, seq, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE request_look(      -- by a second person
	seq INTEGER PRIMARY KEY,    -- texts: text
	request TEXT NOT NULL,
	by TEXT NOT NULL,
	finding TEXT NOT NULL       -- agrees differs
) STRICT;
CREATE INDEX request_look_request ON request_look(request);

DROP VIEW IF EXISTS request_frozen;
CREATE VIEW request_frozen AS   -- the frozen page that a request asks for by one of its entries
SELECT r.id AS request, f.id AS frozen, f.council_text AS council_text, f.plan_text AS plan_text
FROM request AS r JOIN log AS named ON named.seq = r.entry JOIN frozen AS f ON f.id = named.obj;

DROP VIEW IF EXISTS request_shows;
CREATE VIEW request_shows AS    -- texts of other entries that stand on it, where there are such texts: some more than once
SELECT request, council_text AS entry, 'name' AS field FROM request_frozen
UNION ALL SELECT request, plan_text, 'name' FROM request_frozen WHERE plan_text IS NOT NULL
UNION ALL SELECT z.request, l.title_text, 'title' FROM request_frozen AS z JOIN frozen_light AS l ON l.frozen = z.frozen
UNION ALL SELECT z.request, l.responsible_text, 'name' FROM request_frozen AS z JOIN frozen_light AS l ON l.frozen = z.frozen
UNION ALL SELECT z.request, l.remover_text, 'name' FROM request_frozen AS z JOIN frozen_light AS l ON l.frozen = z.frozen
WHERE l.remover_text IS NOT NULL
UNION ALL SELECT z.request, l.status, 'next_step' FROM request_frozen AS z JOIN frozen_light AS l ON l.frozen = z.frozen
WHERE l.status IS NOT NULL
UNION ALL SELECT z.request, c.title_text, 'title' FROM request_frozen AS z JOIN frozen_closing AS c ON c.frozen = z.frozen
UNION ALL SELECT z.request, c.proposal, 'reason' FROM request_frozen AS z JOIN frozen_closing AS c ON c.frozen = z.frozen
UNION ALL SELECT z.request, c.proposal, 'decider' FROM request_frozen AS z JOIN frozen_closing AS c ON c.frozen = z.frozen
UNION ALL SELECT z.request, w.title_text, 'title' FROM request_frozen AS z JOIN frozen_lowered AS w ON w.frozen = z.frozen
UNION ALL SELECT z.request, w.indicator_text, 'name' FROM request_frozen AS z JOIN frozen_lowered AS w ON w.frozen = z.frozen
WHERE w.indicator_text IS NOT NULL;

DROP VIEW IF EXISTS request_entry;
CREATE VIEW request_entry AS    -- the entries that what was asked for consists of
SELECT r.id AS request, p.seq AS entry, 1 AS is_passage FROM request AS r JOIN notes AS n ON n.meeting = r.meeting
JOIN passage AS p ON p.meeting = n.meeting
UNION ALL SELECT r.id, l.seq, 0 FROM request AS r JOIN log AS l ON l.obj = r.measure
UNION ALL SELECT r.id, l.seq, 0 FROM request AS r JOIN goal AS g ON g.measure = r.measure JOIN log AS l ON l.obj = g.id
UNION ALL SELECT r.id, l.seq, 0 FROM request AS r JOIN log AS named ON named.seq = r.entry JOIN log AS l ON l.obj = named.obj;

DROP VIEW IF EXISTS request_text;
CREATE VIEW request_text AS     -- the texts of another document than notes (pages/copy), those that were erased too
SELECT e.request AS request, e.entry AS entry, d.field AS field FROM request_entry AS e JOIN disclosure AS d ON d.seq = e.entry
WHERE NOT e.is_passage
UNION ALL SELECT e.request, e.entry, x.field FROM request_entry AS e JOIN erased AS x ON x.seq = e.entry WHERE NOT e.is_passage
UNION ALL SELECT s.request, s.entry, s.field FROM request_shows AS s JOIN disclosure AS d ON d.seq = s.entry AND d.field = s.field
UNION ALL SELECT s.request, s.entry, s.field FROM request_shows AS s JOIN erased AS x ON x.seq = s.entry AND x.field = s.field;

-- The diary --------------------------------------------------------------------------------------------------

CREATE TABLE diary(             -- documents that are registered in the municipality's diary
	entry INTEGER PRIMARY KEY,  -- of the view below
	diary_no TEXT NOT NULL,
	case_no TEXT,
	seq INTEGER NOT NULL        -- diary_number_noted
) STRICT;
CREATE INDEX diary_no ON diary(diary_no);

DROP VIEW IF EXISTS document;
CREATE VIEW document AS         -- the council's documents, each by the entry from which it is there (TF 2 kap. 10 §)
SELECT seq AS entry, 'notes' AS sort, obj, t, by FROM log WHERE kind = 'notes_finished'
UNION ALL SELECT seq, 'addendum', obj, t, by FROM log WHERE kind = 'addendum_noted'
UNION ALL SELECT seq, 'objection', obj, t, by FROM log WHERE kind = 'objection_noted'
UNION ALL SELECT seq, 'call', obj, t, by FROM log WHERE kind = 'meeting_called'
UNION ALL SELECT seq, 'closing', obj, t, by FROM log WHERE kind = 'closing_seconded'
UNION ALL SELECT seq, 'decision', obj, t, by FROM log WHERE kind = 'decision_seconded'
UNION ALL SELECT seq, 'council_page', obj, t, by FROM log WHERE kind = 'council_page_frozen'
UNION ALL SELECT seq, 'report', obj, t, by FROM log WHERE kind = 'period_closed'
UNION ALL SELECT seq, 'answer', obj, t, by FROM log WHERE kind = 'request_answered'
UNION ALL SELECT seq, 'refusal', obj, t, by FROM log WHERE kind = 'refusal_decided'
UNION ALL SELECT seq, 'attachment', obj, t, by FROM log WHERE kind = 'attachment_added';
