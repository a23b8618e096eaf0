-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The runner queues that environments name.
SELECT DISTINCT document ->> 'runnerQueue' AS queue FROM environments WHERE deleted_at IS NULL ORDER BY 1
