-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT EXISTS (SELECT FROM exchange_outbox) AS waiting
