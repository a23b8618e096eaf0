#!/usr/bin/env bash
# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# bare_debian.sh [root|sudo]... [--demo-only] [--programs=FOLDER] [--objects=FOLDER]: the first two commands of the README on a
# bare Debian 12, as root and as a user with sudo: debootstrap's smallest system, git and (for the user) sudo, a clone of this
# checkout's last commit, then `installer/lab demo --headless` and `installer/lab test`. Needs root, debootstrap and a Debian
# mirror; loopback and its ports are shared with this machine. Prints the times, ends non-zero when one of them fails. With
# --programs the demo runs programs built before, which tells within minutes whether the launcher itself still does; with
# --objects what stands in this folder of ccache's is not compiled again (LABWARDEN_WERROR as it was then), all else is as on the
# bare system.
# shellcheck disable=SC2317 # functions are called through `timed` and traps
set -euo pipefail

checkout=$(cd "$(dirname "$(readlink -f "$0")")/../.." && pwd -P)
who=()
demo_only=""
programs=""
objects=""
for word in "$@"; do
    case $word in
    root | sudo) who+=("$word") ;;
    --demo-only) demo_only=yes ;;
    --programs=*) programs=${word#*=} demo_only=yes ;;
    --objects=*) objects=$(readlink -f "${word#*=}") ;;
    *)
        sed -n '5,11s/^# //p' "$0"
        exit 2
        ;;
    esac
