-- SPDX-License-Identifier: EUPL-1.2
-- One printed sheet: lists are cut, and say how many there are; long words are cut on the sheet (not in data: :is_data).
-- `sheet` of the views is a period's id or 'newest', live, or a frozen page's id (state/schema.sql).

-- :period
WITH lights AS (
	SELECT count(*) AS total, coalesce(sum(process NOT IN ('not_started', 'paused', 'completed')), 0) AS started,
		coalesce(sum(process = 'green'), 0) AS green, coalesce(sum(process = 'none'), 0) AS silent_count,
		coalesce(sum(before_process <> process AND NOT (process = 'none' AND (SELECT period_state FROM council_page
			WHERE sheet = coalesce(:frozen, :period, 'newest')) = 'open')), 0) AS change_count,
		coalesce(sum(is_unconfirmed), 0) AS unconfirmed_count,
		coalesce(sum(obstacle IS NOT NULL AND remover <> responsible), 0) AS need_count,
		count(DISTINCT obstacle) AS obstacle_count, coalesce(sum(suggests_closing), 0) AS suggested_count
	FROM council_page_light WHERE sheet = coalesce(:frozen, :period, 'newest')
), closings AS (
	SELECT count(*) AS closing_count, coalesce(sum(proposal_state = 'open'), 0) AS waiting_closings
	FROM council_page_closing WHERE sheet = coalesce(:frozen, :period, 'newest') AND coalesce(last_day, :today) >= :today
), lowered AS (
	SELECT count(*) AS lowered_count FROM council_page_lowered WHERE sheet = coalesce(:frozen, :period, 'newest')
)
SELECT coalesce(text(p.council_text, 'name'), text((SELECT name_text FROM council), 'name')) AS council_name,
	p.period AS period, p.period_state AS period_state, text(p.plan_text, 'name') AS plan, coalesce(p.day, :today) AS as_of,
	coalesce(p.seq, (SELECT size - 1 FROM tree)) AS last_entry, p.number AS frozen, p.meeting AS meeting,
	text(p.seq, 'needs') AS wanted, total, started, green, silent_count, p.previous AS previous, change_count,
	unconfirmed_count, need_count, waiting_closings,
	coalesce(p.waiting_decisions, (SELECT count(*) FROM proposal
		WHERE state = 'open' AND last_day >= :today AND family = 'decision')) AS waiting_decisions,
	max(need_count - 5, 0) AS more_needs, max(change_count - 8, 0) AS more_changes, max(obstacle_count - 3, 0) AS more_obstacles,
	max(closing_count - 3, 0) AS more_closings, max(suggested_count - 3, 0) AS more_suggested,
	max(lowered_count - 3, 0) AS more_lowered,
	p.seq IS NULL AND total AND :roles & 2 AS may_freeze, p.seq IS NULL AND p.period_state = 'closed' AND :roles & 2 AS may_publish,
	v.diary_no AS diary_no, coalesce(p.seq, q.closed_seq) AS diary_entry, coalesce(p.seq, q.closed_seq) AND :roles & 66 AS may_register
FROM lights JOIN closings JOIN lowered LEFT JOIN council_page AS p ON p.sheet = coalesce(:frozen, :period, 'newest')
LEFT JOIN period AS q ON q.code = p.period LEFT JOIN diary AS v ON v.entry = coalesce(p.seq, q.closed_seq)

-- :frozen_pages
SELECT number, period, day AS as_of, seq AS entry, meeting FROM frozen WHERE :frozen IS NULL ORDER BY number DESC LIMIT iif(:is_data, -1, 12)

-- :counts
WITH words(process, place) AS (VALUES ('green', 1), ('yellow', 2), ('red', 3), ('none', 4), ('completed', 5), ('paused', 6),
	('not_started', 7))
SELECT w.process AS process, count(l.number) AS count, sum(count(l.number)) OVER () AS total
FROM words AS w LEFT JOIN council_page_light AS l ON l.process = w.process AND l.sheet = coalesce(:frozen, :period, 'newest')
GROUP BY w.process ORDER BY w.place

-- Who has not answered yet has not changed: silence counts when the period has been closed.
-- :changes
SELECT l.number AS number, (SELECT iif(:is_data OR length(x) <= 64, x, substr(x, 1, 63) || '…')
		FROM (SELECT text(l.title_text, 'title') AS x)) AS title, l.before_process AS before_process, l.process AS process,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(l.responsible_text, 'name') AS x)) AS responsible
FROM council_page_light AS l
WHERE l.sheet = coalesce(:frozen, :period, 'newest')
	AND l.before_process <> l.process AND NOT (l.process = 'none' AND (SELECT period_state FROM council_page
		WHERE sheet = coalesce(:frozen, :period, 'newest')) = 'open')
ORDER BY CASE l.process WHEN 'red' THEN 1 WHEN 'yellow' THEN 2 WHEN 'none' THEN 3 WHEN 'paused' THEN 4 ELSE 5 END, l.number
LIMIT 8

