#!/bin/sh
# Copyright (c) 2026, the privatelink.azure_ai contributors
# GNU General Public License v3.0+ (see LICENSES/GPL-3.0-or-later.txt or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Prints what the configured host of that name resolves, which nameservers it asks and what the account answers; it fails if
# a library, a tool or the state of the network manager is not as it should be.
set -eu
host=$1

resolved=$(getent ahostsv4 aro-azureopenai.openai.azure.com)
echo resolved $(echo "$resolved" | cut -d' ' -f1 | sort -u)

# With the trust of the operating system, and with the variables that people get.
case $host in
jump-bare | jump-resolvconf) # by wheels: they have no curl
    /opt/privatelink/venv/bin/python -c 'import dns.message, requests'
    echo called "$(bash -lc '/usr/bin/python3 - "${AZURE_OPENAI_ENDPOINT}openai/models?api-version=2024-10-21"' <<'END'
import sys, urllib.error, urllib.request
try:
    urllib.request.urlopen(sys.argv[1])
except urllib.error.HTTPError as exc:
    print(exc.code)
END
    )"
    ;;
*)
    /usr/bin/python3 -c 'import dns.message, requests'
    echo called "$(bash -lc 'curl --silent --show-error --output /dev/null --write-out "%{http_code}" "${AZURE_OPENAI_ENDPOINT}openai/models?api-version=2024-10-21"')"
    for tool in 'curl --version' 'jq --version' 'dig -v' 'nslookup -version'; do
        $tool >/dev/null 2>&1
    done
    ;;
esac

case $host in
jump-resolved) echo nameservers $(resolvectl dns | sed -n 's/^Global: *//p') ;;
*) echo nameservers $(sed -n 's/^nameserver //p' /etc/resolv.conf) ;;
esac

case $host in
jump-bare) /opt/privatelink/venv/bin/python -c 'import azure.identity' ;;
jump-nm) nmcli --get-values GENERAL.STATE,IP4.ADDRESS device show eth0 | grep -qF '100 (connected)' ;;
esac
