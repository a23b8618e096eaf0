-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Devices in full: what people say of them beyond the first fields, and how one went offline.
-- Everything new has a default, so that a server of the release before goes on working beside it.

ALTER TABLE devices
    ADD COLUMN capabilities text[] NOT NULL DEFAULT '{}',
    ADD COLUMN owner        text NOT NULL DEFAULT '',
    ADD COLUMN notes        text NOT NULL DEFAULT '',
    ADD COLUMN attributes   jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(attributes) = 'object'); -- name -> text

ALTER TABLE device_presence
    ADD COLUMN cause text NOT NULL DEFAULT 'unknown' CHECK (cause IN ('unknown', 'goodbye', 'silence')); -- of being offline
