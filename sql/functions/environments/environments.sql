-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Environments and their revisions. Whoever changes or deletes one holds its row FOR UPDATE; whoever starts a run in it, or gives it to a
-- health check, holds it FOR KEY SHARE: so neither gets an environment that is just going away.

-- Environment of common/domain as it was at a revision: the row of which is made up for one that is older than the history.
CREATE OR REPLACE FUNCTION environment_at_json(e environments, r environment_revisions) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', e.id, 'revision', r.revision, 'document', r.document,
        'createdBy', maker.display_name, 'createdAt', rfc3339(e.created_at),
        'changedBy', changer.display_name, 'changedAt', rfc3339(r.created_at), 'message', r.message, 'version', e.version)
    FROM users maker, users changer WHERE maker.id = e.created_by AND changer.id = r.created_by
$$;

-- The newest revision.
CREATE OR REPLACE FUNCTION newest_environment_revision(e environments) RETURNS environment_revisions LANGUAGE plpgsql STABLE AS $$
DECLARE
    r environment_revisions;
BEGIN
    SELECT * INTO r FROM environment_revisions v WHERE v.environment_id = e.id AND v.revision = e.revision;
    IF NOT FOUND THEN
        r := (NULL, e.id, e.revision, e.document, '', e.created_by, e.created_at);
    END IF;
    RETURN r;
END $$;

CREATE OR REPLACE FUNCTION environment_json(e environments) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT environment_at_json(e, newest_environment_revision(e))
$$;

-- As the audit log has it: which secrets got a value is told, what they are is known to nobody here.
CREATE OR REPLACE FUNCTION environment_audit_json(e environments, p_sealed jsonb) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT environment_json(e) || CASE WHEN p_sealed = '{}' THEN '{}' ELSE jsonb_build_object('secretsSet',
        (SELECT jsonb_agg(name ORDER BY name) FROM jsonb_object_keys(p_sealed) name)) END
$$;

-- Keeps the sealed values ({name: hex}) that come with the newest revision.
CREATE OR REPLACE FUNCTION keep_secrets(e environments, p_sealed jsonb) RETURNS void LANGUAGE sql AS $$
    INSERT INTO environment_secrets (environment_id, name, revision, sealed)
    SELECT e.id, s.key, e.revision, decode(s.value, 'hex') FROM jsonb_each_text(p_sealed) s
$$;

