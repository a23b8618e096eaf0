# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# InfluxDB 1.6: telemetry. The first administrator is created right after its first start; from then on it asks for a
# password. Its second port (backup) is moved to loopback as well.

influxdb_prepare() {
    port_choose influxdb
    port_choose influxdb-backup
    secret_make influxdb
    mkdir -p "$HOME_DIR/influxdb" || home_full
}

influxdb_create() {
    local dir=$HOME_DIR/influxdb
    write_file "$dir/influxdb.conf" <<CONF
reporting-disabled = true
bind-address = "127.0.0.1:$(port_of influxdb-backup)"
[meta]
  dir = "$dir/meta"
[data]
  dir = "$dir/data"
  wal-dir = "$dir/wal"
  cache-max-memory-size = "128m"
  cache-snapshot-memory-size = "8m"
  query-log-enabled = false
[monitor]
  store-enabled = false
[http]
  bind-address = "127.0.0.1:$(port_of influxdb)"
  auth-enabled = true
  log-enabled = false
[logging]
  level = "warn"
[subscriber]
  enabled = false
CONF
    # The name and password for curl, which are seen in no list of processes.
    write_file "$dir/curl" <<<"user = \"labwarden:$(secret influxdb)\""
}

influxdb_start() {
    part_start influxdb GOGC=50 -- influxd -config "$HOME_DIR/influxdb/influxdb.conf"
}

influxdb_ready() {
    local answer
    answer=$(influxdb_query 'SHOW DATABASES') || return 1
    [[ $answer != *'"labwarden"'* ]] || return 0
    # Without any administrator it takes this one statement from anybody, and no other.
    influxdb_query "CREATE USER labwarden WITH PASSWORD '$(secret influxdb)' WITH ALL PRIVILEGES" >/dev/null &&
        influxdb_query 'CREATE DATABASE labwarden' >/dev/null && [[ $(influxdb_query 'SHOW DATABASES') == *'"labwarden"'* ]]
}

# influxdb_query TEXT: the answer; false when there is none. The text may hold a password and goes through a pipe.
influxdb_query() {
    printf '%s' "$1" | curl -s -m 5 -K "$HOME_DIR/influxdb/curl" --data-urlencode q@- \
        "http://127.0.0.1:$(port_of influxdb)/query" 2>/dev/null
}
influxdb_stop() { part_stop influxdb; }

influxdb_url() {
    printf 'http://labwarden:%s@127.0.0.1:%s/?db=labwarden' "$(secret influxdb)" "$(port_of influxdb)"
}
