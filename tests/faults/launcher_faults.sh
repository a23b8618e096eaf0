#!/usr/bin/env bash
# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# The launcher under abuse, as root and as an ordinary user: everything killed at three points of `up`, a taken port, a full
# disk, a missing package, a reused process id. Prints one line a case; ends non-zero when one is not as it should be. With
# LABWARDEN_BIN, a folder of built programs, the whole lab is killed too, and without it the services alone.
set -euo pipefail

checkout=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd -P)
work=$(mktemp -d /tmp/labwarden-launcher.XXXXXX)
chmod 755 "$work"
# A copy that an ordinary user can read, wherever the checkout is.
mkdir -p "$work/checkout/resources"
cp -r "$checkout/installer" "$work/checkout/"
cp -r "$checkout/resources/demo" "$work/checkout/resources/"
chmod -R a+rX "$work/checkout"
lab=$work/checkout/installer/lab
if [[ -n ${LABWARDEN_BIN-} ]]; then
    mkdir "$work/programs"
    cp "$LABWARDEN_BIN"/{labwardend,labwarden-runner,labwarden-agent} "$work/programs/"
    chmod -R a+rX "$work/programs"
    export LABWARDEN_BIN=$work/programs
fi
failed=0
as=()
who=""
home=""

cleanup() {
    local each
    for each in "$work"/home-*; do
        as=()
        [[ $(stat -c %U "$each") == "$(id -un)" ]] || as=(setpriv --reuid=nobody --regid=nogroup --clear-groups --)
        home=$each run_lab reset >/dev/null 2>&1 || true
        if mountpoint -q "$each"; then umount -l "$each"; fi
    done
    rm -rf "$work"
}
trap cleanup EXIT

new_home() {
    home=$work/home-$who-$1
    mkdir -p "$home"
    if [[ $who == user ]]; then chown nobody "$home"; fi
}

run_lab() { "${as[@]}" env "LABWARDEN_HOME=$home" "$lab" "$@"; }

# What it says is kept: all of it in output, what it says is wrong in trouble.
try_lab() { run_lab "$@" >"$work/output" 2>"$work/trouble"; }
must_not() { if "$@"; then return 1; fi; }

