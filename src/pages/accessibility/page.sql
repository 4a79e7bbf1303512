-- SPDX-License-Identifier: EUPL-1.2

-- :statement
SELECT 'partial' AS conformance, 'WCAG 2.2 AA' AS standard, 'EN 301 549 V3.2.1' AS norm, '2018:1937' AS law,
	'2026-11-25' AS assessed, '2026-11-25' AS updated

-- :lacks
SELECT column1 AS lack, column2 AS criterion
FROM (VALUES ('people', NULL), ('time', '2.2.1'), ('language', '3.1.2'), ('typed', '2.4.6'), ('tables', '1.3.1'), ('print', NULL),
	('easy', NULL))

-- :contacts
SELECT DISTINCT text(p.function_text, 'function') AS function, text(o.name_text, 'name') AS organisation
FROM role_held AS r JOIN person AS p ON p.id = r.person AND NOT p.is_closed LEFT JOIN organisation AS o ON o.id = p.organisation
WHERE r.role = 'coordinator' ORDER BY p.number
