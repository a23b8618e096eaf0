-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
--
-- For the transaction that lays the functions: a body may name a function of a later file.
SELECT set_config('check_function_bodies', 'off', true)
