-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Devices that come and go (functions/devices/set_presence.sql), and devices that nobody has registered.

ALTER TABLE device_presence
    ADD COLUMN losses         smallint NOT NULL DEFAULT 0, -- in the ten minutes that begin with losses_from
    ADD COLUMN losses_from    timestamptz,
    ADD COLUMN flapping_until timestamptz;                 -- unless it is lost again; NULL: never was

-- Its successor answers with one column more, which a server of the release before does not look at.
DROP FUNCTION IF EXISTS set_presence(text[], boolean[], text[]);

-- Who speaks over MQTT and is not registered, until somebody registers the device or refuses it.
CREATE TABLE unregistered_devices (
    id         uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    key        text NOT NULL UNIQUE CHECK (key ~ '^[a-z0-9]([a-z0-9-]{0,62}[a-z0-9])?$'),
    online     boolean NOT NULL,
    since      timestamptz NOT NULL DEFAULT now(), -- of being online, or not
    heard_at   timestamptz NOT NULL DEFAULT now(), -- for the first time
    refused_by text NOT NULL DEFAULT '',
    refused_at timestamptz,
    version    bigint NOT NULL DEFAULT 1
);
GRANT SELECT, INSERT, UPDATE, DELETE ON unregistered_devices TO labwarden_app;
