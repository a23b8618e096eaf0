-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The schema named by search_path, and in it the record of what has been laid. Harmless to repeat.
DO $$
BEGIN
    IF to_regnamespace(quote_ident(current_setting('search_path'))) IS NULL THEN
        EXECUTE format('CREATE SCHEMA %I', current_setting('search_path'));
    END IF;
    IF to_regclass(quote_ident(current_setting('search_path')) || '.schema_migrations') IS NULL THEN
        CREATE TABLE schema_migrations (
            version    integer PRIMARY KEY,
            name       text NOT NULL,
            checksum   text NOT NULL,
            applied_at timestamptz NOT NULL DEFAULT now()
        );
    END IF;
END $$
