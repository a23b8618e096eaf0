-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later

-- Somebody who has just proven the password behind p_old_hash gets another one. Their other sessions end, and this one knows no more of a
-- one-time password. `refusal` when meanwhile the password has changed or the session ended.
CREATE OR REPLACE FUNCTION change_password(p_user uuid, p_old_hash text, p_new_hash text, p_session bytea, p_address text)
RETURNS jsonb LANGUAGE plpgsql AS $$
DECLARE
    u users;
    copies text[];
    gone text;
BEGIN
    PERFORM lock_users(ARRAY[p_user]);
    copies := lock_sessions(ARRAY[p_user]);
    SELECT * INTO u FROM users WHERE id = p_user;
    IF NOT is_active(u) OR u.password_hash <> p_old_hash OR NOT encode(p_session, 'hex') = ANY (copies) THEN
        RETURN jsonb_build_object('refusal', 'changed');
    END IF;
    UPDATE users SET password_hash = p_new_hash, must_change_password = false, password_set_at = now(), password_ends_at = NULL,
                     version = version + 1
    WHERE id = p_user RETURNING * INTO u;
    PERFORM audit(p_user, p_address, 'user.change-password', 'user', p_user::text, NULL, NULL);
    FOR gone IN DELETE FROM sessions s WHERE s.user_id = p_user AND s.token_hash <> p_session RETURNING encode(s.token_hash, 'hex') LOOP
        PERFORM audit(p_user, p_address, 'session.end', 'session', gone, session_audit_json(p_user), NULL);
    END LOOP;
    RETURN jsonb_build_object('copies', to_jsonb(copies), 'events', jsonb_build_array(emit_event('user', p_user, u.version, '{}')));
END $$;
