-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Health checks of device types (functions/devices/health_checks.sql).

CREATE TABLE health_checks (
    id             uuid PRIMARY KEY DEFAULT gen_random_uuid(),
    device_type    text NOT NULL UNIQUE CHECK (device_type <> ''),
    test_case_id   uuid NOT NULL REFERENCES test_cases,
    environment_id uuid NOT NULL REFERENCES environments,
    every_hours    integer NOT NULL DEFAULT 0 CHECK (every_hours BETWEEN 0 AND 8760), -- 0: never by the clock
    changed_by     uuid NOT NULL REFERENCES users,                                    -- in whose name the checks run
    changed_at     timestamptz NOT NULL DEFAULT now(),
    version        bigint NOT NULL DEFAULT 1
);
GRANT SELECT, INSERT, UPDATE, DELETE ON health_checks TO labwarden_app;

-- A device that never had to be checked has no row.
CREATE TABLE device_health (
    device_id  uuid PRIMARY KEY REFERENCES devices,
    due        text CHECK (due IN ('accepted', 'released', 'runner_lost', 'asked')), -- why it has to pass one; NULL: it has not
    checked_at timestamptz                                                           -- when the last one ended
);
CREATE INDEX device_health_due ON device_health (device_id) WHERE due IS NOT NULL;
GRANT SELECT, INSERT, UPDATE, DELETE ON device_health TO labwarden_app;

ALTER TABLE test_runs ADD COLUMN health_check boolean NOT NULL DEFAULT false;
