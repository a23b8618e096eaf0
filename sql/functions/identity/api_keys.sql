-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- API keys. Locks are taken as access_rules.sql says, keys after users. The functions answer as those of user_admin.sql do.

-- ApiKey of common/domain.
CREATE OR REPLACE FUNCTION api_key_json(k api_keys) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT jsonb_build_object('id', k.id, 'name', u.display_name, 'scopes', to_jsonb(k.scopes), 'createdBy', m.username,
        'createdAt', rfc3339(u.created_at), 'expiresAt', rfc3339(k.expires_at), 'lastUsedAt', rfc3339(k.last_used_at),
        'endedAt', rfc3339(k.ended_at))
    FROM users u, users m WHERE u.id = k.id AND m.id = k.created_by
$$;

CREATE OR REPLACE FUNCTION api_key_audit_json(k api_keys) RETURNS jsonb LANGUAGE sql STABLE AS $$
    SELECT api_key_json(k) - '{id,createdBy,createdAt,lastUsedAt,endedAt}'::text[]
$$;

-- A new key, with a user of its own to act in the name of: done (apiKey, events), signed_out, forbidden, more_than_own, name_taken.
CREATE OR REPLACE FUNCTION create_api_key(p_actor uuid, p_address text, p_name text, p_scopes text[], p_hash bytea, p_expires_at timestamptz)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    k api_keys;
    refusal text;
BEGIN
    PERFORM lock_access();
    refusal := coalesce(actor_refusal(p_actor, 'apikeys:write'), CASE WHEN is_more_than_own(p_actor, p_scopes) THEN 'more_than_own' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    END IF;
    INSERT INTO users (username, display_name, password_hash, kind) VALUES ('key:' || p_name, p_name, '', 'key')
    ON CONFLICT (lower(username)) WHERE deleted_at IS NULL DO NOTHING RETURNING * INTO u;
    IF u.id IS NULL THEN
        RETURN jsonb_build_object('status', 'name_taken');
    END IF;
    INSERT INTO api_keys (id, secret_hash, scopes, created_by, expires_at) VALUES (u.id, p_hash, p_scopes, p_actor, p_expires_at)
    RETURNING * INTO k;
    PERFORM audit(p_actor, p_address, 'api-key.create', 'api-key', k.id::text, NULL, api_key_audit_json(k));
    RETURN jsonb_build_object('status', 'done', 'apiKey', api_key_json(k), 'events', emit_events(ARRAY[event_json('user', u.id, u.version, '{}')]));
END $$;

-- The end of a key, which stays in the list; its name is free again. One that has ended already is left alone: done (events, copies),
-- signed_out, forbidden, not_found, more_than_own.
CREATE OR REPLACE FUNCTION revoke_api_key(p_actor uuid, p_address text, p_id uuid) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    k api_keys;
    refusal text;
BEGIN
    PERFORM lock_access();
    PERFORM lock_users(ARRAY[p_id]);
    SELECT * INTO k FROM api_keys WHERE id = p_id FOR UPDATE;
    refusal := coalesce(actor_refusal(p_actor, 'apikeys:write'),
                        CASE WHEN k.id IS NULL THEN 'not_found' WHEN is_more_than_own(p_actor, k.scopes) THEN 'more_than_own' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    ELSIF k.ended_at IS NOT NULL THEN
        RETURN jsonb_build_object('status', 'done', 'events', '[]'::jsonb);
    END IF;
    UPDATE api_keys SET ended_at = now() WHERE id = p_id;
    UPDATE users SET deleted_at = now(), version = version + 1 WHERE id = p_id RETURNING * INTO u;
    PERFORM audit(p_actor, p_address, 'api-key.revoke', 'api-key', p_id::text, api_key_audit_json(k), NULL);
    RETURN jsonb_build_object('status', 'done', 'copies', jsonb_build_array(encode(k.secret_hash, 'hex')),
        'events', emit_events(ARRAY[event_json('user', u.id, u.version, NULL)]));
END $$;

-- Which program is behind a key that is good, and for how much longer (ms). Its use is noted at most once a minute. The row stays locked
-- until the transaction ends, so that a copy made meanwhile cannot outlive the key's end.
CREATE OR REPLACE FUNCTION use_api_key(p_hash bytea) RETURNS TABLE (person jsonb, left_ms bigint) LANGUAGE plpgsql AS $$
DECLARE
    k api_keys;
    u users;
BEGIN
    SELECT * INTO k FROM api_keys WHERE secret_hash = p_hash FOR NO KEY UPDATE;
    IF k.id IS NULL OR k.ended_at IS NOT NULL OR k.expires_at <= clock_timestamp() THEN
        RETURN;
    END IF;
    SELECT * INTO u FROM users WHERE id = k.id;
    IF NOT is_active(u) THEN
        RETURN;
    END IF;
    IF k.last_used_at IS NULL OR k.last_used_at < now() - interval '1 minute' THEN
        UPDATE api_keys SET last_used_at = now() WHERE id = k.id;
    END IF;
    RETURN QUERY SELECT user_json(u), (extract(epoch FROM k.expires_at - clock_timestamp()) * 1000)::bigint;
END $$;
