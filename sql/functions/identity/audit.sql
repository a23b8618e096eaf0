-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The audit log's one door: nothing else inserts into it. Called in the transaction that changes what is written of. Neither p_old nor
-- p_new ever holds a secret: no password, no hash of one, no token, no key's secret.
-- plpgsql, since its statements stay prepared from one call to the next: starts and ends of runs come through here.

-- By whom is said as text: somebody who is no user. 'labwardend' is the lab itself, 'runner:<name>' a test runner; no user has such a
-- name. p_actor_id: the user of that name, if it is one.
CREATE OR REPLACE FUNCTION audit_by(p_actor text, p_actor_id uuid, p_address text, p_action text, p_kind text, p_id text, p_old jsonb,
                                    p_new jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO audit_log (actor_id, actor, address, action, target_kind, target_id, old_value, new_value)
    VALUES (p_actor_id, p_actor, p_address, p_action, p_kind, p_id, p_old, p_new);
END $$;

-- By a user, or (NULL) by the lab itself.
CREATE OR REPLACE FUNCTION audit(p_actor_id uuid, p_address text, p_action text, p_kind text, p_id text, p_old jsonb, p_new jsonb)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM audit_by(coalesce((SELECT username FROM users WHERE id = p_actor_id), 'labwardend'), p_actor_id, p_address, p_action,
                     p_kind, p_id, p_old, p_new);
END $$;
