#!/bin/bash -e
# Says that it ran, as whom, and whether what it was promised is there.
[ -e "${HELPER_SCRIPTS:-/nowhere}/helper.sh" ] && helpers=yes || helpers=no
[ -e "${INSTALLER_SCRIPT_FOLDER:-/nowhere}/toolset.json" ] && toolset=yes || toolset=no
echo "$(basename "$0") uid=$(id -u) os=${IMAGE_OS:-} helpers=$helpers toolset=$toolset" >> "$SPRINTERS_SEEN"
