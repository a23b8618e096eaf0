# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Installs the Debian packages of installer/packages/ that are missing, and nothing else changes: no server that comes
# with them is started, now or at the next boot, and no database cluster is made.

readonly POLICY=/usr/sbin/policy-rc.d
readonly POLICY_SAVED=/usr/sbin/policy-rc.d.before-labwarden
readonly POLICY_MARK="# installer/lab deps is at work: no server is started while it installs"
readonly NO_CLUSTER=/etc/postgresql-common/createcluster.d/labwarden.conf

# The servers among the packages and what comes with them.
readonly SERVER_UNITS=(redis-server.service rabbitmq-server.service mosquitto.service influxdb.service
    postgresql.service epmd.service epmd.socket nginx.service)

packages_all() { sed 's/#.*//' "$CHECKOUT"/installer/packages/{build,run,test}.list | tr -d ' \t' | grep .; }

packages_missing() {
    local installed name
    # shellcheck disable=SC2046 # one word a package
    installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' $(packages_all) 2>/dev/null) || true
    while read -r name; do
        grep -qxF "installed $name" <<<"$installed" || printf '%s\n' "$name"
    done < <(packages_all)
}

# deps_ensure: all packages are there, or this ends with the line that says what to do.
deps_ensure() {
    local missing
    if [[ ! -x $(command -v apt-get) || ! -x $(command -v dpkg-query) ]]; then
        # Elsewhere the programs may have come another way: what is truly missing is named when it is needed.
        [[ ${1-} != --explicit ]] || deps_without_apt
        return 0
    fi
    mapfile -t missing < <(packages_missing)
    ((${#missing[@]})) || return 0
    if ((EUID == 0)); then
        deps_install "${missing[@]}"
    else
        deps_as_root "${missing[@]}"
    fi
}

deps_without_apt() {
    warn "there is no apt here. Labwarden needs, under the names that Debian 12 gives them:"
    packages_all | tr '\n' ' ' | fold -s -w 100 | sed 's/^/    /' >&2
    printf '\n' >&2
    fail "install what your system calls them, then run '$LAB up'"
}

deps_as_root() {
    local ask=(-n)
    [[ ! -t 0 ]] || ask=()
    if ! command -v sudo >/dev/null || ! sudo "${ask[@]}" true; then
        warn "$# packages are missing and this user may not install them. Let somebody who may run, once:"
        printf '    apt-get install --no-install-recommends %s\n' "$*" >&2
        exit 1
    fi
    sudo "${ask[@]}" "$CHECKOUT/installer/lab" deps
}

deps_install() {
    local began log updated="" units mask
    began=$(now_ms)
    # What packages make is for all users, unlike what the lab makes.
    mask=$(umask)
    umask 022
    log=$(mktemp /tmp/labwarden-deps.XXXXXX)
    say "lab: installing $# packages and what they need (log: $log)"
    mapfile -t units < <(server_units_absent)
    trap 'servers_kept_silent_end' EXIT
    trap 'exit 1' INT TERM HUP
    servers_kept_silent
    # The lists are fetched when they do not know a package, or know versions that are no longer there.
    if ! apt_get install --simulate "$@" >>"$log" 2>&1; then
        deps_update "$log"
        updated=yes
    fi
    if ! deps_install_once "$log" "$@"; then
        [[ -z $updated ]] || deps_trouble "$log"
        deps_update "$log"
        deps_install_once "$log" "$@" || deps_trouble "$log"
    fi
    server_units_disable "$log" "${units[@]}"
    servers_kept_silent_end
    trap - EXIT INT TERM HUP
    umask "$mask"
    stage deps "$# packages installed after $(seconds_since "$began") s"
    rm -f "$log"
}

# Nothing is asked, nothing of the machine's is removed or replaced.
apt_get() {
    DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes NEEDRESTART_MODE=l LC_ALL=C.UTF-8 \
        apt-get -q -y -o DPkg::Lock::Timeout=300 -o Dpkg::Options::=--force-confold -o APT::Color=0 \
        --no-remove --no-install-recommends "$@" </dev/null
}

deps_update() {
    progress "deps: fetching the lists of packages"
    apt_get update >>"$1" 2>&1 || { progress_end && deps_trouble "$1"; }
    progress_end
}

deps_install_once() {
    local log=$1 line last="" done=0 total=0
    shift
    while read -r line; do
        last=$line
        printf '%s\n' "$line" >>"$log"
        case $line in
        *" newly installed, "*) total=${line#*upgraded, } && total=$((2 * ${total%% *})) ;;
        Get:*) progress "deps: fetching ${line#* }" ;;
        Unpacking* | "Setting up"*)
            done=$((done + 1))
            ((total == 0)) || progress "deps: $((100 * done / total)) %  ${line%% (*}"
            ;;
        esac
    done < <(apt_get install "$@" 2>&1 || printf 'labwarden: apt-get failed\n')
    progress_end
    [[ $last != 'labwarden: apt-get failed' ]]
}

deps_trouble() {
    if grep -qi "no space left\|enough free space" "$1"; then
        fail "no room to install: about 2.5 GB are needed in /usr and /var. Free some and run the command again"
    fi
    if grep -q "Unable to locate package\|has no installation candidate" "$1"; then
        fail "$(sed -n 's/^E: \(Unable to locate package.*\|.*has no installation candidate\)/\1/p' "$1" | tail -n 1):" \
            "Labwarden's list is for Debian 12; see that its archive 'main' stands in /etc/apt (log: $1)"
    fi
    if grep -q "Packages need to be removed" "$1"; then
        fail "installing would remove packages of this machine, which is left to you: see what in $1"
    fi
    warn "apt-get did not succeed; its last words, from $1:"
    grep '^[EW]:\|^dpkg:\|^Err:' "$1" | tail -n 6 | sed 's/^/    /' >&2
    fail "see that this machine reaches a Debian mirror, then run the command again"
}

# While packages are installed no server is started, and what stood here before stands here again afterwards.
servers_kept_silent() {
    servers_kept_silent_end # a killed command may have left it
    if [[ -e $POLICY || -L $POLICY ]]; then mv "$POLICY" "$POLICY_SAVED"; fi
    printf '#!/bin/sh\n%s\nexit 101\n' "$POLICY_MARK" >"$POLICY"
    chmod 755 "$POLICY"
    mkdir -p "${NO_CLUSTER%/*}"
    printf 'create_main_cluster = false\n' >"$NO_CLUSTER"
    chmod 644 "$NO_CLUSTER"
}

servers_kept_silent_end() {
    if [[ -f $POLICY ]] && grep -qsF "$POLICY_MARK" "$POLICY"; then rm -f "$POLICY"; fi
    if [[ -e $POLICY_SAVED || -L $POLICY_SAVED ]]; then mv "$POLICY_SAVED" "$POLICY"; fi
    rm -f "$NO_CLUSTER"
    rmdir "${NO_CLUSTER%/*}" "${NO_CLUSTER%/*/*}" 2>/dev/null || true
}

unit_installed() { [[ -e /lib/systemd/system/$1 || -e /usr/lib/systemd/system/$1 || -e /etc/init.d/${1%.*} ]]; }

server_units_absent() {
    local unit
    for unit in "${SERVER_UNITS[@]}"; do unit_installed "$unit" || printf '%s\n' "$unit"; done
}

# server_units_disable LOG UNIT...: those that have come with this installation do not start at the next boot.
server_units_disable() {
    local log=$1 unit
    shift
    for unit in "$@"; do
        unit_installed "$unit" || continue
        if command -v systemctl >/dev/null; then
            systemctl --quiet disable "$unit" >>"$log" 2>&1 || true
        else # what a package's own script would call where systemd is not installed
            DPKG_MAINTSCRIPT_PACKAGE=labwarden deb-systemd-helper disable "$unit" >>"$log" 2>&1 || true
        fi
        if [[ -e /etc/init.d/${unit%.*} ]]; then update-rc.d "${unit%.*}" disable >>"$log" 2>&1 || true; fi
    done
}
