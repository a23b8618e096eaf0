-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Environment of common/domain.
CREATE OR REPLACE FUNCTION environment_json(e environments) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', e.id, 'revision', e.revision, 'document', e.document, 'createdBy', u.display_name,
        'createdAt', rfc3339(e.created_at), 'version', e.version)
    FROM users u WHERE u.id = e.created_by
$$;

-- A new environment: {"status": "created", environment, events}, or {"status": "taken"} when its name is.
CREATE OR REPLACE FUNCTION create_environment(p_document jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    e environments;
    made jsonb;
BEGIN
    INSERT INTO environments (name, document, created_by) VALUES (p_document ->> 'name', p_document, p_user)
    ON CONFLICT (lower(name)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO e;
    IF e.id IS NULL THEN
        RETURN jsonb_build_object('status', 'taken');
    END IF;
    made := environment_json(e);
    PERFORM audit(p_user, p_address, 'environment.create', 'environment', e.id::text, NULL, made);
    RETURN jsonb_build_object('status', 'created', 'environment', made,
        'events', emit_events(ARRAY[event_json('environment', e.id, e.version, made)]));
END $$;
