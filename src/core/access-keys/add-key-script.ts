import {
  asOwnerBegins,
  beginNewFile,
  findUser,
  keyMark,
  keyPattern,
  lookAtFile,
  putInPlace,
  statuses,
} from './key-script-parts.ts';

/** Stands alone on a line of the script where the closing time goes, which is only known when it is sent. */
export const closingTimeLine = '@closing-time@';

export interface ScriptedKey {
  /** Checked by `parseUserName`. */
  readonly user: string;
  /** `type base64`, encoded anew. */
  readonly publicKey: string;
  readonly requestId: string;
}

/**
 * The script that lets a key in, as root on the VM: one line behind those that are there, for a user that exists, in the
 * file that sshd reads first, written as that user. Adding twice adds once.
 *
 * sshd itself refuses the key from the closing time on where it knows how (OpenSSH 7.7; in UTC from 9.1 on, before that
 * in the machine's own time zone): also if nobody comes to take it away.
 * https://www.openssh.com/txt/release-7.7, https://www.openssh.com/txt/release-9.1
 */
export function addKeyScript({ user, publicKey, requestId }: ScriptedKey, isTimeBoxed: boolean): string {
  return `${findUser(user, `exit ${statuses.noUser}`)}

for path in $paths; do break; done
place "$path" || exit $?
${isTimeBoxed ? expiry : 'expires= until= expiring=never'}
keyline="\${expires}${publicKey} ${keyMark(requestId)}$until"
keypattern="${keyPattern(publicKey, requestId).replaceAll('$', '\\$')}"
as_owner '${asOwner}' || exit $?
printf "file %s\\nasked %s\\nexpiring %s\\n" "$keyfile" "$asked" "$expiring"`;
}

const expiry = `closes="
${closingTimeLine}
"
for closes in $closes; do break; done
until=" until $closes"
version=$( { sshd -V || ssh -V; } 2>&1 | sed -n "s/.*OpenSSH_\\([0-9]*\\)[.]\\([0-9]*\\).*/\\1 \\2/p" | head -n 1)
major=\${version% *} minor=\${version#* }
version=$((\${major:-0} * 100 + \${minor:-0}))
stamp=
if [ "$version" -ge 901 ]; then stamp=$(printf "%s" "$closes" | tr -d ":T-")
elif [ "$version" -ge 707 ]; then stamp=$(date -d "$closes" +%Y%m%d%H%M%S 2>/dev/null)
fi
case $stamp in
  [0-9]*) expires="expiry-time=\\"$stamp\\" " expiring=itself ;;
  *) expires= expiring=removed ;;
esac`;

const asOwner = `${asOwnerBegins}
${lookAtFile}
[ -d "$folder" ] || mkdir "$folder" || exit ${statuses.cannotWrite}
lines=0
if [ -e "$keyfile" ]; then
  grep -q -E "$keypattern" "$keyfile"
  case $? in
    0) echo "did present"; exit 0 ;;
    1) ;;
    *) exit ${statuses.cannotSearch} ;;
  esac
  lines=$(grep -c "" "$keyfile")
fi
${beginNewFile}
if [ -e "$keyfile" ]; then
  cat "$keyfile" > "$new" || exit ${statuses.notWhole}
  if [ -n "$(tail -c 1 "$new")" ]; then echo >> "$new" || exit ${statuses.notWhole}; fi
fi
printf "%s\\n" "$keyline" >> "$new" || exit ${statuses.notWhole}
[ "$(tail -n 1 "$new")" = "$keyline" ] && [ "$(grep -c "" "$new")" -eq $((lines + 1)) ] || exit ${statuses.notWhole}
${putInPlace}
echo "did added"`;
