-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- People and what they may do.

-- What somebody may do at this moment, sorted.
CREATE OR REPLACE FUNCTION permissions_of(u users) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT DISTINCT p.permission
                 FROM user_roles ur JOIN roles r ON r.id = ur.role_id, unnest(r.permissions) p (permission) WHERE ur.user_id = u.id
                 UNION SELECT unnest(k.scopes) FROM api_keys k WHERE k.id = u.id
                 ORDER BY 1)
$$;

-- UserInfo of common/domain. What a key may do are its scopes; it has no roles.
CREATE OR REPLACE FUNCTION user_json(u users) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'email', u.email, 'kind', u.kind,
        'roles', coalesce((SELECT jsonb_agg(r.name ORDER BY r.name)
                           FROM user_roles ur JOIN roles r ON r.id = ur.role_id WHERE ur.user_id = u.id), '[]'),
        'permissions', to_jsonb(permissions_of(u)),
        'mustChangePassword', u.must_change_password, 'version', u.version)
$$;

-- Whether a user is one who may be signed in.
CREATE OR REPLACE FUNCTION is_active(u users) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT NOT u.disabled AND u.deleted_at IS NULL
$$;

-- Adds a user who does not exist yet; the id, or NULL for a name that is taken. An unknown role is an error.
CREATE OR REPLACE FUNCTION bootstrap_user(p_username text, p_display_name text, p_password_hash text, p_roles text[])
RETURNS uuid LANGUAGE plpgsql AS $$
DECLARE
    u users;
BEGIN
    IF NOT p_roles <@ (SELECT array_agg(name) FROM roles) THEN
        RAISE EXCEPTION USING ERRCODE = 'LW002', MESSAGE = 'unknown role';
    END IF;
    INSERT INTO users (username, display_name, password_hash) VALUES (p_username, p_display_name, p_password_hash)
    ON CONFLICT (lower(username)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO u;
    IF u.id IS NULL THEN
        RETURN NULL;
    END IF;
    INSERT INTO user_roles SELECT u.id, id FROM roles WHERE name = ANY (p_roles);
    PERFORM audit(NULL, '', 'user.create', 'user', u.id::text, NULL, user_json(u));
    RETURN u.id;
END $$;
