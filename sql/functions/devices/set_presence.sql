-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Presence, as devices tell it.

-- A device that was lost four times within ten minutes is flapping, until ten minutes have gone by without a loss. Meanwhile it counts as
-- back only a minute after the last loss, so that nobody is offered a device that is about to go; one that a run holds comes back at
-- once, since that run depends on it.
CREATE OR REPLACE FUNCTION is_damped(p device_presence) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT p.online AND coalesce(p.flapping_until > clock_timestamp(), false) AND p.since > clock_timestamp() - interval '1 minute'
       AND NOT EXISTS (SELECT FROM device_leases l WHERE l.device_id = p.device_id AND l.run_id IS NOT NULL)
$$;

-- The presence of a device after such a word.
CREATE OR REPLACE FUNCTION presence_after(p device_presence, p_online boolean, p_cause text) RETURNS device_presence
LANGUAGE plpgsql AS $$
DECLARE
    at timestamptz := clock_timestamp();
BEGIN
    IF NOT p_online AND p.kind = 'mqtt' THEN
        IF p.losses_from > at - interval '10 minutes' THEN
            p.losses := least(p.losses + 1, 1000);
        ELSE
            p.losses := 1;
            p.losses_from := at;
        END IF;
        IF p.losses >= 4 OR p.flapping_until > at THEN
            p.flapping_until := at + interval '10 minutes';
        END IF;
    END IF;
    p.kind := 'mqtt';
    p.online := p_online;
    p.cause := p_cause;
    p.since := at;
    p.version := p.version + 1;
    RETURN p;
END $$;

-- What has been heard of devices by their keys: online or not, and how they went (p_causes: unknown, goodbye, silence). Answers with one
-- row for each key that is registered; `event` is NULL where that is known already, `damped` says that the word has to wait. Conditional,
-- so any number of servers may say the same. The first word makes a device's kind `mqtt`. Rows are locked in the order of ids.
CREATE OR REPLACE FUNCTION set_presence(p_keys text[], p_online boolean[], p_causes text[] DEFAULT NULL)
RETURNS TABLE (key text, id uuid, event jsonb, damped boolean) LANGUAGE plpgsql AS $$
DECLARE
    heard record;
    stands device_presence;
BEGIN
    FOR heard IN
        SELECT d.id, d.key, said.online, CASE WHEN said.online THEN 'unknown' ELSE coalesce(said.cause, 'unknown') END AS cause,
               (p.kind, p.online) IS DISTINCT FROM ('mqtt', said.online) AS news
        FROM unnest(p_keys, p_online, p_causes) AS said(key, online, cause)
        JOIN devices d ON d.key = said.key AND d.deleted_at IS NULL
        JOIN device_presence p ON p.device_id = d.id
        ORDER BY d.id
    LOOP
        key := heard.key;
        id := heard.id;
        event := NULL;
        damped := false;
        IF heard.news THEN
            SELECT * INTO stands FROM device_presence dp WHERE dp.device_id = heard.id FOR NO KEY UPDATE;
            damped := heard.online AND is_damped(stands);
            IF NOT damped AND (stands.kind, stands.online) IS DISTINCT FROM ('mqtt', heard.online) THEN
                stands := presence_after(stands, heard.online, heard.cause);
                UPDATE device_presence dp SET kind = stands.kind, online = stands.online, cause = stands.cause, since = stands.since,
                    losses = stands.losses, losses_from = stands.losses_from, flapping_until = stands.flapping_until,
                    version = stands.version
                WHERE dp.device_id = heard.id;
                INSERT INTO device_history (device_id, at, part, change, hinders, reason)
                    VALUES (heard.id, stands.since, 'presence', CASE WHEN heard.online THEN 'online' ELSE 'offline' END, NOT heard.online,
                            CASE WHEN heard.online THEN '' ELSE heard.cause END);
                event := emit_event('presence', heard.id, stands.version, presence_json(stands));
            END IF;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
