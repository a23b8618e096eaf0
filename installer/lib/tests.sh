# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Builds everything and passes all tests. ctest itself brings the services (tests/services.sh).

# tests_run PRESET [CTEST_ARGUMENT...]
tests_run() {
    local preset=$1 dir result=0
    shift
    dir=$(build_dir "$preset")
    TESTS_HOME=$dir/lab
    # Whatever happens, no service of the tests stays behind.
    trap tests_down EXIT
    ctest --test-dir "$dir" -j "$(nproc)" --output-on-failure --no-tests=error "$@" </dev/null || result=$?
    tests_down
    return "$result"
}

tests_down() { LABWARDEN_HOME=$TESTS_HOME "$CHECKOUT/installer/lab" down >/dev/null 2>&1 || true; }
