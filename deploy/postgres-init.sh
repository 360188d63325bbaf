#!/bin/sh
# Runs once, on an empty volume: a user of Brownboard's own who owns its database and nothing else.
set -eu
: "${BROWNBOARD_PASSWORD:?is not set}"
psql --set ON_ERROR_STOP=1 --username "$POSTGRES_USER" --dbname postgres --set password="$BROWNBOARD_PASSWORD" <<'SQL'
CREATE ROLE brownboard LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE brownboard OWNER brownboard ENCODING 'UTF8';
REVOKE ALL ON DATABASE brownboard FROM PUBLIC;
SQL
