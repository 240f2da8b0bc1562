"""The job scripts that the stub runner executes. A line `CHECK ok|FAILED name` in a job's log is one check."""

CHECKS = r"""
check() { # check NAME COMMAND…: passes when the command does
    local name=$1 said; shift
    if said=$("$@" 2>&1); then echo "CHECK ok $name"; else echo "CHECK FAILED $name: ${said:0:300}"; fi
}
refused() { # refused NAME COMMAND…: passes when the command does not
    local name=$1 said; shift
    if said=$("$@" 2>&1); then echo "CHECK FAILED $name: it was possible: ${said:0:300}"; else echo "CHECK ok $name"; fi
}
same() { # same NAME EXPECTED FOUND
    if [ "$2" = "$3" ]; then echo "CHECK ok $1"; else echo "CHECK FAILED $1: expected [$2], found [$3]"; fi
}
GITHUB=http://10.0.2.2:8000
began=$SECONDS
"""

# Reversed here, so that the job script does not itself hold what is looked for.
SECRET = r"""
pattern() { printf '%s' '@SECRET@' | rev; printf '\n'; printf '%s' '@ENCODED@' | rev; }
"""

WRITES = r"""
boot=$(lsblk --inverse --list --noheadings --output NAME,TYPE /dev/mapper/root | awk '$2 == "disk" { print $1; exit }')
part=$(lsblk --inverse --list --noheadings --output NAME,TYPE /dev/mapper/root | awk '$2 == "part" { print $1; exit }')
same "the root is the verified device" "/dev/mapper/root squashfs" "$(findmnt --noheadings --output SOURCE,FSTYPE / | tr -s ' ')"
refused "the root refuses writes, as root" sudo touch /written
refused "the root below the writable folders refuses writes" sudo touch /run/sprinters-lower/usr/written
refused "the root cannot be mounted writable" sudo mount -o remount,rw /run/sprinters-lower
refused "the verified device refuses writes" sudo dd if=/dev/zero of=/dev/mapper/root bs=4096 count=1 conv=notrunc oflag=direct
refused "the boot volume's partition refuses writes" sudo dd if=/dev/zero of="/dev/$part" bs=4096 count=1 conv=notrunc oflag=direct
refused "the boot volume refuses writes" sudo dd if=/dev/zero of="/dev/$boot" bs=4096 count=1 seek=100 conv=notrunc oflag=direct
for folder in etc home opt root srv usr var; do
    same "writes to /$folder go to the temp volume" overlay "$(findmnt --noheadings --output FSTYPE --target /$folder | tail -n 1)"
done
"""

TEMP_CRYPT = r"""
same "the temp volume is encrypted" crypt "$(lsblk --nodeps --noheadings --output TYPE "$(findmnt --noheadings --output SOURCE --target /run/sprinters-temp)")"
check "the temp volume's cipher is aes-xts-plain64 with 512 bits" sh -c 'sudo dmsetup table temp | grep -q "crypt aes-xts-plain64 :64:logon\|crypt aes-xts-plain64 [0:]" '
"""

EMPTY = r"""
same "nothing of an earlier boot is there" "" "$(sudo find /home /opt /usr/local /tmp /var/tmp /root -name 'marker*' 2>/dev/null)"
same "the temp volume is empty but for this boot" "" "$(sudo find /run/sprinters-temp -xdev -name 'marker*' 2>/dev/null)"
"""

MARK = r"""
marker=$(printf '%s' '@MARKER@' | rev)
for i in $(seq 4096); do printf '%s %s\n' "$marker" "$i"; done > /home/runner/marker
cp /home/runner/marker /tmp/marker; sudo cp /home/runner/marker /usr/local/marker; sudo cp /home/runner/marker /var/tmp/marker
head -c 1048576 /dev/zero | tr '\0' A > /home/runner/marker-plain
sync
plain=$(sudo filefrag -b4096 -v /run/sprinters-temp/home/upper/runner/marker-plain | awk '$1 == "0:" { sub(/\.\..*/, "", $4); print $4 }')
echo "PLAIN temp $plain"
"""

SWAP = r"""
same "swap is on and encrypted" crypt "$(lsblk --nodeps --noheadings --output TYPE "$(swapon --show=NAME --noheadings | head -n 1)")"
cp /home/runner/marker /dev/shm/marker; for i in 1 2 3 4 5 6 7 8; do cp /dev/shm/marker /dev/shm/marker$i; done
sudo sh -c 'echo 64M > /sys/fs/cgroup/system.slice/sprinters-runner.service/memory.reclaim' || true
check "memory of the job was swapped out" sh -c '[ "$(awk "NR == 2 { print \$4 }" /proc/swaps)" -gt 256 ]'
sudo swapoff /dev/mapper/swap
head -c 1048576 /dev/zero | tr '\0' A | sudo dd of=/dev/mapper/swap bs=1048576 seek=128 conv=notrunc oflag=direct status=none
sync
"""

