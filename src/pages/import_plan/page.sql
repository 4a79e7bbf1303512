-- SPDX-License-Identifier: EUPL-1.2
-- :missing
SELECT m.number AS number, text(m.title_text, 'title') AS title, o.code = 'missing' AS lacks_responsible,
	m.horizon IS NULL AS lacks_horizon, m.reporter IS NULL AS lacks_reporter,
	m.confirmer IS NULL AS lacks_confirmer,
	NOT EXISTS (SELECT 1 FROM goal AS g WHERE g.measure = m.id AND NOT g.is_closed AND g.sort = 'process') AS lacks_process_goal,
	NOT EXISTS (SELECT 1 FROM goal AS g WHERE g.measure = m.id AND NOT g.is_closed AND g.sort = 'effect') AS lacks_effect_goal
FROM (SELECT id FROM plan ORDER BY number DESC LIMIT 1) AS p JOIN measure AS m ON m.plan = p.id
JOIN organisation AS o ON o.id = m.responsible
WHERE m.state NOT IN ('completed', 'closed') AND (lacks_responsible OR lacks_horizon OR lacks_reporter OR lacks_confirmer
	OR lacks_process_goal OR lacks_effect_goal)
ORDER BY m.number
