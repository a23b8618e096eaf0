-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What is done to users from the lab's host itself: at the first start, and by `labwardend users`. No actor's rights are looked at here,
-- for whoever can call these has the database; so no route of the server may.

-- With a one-time password, in the places that audit() calls the lab's own; NULL: the name is taken.
CREATE OR REPLACE FUNCTION host_add_user(p_address text, p_username text, p_display_name text, p_email text, p_roles text[],
                                         p_password_hash text, p_password_life interval) RETURNS users LANGUAGE plpgsql AS $$
DECLARE
    u users;
BEGIN
    INSERT INTO users (username, display_name, email, password_hash, must_change_password, password_ends_at)
    VALUES (p_username, p_display_name, p_email, p_password_hash, true, now() + p_password_life)
    ON CONFLICT (lower(username)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO u;
    IF u.id IS NOT NULL THEN
        INSERT INTO user_roles SELECT u.id, r.id FROM roles r WHERE r.name = ANY (p_roles);
        PERFORM audit(NULL, p_address, 'user.create', 'user', u.id::text, NULL, user_audit_json(u));
        PERFORM emit_events(ARRAY[user_event(u)]);
    END IF;
    RETURN u;
END $$;

-- The first admin, if there has never been anybody; whether one was made.
CREATE OR REPLACE FUNCTION create_first_admin(p_username text, p_password_hash text, p_password_life interval) RETURNS boolean
LANGUAGE plpgsql AS $$
DECLARE
    u users;
BEGIN
    PERFORM lock_access(); -- a second server waits here, and then sees the first one's
    IF EXISTS (SELECT FROM users WHERE kind = 'person') THEN
        RETURN false;
    END IF;
    u := host_add_user('', p_username, 'Administrator', '', ARRAY['admin'], p_password_hash, p_password_life);
    RETURN u.id IS NOT NULL;
END $$;

-- {"status": …}: done (passwordEndsAt), name_taken, unknown_role (roles).
CREATE OR REPLACE FUNCTION host_create_user(p_address text, p_username text, p_display_name text, p_email text, p_roles text[],
                                            p_password_hash text, p_password_life interval) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
BEGIN
    PERFORM lock_access();
    IF unknown_roles(p_roles) IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'unknown_role', 'roles', unknown_roles(p_roles));
    END IF;
    u := host_add_user(p_address, p_username, p_display_name, p_email, p_roles, p_password_hash, p_password_life);
    IF u.id IS NULL THEN
        RETURN jsonb_build_object('status', 'name_taken');
    END IF;
    RETURN jsonb_build_object('status', 'done', 'passwordEndsAt', rfc3339(u.password_ends_at));
END $$;

-- As reset_password(): done (username, disabled, passwordEndsAt, copies), not_found.
CREATE OR REPLACE FUNCTION host_reset_password(p_address text, p_username text, p_password_hash text, p_password_life interval)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    before jsonb;
    copies text[];
BEGIN
    PERFORM lock_access();
    u := lock_person((SELECT id FROM users WHERE lower(username) = lower(p_username) AND deleted_at IS NULL));
    IF u.id IS NULL THEN
        RETURN jsonb_build_object('status', 'not_found');
    END IF;
    before := user_audit_json(u);
    UPDATE users SET password_hash = p_password_hash, must_change_password = true, password_set_at = now(),
        password_ends_at = now() + p_password_life, version = version + 1
    WHERE id = u.id RETURNING * INTO u;
    copies := lock_sessions(ARRAY[u.id]);
    PERFORM drop_sessions(NULL, p_address, u.id);
    PERFORM forget_attempts(u);
    PERFORM audit(NULL, p_address, 'user.reset-password', 'user', u.id::text, before, user_audit_json(u));
    PERFORM emit_events(ARRAY[user_event(u)]);
    RETURN jsonb_build_object('status', 'done', 'username', u.username, 'disabled', u.disabled,
        'passwordEndsAt', rfc3339(u.password_ends_at), 'copies', to_jsonb(copies));
END $$;

-- As unlock_user(): done (username, disabled, locked: it was), not_found.
CREATE OR REPLACE FUNCTION host_unlock_user(p_address text, p_username text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    was_locked boolean;
BEGIN
    PERFORM lock_access();
    u := lock_person((SELECT id FROM users WHERE lower(username) = lower(p_username) AND deleted_at IS NULL));
    IF u.id IS NULL THEN
        RETURN jsonb_build_object('status', 'not_found');
    END IF;
    was_locked := login_locked(u);
    PERFORM forget_attempts(u);
    PERFORM audit(NULL, p_address, 'user.unlock', 'user', u.id::text, NULL, NULL);
    PERFORM emit_events(ARRAY[user_event(u)]);
    RETURN jsonb_build_object('status', 'done', 'username', u.username, 'disabled', u.disabled, 'locked', was_locked);
END $$;
