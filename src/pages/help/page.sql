-- SPDX-License-Identifier: EUPL-1.2

-- :meanings
SELECT column1 AS process
FROM (VALUES ('green'), ('yellow'), ('red'), ('not_started'), ('paused'), ('completed'), ('none'))

-- :effects
SELECT column1 AS effect
FROM (VALUES ('improving'), ('unchanged'), ('worsening'), ('too_early'), ('not_assessable'))

-- :contacts
SELECT text(p.function_text, 'function') AS function, text(o.name_text, 'name') AS organisation, r.role
FROM role_held AS r JOIN person AS p ON p.id = r.person
LEFT JOIN organisation AS o ON o.id = p.organisation
WHERE r.role IN ('coordinator', 'administrator') AND p.is_closed = 0
ORDER BY r.role DESC, p.number
