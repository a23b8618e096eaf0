-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The metrics a device says it has, all of them. True when the device is registered. Writes what differs, so it may be said again, by any
-- number of servers.
CREATE OR REPLACE FUNCTION set_device_metrics(p_key text, p_names text[], p_units text[], p_intervals integer[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    device uuid := (SELECT id FROM devices WHERE key = p_key AND deleted_at IS NULL);
BEGIN
    IF device IS NULL THEN
        RETURN false;
    END IF;
    DELETE FROM device_metrics WHERE device_id = device AND name <> ALL (p_names);
    INSERT INTO device_metrics AS known (device_id, name, unit, interval_ms)
    SELECT device, m.name, m.unit, m.interval_ms
    FROM unnest(p_names, p_units, p_intervals) AS m(name, unit, interval_ms) ORDER BY m.name
    ON CONFLICT (device_id, name) DO UPDATE SET unit = excluded.unit, interval_ms = excluded.interval_ms
    WHERE (known.unit, known.interval_ms) IS DISTINCT FROM (excluded.unit, excluded.interval_ms);
    RETURN true;
END $$;
