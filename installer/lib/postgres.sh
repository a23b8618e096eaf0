# SPDX-FileCopyrightText: Labwarden contributors
# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
#
# PostgreSQL 15: the truth for runs, leases, users, sessions. It refuses to work as root, so root's lab runs it as user
# postgres, and where that user cannot reach the home (a checkout below /root) its data lies in /var/lib/labwarden-lab.

readonly POSTGRES_BIN=/usr/lib/postgresql/15/bin

postgres_prepare() {
    port_choose postgres
    secret_make postgres.owner
    secret_make postgres.app
    [[ -n $(state_get postgres.data) ]] || state_set postgres.data "$(postgres_place)/data"
    local place data
    data=$(state_get postgres.data)
    place=${data%/data}
    mkdir -p "$place" || home_full
    if ((EUID == 0)); then
        [[ $place == "$HOME_DIR"/* ]] || chmod 711 "${place%/*}"
        chown postgres:postgres "$place"
    fi
    chmod 700 "$place"
}

# Where the data goes: in the home, or where user postgres can reach it.
postgres_place() {
    if ((EUID != 0)) || as_postgres test -x "$HOME_DIR"; then
        printf '%s' "$HOME_DIR/postgres"
        return
    fi
    local hash place
    hash=$(printf '%s' "$HOME_DIR" | sha256sum)
    place=/var/lib/labwarden-lab/${hash:0:16}
    # An older home at this very path was removed by hand; its passwords are gone with it, and so its data is of no use.
    rm -rf "$place"
    printf '%s' "$place"
}

as_postgres() {
    if ((EUID == 0)); then
        (cd / && exec setpriv --reuid=postgres "--regid=$(id -g postgres)" --init-groups -- "$@")
    else
        "$@"
    fi
}

postgres_create() {
    local data log
    data=$(state_get postgres.data)
    log=$HOME_DIR/log/postgres.log
    [[ ! -f $data/PG_VERSION ]] || return 0
    # Made under another name first: what a killed command left half done is never taken for a database.
    rm -rf "$data.new"
    as_postgres "$POSTGRES_BIN/initdb" -D "$data.new" -U postgres -E UTF8 --locale=C.UTF-8 --auth=reject >>"$log" 2>&1 ||
        return 1
    as_postgres tee "$data.new/pg_hba.conf" <<<"host all all 127.0.0.1/32 scram-sha-256" >/dev/null || return 1
    postgres_roles "$data.new" || return 1
    mv "$data.new" "$data"
}

# Single-user mode needs no password, no port and no socket. One statement a line, its log holds no statement.
postgres_roles() {
    as_postgres "$POSTGRES_BIN/postgres" --single -D "$1" -c log_min_error_statement=panic postgres \
        >/dev/null 2>>"$HOME_DIR/log/postgres.log" <<SQL
CREATE ROLE labwarden_owner LOGIN CREATEDB PASSWORD '$(secret postgres.owner)'
CREATE ROLE labwarden_app LOGIN PASSWORD '$(secret postgres.app)'
CREATE DATABASE labwarden OWNER labwarden_owner
REVOKE ALL ON DATABASE labwarden FROM PUBLIC
GRANT CONNECT ON DATABASE labwarden TO labwarden_app
SQL
}

postgres_start() {
    local data user=()
    data=$(state_get postgres.data)
    ((EUID != 0)) || user=(-u postgres)
    # No server of ours runs now; an id in that file may be anybody's.
    rm -f "$data/postmaster.pid"
    part_start postgres "${user[@]}" -- "$POSTGRES_BIN/postgres" -D "$data" -p "$(port_of postgres)" \
        -c listen_addresses=127.0.0.1 -k "" -c max_connections=200 -c shared_buffers=48MB -c max_wal_size=256MB \
        -c work_mem=2MB -c maintenance_work_mem=16MB -c wal_recycle=off -c timezone=UTC -c log_timezone=UTC \
        -c log_min_error_statement=panic -c log_min_messages=fatal -c log_checkpoints=off -c jit=off \
        -c max_parallel_workers=2 -c update_process_title=off
}

postgres_ready() { "$POSTGRES_BIN/pg_isready" -q -h 127.0.0.1 -p "$(port_of postgres)" -t 2 -d postgres; }
postgres_stop() { part_stop postgres INT 30; }

# Its processes work in the data folder; the marks in their environment are gone, for they rename themselves.
postgres_processes() {
    local data cwd pid
    data=$(state_get postgres.data)
    [[ -n $data ]] || return 0
    while read -r cwd; do
        pid=${cwd//[!0-9]/}
        [[ $(readlink "/proc/$pid/exe") == "$POSTGRES_BIN"/postgres* ]] || continue
        if [[ -n $(process_start_time "$pid") && /proc/$pid/root/. -ef /. ]]; then printf '%s\n' "$pid"; fi
    done < <(find /proc -maxdepth 2 -path '/proc/[0-9]*/cwd' -lname "$data*" 2>/dev/null)
}

postgres_remove() {
    local data
    data=$(state_get postgres.data)
    [[ -z $data ]] || rm -rf "${data%/data}"
}

postgres_owner_url() {
    printf 'postgresql://labwarden_owner:%s@127.0.0.1:%s/labwarden' "$(secret postgres.owner)" "$(port_of postgres)"
}
postgres_app_url() {
    printf 'postgresql://labwarden_app:%s@127.0.0.1:%s/labwarden' "$(secret postgres.app)" "$(port_of postgres)"
}
