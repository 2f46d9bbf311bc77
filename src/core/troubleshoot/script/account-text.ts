/**
 * The account: whether it may be used, and its keys. Of the password no more is told than that there is one. `stat` is
 * asked as sshd looks: through links. Where nobody says otherwise, keys are in sshd's own two files.
 */
export const accountText = `in_file() { while IFS= read -r each; do case $each in "$user":*) printf '%s' "$each"; break ;; esac; done <"$1"; }
entry=
if have getent; then
  entry=$(soon getent passwd "$user")
  [ "$?" -ne 2 ] || say account 4 none
elif [ -r /etc/passwd ]; then
  entry=$(in_file /etc/passwd)
  [ -n "$entry" ] || say account 4 none
fi
home=
if [ -n "$entry" ]; then
  shell=\${entry##*:} rest=\${entry%:*} uid=\${entry#*:*:}
  home=\${rest##*:} uid=\${uid%%:*}
  if [ -x "\${shell:-/bin/sh}" ]; then there=yes; else there=no; fi
  say account 200 "$uid $there \${shell:--} $home"
  told groups 300 "$(soon id -Gn "$user")"
  hidden=$(soon getent shadow "$user")
  [ -n "$hidden" ] || [ ! -r /etc/shadow ] || hidden=$(in_file /etc/shadow)
  if [ -n "$hidden" ]; then
    rest=\${hidden#*:}
    case $rest in :*) kind=empty ;; '!'*) kind=locked ;; '*'*) kind=none ;; *) kind=set ;; esac
    say shadow 60 "$kind:\${rest#*:}"
  elif have passwd; then
    told passwd 100 "$(soon passwd -S "$user")"
  fi
fi
stop=no
for each in /etc/nologin /run/nologin /var/run/nologin; do
  [ "$stop" != no ] || [ ! -e "$each" ] || stop="$each $(head -c 100 "$each")"
done
say nologin 140 "$stop"
look() {
  if [ -e "$2" ]; then say path 220 "$1|$(stat -L -c '%a|%U|%F' "$2")|$2"; else say path 220 "$1|missing|||$2"; fi
}
if [ -n "$home" ]; then
  look home "$home"
  patterns=$(option authorizedkeysfile)
  seen=
  for file in \${patterns:-.ssh/authorized_keys .ssh/authorized_keys2}; do
    [ "$file" != none ] || continue
    for each in 1 2 3; do
      case $file in
        *%h*) file=\${file%%\\%h*}$home\${file#*\\%h} ;;
        *%u*) file=\${file%%\\%u*}$user\${file#*\\%u} ;;
      esac
    done
    case $file in /*) ;; *) file=$home/$file ;; esac
    folder=\${file%/*}
    case " $seen $home " in *" $folder "*) ;; *) look folder "$folder"; seen="$seen $folder" ;; esac
    look keys "$file"
    # Whose account it is may have put a pipe there, and nobody writes into it.
    if [ ! -f "$file" ] || [ ! -r "$file" ]; then continue; fi
    say count 6 "$(soon grep -c '^[[:space:]]*[^#[:space:]]' "$file")"
    [ -n "$key" ] || continue
    soon grep -F -- "$key" "$file" | head -n 3 | tr '\\t\\r' '  ' | while IFS= read -r each; do
      case "$each " in *" $key "*) say key 330 "\${each%%" $key"*}" ;; esac
    done
  done
  [ -z "$key" ] || say keysought 3 yes
fi
if have getenforce; then
  mode=$(soon getenforce)
  told selinux 12 "$mode"
  if [ "$mode" = Enforcing ] && have restorecon && [ -n "$home" ] && [ -e "$home/.ssh" ]; then
    say relabel 240 "$(soon restorecon -R -n -v "$home/.ssh" | head -n 2)"
  fi
else
  say no 10 getenforce
fi`;
