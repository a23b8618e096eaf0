-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- What admins do with people. Every function decides under its locks and answers {"status": ...}: "done", or why nothing has changed.
-- "copies" are the sessions whose copies in Redis have to go before the commit.

-- User of common/domain.
CREATE OR REPLACE FUNCTION user_admin_json(u users) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', u.id, 'username', u.username, 'displayName', u.display_name, 'email', u.email,
        'roles', to_jsonb(role_names_of(u.id)), 'disabled', u.disabled, 'mustChangePassword', u.must_change_password,
        'locked', login_locked(u), 'lastLoginAt', rfc3339(u.last_login_at), 'createdAt', rfc3339(u.created_at),
        'version', u.version)
$$;

-- What of a person goes into the audit log.
CREATE OR REPLACE FUNCTION user_audit_json(u users) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('username', u.username, 'displayName', u.display_name, 'email', u.email,
        'roles', to_jsonb(role_names_of(u.id)), 'disabled', u.disabled, 'mustChangePassword', u.must_change_password)
$$;

-- That somebody's account has changed, and nothing of it: everybody hears this.
CREATE OR REPLACE FUNCTION user_event(u users) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT event_json('user', u.id, u.version, CASE WHEN u.deleted_at IS NULL THEN '{}'::jsonb END)
$$;

-- The person with an id, held; NULL for one who is gone and for an API key's.
CREATE OR REPLACE FUNCTION lock_person(p_id uuid) RETURNS users LANGUAGE sql AS $$
    SELECT * FROM users WHERE id = p_id AND kind = 'person' AND deleted_at IS NULL FOR NO KEY UPDATE
$$;

-- A new person with a one-time password: done (user, events, passwordEndsAt), signed_out, forbidden, unknown_role (roles),
-- more_than_own, name_taken.
CREATE OR REPLACE FUNCTION create_user(p_actor uuid, p_address text, p_username text, p_display_name text, p_email text, p_roles text[],
                                       p_password_hash text, p_password_life interval) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    refusal text;
