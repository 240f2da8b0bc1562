#!/bin/bash
# The runner calls this as the job's user after the last step. What begins with two colons stands above the job's log as well.
df -h --output=used,size,pcent /home | awk 'NR == 2 { printf "Temp      %s of %s used (%s)\n", $1, $2, $3 }'
full=$(df --output=pcent /home | tail -n 1 | tr -dc 0-9)
if [ "${full:-0}" -ge 95 ]; then
    echo "::warning title=Disk::The temp volume is $full % full. Ask for a larger one in the label: temp=SIZE, in GiB."
fi
killed=$(awk '$1 == "oom_kill" { print $2 }' /proc/vmstat)
if [ "${killed:-0}" -gt 0 ]; then
    echo "::warning title=Memory::The memory was full, and the kernel ended $killed process(es). Take a type with more memory, or more swap."
fi
exit 0