-- A new environment, its id chosen by the caller: {"status": "created", environment, events}, or {"status": "taken"} when its name is.
CREATE OR REPLACE FUNCTION create_environment(p_id uuid, p_document jsonb, p_sealed jsonb, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    e environments;
    made jsonb;
BEGIN
    INSERT INTO environments (id, name, document, created_by) VALUES (p_id, p_document ->> 'name', p_document, p_user)
    ON CONFLICT (lower(name)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO e;
    IF e.id IS NULL THEN
        RETURN jsonb_build_object('status', 'taken');
    END IF;
    INSERT INTO environment_revisions (environment_id, revision, document, created_by, created_at)
        VALUES (e.id, e.revision, e.document, p_user, e.created_at);
    PERFORM keep_secrets(e, p_sealed);
    made := environment_json(e);
    PERFORM audit(p_user, p_address, 'environment.create', 'environment', e.id::text, NULL, environment_audit_json(e, p_sealed));
    RETURN jsonb_build_object('status', 'created', 'environment', made,
        'events', emit_events(ARRAY[event_json('environment', e.id, e.version, made)]));
END $$;

-- As the release before calls it, which knows of no secrets. To be dropped with the release after.
CREATE OR REPLACE FUNCTION create_environment(p_document jsonb, p_user uuid, p_address text) RETURNS jsonb LANGUAGE sql AS $$
    SELECT create_environment(gen_random_uuid(), p_document, '{}', p_user, p_address)
$$;

-- Of the secrets of an environment those that hold at a revision with this document.
CREATE OR REPLACE FUNCTION secrets_at(p_environment_id uuid, p_document jsonb, p_revision integer) RETURNS SETOF environment_secrets
LANGUAGE sql STABLE AS $$
    SELECT DISTINCT ON (s.name) s.* FROM environment_secrets s
    WHERE s.environment_id = p_environment_id AND s.revision <= p_revision
      AND s.name IN (SELECT v ->> 'name' FROM jsonb_array_elements(p_document -> 'variables') v WHERE (v ->> 'secret')::boolean)
    ORDER BY s.name, s.revision DESC
$$;

-- Forgets values that neither the newest revision has nor a run that has not ended.
CREATE OR REPLACE FUNCTION forget_old_secrets(e environments) RETURNS void LANGUAGE sql AS $$
    DELETE FROM environment_secrets s
    WHERE s.environment_id = e.id AND (s.name, s.revision) NOT IN (
        SELECT n.name, n.revision FROM secrets_at(e.id, e.document, e.revision) n
        UNION SELECT n.name, n.revision FROM test_runs r, secrets_at(e.id, r.environment, r.environment_revision) n
              WHERE r.environment_id = e.id AND r.state <> 'finished')
$$;

-- Makes the next revision of an environment that stands at p_revision; a secret without a value in p_sealed keeps the one it has.
-- {"status": …}: done {environment, events: none when nothing differs}, not_found, stale, taken (its name).
CREATE OR REPLACE FUNCTION update_environment(p_id uuid, p_revision bigint, p_document jsonb, p_sealed jsonb, p_message text,
                                              p_user uuid, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    e      environments;
    before jsonb;
    made   jsonb;
BEGIN
    SELECT * INTO e FROM environments WHERE id = p_id AND deleted_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF e.revision <> p_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    ELSIF e.document = p_document AND p_sealed = '{}' THEN
        RETURN jsonb_build_object('status', 'done', 'environment', environment_json(e), 'events', '[]'::jsonb);
    END IF;
    before := environment_json(e);
    INSERT INTO environment_revisions (environment_id, revision, document, created_by, created_at)
        VALUES (e.id, e.revision, e.document, e.created_by, e.created_at) ON CONFLICT DO NOTHING;
    BEGIN
        UPDATE environments SET name = p_document ->> 'name', document = p_document, revision = e.revision + 1, version = e.version + 1
        WHERE id = p_id RETURNING * INTO e;
    EXCEPTION WHEN unique_violation THEN
        RETURN jsonb_build_object('status', 'taken');
    END;
    INSERT INTO environment_revisions (environment_id, revision, document, message, created_by)
        VALUES (e.id, e.revision, e.document, p_message, p_user);
    PERFORM keep_secrets(e, p_sealed);
    PERFORM forget_old_secrets(e);
    made := environment_json(e);
    PERFORM audit(p_user, p_address, 'environment.update', 'environment', e.id::text, before, environment_audit_json(e, p_sealed));
    RETURN jsonb_build_object('status', 'done', 'environment', made,
        'events', emit_events(ARRAY[event_json('environment', e.id, e.version, made)]));
END $$;

-- What keeps an environment from being deleted: runs that have not ended, health checks.
CREATE OR REPLACE FUNCTION environment_uses(p_id uuid) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT coalesce((SELECT jsonb_agg(jsonb_build_object('reason', 'test_run', 'runId', r.id, 'runNumber', r.number,
                                                         'holder', u.display_name, 'since', rfc3339(r.created_at)) ORDER BY r.number)
                     FROM test_runs r JOIN users u ON u.id = r.created_by WHERE r.environment_id = p_id AND r.state <> 'finished'), '[]')
        || coalesce((SELECT jsonb_agg(jsonb_build_object('reason', 'health_check', 'healthCheckId', h.id, 'deviceType', h.device_type)
                                      ORDER BY h.device_type)
                     FROM health_checks h WHERE h.environment_id = p_id), '[]')
$$;

-- Takes an environment that stands at p_revision out of use; its history stays, its secrets go. {"status": …}: done {events}, not_found,
-- stale, used {uses}.
CREATE OR REPLACE FUNCTION delete_environment(p_id uuid, p_revision bigint, p_user uuid, p_address text) RETURNS jsonb
LANGUAGE plpgsql AS $$
DECLARE
    e environments;
BEGIN
    SELECT * INTO e FROM environments WHERE id = p_id AND deleted_at IS NULL FOR UPDATE;
    IF NOT FOUND THEN
        RETURN jsonb_build_object('status', 'not_found');
    ELSIF e.revision <> p_revision THEN
        RETURN jsonb_build_object('status', 'stale');
    ELSIF environment_uses(p_id) <> '[]' THEN
        RETURN jsonb_build_object('status', 'used', 'uses', environment_uses(p_id));
    END IF;
    PERFORM audit(p_user, p_address, 'environment.delete', 'environment', p_id::text, environment_json(e), NULL);
    DELETE FROM environment_secrets WHERE environment_id = p_id;
    UPDATE environments SET deleted_at = clock_timestamp(), version = e.version + 1 WHERE id = p_id RETURNING * INTO e;
    RETURN jsonb_build_object('status', 'done', 'events', emit_events(ARRAY[event_json('environment', e.id, e.version, NULL)]));
END $$;

-- The same value, sealed under another key (labwardend secrets rekey). False: it is sealed otherwise by now, or gone.
CREATE OR REPLACE FUNCTION reseal_secret(p_id uuid, p_name text, p_revision integer, p_old bytea, p_new bytea) RETURNS boolean
LANGUAGE plpgsql AS $$
BEGIN
    UPDATE environment_secrets SET sealed = p_new
        WHERE environment_id = p_id AND name = p_name AND revision = p_revision AND sealed = p_old;
    IF NOT FOUND THEN
        RETURN false;
    END IF;
    PERFORM audit(NULL, 'command line', 'environment.rekey', 'environment', p_id::text, NULL, jsonb_build_object('secret', p_name));
    RETURN true;
END $$;
