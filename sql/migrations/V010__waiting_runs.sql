-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Runs that wait for their devices.

-- Laid anew with one more parameter, which has a default: whoever gives thirteen calls it, too.
DROP FUNCTION IF EXISTS start_run(uuid, uuid[], uuid, uuid, uuid, jsonb, integer, uuid, text, text, text, bytea, integer);
