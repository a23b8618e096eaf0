#!/usr/bin/env bash
# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# services.sh start|stop BUILD: the services of one ctest run. Tests read BUILD/test-services.json. With LABWARDEN_TEST_SERVICES
# set these are services that somebody else runs, and they are left running; else private ones in BUILD/lab.
set -euo pipefail

build=$2
lab=$(dirname "$(readlink -f "$0")")/../installer/lab

case $1 in
start)
    file=${LABWARDEN_TEST_SERVICES:-}
    if [[ -z $file ]]; then
        file=$build/lab/services.json
        LABWARDEN_HOME=$build/lab "$lab" up --only services
    fi
    ln -sfn "$file" "$build/test-services.json"
    ;;
stop)
    if [[ -z ${LABWARDEN_TEST_SERVICES:-} ]]; then LABWARDEN_HOME=$build/lab "$lab" down; fi
    ;;
esac
