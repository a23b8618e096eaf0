-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What every change of who may do what has in common.
--
-- Locks are taken in one order by everybody: the row of the role admin, users by id, sessions by hash. use_session() holds a session
-- while its copy is made in Redis, and open_session() holds the user: whoever has both locked knows of every copy there can be.

-- Changes of who may do what come one after another, until the end of the transaction: what one of them counts (the admins that are
-- left, the people that have a role) is still so when it commits.
CREATE OR REPLACE FUNCTION lock_access() RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM roles WHERE built_in AND name = 'admin' FOR NO KEY UPDATE;
END $$;

-- Holds these users; nobody of them opens a session meanwhile.
CREATE OR REPLACE FUNCTION lock_users(p_users uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM users WHERE id = ANY (p_users) ORDER BY id FOR NO KEY UPDATE;
END $$;

-- Holds the sessions of users who are held already, so that no copy of them is made meanwhile: their hashes in hex.
CREATE OR REPLACE FUNCTION lock_sessions(p_users uuid[]) RETURNS text[] LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM sessions WHERE user_id = ANY (p_users) ORDER BY token_hash FOR UPDATE;
    RETURN array(SELECT encode(token_hash, 'hex') FROM sessions WHERE user_id = ANY (p_users) ORDER BY token_hash);
END $$;

-- Why this actor may not make a change that takes a permission, whatever they could do when their request began: 'signed_out',
-- 'forbidden', or NULL when they may.
CREATE OR REPLACE FUNCTION actor_refusal(p_actor uuid, p_permission text) RETURNS text LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN NOT EXISTS (SELECT FROM users u WHERE u.id = p_actor AND is_active(u)) THEN 'signed_out'
                WHEN NOT EXISTS (SELECT FROM users u WHERE u.id = p_actor AND p_permission = ANY (permissions_of(u))) THEN 'forbidden'
           END
$$;

-- Nobody gives, takes or touches what they do not have themselves.
CREATE OR REPLACE FUNCTION is_more_than_own(p_actor uuid, p_permissions text[]) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT NOT p_permissions <@ (SELECT permissions_of(u) FROM users u WHERE u.id = p_actor)
$$;

CREATE OR REPLACE FUNCTION role_names_of(p_user uuid) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT r.name FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = p_user ORDER BY r.name)
$$;

CREATE OR REPLACE FUNCTION permissions_of_roles(p_names text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT DISTINCT unnest(permissions) FROM roles WHERE name = ANY (p_names) ORDER BY 1)
$$;

-- Those of the names that no role has, in their order.
CREATE OR REPLACE FUNCTION unknown_roles(p_names text[]) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_agg(n ORDER BY place) FROM unnest(p_names) WITH ORDINALITY t (n, place) WHERE n NOT IN (SELECT name FROM roles)
$$;

-- Active people with the built-in role admin, but for some.
CREATE OR REPLACE FUNCTION other_admins(p_without uuid[]) RETURNS bigint LANGUAGE sql STABLE AS $$
    SELECT count(*) FROM users u JOIN user_roles ur ON ur.user_id = u.id JOIN roles r ON r.id = ur.role_id
    WHERE r.built_in AND r.name = 'admin' AND u.kind = 'person' AND is_active(u) AND u.id <> ALL (p_without)
$$;

-- What of a session goes into the audit log: whose it is.
CREATE OR REPLACE FUNCTION session_audit_json(p_user uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('username', username) FROM users WHERE id = p_user
$$;

-- Ends all sessions of a user, whose rows lock_sessions() holds; each ending is in the audit log.
CREATE OR REPLACE FUNCTION drop_sessions(p_actor uuid, p_address text, p_user uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    gone text;
BEGIN
    FOR gone IN DELETE FROM sessions WHERE user_id = p_user RETURNING encode(token_hash, 'hex') LOOP
        PERFORM audit(p_actor, p_address, 'session.end', 'session', gone, session_audit_json(p_user), NULL);
    END LOOP;
END $$;
