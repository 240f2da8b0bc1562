#!/bin/bash
# The runner calls this as the job's user before the first step; what it prints stands in the log under "Set up runner".
set -uo pipefail
touch /run/sprinters-job/started
# The runner has read its credentials by now. What the job can't find it can't leak; the cost is that a job of more than about
# an hour can no longer be cancelled through the runner, only by ending its instance, which is what a cancellation does.
rm -f /opt/actions-runner/.credentials /opt/actions-runner/.credentials_rsaparams
# shellcheck source=/dev/null
. /run/sprinters-job/instance
size() { lsblk --nodeps --noheadings --output SIZE "$1" 2>/dev/null | tr -d ' ' || true; }
memory=$(awk '$1 == "MemTotal:" { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)
swap=$(awk '$1 == "SwapTotal:" { printf "%.1f GiB", $2 / 1048576 }' /proc/meminfo)
printf '%-9s %s\n' \
    Instance "$INSTANCE_TYPE $INSTANCE_ID in $ZONE, $LIFE_CYCLE" \
    vCPU "$(nproc)" \
    Memory "$memory" \
    Root "$(size /dev/mapper/root), read-only, verified" \
    Swap "$swap, encrypted" \
    Temp "$TEMP, $(df -h --output=size /home | tail -n 1 | tr -d ' '), encrypted"
exit 0
