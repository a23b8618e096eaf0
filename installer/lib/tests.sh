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
    # All tests together can say which queries none of them runs (queries.all_ran).
    if (($# == 0)); then export LABWARDEN_WHOLE_SUITE=1; fi
    # Whatever happens, no service of the tests stays behind.
    trap 'LABWARDEN_HOME=$(build_dir '"$preset"')/lab "$CHECKOUT/installer/lab" down >/dev/null 2>&1' EXIT
    ctest --test-dir "$dir" -j "$(nproc)" --output-on-failure --no-tests=error "$@" </dev/null || result=$?
    return "$result"
}
