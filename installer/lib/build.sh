# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Builds the programs from this checkout with its presets, and shows how far it is. An up-to-date build costs a moment, so
# `up` always asks for one: what runs is what stands in the checkout. LABWARDEN_BIN names programs built elsewhere instead.

readonly PROGRAMS=(labwardend labwarden-runner labwarden-agent labwarden)

build_dir() { printf '%s' "$CHECKOUT/build/$1"; }
program() { printf '%s' "${LABWARDEN_BIN:-$(build_dir release)/bin}/$1"; }

build_programs() {
    local name
    if [[ -z ${LABWARDEN_BIN-} ]]; then
        build release "${PROGRAMS[@]}"
        return
    fi
    for name in labwardend labwarden-runner labwarden-agent; do
        [[ -x $LABWARDEN_BIN/$name ]] || fail "LABWARDEN_BIN=$LABWARDEN_BIN holds no $name: build it there or unset the variable"
    done
}

# build PRESET [TARGET...]: configured and built, one command at a time.
build() {
    local preset=$1 dir log began
    shift
    began=$(now_ms)
    dir=$(build_dir "$preset")
    log=$dir/build.log
    (
        umask 022
        mkdir -p "$dir" 2>/dev/null || fail "cannot write to $CHECKOUT: clone Labwarden as the user who builds it"
        exec 8>"$dir/.lock"
        flock 8
        room_in "$dir" 1500 ""
        build_configure "$preset" "$dir" >"$log" 2>&1 || build_trouble "$log" "configuring the build failed"
        build_run "$dir" "$log" "$@" || build_trouble "$log" "the build failed"
    ) || exit 1
    stage build "${preset} ready after $(seconds_since "$began") s"
}

build_configure() {
    cd "$CHECKOUT" && CCACHE_BASEDIR=$CHECKOUT cmake --preset "$1" -B "$2" "-DLABWARDEN_WERROR=${LABWARDEN_WERROR:-OFF}"
}

# As many compilers as there are processors, and no more than fit into the memory that is free: one takes about a gigabyte.
build_jobs() {
    local jobs free
    jobs=$(nproc)
    free=$(sed -n 's/^MemAvailable: *\([0-9]*\) kB/\1/p' /proc/meminfo)
    ((jobs * 1000000 <= free)) || jobs=$((free / 1000000))
    printf '%s' $((jobs > 0 ? jobs : 1))
}

# Ninja says [done/all] in front of each line.
build_run() {
    local dir=$1 log=$2 line told=0 percent last=""
    shift 2
    while read -r line; do
        last=$line
        printf '%s\n' "$line" >>"$log"
        [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]] || continue
        percent=$((100 * BASH_REMATCH[1] / BASH_REMATCH[2]))
        if [[ -t 1 ]]; then
            progress "build $percent %"
        elif ((percent >= told + 10)); then
            told=$((percent / 10 * 10))
            say "  build       $told %"
        fi
    done < <(CCACHE_BASEDIR=$CHECKOUT CCACHE_NOHASHDIR=1 cmake --build "$dir" -j "$(build_jobs)" ${1+--target "$@"} 2>&1 && echo built)
    progress_end
    [[ $last == built ]]
}

build_trouble() {
    progress_end
    if grep -qi 'no space left' "$1"; then
        fail "no room in $CHECKOUT: a build takes about 1.5 GB. Free some on that disk and run the command again"
    fi
    if grep -qi 'signal terminated program\|killed' "$1"; then
        warn "the compiler was killed, most likely for want of memory: one needs about 1 GB"
    fi
    warn "$2; the errors, from $1:"
    { grep -m 12 -E 'error:|undefined reference|CMake Error|FAILED:|Could not find|not found' "$1" || tail -n 12 "$1"; } | cut -c 1-300 | sed 's/^/    /' >&2
    exit 1
}