-- :obstacles
SELECT obstacle, count(*) AS count
FROM council_page_light
WHERE obstacle IS NOT NULL AND sheet = coalesce(:frozen, :period, 'newest')
GROUP BY obstacle ORDER BY count(*) DESC, obstacle LIMIT 3

-- Those who can remove most of one sort; the sums of all stand on the overview.
-- :removers
SELECT obstacle, (SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(remover_text, 'name') AS x)) AS remover, count, place > 1 AS is_later
FROM (SELECT obstacle, remover_text, count(*) AS count,
		row_number() OVER (PARTITION BY obstacle ORDER BY count(*) DESC, remover) AS place
	FROM council_page_light
	WHERE obstacle IS NOT NULL AND remover IS NOT NULL AND sheet = coalesce(:frozen, :period, 'newest')
	GROUP BY obstacle, remover)
WHERE place <= 3 ORDER BY obstacle, place

-- :holders
SELECT (SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(responsible_text, 'name') AS x)) AS responsible, count(*) AS count,
	row_number() OVER (ORDER BY count(*) DESC, responsible) > 1 AS is_later
FROM council_page_light AS l
WHERE obstacle IS NOT NULL AND sheet = coalesce(:frozen, :period, 'newest')
GROUP BY l.responsible ORDER BY count(*) DESC, l.responsible LIMIT 5

-- :freers
SELECT (SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(remover_text, 'name') AS x)) AS remover, count(*) AS count,
	row_number() OVER (ORDER BY count(*) DESC, remover) > 1 AS is_later
FROM council_page_light AS l
WHERE obstacle IS NOT NULL AND l.remover IS NOT NULL AND sheet = coalesce(:frozen, :period, 'newest')
GROUP BY l.remover ORDER BY count(*) DESC, l.remover LIMIT 5

-- :suggested
SELECT l.number AS number, (SELECT iif(:is_data OR length(x) <= 64, x, substr(x, 1, 63) || '…')
		FROM (SELECT text(l.title_text, 'title') AS x)) AS title,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(l.responsible_text, 'name') AS x)) AS responsible
FROM council_page_light AS l
WHERE l.suggests_closing AND l.sheet = coalesce(:frozen, :period, 'newest')
ORDER BY l.number LIMIT 3

-- :closings
SELECT c.number AS number, (SELECT iif(:is_data OR length(x) <= 64, x, substr(x, 1, 63) || '…')
		FROM (SELECT text(c.title_text, 'title') AS x)) AS title, c.proposal_state AS proposal_state,
	json_extract((SELECT line FROM proposal WHERE seq = c.proposal), '$.d.cause') AS cause,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…') FROM (SELECT text(c.proposal, 'decider') AS x)) AS decider,
	text(c.proposal, 'reason') AS reason, c.proposal AS entry
FROM council_page_closing AS c
WHERE c.sheet = coalesce(:frozen, :period, 'newest')
	AND coalesce(c.last_day, :today) >= :today
ORDER BY c.proposal_state, c.proposal DESC LIMIT 3

-- :money
SELECT coalesce(p.given, 0) AS given, coalesce(p.used, 0) AS used, coalesce(p.returned, 0) AS returned,
	coalesce(p.given - p.used - p.returned, 0) AS left
FROM (SELECT 1) LEFT JOIN council_page AS p ON p.sheet = coalesce(:frozen, :period, 'newest')

-- :lowered
SELECT w.number AS number, (SELECT iif(:is_data OR length(x) <= 64, x, substr(x, 1, 63) || '…')
		FROM (SELECT text(w.title_text, 'title') AS x)) AS title,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(w.indicator_text, 'name') AS x)) AS indicator, w.target AS target, w.goal AS entry
FROM council_page_lowered AS w
WHERE w.sheet = coalesce(:frozen, :period, 'newest')
ORDER BY w.number, w.goal LIMIT 3

-- The whole of a next step stands behind the link.
-- :needs
SELECT l.number AS number, (SELECT iif(:is_data OR length(x) <= 64, x, substr(x, 1, 63) || '…')
		FROM (SELECT text(l.title_text, 'title') AS x)) AS title, l.obstacle AS obstacle,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(l.responsible_text, 'name') AS x)) AS responsible,
	(SELECT iif(:is_data OR length(x) <= 44, x, substr(x, 1, 43) || '…')
		FROM (SELECT text(l.remover_text, 'name') AS x)) AS remover,
	(SELECT iif(:is_data OR length(x) <= 90, x, substr(x, 1, 89) || '…')
		FROM (SELECT text(l.status, 'next_step') AS x)) AS next_step, l.status AS entry
FROM council_page_light AS l
WHERE l.obstacle IS NOT NULL AND l.remover <> l.responsible AND l.sheet = coalesce(:frozen, :period, 'newest')
ORDER BY l.number LIMIT 5
