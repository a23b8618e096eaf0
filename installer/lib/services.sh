# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# The five services together. Each has, in the file of its name: _prepare (ports, passwords; in this shell), _create
# (configuration, data), _start, _ready (a probe that speaks its protocol as Labwarden would), _stop.

readonly SERVICES=(postgres redis rabbitmq mosquitto influxdb)

# Room for the first data of all five, and seconds for a slow machine to start the slowest.
readonly SERVICES_MB=600 SERVICE_SECONDS=120

services_up() {
    local name waiting=() starting=() failed=0
    services_installed
    for name in "${SERVICES[@]}"; do
        if part_alive "$name"; then
            waiting+=("$name")
        else
            starting+=("$name")
        fi
    done
    if ((${#starting[@]})); then room_in "$HOME_DIR" "$SERVICES_MB" ", or name another place in LABWARDEN_HOME"; fi
    for name in "${starting[@]}"; do
        strays_end "$name"
        "${name}_prepare"
    done
    local jobs=()
    for name in "${starting[@]}"; do
        service_start "$name" 2>"$HOME_DIR/run/$name.trouble" &
        jobs+=($!)
    done
    for name in "${waiting[@]}"; do
        service_await "$name" "runs already" 2>"$HOME_DIR/run/$name.trouble" &
        jobs+=($!)
    done
    for name in "${jobs[@]}"; do wait "$name" || failed=1; done
    # What is wrong with several for the same reason is said once.
    if ((failed)); then
        for name in "${SERVICES[@]}"; do cat "$HOME_DIR/run/$name.trouble"; done | awk '!said[$0]++' >&2
        # On a full disk not even the words find room.
        grep -qs . "$HOME_DIR"/run/*.trouble || room_in "$HOME_DIR" 30 ", or name another place in LABWARDEN_HOME"
        return 1
    fi
    rm -f "$HOME_DIR"/run/*.trouble
    services_write
}

service_start() {
    local began
    began=$(now_ms)
    if ! "${1}_create" || ! "${1}_start"; then
        part_trouble "$1" "cannot be prepared"
        return 1
    fi
    service_await "$1" "" "$began"
}

# service_await NAME WORDS [BEGAN]: until it serves.
service_await() {
    if ! part_await "$1" "$SERVICE_SECONDS" "${1}_ready"; then
        if part_alive "$1"; then
            part_trouble "$1" "does not answer after $SERVICE_SECONDS s"
        else
            part_trouble "$1" "ended instead of serving"
        fi
        return 1
    fi
    stage "$1" "127.0.0.1:$(port_of "$1")  ${2:-ready after $(seconds_since "${3-}") s}"
}

services_down() {
    local name
    for name in "${SERVICES[@]}"; do
        "${name}_stop" &
    done
    wait
    rm -f "$HOME_DIR/services.json"
}

# service_known NAME
service_known() { [[ " ${SERVICES[*]} " == *" $1 "* ]] || fail "no service '$1': there are ${SERVICES[*]}"; }

# The programs are there, else what is missing is named.
services_installed() {
    local missing=() pair
    for pair in postgresql-15:$POSTGRES_BIN/postgres redis-server:redis-server rabbitmq-server:$RABBITMQ_SERVER \
        mosquitto:mosquitto influxdb:influxd curl:curl; do
        command -v "${pair#*:}" >/dev/null || missing+=("${pair%%:*}")
    done
    ((${#missing[@]} == 0)) || fail "not installed: ${missing[*]}. Run '$LAB deps', or install them by hand"
}

# services.json: how tests reach the five.
services_write() {
    write_file "$HOME_DIR/services.json" <<JSON
{
  "postgres": "$(postgres_owner_url)",
  "postgresApp": "$(postgres_app_url)",
  "redis": "$(redis_url)",
  "amqp": "$(rabbitmq_url)",
  "mqtt": "$(mosquitto_url)",
  "mqttRunner": "$(mosquitto_runner_url)",
  "influx": "$(influxdb_url)",
  "mqttDevices": "$HOME_DIR/mosquitto/devices.json"
}
JSON
}