done
((${#who[@]})) || who=(root sudo)

((EUID == 0)) || { echo "bare_debian: needs root, for chroot and mounts" && exit 1; }
command -v debootstrap >/dev/null || { echo "bare_debian: install debootstrap first" && exit 1; }

work=$(mktemp -d "${TMPDIR:-/var/tmp}/labwarden-bare.XXXXXX")
times=()
failed=0

# Ends what still runs in there, by its root folder, then undoes the mounts.
leave() {
    local root link
    for root in "$work"/root "$work"/sudo; do
        [[ -d $root ]] || continue
        while read -r link; do kill -KILL "${link//[!0-9]/}" 2>/dev/null || true; done < <(
            find /proc -maxdepth 2 -path '/proc/[0-9]*/root' -lname "$root*" 2>/dev/null
        )
    done
    sleep 1
    while read -r link; do umount -l "$link"; done < <(cut -d ' ' -f 2 /proc/mounts | grep "^$work/" | sort -r)
    rm -rf --one-file-system "$work"
}
trap leave EXIT
trap 'exit 130' INT TERM

# timed NAME COMMAND...
timed() {
    local name=$1 began=$SECONDS result=0
    shift
    echo "== $name"
    "$@" || result=$?
    times+=("$(printf '%-28s %5d s  %s' "$name" $((SECONDS - began)) "$([[ $result == 0 ]] && echo ok || echo FAILED)")")
    [[ $result == 0 ]] || failed=1
    return "$result"
}

# The mirror that this machine uses, and whatever it needs to reach it, are its own matter: taken over at run time.
apt_as_here() {
    local root=$1 each
    rm -f "$root/etc/apt/sources.list"
    for each in sources.list sources.list.d keyrings trusted.gpg.d apt.conf.d auth.conf.d preferences.d; do
        [[ ! -e /etc/apt/$each ]] || cp -rL "/etc/apt/$each" "$root/etc/apt/"
    done
    # What only concerns this machine's own cache and hooks stays here.
    rm -f "$root"/etc/apt/apt.conf.d/{docker-*,20packagekit,50appstream,70debconf}
    mkdir -p "$root/usr/share/keyrings"
    cp -rnL /usr/share/keyrings/. "$root/usr/share/keyrings/"
    cp -L /etc/resolv.conf "$root/etc/"
}

mirror() {
    local found
    found=$(sed -n 's/^URIs: *//p; s/^deb \(\[[^]]*\] *\)\?\([^ ]*\) bookworm main.*/\2/p' \
        /etc/apt/sources.list.d/*.sources /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | grep -v security | head -n 1)
    printf '%s' "$found"
}

bare_system() {
    local root=$1 found
    # Without a mirror of this machine's it takes its own default.
    found=$(mirror)
    debootstrap --variant=minbase bookworm "$root" ${found:+"$found"} >"$root.log" 2>&1 || {
        tail -n 5 "$root.log"
        return 1
    }
    apt_as_here "$root"
    mount -t proc proc "$root/proc"
    mount -t sysfs -o ro sysfs "$root/sys"
    mount -t devpts devpts "$root/dev/pts"
    mount -t tmpfs tmpfs "$root/dev/shm"
    # Packages that were fetched before are not fetched again.
    mount --bind /var/cache/apt/archives "$root/var/cache/apt/archives"
    # A clone needs git; nothing else is there but what debootstrap leaves.
    inside "$root" root "apt-get -q update && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends git ca-certificates" \
        >>"$root.log" 2>&1
    if [[ -n $objects ]]; then
        mkdir "$root/objects"
        mount --bind -o ro "$objects" "$root/objects"
        mount -o remount,bind,ro "$root/objects"
    fi
    rm -f "$root/checkout.git"
    git clone -q --bare "$checkout" "$root/checkout.git"
    chmod -R a+rX "$root/checkout.git"
    if [[ -n $programs ]]; then
        mkdir "$root/programs"
        cp "$programs"/{labwardend,labwarden-runner,labwarden-agent} "$root/programs/"
    fi
}

# inside ROOT USER COMMAND: as after a log-in, without a terminal.
inside() {
    local change=()
    [[ $2 == root ]] || change=(setpriv "--reuid=$2" "--regid=$2" --init-groups --)
    chroot "$1" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 "HOME=$([[ $2 == root ]] && echo /root || echo "/home/$2")" \
        ${objects:+CCACHE_DIR=/objects CCACHE_READONLY=1 CCACHE_TEMPDIR=/tmp "LABWARDEN_WERROR=${LABWARDEN_WERROR-}"} \
        "${change[@]}" bash -c "cd && $3" </dev/null
}

user_with_sudo() {
    inside "$1" root "DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends sudo >/dev/null 2>&1 &&
        useradd -m -s /bin/bash tester && chown -R tester /checkout.git && echo 'tester ALL=(ALL) NOPASSWD: ALL' >/etc/sudoers.d/tester"
}

demo_passes() {
    inside "$1" "$2" "cd labwarden && ${programs:+LABWARDEN_BIN=/programs} installer/lab demo --headless" | tee "$1.demo"
    tail -n 1 "$1.demo" | grep -qE '^demo: run [0-9]+ passed in [0-9]+ s$'
}

# Debian's own copies of the servers neither run nor are enabled, and no cluster is there.
nothing_of_debian() {
    inside "$1" root "
        ! ls /etc/systemd/system/*/{redis*,rabbitmq*,mosquitto*,influx*,postgres*,epmd*} 2>/dev/null | grep . &&
        ! ls -d /etc/postgresql/15/main 2>/dev/null && [ ! -e /usr/sbin/policy-rc.d ]"
}

nothing_left() {
    inside "$1" "$2" "cd labwarden && installer/lab down"
    sleep 1
    ! find /proc -maxdepth 2 -path '/proc/[0-9]*/root' -lname "$1*" 2>/dev/null | grep .
}

for each in "${who[@]}"; do
    root=$work/$each
    user=root
    timed "$each: bare system" bare_system "$root" || continue
    if [[ $each == sudo ]]; then
        user=tester
        user_with_sudo "$root"
    fi
    inside "$root" "$user" "git clone -q /checkout.git labwarden"
    timed "$each: demo" demo_passes "$root" "$user" || true
    timed "$each: no server of Debian's" nothing_of_debian "$root" || true
    timed "$each: down leaves nothing" nothing_left "$root" "$user" || true
    [[ -n $demo_only ]] || timed "$each: test" inside "$root" "$user" "cd labwarden && installer/lab test" || true
done

printf '\n'
printf '%s\n' "${times[@]}"
exit "$failed"
