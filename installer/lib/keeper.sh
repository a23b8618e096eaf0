#!/usr/bin/env bash
# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# keeper.sh CHECKOUT HOME: keeps the logs of a running lab within bounds, until the lab goes down or its home is gone.
set -euo pipefail

# shellcheck source=/dev/null
source "$1/installer/lib/process.sh"

while [[ -d $2/log ]]; do
    for log in "$2"/log/*.log; do
        if [[ -f $log ]]; then log_bound "$log"; fi
    done
    sleep 30 &
    wait $!
done
