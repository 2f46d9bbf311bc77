/** The options that `sshd -T` prints and that somebody asks about. */
const options = [
  'port',
  'usepam',
  'strictmodes',
  'permitrootlogin',
  'pubkeyauthentication',
  'passwordauthentication',
  'authenticationmethods',
  'authorizedkeysfile',
  'authorizedkeyscommand',
  'trustedusercakeys',
  'allowusers',
  'denyusers',
  'allowgroups',
  'denygroups',
];

/**
 * The SSH server: its unit, its configuration as it holds for this user and address, its sockets and its keys. `-C` wants
 * all of user, host and addr before OpenSSH 8; where it takes none of it, what holds for everybody is better than nothing.
 */
export const sshdText = `if have systemctl; then
  for unit in ssh.service sshd.service; do
    enabled=$(soon systemctl is-enabled "$unit")
    case $enabled in '' | not-found*) continue ;; esac
    say unit 80 "$unit $(soon systemctl is-active "$unit") $enabled"
    break
  done
  for unit in ssh.socket sshd.socket; do
    enabled=$(soon systemctl is-enabled "$unit")
    case $enabled in '' | not-found*) continue ;; esac
    say socket 80 "$unit $(soon systemctl is-active "$unit") $enabled"
    break
  done
fi
have pgrep && say processes 6 "$(pgrep -x sshd | wc -l | tr -d ' ')"
sshd=$(command -v sshd)
[ -n "$sshd" ] || for each in /usr/sbin/sshd /usr/local/sbin/sshd; do [ -x "$each" ] && sshd=$each; done
config=
if [ -z "$sshd" ]; then
  say no 4 sshd
else
  says=$("$sshd" -t 2>&1)
  say test 3 "$?"
  told testsays 360 "$says"
  config=$("$sshd" -T -C "user=$user,host=$addr,addr=$addr,laddr=127.0.0.1,lport=$port") && holds=user
  [ -n "$config" ] || { config=$("$sshd" -T -C "user=$user,host=$addr,addr=$addr") && holds=user; }
  [ -n "$config" ] || { config=$("$sshd" -T) && holds=all; }
fi
option() { printf '%s\\n' "$config" | sed -n "s/^$1 //p" | tr '\\n' ' '; }
if [ -n "$config" ]; then
  say config 4 "$holds"
  for each in ${options.join(' ')}; do
    value=$(option "$each")
    told "config.$each" 220 "\${value% }"
  done
fi
sockets() {
  while read -r local name; do
    case " $port $(option port)" in
      *" \${local##*:} "*) ;;
      *) case $name in sshd | dropbear) ;; *) continue ;; esac ;;
    esac
    printf '%s/%s ' "$local" "$name"
  done
}
if have ss; then
  if all=$(soon ss -ltnp); then
    found=$(printf '%s\\n' "$all" | while read -r state in out local peer by; do
      name=\${by#*\\"}
      [ "$state" = LISTEN ] && printf '%s %s\\n' "$local" "\${name%%\\"*}"
    done | sockets)
    say listen 300 "$found"
  fi
elif have netstat; then
  if all=$(soon netstat -ltnp); then
    found=$(printf '%s\\n' "$all" | while read -r kind in out local peer state by; do
      [ "$state" = LISTEN ] && printf '%s %s\\n' "$local" "\${by#*/}"
    done | sockets)
    say listen 300 "$found"
  fi
else
  say no 3 ss
fi
keys=$(option hostkey)
for each in \${keys:-/etc/ssh/ssh_host_*_key}; do
  if [ ! -e "$each" ]; then state=missing
  elif [ ! -s "$each" ]; then state=empty
  elif have ssh-keygen && ! ssh-keygen -l -f "$each" >/dev/null; then state=bad
  else state=fine; fi
  say hostkey 120 "$state $(stat -L -c '%a %U' "$each") $each"
done`;
