-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- The server's clock; /readyz asks for it.
SELECT rfc3339(clock_timestamp()) AS now
