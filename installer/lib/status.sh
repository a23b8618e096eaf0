# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# What runs, for people and as JSON; and what it has logged.

readonly PARTS=(postgres redis rabbitmq epmd mosquitto influxdb labwardend agent fleet runner)

part_state() {
    if part_alive "$1"; then
        printf 'running'
    elif part_started "$1"; then
        printf 'dead'
    else
        printf 'stopped'
    fi
}

# True when nothing that was started has died, and something runs.
status_table() {
    local part state port running=0 dead=0
    printf '%-11s %-8s %8s  %s\n' part state pid address
    for part in "${PARTS[@]}"; do
        state=$(part_state "$part")
        case $state in
        running) running=$((running + 1)) ;;
        dead) dead=$((dead + 1)) ;;
        esac
        port=$(port_of "$part")
        printf '%-11s %-8s %8s  %s\n' "$part" "$state" "$(part_pid "$part")" "${port:+127.0.0.1:$port}"
    done
    if ((dead)); then
        say "lab: $dead of the parts died; see '$LAB logs NAME', '$LAB up' starts them again"
    elif part_alive labwardend; then
        say "lab: up at $(server_url), in $HOME_DIR"
        say "     sign in as ${LAB_USERS[*]}; their passwords: '$LAB status --json'. One that was changed and is lost:"
        say "     $(program labwardend) users reset NAME --config $HOME_DIR/labwarden/labwardend.conf"
    elif ((running == 0)); then
        say "lab: not up; '$LAB up' starts it"
    fi
    ((running && !dead))
}

status_json() {
    part_alive labwardend || fail "not up: '$LAB up' starts it"
    cat <<JSON
{
  "url": "$(server_url)",
  "users": {
    "admin": {"username": "admin", "password": "$(secret user.admin)"},
    "engineer": {"username": "engineer", "password": "$(secret user.engineer)"},
    "viewer": {"username": "viewer", "password": "$(secret user.viewer)"}
  },
  "postgres": "$(postgres_owner_url)",
  "redis": "$(redis_url)",
  "amqp": "$(rabbitmq_url)",
  "mqtt": "$(mosquitto_url)",
  "influx": "$(influxdb_url)"
}
JSON
}

# logs_show [NAME [-f]]
logs_show() {
    local log
    if [[ -n ${1-} ]]; then
        [[ -f $HOME_DIR/log/$1.log ]] || fail "no log of '$1': there are $(cd "$HOME_DIR/log" && printf '%s ' ./*.log | sed 's/\.\/\|\.log//g')"
        if [[ ${2-} == -f ]]; then exec tail -n 100 -F "$HOME_DIR/log/$1.log"; fi
        tail -n 200 "$HOME_DIR/log/$1.log"
        return
    fi
    for log in "$HOME_DIR"/log/*.log; do
        [[ -s $log ]] || continue
        say "== $log"
        tail -n 12 "$log" | cut -c 1-300
    done
}
