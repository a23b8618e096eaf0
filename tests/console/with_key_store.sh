#!/bin/bash
# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
#
# with_key_store.sh yes|no PROGRAM: runs PROGRAM on a session bus of its own, with an unlocked key store in a home of
# its own (yes), or with none (no). Needs dbus-daemon and gnome-keyring; ends with 77 (skipped) where they are missing.
set -euo pipefail

wanted=$1
program=$2
for tool in dbus-run-session dbus-send gnome-keyring-daemon; do
    command -v "$tool" >/dev/null || { echo "$tool is missing"; exit 77; }
done
home=$(mktemp -d)
trap 'rm -rf "$home"' EXIT
export HOME=$home XDG_DATA_HOME=$home/data XDG_CONFIG_HOME=$home/config XDG_RUNTIME_DIR=$home/run
export LABWARDEN_TEST_KEY_STORE=$wanted
mkdir -m 700 "$XDG_RUNTIME_DIR"
# A bus that starts nothing by itself: what answers there is what this script has started.
cat >"$home/bus.conf" <<'CONF'
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
CONF
dbus-run-session --config-file="$home/bus.conf" -- bash -c '
    daemon=
    if [ "$1" = yes ]; then
        printf "%s" "password of the test" | gnome-keyring-daemon --unlock --components=secrets --foreground >/dev/null 2>&1 &
        daemon=$!
        for _ in $(seq 100); do
            dbus-send --session --print-reply=literal --dest=org.freedesktop.DBus / \
                org.freedesktop.DBus.NameHasOwner string:org.freedesktop.secrets | grep -q true && break
            sleep 0.1
        done
    fi
    status=0
    "$2" || status=$?
    if [ -n "$daemon" ]; then kill "$daemon"; fi
    exit $status
' bash "$wanted" "$program"
