-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What has been heard of devices by their keys: online or not, and how they went (p_causes: unknown, goodbye, silence). Answers with one
-- row for each key that is registered; `event` is NULL where that is known already. Conditional, so any number of servers may say the same.
-- The first word makes a device's kind `mqtt`. Rows are locked in the order of ids.
CREATE OR REPLACE FUNCTION set_presence(p_keys text[], p_online boolean[], p_causes text[] DEFAULT NULL)
RETURNS TABLE (key text, id uuid, event jsonb) LANGUAGE plpgsql AS $$
DECLARE
    heard record;
    changed device_presence;
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
        IF heard.news THEN
            UPDATE device_presence p SET kind = 'mqtt', online = heard.online, cause = heard.cause, since = clock_timestamp(),
                version = p.version + 1
            WHERE p.device_id = heard.id AND (p.kind, p.online) IS DISTINCT FROM ('mqtt', heard.online)
            RETURNING p.* INTO changed;
            IF FOUND THEN
                INSERT INTO device_history (device_id, at, part, change, hinders, reason)
                    VALUES (heard.id, changed.since, 'presence', CASE WHEN heard.online THEN 'online' ELSE 'offline' END, NOT heard.online,
                            CASE WHEN heard.online THEN '' ELSE heard.cause END);
                event := emit_event('presence', heard.id, changed.version, presence_json(changed));
            END IF;
        END IF;
        RETURN NEXT;
    END LOOP;
END $$;