SERVICES = r"""
same "the services are exactly the listed" "@SERVICES@" "$(sudo systemctl list-units --type=service --state=running --plain --no-legend --no-pager | awk '{ print $1 }' | sort | paste -sd' ')"
same "no unit has failed" "" "$(sudo systemctl list-units --state=failed --plain --no-legend --no-pager | awk '{ print $1 }' | paste -sd' ')"
same "nothing listens on TCP" "" "$(awk '$4 == "0A" { print $2 }' /proc/net/tcp /proc/net/tcp6 | paste -sd' ')"
same "on UDP only the lease's client" "" "$(awk 'FNR > 1 { print $2 }' /proc/net/udp /proc/net/udp6 | grep -v ':0044$\|:0222$' | paste -sd' ')"
same "no login process" systemd "$(cat /proc/[0-9]*/comm 2>/dev/null | grep -xE 'systemd|agetty|getty|login|sshd|sulogin' | sort -u | paste -sd' ')"
refused "no ssh server in the image" test -e /usr/sbin/sshd
refused "no agent of AWS or cloud-init in the image" sh -c 'command -v amazon-ssm-agent || command -v cloud-init'
same "no account has a password" "" "$(sudo awk -F: '$2 !~ /^[!*]/ { print $1 }' /etc/shadow | paste -sd' ')"
same "setuid and setgid only as listed" "@SETUID@" "$(sudo find /run/sprinters-lower -xdev -type f -perm /6000 | sed 's|^/run/sprinters-lower||' | sort | paste -sd' ')"
"""

KERNEL = r"""
same "lockdown is integrity" "none [integrity] confidentiality" "$(sudo cat /sys/kernel/security/lockdown)"
same "unsigned modules are refused" Y "$(cat /sys/module/module/parameters/sig_enforce)"
while read -r name equals value; do
    case $name in ''|'#'*) continue ;; esac
    file=/proc/sys/$(printf '%s' "${name#-}" | tr . /)
    [ -e "$file" ] || { case $name in -*) continue ;; esac; }
    same "the kernel's setting ${name#-} is $value" "$value" "$(cat "$file" 2>/dev/null || sudo cat "$file")"
done < /usr/lib/sysctl.d/90-sprinters.conf
refused "the kernel's messages are for root" dmesg
refused "a user namespace is for root" unshare --user true
refused "kexec is refused" sudo sh -c 'echo 0 > /proc/sys/kernel/kexec_load_disabled'
refused "kernel memory is refused" sudo dd if=/dev/mem of=/dev/null bs=1 count=1 skip=1048576
for word in init_on_alloc=1 slab_nomerge page_alloc.shuffle=1 vsyscall=none lockdown=integrity module.sig_enforce=1 debugfs=off; do
    check "the kernel was started with $word" grep -qw -- "$word" /proc/cmdline
done
"""

MODULES = r"""
curl --silent --max-time 120 --output /tmp/signed.ko "$GITHUB/module"
# Without the words at its end that say that a signature stands before them.
head -c -28 /tmp/signed.ko > /tmp/unsigned.ko
refused "a module without its signature is refused" sudo insmod /tmp/unsigned.ko numdummies=0
check "the same module with its signature is not" sudo insmod /tmp/signed.ko numdummies=0
"""

METADATA = r"""
refused "the metadata service refuses the job's user" curl --silent --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token
refused "the metadata service refuses root" sudo curl --silent --max-time 5 -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' http://169.254.169.254/latest/api/token
check "the job reaches others" curl --silent --max-time 120 --output /dev/null "$GITHUB/nothing"
"""

JIT = r"""
pattern > /run/sprinters-job/p
same "the configuration is in no environment and no command line" "" "$(sudo sh -c 'grep -laF -f /run/sprinters-job/p /proc/[0-9]*/environ /proc/[0-9]*/cmdline 2>/dev/null' | paste -sd' ')"
same "the configuration is in no file" "" "$(sudo grep -rlaF -f /run/sprinters-job/p --exclude=p --exclude-dir=sprinters-temp --exclude-dir=sprinters-lower /run /home /opt /tmp /var /etc /root 2>/dev/null | paste -sd' ')"
rm /run/sprinters-job/p
same "the configuration is not in the journal" "" "$(sudo journalctl --boot --no-pager --all | grep -aF -f <(pattern) | head -n 1)"
refused "the job's user cannot look where the user data was read" ls /run/sprinters
check "the runner takes one job alone" grep -q '"Ephemeral":true' /opt/actions-runner/.runner
check "the runner does not update itself" grep -q '"DisableUpdate":true' /opt/actions-runner/.runner
"""

# What is asked from the outside is asked while other checks go on: whoever drops a connection does not say so.
INGRESS = r"""
perl -MIO::Socket -e '$s = IO::Socket::INET->new(LocalAddr => "0.0.0.0:8080", Listen => 5, ReuseAddr => 1); while ($c = $s->accept) { print $c "hello"; close $c }' &
listener=$!
answer() { timeout 20 head -n 1 < "/dev/tcp/$1"; }
for i in $(seq 30); do [ "$(answer 127.0.0.1/8080)" = hello ] && break; sleep 1; done 2>/dev/null
same "a job's own server answers inside" hello "$(answer 127.0.0.1/8080)"
curl --silent --max-time 120 --output /tmp/ingress "$GITHUB/ingress/2080" &
outside=$!
"""

