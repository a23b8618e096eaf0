-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Telemetry over HTTP is a permission of its own, for the keys of devices and gateways; who makes such keys has it.

UPDATE roles SET permissions = permissions || '{telemetry:write}'::text[]
WHERE built_in AND name IN ('lab manager', 'admin') AND NOT permissions @> '{telemetry:write}';
