-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Roles, and how a change of one reaches everybody who has it. The functions answer as those of user_admin.sql do.

-- Role of common/domain.
CREATE OR REPLACE FUNCTION role_json(r roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', r.id, 'name', r.name, 'description', r.description, 'builtIn', r.built_in,
        'permissions', to_jsonb(array(SELECT unnest(r.permissions) ORDER BY 1)), 'userCount', cardinality(holders_of(r.id)),
        'version', r.version)
$$;

CREATE OR REPLACE FUNCTION role_audit_json(r roles) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('name', r.name, 'description', r.description, 'permissions',
                              to_jsonb(array(SELECT unnest(r.permissions) ORDER BY 1)))
$$;

-- Who has a role, disabled or not.
CREATE OR REPLACE FUNCTION holders_of(p_role uuid) RETURNS uuid[] LANGUAGE sql STABLE AS $$
    SELECT array(SELECT u.id FROM user_roles ur JOIN users u ON u.id = ur.user_id
                 WHERE ur.role_id = p_role AND u.deleted_at IS NULL ORDER BY u.id)
$$;

-- A new role: done (role, events), signed_out, forbidden, more_than_own, name_taken.
CREATE OR REPLACE FUNCTION create_role(p_actor uuid, p_address text, p_name text, p_description text, p_permissions text[])
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    r roles;
    refusal text;
BEGIN
    PERFORM lock_access();
    refusal := coalesce(actor_refusal(p_actor, 'roles:write'), CASE WHEN is_more_than_own(p_actor, p_permissions) THEN 'more_than_own' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    END IF;
    INSERT INTO roles (name, description, permissions) VALUES (p_name, p_description, p_permissions)
    ON CONFLICT (lower(name)) DO NOTHING RETURNING * INTO r;
    IF r.id IS NULL THEN
        RETURN jsonb_build_object('status', 'name_taken');
    END IF;
    PERFORM audit(p_actor, p_address, 'role.create', 'role', r.id::text, NULL, role_audit_json(r));
    RETURN jsonb_build_object('status', 'done', 'role', role_json(r),
        'events', emit_events(ARRAY[event_json('role', r.id, r.version, '{}')]));
END $$;

-- Why a role may not be changed to (or, with the same, deleted from) these permissions; NULL when it may. The role is held.
CREATE OR REPLACE FUNCTION role_refusal(p_actor uuid, r roles, p_version bigint, p_permissions text[]) RETURNS text
LANGUAGE sql STABLE AS $$
    SELECT coalesce(actor_refusal(p_actor, 'roles:write'),
                    CASE WHEN r.id IS NULL THEN 'not_found'
                         WHEN r.built_in THEN 'built_in'
                         WHEN is_more_than_own(p_actor, r.permissions || p_permissions) THEN 'more_than_own'
                         WHEN r.version <> p_version THEN 'stale' END)
$$;

-- done (role, events, copies: of all who have the role), signed_out, forbidden, not_found, built_in, more_than_own, stale, name_taken.
CREATE OR REPLACE FUNCTION update_role(p_actor uuid, p_address text, p_id uuid, p_version bigint, p_name text, p_description text,
                                       p_permissions text[]) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    r roles;
    before jsonb;
    refusal text;
    copies text[];
BEGIN
    PERFORM lock_access();
    SELECT * INTO r FROM roles WHERE id = p_id FOR NO KEY UPDATE;
    refusal := coalesce(role_refusal(p_actor, r, p_version, p_permissions),
                        CASE WHEN EXISTS (SELECT FROM roles WHERE lower(name) = lower(p_name) AND id <> p_id) THEN 'name_taken' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    ELSIF r.name = p_name AND r.description = p_description AND r.permissions <@ p_permissions AND p_permissions <@ r.permissions THEN
        RETURN jsonb_build_object('status', 'done', 'role', role_json(r), 'events', '[]'::jsonb);
    END IF;
    before := role_audit_json(r);
    PERFORM lock_users(holders_of(p_id));
    copies := lock_sessions(holders_of(p_id));
    UPDATE roles SET name = p_name, description = p_description, permissions = p_permissions, version = version + 1
    WHERE id = p_id RETURNING * INTO r;
    PERFORM audit(p_actor, p_address, 'role.update', 'role', p_id::text, before, role_audit_json(r));
    RETURN jsonb_build_object('status', 'done', 'role', role_json(r), 'copies', to_jsonb(copies),
        'events', emit_events(ARRAY[event_json('role', r.id, r.version, '{}')]));
END $$;

-- done (events), signed_out, forbidden, not_found, built_in, more_than_own, stale, in_use (userCount).
CREATE OR REPLACE FUNCTION delete_role(p_actor uuid, p_address text, p_id uuid, p_version bigint) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    r roles;
    refusal text;
BEGIN
    PERFORM lock_access();
    SELECT * INTO r FROM roles WHERE id = p_id FOR UPDATE;
    refusal := role_refusal(p_actor, r, p_version, '{}');
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    ELSIF cardinality(holders_of(p_id)) > 0 THEN
        RETURN jsonb_build_object('status', 'in_use', 'userCount', cardinality(holders_of(p_id)));
    END IF;
    DELETE FROM roles WHERE id = p_id;
    PERFORM audit(p_actor, p_address, 'role.delete', 'role', p_id::text, role_audit_json(r), NULL);
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[event_json('role', r.id, r.version + 1, NULL)]));
END $$;