DOCKER = r"""
mkdir -p /tmp/image/bin && curl --silent "$GITHUB/busybox" --output /tmp/image/bin/busybox && chmod +x /tmp/image/bin/busybox
ln -s busybox /tmp/image/bin/sh; ln -s busybox /tmp/image/bin/wget
check "Docker makes an image" sh -c 'tar -C /tmp/image -c . | docker import - box'
tried=$(docker run --rm box sh -c "echo hello from a container
wget -T 120 -q -O /dev/null $GITHUB/busybox && echo reaches others
wget -T 5 -q -O /dev/null http://169.254.169.254/latest/meta-data/ 2>/dev/null || echo and no metadata" 2>&1)
check "Docker runs a container" grep -qx 'hello from a container' <(echo "$tried")
check "a container reaches others" grep -qx 'reaches others' <(echo "$tried")
check "the metadata service refuses a container" grep -qx 'and no metadata' <(echo "$tried")
same "Docker's layers lie on the temp volume" overlay2 "$(docker info --format '{{.Driver}}' 2>&1)"
refused "the metadata service refuses a container on the host's network" docker run --rm --network host box wget -T 5 -q -O - http://169.254.169.254/latest/meta-data/
docker run --rm --detach --name published --publish 8081:80 box sh -c 'while :; do echo hello | busybox nc -l -p 80; done' > /dev/null
for i in $(seq 30); do [ "$(answer 127.0.0.1/8081)" = hello ] && break; sleep 1; done 2>/dev/null
same "a container's published port answers inside" hello "$(answer 127.0.0.1/8081)"
curl --silent --max-time 120 --output /tmp/ingress-container "$GITHUB/ingress/2081" &
outside_container=$!
"""

INGRESS_END = r"""
wait $outside
same "a job's own server does not answer to the outside" dropped "$(cat /tmp/ingress)"
wait $outside_container
same "a container's published port does not answer to the outside" dropped "$(cat /tmp/ingress-container)"
kill $listener
docker kill published > /dev/null
"""

METADATA_IPV6 = r"""
perl -MIO::Socket::IP -e '$s = IO::Socket::IP->new(LocalHost => "::", LocalPort => 8082, Listen => 5); while ($c = $s->accept) { print $c "hello"; close $c }' &
listener_ipv6=$!
# The address of the metadata service made one of this machine's own, and its neighbour: only the firewall tells them apart.
for address in 253 254; do sudo /tmp/image/bin/busybox ip -6 address add fd00:ec2::$address/128 dev lo; done
for i in $(seq 30); do [ "$(answer fd00:ec2::253/8082)" = hello ] && break; sleep 1; done 2>/dev/null
same "a server of IPv6 answers at the neighbour of the metadata service's address" hello "$(answer fd00:ec2::253/8082)"
refused "the metadata service's address in IPv6 refuses root" sudo timeout 5 bash -c 'head -n 1 < /dev/tcp/fd00:ec2::254/8082'
kill $listener_ipv6
"""

# A block in the middle of the root, read past all caches, before and after somebody has changed it on the boot volume below.
FLIP = r"""
block=$(($(sudo blockdev --getsize64 /dev/mapper/root) / 8192))
read_block() { sudo dd if=/dev/mapper/root of=/dev/null bs=4096 count=1 skip="$1" iflag=direct; }
check "a block of the root can be read" read_block $block
curl --silent --max-time 120 --output /dev/null "$GITHUB/flip/$block"
refused "a block that was changed while the machine runs is not read" read_block $block
check "its neighbour still is" read_block $((block + 1))
"""

TOOLS = r"""
for tool in git git-lfs gh docker curl sudo zstd tar; do check "$tool is there" command -v "$tool"; done
check "git makes a commit" sh -c 'cd /tmp && git init -q repository && cd repository && git -c user.name=a -c user.email=a@b commit -q --allow-empty -m first'
check "the CLI of GitHub starts" gh --version
same "the job's user is 1001" 1001 "$(id -u)"
same "the job runs in the work folder" /home/runner/work "$PWD"
"""

UNITS = r"""
same "systemd-analyze verify has no remark on our units" "" "$(sudo systemd-analyze verify --man=no /usr/lib/systemd/system/sprinters*.service /usr/lib/systemd/system/sprinters.target 2>&1 | grep sprinters | head -n 3)"
"""

TIMES = r"""
sudo systemd-analyze 2>/dev/null | sed 's/^/TIME /'
sudo systemd-analyze blame --no-pager | grep -v '[.]device$' | head -n 25 | sed 's/^/TIME /'
sudo systemd-analyze critical-chain --no-pager sprinters-runner.service 2>/dev/null | sed 's/^/TIME /'
"""


def timed(**parts):
    """Parts of a job with a line after each that says how long it took."""
    return "\n".join(f'{part}\necho "TIME part {name}: $((SECONDS - began)) s"; began=$SECONDS' for name, part in parts.items())


def fill(script, **values):
    for name, value in values.items():
        script = script.replace(f"@{name.upper()}@", value)
    return script
