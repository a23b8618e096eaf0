-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT grant_waiting()::text AS answer
