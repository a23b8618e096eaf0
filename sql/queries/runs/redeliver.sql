-- SPDX-FileCopyrightText: Labwarden contributors
-- SPDX-License-Identifier: GPL-3.0-or-later
SELECT redeliver_run($1, $2, make_interval(secs => $3)) AS done
