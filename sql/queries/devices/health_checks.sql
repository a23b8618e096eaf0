-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT health_check_json(h)::text AS health_check FROM health_checks h ORDER BY h.device_type
