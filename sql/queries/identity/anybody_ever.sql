-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- Whether there is, or has ever been, anybody.
SELECT EXISTS (SELECT FROM users WHERE kind = 'person') AS found
