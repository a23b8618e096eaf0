-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The oldest case of each folder ($1) and title ($2), pair by pair.
SELECT DISTINCT ON (c.folder, c.title) c.key, c.folder, c.title
FROM test_cases c JOIN unnest($1::text[], $2::text[]) place (folder, title) ON c.folder = place.folder AND c.title = place.title
WHERE c.deleted_at IS NULL
ORDER BY c.folder, c.title, c.created_at, c.id