BEGIN
    PERFORM lock_access();
    refusal := actor_refusal(p_actor, 'users:write');
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    ELSIF unknown_roles(p_roles) IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'unknown_role', 'roles', unknown_roles(p_roles));
    ELSIF is_more_than_own(p_actor, permissions_of_roles(p_roles)) THEN
        RETURN jsonb_build_object('status', 'more_than_own');
    END IF;
    INSERT INTO users (username, display_name, email, password_hash, must_change_password, password_ends_at)
    VALUES (p_username, p_display_name, p_email, p_password_hash, true, now() + p_password_life)
    ON CONFLICT (lower(username)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO u;
    IF u.id IS NULL THEN
        RETURN jsonb_build_object('status', 'name_taken');
    END IF;
    INSERT INTO user_roles SELECT u.id, id FROM roles WHERE name = ANY (p_roles);
    PERFORM audit(p_actor, p_address, 'user.create', 'user', u.id::text, NULL, user_audit_json(u));
    RETURN jsonb_build_object('status', 'done', 'user', user_admin_json(u), 'passwordEndsAt', rfc3339(u.password_ends_at),
        'events', emit_events(ARRAY[user_event(u)]));
END $$;

-- What roles somebody has after a change: its "roles", or what they have with "addRoles" and without "removeRoles".
CREATE OR REPLACE FUNCTION roles_after(p_change jsonb, p_before text[]) RETURNS text[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT r.name FROM roles r
                 WHERE CASE WHEN p_change ? 'roles' THEN p_change -> 'roles' ? r.name
                            ELSE (r.name = ANY (p_before) OR coalesce(p_change -> 'addRoles' ? r.name, false))
                                 AND NOT coalesce(p_change -> 'removeRoles' ? r.name, false) END
                 ORDER BY r.name)
$$;

-- Changes people, all or none. A change is {id, version} and what shall be different: displayName, email, disabled, roles or addRoles and
-- removeRoles, or deleted: true. Answers done (users, in the order of the changes; events; copies), signed_out, forbidden,
-- unknown_role (roles), or refused: refusals [{userId, username, refusal}], one for each that stands in the way: more_than_own,
-- not_found, stale, self (disabling or deleting oneself), last_admin.
-- What is already as wanted is left alone, with its version.
CREATE OR REPLACE FUNCTION change_users(p_actor uuid, p_address text, p_changes jsonb) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    ids uuid[] := array(SELECT (c ->> 'id')::uuid FROM jsonb_array_elements(p_changes) c);
    named text[] := array(SELECT DISTINCT r FROM jsonb_array_elements(p_changes) c,
                              jsonb_array_elements_text(coalesce(c -> 'roles', '[]') || coalesce(c -> 'addRoles', '[]')
                                                        || coalesce(c -> 'removeRoles', '[]')) r ORDER BY r);
    change jsonb;
    u users;
    before jsonb;
    had text[];
    gets text[];
    ends boolean; -- may not be signed in any more
    leaving uuid[] := '{}'; -- are active admins and will not be
    changed uuid[] := '{}';
    refusals jsonb := '[]';
    refusal text;
    copies text[];
    events jsonb[] := '{}';
BEGIN
    PERFORM lock_access();
    refusal := actor_refusal(p_actor, 'users:write');
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    ELSIF unknown_roles(named) IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'unknown_role', 'roles', unknown_roles(named));
    END IF;

    PERFORM lock_users(ids);
    FOR change IN SELECT c FROM jsonb_array_elements(p_changes) c LOOP
        u := lock_person((change ->> 'id')::uuid);
        had := role_names_of(u.id);
        gets := roles_after(change, had);
        ends := coalesce((change ->> 'deleted')::boolean, false) OR coalesce((change ->> 'disabled')::boolean, u.disabled);
        refusal := CASE WHEN u.id IS NULL THEN 'not_found'
                        WHEN is_more_than_own(p_actor, permissions_of(u) || permissions_of_roles(gets)) THEN 'more_than_own'
                        WHEN u.version <> (change ->> 'version')::bigint THEN 'stale'
                        WHEN u.id = p_actor AND ends THEN 'self' END;
        IF refusal IS NOT NULL THEN
            refusals := refusals || jsonb_build_object('userId', change -> 'id', 'username', coalesce(u.username, ''), 'refusal', refusal);
        ELSIF is_active(u) AND 'admin' = ANY (had) AND (ends OR NOT 'admin' = ANY (gets)) THEN
            leaving := leaving || u.id;
        END IF;
    END LOOP;
    IF cardinality(leaving) > 0 AND other_admins(leaving) = 0 THEN
        SELECT refusals || jsonb_agg(jsonb_build_object('userId', id, 'username', username, 'refusal', 'last_admin') ORDER BY username)
        INTO refusals FROM users WHERE id = ANY (leaving);
    END IF;
    IF refusals <> '[]' THEN
        RETURN jsonb_build_object('status', 'refused', 'refusals', refusals);
    END IF;

    FOR change IN SELECT c FROM jsonb_array_elements(p_changes) c LOOP
        u := lock_person((change ->> 'id')::uuid);
        had := role_names_of(u.id);
        gets := roles_after(change, had);
        CONTINUE WHEN had = gets AND NOT coalesce((change ->> 'deleted')::boolean, false)
            AND u.display_name = coalesce(change ->> 'displayName', u.display_name) AND u.email = coalesce(change ->> 'email', u.email)
            AND u.disabled = coalesce((change ->> 'disabled')::boolean, u.disabled);
        changed := changed || u.id;
        before := user_audit_json(u);
        DELETE FROM user_roles ur USING roles r WHERE ur.user_id = u.id AND r.id = ur.role_id AND r.name <> ALL (gets);
        INSERT INTO user_roles SELECT u.id, id FROM roles WHERE name = ANY (gets) ON CONFLICT DO NOTHING;
        UPDATE users SET display_name = coalesce(change ->> 'displayName', display_name), email = coalesce(change ->> 'email', email),
            disabled = coalesce((change ->> 'disabled')::boolean, disabled), version = version + 1
        WHERE id = u.id RETURNING * INTO u;
        IF coalesce((change ->> 'deleted')::boolean, false) THEN
            -- What they did stays, with their name; what would let them in or tell more of them goes.
            UPDATE users SET deleted_at = now(), password_hash = '' WHERE id = u.id RETURNING * INTO u;
            DELETE FROM user_roles WHERE user_id = u.id;
            DELETE FROM known_addresses WHERE user_id = u.id;
            PERFORM audit(p_actor, p_address, 'user.delete', 'user', u.id::text, before, NULL);
        ELSE
            PERFORM audit(p_actor, p_address, 'user.update', 'user', u.id::text, before, user_audit_json(u));
        END IF;
        events := events || user_event(u);
    END LOOP;
    copies := lock_sessions(changed);
    FOR u IN SELECT * FROM users WHERE id = ANY (changed) AND NOT is_active(users) ORDER BY id LOOP
        PERFORM drop_sessions(p_actor, p_address, u.id);
    END LOOP;
    RETURN jsonb_build_object('status', 'done', 'copies', to_jsonb(copies),
        'events', CASE WHEN cardinality(events) > 0 THEN emit_events(events) ELSE '[]' END,
        'users', (SELECT jsonb_agg(user_admin_json(x) ORDER BY place) FROM unnest(ids) WITH ORDINALITY t (id, place) JOIN users x USING (id)));
