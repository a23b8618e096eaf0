# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# Labwarden's own programs in the private lab: the server, the agent of this machine, the simulated fleet, one runner. They
# run detached; `status` shows one that has died and `up` starts it again. Their settings hold passwords and are 0600 files.

readonly LAB_PROGRAMS=(labwardend agent fleet runner)
readonly LAB_USERS=(admin engineer viewer)

server_url() { printf 'http://127.0.0.1:%s' "$(port_of labwardend)"; }

# programs_prepare: passwords and settings.
programs_prepare() {
    local user dir=$HOME_DIR/labwarden
    mkdir -p "$dir" "$HOME_DIR/scripts" || home_full
    for user in "${LAB_USERS[@]}"; do secret_make "user.$user"; done
    [[ -f $dir/callback.key ]] || head -c 32 /dev/urandom | write_file "$dir/callback.key" || exit 1
    [[ -f $dir/jwt.key ]] || random_base64url | write_file "$dir/jwt.key" || exit 1
    [[ -f $dir/secrets.key ]] || random_base64url | write_file "$dir/secrets.key" || exit 1
    bootstrap_users | write_file "$dir/users.json" || exit 1
    for user in "${LAB_PROGRAMS[@]}"; do "settings_of_$user" | write_file "$dir/$user.conf.next" || exit 1; done
}

# A line of 32 random bytes.
random_base64url() { head -c 32 /dev/urandom | base64 -w 0 | tr '+/' '-_' | tr -d '='; }

# server_port [PORT]: the port that is asked for, or the remembered one, or a free one.
server_port() {
    if part_alive labwardend && [[ -z ${1-} || $1 == "$(port_of labwardend)" ]]; then return 0; fi
    if [[ -z ${1-} ]]; then
        port_choose labwardend
        return
    fi
    [[ $1 =~ ^[1-9][0-9]{0,4}$ && $1 -lt 65536 ]] || fail "--port $1: a port is a number from 1 to 65535"
    port_free "$1" || fail "port $1 is taken by another program: end that, or name another with --port"
    state_set port.labwardend "$1"
}

settings_of_labwardend() {
    cat <<CONF
listen-address = "127.0.0.1"
listen-port = $(port_of labwardend)
public-url = "$(server_url)"
postgres = "$(postgres_app_url)"
postgres-owner = "$(postgres_owner_url)"
redis = "$(redis_url)"
amqp = "$(rabbitmq_url)"
mqtt = "$(mosquitto_url)"
influx = "$(influxdb_url)"
telemetry-spill-dir = "$HOME_DIR/labwarden/telemetry"
callback-key-file = "$HOME_DIR/labwarden/callback.key"
jwt-key-file = "$HOME_DIR/labwarden/jwt.key"
secrets-key-file = "$HOME_DIR/labwarden/secrets.key"
bootstrap-users = "$HOME_DIR/labwarden/users.json"
CONF
}

programs_up() {
    local name
    server_migrate
    for name in "${LAB_PROGRAMS[@]}"; do
        program_up "$name" || return 1
        [[ $name != labwardend ]] || seed || return 1
    done
}

server_migrate() {
    local began log=$HOME_DIR/log/migrate.log
    began=$(now_ms)
    "$(program labwardend)" migrate --config "$HOME_DIR/labwarden/labwardend.conf.next" >"$log" 2>&1 || {
        warn "the database schema could not be brought up to date; its last words, from $log:"
        tail -n 6 "$log" | sed 's/^/    /' >&2
        return 1
    }
    stage schema "up to date after $(seconds_since "$began") s"
}

# program_up NAME: runs, with the settings and the program file that stand here now.
program_up() {
    local name=$1 dir=$HOME_DIR/labwarden began
    began=$(now_ms)
    if part_alive "$name" && cmp -s "$dir/$name.conf" "$dir/$name.conf.next" && ! program_replaced "$name"; then
        rm -f "$dir/$name.conf.next"
        stage "$name" "$(program_where "$name")runs already"
        return
    fi
    program_stop "$name"
    strays_end "$name"
    mv "$dir/$name.conf.next" "$dir/$name.conf" || home_full
    part_start "$name" -- "$(program_file "$name")" --config "$dir/$name.conf"
    if ! part_await "$name" 60 "${name}_ready"; then
        if part_alive "$name"; then part_trouble "$name" "is not ready after 60 s"; else part_trouble "$name" "ended at once"; fi
        return 1
    fi
    stage "$name" "$(program_where "$name")ready after $(seconds_since "$began") s"
}

program_stop() { part_stop "$1" TERM 45; }
program_where() { [[ $1 != labwardend ]] || printf '%s  ' "$(server_url)"; }

# The linker puts a new file in the place of the old one.
program_replaced() { [[ $(readlink "/proc/$(part_pid "$1")/exe") == *" (deleted)" ]]; }

program_file() {
    case $1 in
    labwardend) program labwardend ;;
    runner) program labwarden-runner ;;
    agent | fleet) program labwarden-agent ;;
    esac
}

programs_down() {
    local name
    # The runner first: a run under way is then reported as ended instead of found lost.
    for name in runner agent fleet labwardend; do program_stop "$name"; done
}

labwardend_ready() { [[ $(curl -s -m 5 -o /dev/null -w '%{http_code}' "$(server_url)/readyz") == 200 ]]; }

# The roles are built in; the display names are what the console shows.
bootstrap_users() {
    cat <<JSON
[{"username": "admin", "displayName": "Lab Admin", "password": "$(secret user.admin)", "roles": ["admin"]},
 {"username": "engineer", "displayName": "Test Engineer", "password": "$(secret user.engineer)", "roles": ["engineer"]},
 {"username": "viewer", "displayName": "Lab Viewer", "password": "$(secret user.viewer)", "roles": ["viewer"]}]
JSON
}

# Each device has a connection and a password of its own, from the credentials.
settings_of_agent() {
    cat <<CONF
mqtt = "mqtt://127.0.0.1:$(port_of mosquitto)"
key = "$(device_key_of_host)"
credentials = "$HOME_DIR/mosquitto/devices.json"
CONF
}

settings_of_fleet() {
    cat <<CONF
mqtt = "mqtt://127.0.0.1:$(port_of mosquitto)"
simulate = 24
prefix = "r0"
credentials = "$HOME_DIR/mosquitto/devices.json"
CONF
}

settings_of_runner() {
    cat <<CONF
amqp = "$(rabbitmq_url)"
influx = "$(influxdb_url)"
mqtt = "$(mosquitto_runner_url)"
name = "lab-runner"
scripts-dir = "$HOME_DIR/scripts"
scripts-same-user = true
drain-limit = 20
CONF
}

# A part that has nothing to ask is ready when it has stayed alive for a moment.
agent_ready() { program_settled agent; }
fleet_ready() { program_settled fleet; }
runner_ready() { program_settled runner; }
program_settled() {
    sleep 0.4
    part_alive "$1"
}
