-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Sessions: the row is the truth, Redis has a copy for a minute at most.

-- The password of an attempt that begin_login() has counted was right: a new session, with the log-in's mark on the user and in the audit
-- log; the attempt ends with forget_login(). Or no session, and why not: 'wrong', the password has been changed or the user deleted meanwhile; 'disabled'; 'expired', a one-time
-- password whose time is over. These count as failures: somebody who may not sign in need not try on and on.
CREATE OR REPLACE FUNCTION open_session(p_account text, p_network text, p_user uuid, p_password_hash text, p_hash bytea, p_idle interval,
                                        p_life interval, p_address text, p_agent text)
RETURNS TABLE (refusal text, expires_at text, person jsonb) LANGUAGE plpgsql AS $$
DECLARE
    u users;
    s sessions;
BEGIN
    SELECT * INTO u FROM users WHERE id = p_user FOR NO KEY UPDATE;
    refusal := CASE WHEN u.deleted_at IS NOT NULL OR u.password_hash IS DISTINCT FROM p_password_hash THEN 'wrong'
                    WHEN NOT is_active(u) THEN 'disabled'
                    WHEN u.must_change_password AND u.password_ends_at <= now() THEN 'expired' END;
    IF refusal IS NOT NULL THEN
        PERFORM fail_login(p_account, p_network, p_user, CASE refusal WHEN 'wrong' THEN 'password' ELSE refusal END);
        RETURN NEXT;
        RETURN;
    END IF;
    UPDATE users SET last_login_at = now() WHERE id = p_user;
    DELETE FROM sessions WHERE user_id = p_user AND sessions.expires_at <= now();
    INSERT INTO sessions (token_hash, user_id, expires_at, ends_at, address, user_agent)
    VALUES (p_hash, p_user, now() + least(p_idle, p_life), now() + p_life, p_address, p_agent) RETURNING * INTO s;
    PERFORM audit(p_user, p_address, 'session.open', 'session', encode(p_hash, 'hex'), NULL, session_audit_json(p_user));
    expires_at := rfc3339(s.expires_at);
    person := user_json(u);
    RETURN NEXT;
END $$;

-- Who is behind a session that is alive, and for how much longer (ms). Moves the sliding end on at most once a minute. The row
-- stays locked until the transaction ends, so that a copy made meanwhile cannot outlive the session's end.
CREATE OR REPLACE FUNCTION use_session(p_hash bytea, p_idle interval)
RETURNS TABLE (person jsonb, left_ms bigint) LANGUAGE plpgsql AS $$
DECLARE
    s sessions;
    u users;
BEGIN
    SELECT * INTO s FROM sessions WHERE token_hash = p_hash FOR NO KEY UPDATE;
    IF s.user_id IS NULL OR s.expires_at <= clock_timestamp() THEN
        RETURN;
    END IF;
    SELECT * INTO u FROM users WHERE id = s.user_id;
    IF NOT is_active(u) THEN
        RETURN;
    END IF;
    IF s.last_used_at < now() - interval '1 minute' THEN
        UPDATE sessions SET last_used_at = now(), expires_at = least(now() + p_idle, ends_at)
        WHERE token_hash = p_hash RETURNING * INTO s;
    END IF;
    RETURN QUERY SELECT user_json(u), (extract(epoch FROM s.expires_at - clock_timestamp()) * 1000)::bigint;
END $$;

-- Ends sessions of a user: one (p_only), or all but one (p_except), or all. copies: the hashes of those that have ended.
CREATE OR REPLACE FUNCTION end_sessions(p_user uuid, p_only bytea, p_except bytea, p_actor uuid, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    ended text;
    copies jsonb := '[]';
BEGIN
    PERFORM lock_users(ARRAY[p_user]);
    PERFORM FROM sessions s
    WHERE s.user_id = p_user AND (p_only = '' OR s.token_hash = p_only) AND s.token_hash <> p_except ORDER BY s.token_hash FOR UPDATE;
    FOR ended IN
        DELETE FROM sessions s WHERE s.user_id = p_user AND (p_only = '' OR s.token_hash = p_only) AND s.token_hash <> p_except
        RETURNING encode(s.token_hash, 'hex')
    LOOP
        PERFORM audit(p_actor, p_address, 'session.end', 'session', ended, session_audit_json(p_user), NULL);
        copies := copies || to_jsonb(ended);
    END LOOP;
    RETURN jsonb_build_object('copies', copies);
END $$;

-- An admin ends one session of somebody (p_only), or all of them: done (copies), signed_out, forbidden, not_found (that person, or that
-- session), more_than_own.
CREATE OR REPLACE FUNCTION end_user_sessions(p_actor uuid, p_address text, p_user uuid, p_only bytea) RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    refusal text;
    ended jsonb;
BEGIN
    PERFORM lock_access();
    SELECT * INTO u FROM users WHERE id = p_user AND kind = 'person' AND deleted_at IS NULL;
    refusal := coalesce(actor_refusal(p_actor, 'users:write'),
                        CASE WHEN u.id IS NULL THEN 'not_found' WHEN is_more_than_own(p_actor, permissions_of(u)) THEN 'more_than_own' END);
    IF refusal IS NOT NULL THEN
        RETURN jsonb_build_object('status', refusal);
    END IF;
    ended := end_sessions(p_user, p_only, '', p_actor, p_address);
    RETURN ended || jsonb_build_object('status', CASE WHEN p_only <> '' AND ended -> 'copies' = '[]' THEN 'not_found' ELSE 'done' END);
END $$;
