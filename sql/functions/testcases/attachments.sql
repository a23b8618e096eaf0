-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Files beside test cases, each once by its hash.

-- Keeps a file, which may be there already.
CREATE OR REPLACE FUNCTION store_attachment(p_sha256 text, p_bytes bytea, p_user uuid, p_address text) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE attachments SET used_at = clock_timestamp() WHERE sha256 = p_sha256;
    IF NOT FOUND THEN
        INSERT INTO attachments (sha256, bytes, size, created_by) VALUES (p_sha256, p_bytes, octet_length(p_bytes), p_user)
            ON CONFLICT (sha256) DO UPDATE SET used_at = clock_timestamp();
        PERFORM audit(p_user, p_address, 'attachment.create', 'attachment', p_sha256, NULL,
                      jsonb_build_object('size', octet_length(p_bytes)));
    END IF;
END $$;

-- Files that no revision names and that nobody has wanted for a day go, at most so many at once; how many. A save that has just begun to
-- use one has it locked, or has set used_at since: both keep it.
CREATE OR REPLACE FUNCTION sweep_attachments(p_most integer) RETURNS integer LANGUAGE sql AS $$
    WITH unused AS (
        SELECT a.sha256 FROM attachments a
        WHERE a.used_at < now() - interval '1 day' AND NOT EXISTS (SELECT FROM test_case_attachments t WHERE t.sha256 = a.sha256)
        LIMIT p_most FOR UPDATE SKIP LOCKED
    ), gone AS (
        DELETE FROM attachments a USING unused u WHERE a.sha256 = u.sha256 RETURNING a.sha256
    )
    SELECT count(*)::integer FROM gone
$$;
