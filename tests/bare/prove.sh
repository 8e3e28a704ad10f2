#!/bin/sh
# Proves the two commands on machines that have nothing: Debian's smallest system, as root and as a user without rights.
#
#     tests/bare/prove.sh [SUITE]...        bookworm and trixie without arguments; needs root, debootstrap and a network
#
# MIRROR       the Debian mirror (without it debootstrap's own)
# EXTRA_FILES  files of this machine that the network needs (certificates, proxies), copied to the same place
# EXTRA_ENV    variables for the commands inside, such as PIP_CERT=/etc/ssl/certs/ca-certificates.crt
# COMMANDS     what is run each time, one command a line; the first run of the first one includes the set-up
# USERS        root, press (who has no rights), or both
# FOLDER       where the systems are made; a system that is already there is copied

set -eu

project=$(cd "$(dirname "$0")/../.." && pwd -P)
folder=${FOLDER:-${TMPDIR:-/tmp}/communique-bare}
commands=${COMMANDS:-./communique build
./communique doctor}

make_system() {
    # shellcheck disable=SC2086 # no word at all without a mirror
    [ -d "$folder/$1/usr" ] || debootstrap --variant=minbase "$1" "$folder/$1" ${MIRROR-} >"$folder/$1.log" 2>&1
}

# A fresh copy of the system, with the checkout as git knows it and whatever is new in it.
make_machine() {
    unmake_machine
    cp -a "$folder/$1" "$machine"
    for file in /etc/resolv.conf ${EXTRA_FILES-}; do
        mkdir -p "$machine$(dirname "$file")"
        cp -aL "$file" "$machine$file"
    done
    mkdir -p "$machine/home/press/a newsroom"
    (cd "$project" && git ls-files -z --cached --others --exclude-standard | tar -c --null -T - -f -) |
        tar -x -C "$machine/home/press/a newsroom"
    chroot "$machine" useradd -M -d /home/press press
    chroot "$machine" chown -R "$2" /home/press
    mount -t proc proc "$machine/proc"
    mount -t devpts -o newinstance,ptmxmode=0666 devpts "$machine/dev/pts"
    ln -sf pts/ptmx "$machine/dev/ptmx"
    mkdir -p "$machine/dev/shm"
    chmod 1777 "$machine/dev/shm"
}

unmake_machine() {
    for place in proc dev/pts; do
        ! mountpoint -q "$machine/$place" || umount "$machine/$place"
    done
    rm -rf --one-file-system "$machine"
}

inside() { # USER COMMAND
    # shellcheck disable=SC2086 # one word for each variable
    chroot --userspec="$1" "$machine" env -i HOME=/home/press PATH=/usr/sbin:/usr/bin:/sbin:/bin ${EXTRA_ENV-} \
        sh -c "cd '/home/press/a newsroom' && $2" </dev/null
}

seconds() { date +%s.%N; }

timed() { # NAME USER COMMAND
    begin=$(seconds)
    inside "$2" "$3" >"$folder/out" 2>&1 && code=0 || code=$?
    echo "$1: $3: exit $code, $(echo "$(seconds) - $begin" | awk '{ printf "%.2f", $1 - $3 }') s"
    [ "$code" = 0 ] || { failed=yes && cat "$folder/out" "$machine/home/press/a newsroom/.system/setup.log"; }
}

mkdir -p "$folder"
machine=$folder/machine
trap unmake_machine EXIT
failed=
[ $# -gt 0 ] || set -- bookworm trixie
for suite in "$@"; do
    make_system "$suite"
    for user in ${USERS:-root press}; do
        make_machine "$suite" "$user"
        for turn in first second; do
            while read -r command; do
                timed "$suite, $user, $turn run" "$user" "$command"
            done <<END
$commands
END
        done
        unmake_machine
    done
done
[ -z "$failed" ]
