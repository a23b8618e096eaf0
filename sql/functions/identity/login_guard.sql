-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Guessing passwords is slowed down, by three counters an attempt:
--
--   account and address   10 failures in 15 minutes: nobody tries that account from there for 15 minutes
--   account               50 failures in an hour: only from addresses where somebody has signed in to it in the last 30 days
--   address              100 failures in 15 minutes, over all accounts: that address waits, but for accounts known from there
--
-- An attempt counts before the password is checked (pending), so that many at once do not pass together, and becomes a failure or is
-- forgotten. Names that nobody has are counted like others, so that nothing tells them apart. Locks are taken in one order: address,
-- account, both.

-- IPv6 gives everybody a /64 of addresses; it counts as one.
CREATE OR REPLACE FUNCTION login_network(p_address text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN p_address NOT LIKE '%:%' OR p_address ILIKE '::ffff:%' THEN p_address
                ELSE host(network(set_masklen(p_address::inet, 64))) || '/64' END
$$;

-- The counters' name for an account. What nobody is called is kept as a hash: people type passwords into the wrong field.
CREATE OR REPLACE FUNCTION login_account(u users, p_username text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
    SELECT coalesce(lower(u.username), '?' || encode(sha256(convert_to(lower(p_username), 'UTF8')), 'hex'))
$$;

CREATE OR REPLACE FUNCTION attempt_limit(a login_attempts) RETURNS integer LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN a.account = '' THEN 100 WHEN a.address = '' THEN 50 ELSE 10 END
$$;

CREATE OR REPLACE FUNCTION attempt_window(a login_attempts) RETURNS interval LANGUAGE sql IMMUTABLE AS $$
    SELECT CASE WHEN a.address = '' THEN interval '1 hour' ELSE interval '15 minutes' END
$$;

-- Failures that count now. An attempt whose end nobody has told within a minute (the server was killed) was one.
CREATE OR REPLACE FUNCTION live_failures(a login_attempts) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN attempt_window(a) + CASE WHEN a.failures < attempt_limit(a) THEN a.first_at ELSE a.last_at END <= now() THEN 0
                ELSE a.failures END
         + CASE WHEN a.pending_at < now() - interval '1 minute' THEN a.pending ELSE 0 END
$$;

CREATE OR REPLACE FUNCTION live_pending(a login_attempts) RETURNS integer LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN a.pending_at < now() - interval '1 minute' THEN 0 ELSE a.pending END
$$;

CREATE OR REPLACE FUNCTION is_known_address(p_user uuid, p_network text) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM known_addresses k WHERE k.user_id = p_user AND k.address = p_network
                   AND k.last_used_at > now() - interval '30 days')
$$;

-- Whether failures of others hold a user's log-in up at this moment, from somewhere.
CREATE OR REPLACE FUNCTION login_locked(u users) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (SELECT FROM login_attempts a WHERE a.account = lower(u.username) AND live_failures(a) >= attempt_limit(a))
$$;

-- Why an attempt has to wait, and how long (s): 'locked', the account is; 'address'; 'busy', too many are under way; no row when it need
-- not. p_mine: 1 when this attempt is among those that are pending.
CREATE OR REPLACE FUNCTION login_refusal(p_account text, p_network text, p_known boolean, p_mine integer)
RETURNS TABLE (refusal text, wait_s integer) LANGUAGE sql STABLE AS $$
    SELECT CASE WHEN live_failures(a) < attempt_limit(a) THEN 'busy' WHEN a.account = '' THEN 'address' ELSE 'locked' END,
           CASE WHEN live_failures(a) < attempt_limit(a) THEN 2
                ELSE greatest(1, ceil(extract(epoch FROM a.last_at + attempt_window(a) - now())))::integer END
    FROM login_attempts a
    WHERE (a.account, a.address) IN ((p_account, p_network), (p_account, ''), ('', p_network))
      AND NOT (p_known AND (a.account = '' OR a.address = ''))
      AND live_failures(a) + live_pending(a) - p_mine >= attempt_limit(a)
    ORDER BY live_failures(a) < attempt_limit(a), a.account = '', 2 DESC
    LIMIT 1
$$;

-- Adds to one counter.
CREATE OR REPLACE FUNCTION count_attempt(p_account text, p_network text, p_pending integer, p_failures integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO login_attempts AS a (account, address, pending, failures)
    VALUES (p_account, p_network, greatest(p_pending, 0), greatest(p_failures, 0))
    ON CONFLICT (account, address) DO UPDATE SET
        failures = greatest(live_failures(a) + p_failures, 0),
        first_at = CASE WHEN live_failures(a) = 0 THEN now() ELSE a.first_at END,
        -- Those beyond the limit (from a known address, say) do not make the lock last longer.
        last_at = CASE WHEN p_failures > 0 AND live_failures(a) < attempt_limit(a) THEN now() ELSE a.last_at END,
        pending = greatest(live_pending(a) + p_pending, 0),
        pending_at = CASE WHEN p_pending > 0 OR live_pending(a) = 0 THEN now() ELSE a.pending_at END;
END $$;

CREATE OR REPLACE FUNCTION count_attempts(p_account text, p_network text, p_pending integer, p_failures integer) RETURNS void
LANGUAGE plpgsql AS $$
BEGIN
    PERFORM count_attempt('', p_network, p_pending, p_failures);
    PERFORM count_attempt(p_account, '', p_pending, p_failures);
    PERFORM count_attempt(p_account, p_network, p_pending, p_failures);
END $$;

-- Finds the credential of a name and counts the attempt, in one round trip; or says why it has to wait, and then nothing is counted.
CREATE OR REPLACE FUNCTION begin_login(p_username text, p_address text)
RETURNS TABLE (account text, network text, user_id uuid, password_hash text, refusal text, wait_s integer) LANGUAGE plpgsql AS $$
DECLARE
    u users;
    known boolean;
    said record;
BEGIN
    SELECT * INTO u FROM users p WHERE lower(p.username) = lower(p_username) AND p.deleted_at IS NULL AND p.kind = 'person';
    account := login_account(u, p_username);
    network := login_network(p_address);
    user_id := u.id;
    password_hash := u.password_hash;
    -- A pending attempt need not survive a crash of PostgreSQL, so nobody waits for the disk; how it ends is written for good.
    PERFORM set_config('synchronous_commit', 'off', true);
    known := is_known_address(u.id, network);
    -- Looked at first, so that trying on and on while it is locked writes nothing.
    SELECT * INTO said FROM login_refusal(account, network, known, 0);
    IF said.refusal IS NULL THEN
        PERFORM count_attempts(account, network, 1, 0);
        SELECT * INTO said FROM login_refusal(account, network, known, 1);
        IF said.refusal IS NOT NULL THEN
            PERFORM count_attempts(account, network, -1, 0);
        END IF;
    END IF;
    refusal := said.refusal;
    wait_s := said.wait_s;
    RETURN NEXT;
END $$;

-- Puts the failures that a counter has not told yet into the audit log, as one line.
CREATE OR REPLACE FUNCTION log_failures(a login_attempts, p_reason text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE login_attempts l SET unlogged = 0, logged_at = now() WHERE l.account = a.account AND l.address = a.address;
    PERFORM audit(NULL, a.address, 'login.failed', 'user',
                  coalesce((SELECT u.id::text FROM users u WHERE lower(u.username) = a.account AND u.deleted_at IS NULL), 'unknown'),
                  NULL, jsonb_build_object('count', a.unlogged, 'reason', p_reason));
END $$;

-- Whatever was counted against a user is forgotten, once the audit log has it; what was counted against addresses stays.
CREATE OR REPLACE FUNCTION forget_attempts(u users) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a login_attempts;
BEGIN
    FOR a IN SELECT * FROM login_attempts l WHERE l.account = lower(u.username) ORDER BY l.address FOR UPDATE LOOP
        IF a.unlogged > 0 THEN
            PERFORM log_failures(a, 'password');
        END IF;
    END LOOP;
    DELETE FROM login_attempts WHERE account = lower(u.username);
END $$;

-- An attempt that was begun has failed. p_reason: 'password', or what else was wrong with the right one. The audit log gets a line a
-- minute for each account and address, with their number; one a minute and address for all names that nobody has.
CREATE OR REPLACE FUNCTION fail_login(p_account text, p_network text, p_user uuid, p_reason text) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    a login_attempts;
BEGIN
    PERFORM count_attempts(p_account, p_network, -1, 1);
    UPDATE login_attempts l SET unlogged = l.unlogged + 1
    WHERE l.account = CASE WHEN p_user IS NULL THEN '' ELSE p_account END AND l.address = p_network RETURNING * INTO a;
    IF a.logged_at IS NULL OR a.logged_at <= now() - interval '1 minute' THEN
        PERFORM log_failures(a, p_reason);
    END IF;
    FOR a IN SELECT * FROM login_attempts l
             WHERE (l.account, l.address) IN ((p_account, p_network), (p_account, ''), ('', p_network))
               AND l.failures >= attempt_limit(l) AND l.last_at = now() -- reached just now
    LOOP
        PERFORM audit(NULL, p_network, 'login.locked', CASE WHEN a.account = '' THEN 'address' ELSE 'user' END,
                      CASE WHEN a.account = '' THEN p_network ELSE coalesce(p_user::text, 'unknown') END, NULL,
                      jsonb_build_object('failures', a.failures, 'from', CASE WHEN a.address = '' THEN 'anywhere' ELSE p_network END));
    END LOOP;
END $$;

-- An attempt that was begun has succeeded: its account's failures from there are forgotten, also in the wider counters, where those
-- of others stay. A transaction of its own: what holds the address's counter must not wait for the disk, or everybody who signs in from
-- there queues up behind it. A crash of PostgreSQL at that moment makes it a failure.
CREATE OR REPLACE FUNCTION forget_login(p_account text, p_network text, p_user uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    mine integer := coalesce((SELECT live_failures(a) FROM login_attempts a WHERE a.account = p_account AND a.address = p_network), 0);
BEGIN
    PERFORM set_config('synchronous_commit', 'off', true);
    PERFORM count_attempts(p_account, p_network, -1, -mine);
    DELETE FROM login_attempts a
    WHERE (a.account, a.address) IN ((p_account, p_network), (p_account, ''), ('', p_network))
      AND a.failures = 0 AND a.pending = 0 AND a.unlogged = 0;
    INSERT INTO known_addresses AS k (user_id, address) VALUES (p_user, p_network)
    ON CONFLICT (user_id, address) DO UPDATE SET last_used_at = now() WHERE k.last_used_at < now() - interval '1 hour';
END $$;

-- Tidies up at most p_limit rows of each kind: failures that were not told yet go to the audit log, what counts no more goes, and so do
-- sessions that are over. How many rows that were.
CREATE OR REPLACE FUNCTION sweep_identity(p_limit integer) RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    a login_attempts;
    done integer := 0;
    n integer;
BEGIN
    FOR a IN SELECT * FROM login_attempts l WHERE l.unlogged > 0 AND l.logged_at <= now() - interval '1 minute'
             ORDER BY l.logged_at LIMIT p_limit FOR UPDATE SKIP LOCKED
    LOOP
        PERFORM log_failures(a, 'password');
        done := done + 1;
    END LOOP;
    DELETE FROM login_attempts WHERE (account, address) IN
        (SELECT l.account, l.address FROM login_attempts l
         WHERE l.last_at <= now() - interval '1 hour' AND l.pending_at <= now() - interval '1 hour' AND l.unlogged = 0
         LIMIT p_limit FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS n = ROW_COUNT;
    done := done + n;
    DELETE FROM known_addresses WHERE (user_id, address) IN
        (SELECT k.user_id, k.address FROM known_addresses k WHERE k.last_used_at <= now() - interval '30 days'
         LIMIT p_limit FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS n = ROW_COUNT;
    done := done + n;
    DELETE FROM sessions WHERE token_hash IN
        (SELECT s.token_hash FROM sessions s WHERE s.expires_at <= now() LIMIT p_limit FOR UPDATE SKIP LOCKED);
    GET DIAGNOSTICS n = ROW_COUNT;
    RETURN done + n;
END $$;
