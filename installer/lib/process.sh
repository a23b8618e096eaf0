# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The lab's processes. Each part runs in a session of its own with LABWARDEN_LAB=<home> and LABWARDEN_LAB_PART=<part> in
# its environment, and has run/<part>.pid with its process id and start time, so that a reused id is never taken for it.
# A process that carries the marks but no longer stands in a pid file was left by a command that was killed: it is ended.

# process_start_time PID: in clock ticks since boot; empty when there is no such process, or only its remains.
process_start_time() {
    local stat
    { stat=$(<"/proc/$1/stat"); } 2>/dev/null || return 0
    # The second field is the name in brackets and may hold anything; what follows the last bracket is plain.
    local fields
    read -r -a fields <<<"${stat##*) }"
    [[ ${fields[0]} == [ZX] ]] || printf '%s' "${fields[19]}"
}

# part_pid PART: its process id when it lives, else nothing.
part_pid() {
    local pid started
    [[ -f $HOME_DIR/run/$1.pid ]] || return 0
    read -r pid started <"$HOME_DIR/run/$1.pid" || return 0
    [[ -z $started || $(process_start_time "$pid") != "$started" ]] || printf '%s' "$pid"
}

part_alive() { [[ -n $(part_pid "$1") ]]; }

# part_started PART: it has been started and not been stopped since (it may have died).
part_started() { [[ -f $HOME_DIR/run/$1.pid ]]; }

# part_start PART [-u USER] [NAME=VALUE...] -- COMMAND...: starts it detached, output appended to log/<part>.log.
part_start() {
    local part=$1 as=() vars=() pid log
    shift
    while [[ $1 != -- ]]; do
        if [[ $1 == -u ]]; then
            as=(setpriv "--reuid=$2" "--regid=$(id -g "$2")" --init-groups --)
            shift
        else
            vars+=("$1")
        fi
        shift
    done
    shift
    log=$HOME_DIR/log/$part.log
    log_bound "$log"
    (
        cd "$HOME_DIR" || exit 1
        exec 9>&-
        exec setsid -- "${as[@]}" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
            LANG=C.UTF-8 HOME="$HOME_DIR" "LABWARDEN_LAB=$HOME_DIR" "LABWARDEN_LAB_PART=$part" "${vars[@]}" "$@"
    ) </dev/null >>"$log" 2>&1 &
    pid=$!
    disown "$pid"
    write_file "$HOME_DIR/run/$part.pid" <<<"$pid $(process_start_time "$pid")"
}

# A log is kept to this size and one older file of the same. Logs are appended to, so cutting one takes nothing from its writer.
readonly LOG_BYTES=8000000
log_bound() {
    local size=0
    [[ ! -f $1 ]] || size=$(stat -c %s "$1")
    ((size > LOG_BYTES)) || return 0
    cp "$1" "$1.1" || true
    : >"$1"
}

# The keeper looks after the logs of all parts while they run, and ends with the home.
keeper_up() {
    part_alive keeper || part_start keeper -- bash "$CHECKOUT/installer/lib/keeper.sh" "$CHECKOUT" "$HOME_DIR"
}

# part_await PART SECONDS PROBE...: until the probe succeeds. False when the part dies or the time is over.
part_await() {
    local part=$1 end=$((SECONDS + $2))
    shift 2
    until "$@"; do
        part_alive "$part" && ((SECONDS < end)) || return 1
        sleep 0.1
    done
}

# part_trouble PART WHAT: the one line when a part does not come up, with what it said last.
part_trouble() {
    local log=$HOME_DIR/log/$1.log
    if grep -qsi 'no space left on device\|enospc' <(tail -n 40 "$log"); then home_full; fi
    if grep -qsi 'address already in use\|eaddrinuse' <(tail -n 40 "$log"); then
        warn "$1: its port $(port_of "$1") was taken by another program meanwhile: run the command again, it chooses another"
        return 1
    fi
    warn "$1 $2; its last words, from $log:"
    tail -n 8 "$log" 2>/dev/null | cut -c 1-300 | sed 's/^/    /' >&2
    return 1
}

# part_stop PART [SIGNAL [SECONDS]]: asks it to end, waits, insists. What it has started beside itself ends with it.
part_stop() {
    local part=$1 signal=${2:-TERM} end=$((SECONDS + ${3:-20})) pid
    pid=$(part_pid "$part")
    if [[ -n $pid ]]; then
        kill -s "$signal" "$pid" 2>/dev/null || true
        while part_alive "$part" && ((SECONDS < end)); do sleep 0.05; done
        if part_alive "$part"; then kill -KILL "$pid" 2>/dev/null || true; fi
    fi
    rm -f "$HOME_DIR/run/$part.pid"
}

# lab_processes [PART]: ids of all living processes of this lab, with or without a pid file.
lab_processes() {
    local environ pid
    while read -r environ; do
        pid=${environ#/proc/}
        pid=${pid%/environ}
        # A copy in another root (a chroot, a container) may have the same path.
        [[ /proc/$pid/root/. -ef /. && -n $(process_start_time "$pid") ]] || continue
        [[ $pid != "$$" && $pid != "$BASHPID" ]] || continue
        [[ -z ${1-} ]] || grep -qszxF "LABWARDEN_LAB_PART=$1" "$environ" || continue
        printf '%s\n' "$pid"
    done < <(grep -lszxF "LABWARDEN_LAB=$HOME_DIR" /proc/[0-9]*/environ)
    [[ -n ${1-} && $1 != postgres ]] || postgres_processes
}

# strays_end [PART]: ends what a killed command or a killed part has left behind. Call when the part does not run.
strays_end() {
    local pids end=$((SECONDS + 10))
    mapfile -t pids < <(lab_processes "${1-}" | sort -un)
    ((${#pids[@]})) || return 0
    kill -TERM "${pids[@]}" 2>/dev/null || true
    while mapfile -t pids < <(lab_processes "${1-}" | sort -un) && ((${#pids[@]})); do
        if ((SECONDS >= end)); then kill -KILL "${pids[@]}" 2>/dev/null || true; fi
        sleep 0.1
    done
}
