/** The machine as a whole: its clock, how it came up, its disks and its memory. */
export const machineText = `say now 12 "$(date +%s)"
told offset 6 "$(date +%z)"
told os 60 "$(sed -n 's/^PRETTY_NAME=//p' /etc/os-release | tr -d '"')"
if have timedatectl; then
  told ntp 4 "$(soon timedatectl status | sed -n 's/.*synchronized: *//p' | head -n 1)"
fi
if have systemctl; then
  told boot 20 "$(soon systemctl is-system-running)"
  told failed 160 "$(soon systemctl --failed --no-legend --plain | while read -r unit rest; do printf '%s ' "$unit"; done)"
else
  say no 12 systemctl
fi
space() {
  soon df "$1" / /var /tmp /home | while read -r fs all used free part mount; do
    part=\${part%?}
    case $part in [0-9] | [0-9][0-9] | [0-9][0-9][0-9]) printf '%s:%s:%s ' "$mount" "$part" "$free" ;; esac
  done
}
if have df; then
  told disks 200 "$(space -Pk)"
  told inodes 200 "$(space -Pi)"
else
  say no 4 df
fi
if [ -r /proc/mounts ]; then
  say readonly 80 "$(while read -r device mount type options rest; do
    case $mount in / | /var | /tmp | /home) case ,$options, in *,ro,*) printf '%s ' "$mount" ;; esac ;; esac
  done </proc/mounts)"
fi
if [ -r /proc/meminfo ]; then
  mem() { sed -n "s/^$1: *\\([0-9]*\\).*/\\1/p" /proc/meminfo; }
  say memory 60 "$(mem MemTotal):$(mem MemAvailable):$(mem SwapTotal):$(mem SwapFree)"
elif have free; then
  say memory 60 "$(soon free -k | while read -r name total used free shared cache available; do
    case $name in Mem:) printf '%s:%s:' "$total" "$available" ;; Swap:) printf '%s:%s' "$total" "$free" ;; esac
  done)"
fi`;
