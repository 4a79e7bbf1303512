-- SPDX-License-Identifier: EUPL-1.2

-- :functions
SELECT p.id AS person, text(p.function_text, 'function') AS function FROM person AS p
