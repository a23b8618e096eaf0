-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The history of devices. Whoever changes a device, its presence, its lease or its service adds to it in the same transaction, with the
-- part's lock in hand, so that the entries of a part stand in the order of the changes.

-- What was done to a device's description by a user, or (NULL) by the lab itself. The audit log has it too, for other eyes.
CREATE OR REPLACE FUNCTION remember_description(p_device uuid, p_at timestamptz, p_change text, p_user uuid, p_old jsonb, p_new jsonb)
RETURNS void LANGUAGE sql AS $$
    INSERT INTO device_history (device_id, at, part, change, by_name, changes)
    SELECT p_device, p_at, 'device', p_change, coalesce((SELECT u.display_name FROM users u WHERE u.id = p_user), ''),
           (SELECT jsonb_object_agg(n.key, jsonb_build_object('old', p_old -> n.key, 'new', n.value))
            FROM jsonb_each(p_new) n WHERE n.key <> 'version' AND p_old -> n.key IS DISTINCT FROM n.value)
$$;

-- Newest first. NULL: any. p_from <= at < p_to; p_after_*: the last entry that has been read. Planned for each call by itself, since what
-- is given decides which index serves.
CREATE OR REPLACE FUNCTION device_history_page(p_device uuid, p_part text, p_from timestamptz, p_to timestamptz, p_after_at timestamptz,
                                               p_after_id bigint, p_limit integer)
RETURNS SETOF device_history LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
BEGIN
    RETURN QUERY
        SELECT h.* FROM device_history h
        WHERE h.device_id = p_device
          AND (p_part IS NULL OR h.part = p_part)
          AND (p_from IS NULL OR h.at >= p_from)
          AND (p_to IS NULL OR h.at < p_to)
          AND (p_after_id IS NULL OR (h.at, h.id) < (p_after_at, p_after_id))
        ORDER BY h.at DESC, h.id DESC
        LIMIT p_limit;
END $$;

-- How long each of these devices was in which state, in seconds, in the part of the range in which it was registered and that is past;
-- and how many runs held it. The states are those of common/domain's deviceState(), in its order.
CREATE OR REPLACE FUNCTION device_utilisation(p_ids uuid[], p_from timestamptz, p_to timestamptz)
RETURNS TABLE (device_id uuid, available double precision, under_test double precision, maintenance double precision,
               offline double precision, runs bigint) LANGUAGE sql STABLE AS $$
    WITH life AS (
        SELECT d.id, greatest(d.created_at, p_from) AS begins, least(d.deleted_at, p_to, now()) AS ends
        FROM devices d WHERE d.id = ANY (p_ids)
    ), marks AS (
        -- How each part stood at the beginning, then each of its changes.
        SELECT f.id, f.begins AS at, 0 AS seq, part.name AS part, coalesce(before.hinders, false) AS hinders
        FROM life f CROSS JOIN (VALUES ('presence'), ('lease'), ('service')) part(name)
        LEFT JOIN LATERAL (SELECT h.hinders FROM device_history h
                           WHERE h.device_id = f.id AND h.part = part.name AND h.at <= f.begins
                           ORDER BY h.at DESC, h.id DESC LIMIT 1) before ON true
        WHERE f.begins < f.ends
        UNION ALL
        SELECT f.id, h.at, h.id, h.part, h.hinders
        FROM life f JOIN device_history h ON h.device_id = f.id AND h.at > f.begins AND h.at < f.ends AND h.part <> 'device'
    ), ordered AS (
        SELECT m.*, row_number() OVER (PARTITION BY m.id ORDER BY m.at, m.seq, m.part) AS place FROM marks m
    ), stretches AS (
        -- The last word of each part up to here is the one with the highest place: it stands in the lowest bit.
        SELECT o.id, o.part, o.hinders,
               extract(epoch FROM lead(o.at, 1, f.ends) OVER w - o.at)::double precision AS seconds,
               max(o.place * 2 + o.hinders::integer) FILTER (WHERE o.part = 'presence') OVER w % 2 = 1 AS is_offline,
               max(o.place * 2 + o.hinders::integer) FILTER (WHERE o.part = 'lease') OVER w % 2 = 1 AS is_leased,
               max(o.place * 2 + o.hinders::integer) FILTER (WHERE o.part = 'service') OVER w % 2 = 1 AS is_out
        FROM ordered o JOIN life f ON f.id = o.id
        WINDOW w AS (PARTITION BY o.id ORDER BY o.place)
    )
    SELECT s.id,
           coalesce(sum(s.seconds) FILTER (WHERE NOT (s.is_offline OR s.is_leased OR s.is_out)), 0),
           coalesce(sum(s.seconds) FILTER (WHERE s.is_leased AND NOT s.is_offline), 0),
           coalesce(sum(s.seconds) FILTER (WHERE s.is_out AND NOT s.is_leased AND NOT s.is_offline), 0),
           coalesce(sum(s.seconds) FILTER (WHERE s.is_offline), 0),
           count(*) FILTER (WHERE s.part = 'lease' AND s.hinders)
    FROM stretches s GROUP BY s.id
$$;