END $$;

-- A one-time password instead of theirs; all their sessions end, and what their failed log-ins have caused: done (username,
-- passwordEndsAt, events, copies), signed_out, forbidden, not_found, more_than_own, self.
CREATE OR REPLACE FUNCTION reset_password(p_actor uuid, p_address text, p_id uuid, p_password_hash text, p_password_life interval)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    before jsonb;
    refusal text;
    copies text[];
BEGIN
    PERFORM lock_access();
    u := lock_person(p_id);
    -- Whoever has nothing but a session of somebody must not get a password out of it: one's own is changed by who knows it.
    refusal := coalesce(actor_refusal(p_actor, 'users:write'),
                        CASE WHEN u.id IS NULL THEN 'not_found' WHEN is_more_than_own(p_actor, permissions_of(u)) THEN 'more_than_own'
                             WHEN u.id = p_actor THEN 'self' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    END IF;
    before := user_audit_json(u);
    UPDATE users SET password_hash = p_password_hash, must_change_password = true, password_set_at = now(),
        password_ends_at = now() + p_password_life, version = version + 1
    WHERE id = p_id RETURNING * INTO u;
    copies := lock_sessions(ARRAY[p_id]);
    PERFORM drop_sessions(p_actor, p_address, p_id);
    PERFORM forget_attempts(u);
    PERFORM audit(p_actor, p_address, 'user.reset-password', 'user', p_id::text, before, user_audit_json(u));
    RETURN jsonb_build_object('status', 'done', 'passwordEndsAt', rfc3339(u.password_ends_at), 'copies', to_jsonb(copies),
        'events', emit_events(ARRAY[user_event(u)]));
END $$;

-- Forgets somebody's failed log-ins: done (events), signed_out, forbidden, not_found, more_than_own.
CREATE OR REPLACE FUNCTION unlock_user(p_actor uuid, p_address text, p_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    refusal text;
BEGIN
    PERFORM lock_access();
    u := lock_person(p_id);
    refusal := coalesce(actor_refusal(p_actor, 'users:write'),
                        CASE WHEN u.id IS NULL THEN 'not_found' WHEN is_more_than_own(p_actor, permissions_of(u)) THEN 'more_than_own' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    END IF;
    PERFORM forget_attempts(u);
    PERFORM audit(p_actor, p_address, 'user.unlock', 'user', p_id::text, NULL, NULL);
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[user_event(u)]));
END $$;

-- What people change of themselves: done (person: UserInfo, events, copies), signed_out, stale.
CREATE OR REPLACE FUNCTION update_profile(p_actor uuid, p_address text, p_version bigint, p_display_name text, p_email text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    before jsonb;
BEGIN
    u := lock_person(p_actor);
    IF u.id IS NULL OR u.disabled THEN
        RETURN jsonb_build_object('status', 'signed_out');
    ELSIF u.version <> p_version THEN
        RETURN jsonb_build_object('status', 'stale');
    ELSIF u.display_name = p_display_name AND u.email = p_email THEN
        RETURN jsonb_build_object('status', 'done', 'person', user_json(u), 'events', '[]'::jsonb);
    END IF;
    before := user_audit_json(u);
    UPDATE users SET display_name = p_display_name, email = p_email, version = version + 1 WHERE id = p_actor RETURNING * INTO u;
    PERFORM audit(p_actor, p_address, 'user.update', 'user', p_actor::text, before, user_audit_json(u));
    RETURN jsonb_build_object('status', 'done', 'person', user_json(u), 'copies', to_jsonb(lock_sessions(ARRAY[p_actor])),
        'events', emit_events(ARRAY[user_event(u)]));
END $$;
