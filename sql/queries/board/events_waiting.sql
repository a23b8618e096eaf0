-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT EXISTS (SELECT FROM event_outbox) AS waiting
