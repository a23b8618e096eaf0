-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Reading the audit log.

-- Newest first. NULL: any. p_action may end in '*'; p_from <= at < p_to; p_after_*: the last entry that has been read. Planned for each
-- call by itself, since which of the filters are given decides which index serves.
CREATE OR REPLACE FUNCTION audit_page(p_actor text, p_action text, p_kind text, p_id text, p_from timestamptz, p_to timestamptz,
                                      p_after_at timestamptz, p_after_id bigint, p_limit integer)
RETURNS SETOF audit_log LANGUAGE plpgsql STABLE SET plan_cache_mode = force_custom_plan AS $$
DECLARE
    prefix text := CASE WHEN p_action LIKE '%*' THEN left(p_action, -1) END;
BEGIN
    RETURN QUERY
        SELECT e.* FROM audit_log e
        WHERE (p_actor IS NULL OR lower(e.actor) = lower(p_actor))
          AND (p_action IS NULL OR prefix IS NOT NULL OR e.action COLLATE "C" = p_action)
          AND (prefix IS NULL OR e.action COLLATE "C" ^@ prefix)
          AND (p_kind IS NULL OR e.target_kind = p_kind)
          AND (p_id IS NULL OR e.target_id = p_id)
          AND (p_from IS NULL OR e.at >= p_from)
          AND (p_to IS NULL OR e.at < p_to)
          AND (p_after_id IS NULL OR (e.at, e.id) < (p_after_at, p_after_id))
        ORDER BY e.at DESC, e.id DESC
        LIMIT p_limit;
END $$;
