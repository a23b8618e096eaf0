-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT version, name, checksum FROM schema_migrations ORDER BY version