# What lives and belongs to this home: by the mark in its environment, or by the folder it works in.
living() {
    local entry
    {
        grep -lszxF "LABWARDEN_LAB=$home" /proc/[0-9]*/environ || true
        find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$home/*" 2>/dev/null || true
    } | while read -r entry; do
        grep -qs '^State:[[:space:]]*Z' "${entry%/*}/status" || printf '%s\n' "${entry//[!0-9]/}"
    done
}

expect() {
    local what=$1
    shift
    if "$@"; then
        printf 'ok      %s: %s\n' "$who" "$what"
    else
        printf 'FAILED  %s: %s\n' "$who" "$what"
        sed 's/^/        /' "$work/output" "$work/trouble" || true
        failed=$((failed + 1))
    fi
}

said() { cat "$work/output" "$work/trouble" | grep -q -- "$1"; }
one_line_of_trouble() { [[ $(grep -c . "$work/trouble") == "${1:-1}" ]]; }
nobody_lives() { [[ -z $(living) ]]; }

up_words=(--only services)

# kill_when NAME CONDITION...: starts `up`, kills it and all it has started as soon as the condition holds.
kill_when() {
    local name=$1 launcher pids end=$((SECONDS + 120))
    shift
    new_home "$name"
    # In a session of its own, so that the launcher's own children die with it.
    setsid "${as[@]}" env "LABWARDEN_HOME=$home" "$lab" up "${up_words[@]}" >"$work/output" 2>"$work/trouble" &
    launcher=$!
    disown "$launcher"
    until "$@" || ((SECONDS > end)); do sleep 0.02; done
    kill -KILL -- "-$launcher" 2>/dev/null || true
    while mapfile -t pids < <(living) && ((${#pids[@]})); do kill -KILL "${pids[@]}" 2>/dev/null || true; done
    try_lab up "${up_words[@]}" || true
    expect "killed $name: the next up takes over" said "up after [0-9]\|services are up"
    expect "killed $name: all of it runs" try_lab status
    # Once more: what runs is left alone.
    try_lab up "${up_words[@]}" || true
    expect "killed $name: twice is harmless" said "postgres .* runs already"
    try_lab down || true
    expect "killed $name: down leaves no process" nobody_lives
}

file_there() { compgen -G "$home/$1" >/dev/null; }
service_up_to_date() { grep -q "^  $1 .* up to date" "$work/output"; }
service_up() { grep -q "^  $1 .* ready" "$work/output"; }

# Only the launcher is killed: what it started lives on, some of it known to no pid file.
launcher_killed_alone() {
    local launcher
    new_home launcher-alone
    setsid "${as[@]}" env "LABWARDEN_HOME=$home" "$lab" up --only services >"$work/output" 2>"$work/trouble" &
    launcher=$!
    disown "$launcher"
    until service_up redis; do sleep 0.02; done
    kill -KILL -- "-$launcher"
    rm -f "$home/run/rabbitmq.pid" "$home/run/redis.pid"
    try_lab up --only services || true
    expect "launcher alone killed: the next up takes over" said "services are up"
    expect "launcher alone killed: one broker runs" [ "$(living | while read -r pid; do tr "\0" " " 2>/dev/null <"/proc/$pid/cmdline" && echo; done 2>/dev/null | grep -c beam.smp)" = 1 ]
    try_lab down || true
    expect "launcher alone killed: down leaves no process" nobody_lives
}

taken_port() {
    local port stranger
    new_home port
    run_lab up --only services >/dev/null 2>&1
    run_lab down >/dev/null 2>&1
    port=$(sed -n 's/^port.redis=//p' "$home/lab.state")
    redis-server --bind 127.0.0.1 --port "$port" --save "" --dir "$work" >/dev/null &
    stranger=$!
    until redis-cli -p "$port" ping >/dev/null 2>&1; do sleep 0.05; done
    try_lab up --only services || true
    expect "a remembered port that is taken: said, and another one chosen" said "redis: port $port is taken by another program, using "
    expect "a remembered port that is taken: up all the same" said "services are up"
    expect "a wanted port that is taken: fails" must_not try_lab up --port "$port"
    expect "a wanted port that is taken: one clear line" said "^lab: port $port is taken by another program: end that, or name another with --port$"
    expect "a wanted port that is taken: nothing but that line" one_line_of_trouble
    run_lab down >/dev/null 2>&1
    expect "the stranger on the port still lives" kill -0 "$stranger"
    kill "$stranger"
    wait "$stranger" 2>/dev/null || true
}

# A process id in a pid file that by now belongs to somebody else.
reused_process_id() {
    local stranger
    new_home reused
    run_lab up --only services >/dev/null 2>&1
    run_lab services stop redis
    sleep 600 &
    stranger=$!
    printf '%s 12345\n' "$stranger" >"$home/run/redis.pid"
    run_lab down >/dev/null 2>&1
    expect "a process that only shares the id is left alone" kill -0 "$stranger"
    kill "$stranger"
    wait "$stranger" 2>/dev/null || true
    expect "and down leaves no process" nobody_lives
}

missing_package() {
    new_home package
    mkdir -p "$work/bin"
    # dpkg-query that knows all packages but one; nobody here may install it.
    # shellcheck disable=SC2016 # the script that is written expands them
    printf '#!/bin/sh\nfor each; do [ "$each" = mosquitto ] || echo "installed $each"; done\n' >"$work/bin/dpkg-query"
    printf '#!/bin/sh\nexit 1\n' >"$work/bin/sudo"
    chmod 755 "$work/bin" "$work/bin/"*
    "${as[@]}" env "LABWARDEN_HOME=$home" "PATH=$work/bin:$PATH" "$lab" up --only services \
        >"$work/output" 2>"$work/trouble" || true
    expect "a missing package: named, with what to do" said "apt-get install --no-install-recommends mosquitto$"
    expect "a missing package: nothing but that" one_line_of_trouble 2
}

no_apt() {
    new_home no-apt
    # All programs but one; the launcher itself adds no folder that has it.
    if [[ ! -d $work/no-apt ]]; then
        mkdir "$work/no-apt"
        ln -s /usr/bin/* "$work/no-apt/"
        rm "$work/no-apt/apt-get"
    fi
    "${as[@]}" env "LABWARDEN_HOME=$home" "PATH=$work/no-apt" "$lab" deps >"$work/output" 2>"$work/trouble" || true
    expect "no apt: what is needed is named" said " rabbitmq-server mosquitto influxdb "
    expect "no apt: with what to do" said "^lab: install what your system calls them, then run "
}

full_disk() {
    new_home disk
    mount -t tmpfs -o size=40m tmpfs "$home"
    expect "a small disk: fails" must_not try_lab up --only services
    expect "a small disk: one clear line" said "free and needs .*: free some on that disk, or name another place in LABWARDEN_HOME"
    expect "a small disk: nothing but that line" one_line_of_trouble
    try_lab down || true
    umount "$home"
    mount -t tmpfs -o size=1200m tmpfs "$home"
    run_lab up --only services >"$work/output" 2>"$work/trouble" &
    local launcher=$!
    until [[ -f $home/lab.state ]]; do sleep 0.02; done
    # Full at once, however fast the services start: no more room than what is written by now.
    local size=8
    until mount -o "remount,size=${size}m" "$home" 2>/dev/null; do size=$((size + 8)); done
    wait "$launcher" || true
    expect "a disk that fills while it starts: one clear line" said "free some on that disk"
    expect "a disk that fills while it starts: nothing but that line" one_line_of_trouble
    mount -o remount,size=1200m "$home"
    try_lab up --only services || true
    expect "with room again it comes up" said "services are up"
    try_lab down || true
    expect "and down leaves no process" nobody_lives
}

all_cases() {
    kill_when first-moment file_there 'lab.state'
    kill_when making-the-database file_there 'postgres/data.new/*'
    kill_when broker-not-ready-yet service_up postgres
    if [[ -n ${LABWARDEN_BIN-} ]]; then
        up_words=()
        kill_when schema-made service_up_to_date schema
        kill_when seeding service_up labwardend
        up_words=(--only services)
    fi
    launcher_killed_alone
    taken_port
    reused_process_id
    no_apt
}

if ((EUID == 0)); then
    who=root
    all_cases
    full_disk
    who=user as=(setpriv --reuid=nobody --regid=nogroup --clear-groups --)
    all_cases
    missing_package
else
    who=me
    all_cases
    missing_package
fi

((failed == 0)) && printf 'launcher faults: all as it should be\n'
