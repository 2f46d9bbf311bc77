import type { ScriptedKey } from './add-key-script.ts';
import {
  asOwnerBegins,
  beginNewFile,
  findUser,
  keyPattern,
  lookAtFile,
  putInPlace,
  statuses,
} from './key-script-parts.ts';

/**
 * The script that takes away what `addKeyScript` wrote, and no other line: it looks in every file that sshd reads for the
 * user, as its configuration may be another one by now. It can be run again: what is not there any more is no failure.
 * What it cannot do safely it does not do, and says so by its exit status.
 */
export function removeKeyScript({ user, publicKey, requestId }: ScriptedKey): string {
  return `${findUser(user, '{ echo "did user-gone"; exit 0; }')}

keyline="${publicKey.split(' ')[1] ?? ''}"
keypattern="${keyPattern(publicKey, requestId).replaceAll('$', '\\$')}"
did=gone refused=0 left=no
for path in $paths .ssh/authorized_keys; do
  place "$path"
  case $? in
    ${statuses.noFile} | ${statuses.noHome}) continue ;;
  esac
  said=$(as_owner '${asOwner}')
  status=$?
  [ "$status" = 0 ] || refused=$status
  case $did,$said in
    *,"did removed"*) did=removed ;;
    gone,"did absent"*) did=absent ;;
  esac
  case $said in *left) left=yes ;; esac
done
printf "did %s\\nleft %s\\n" "$did" "$left"
exit "$refused"`;
}

// It is read before it is looked at: where our line is not, it does not matter what else is wrong with the file.
const asOwner = `${asOwnerBegins}
# Another line with the key is not for the bot to take away, and lets the same person in.
tell() {
  if tr -d "\\000" < "$keyfile" | grep -v "^[[:space:]]*#" | grep -q -F -- "$keyline"; then echo "did $1, left"; else echo "did $1"; fi
}
[ -f "$keyfile" ] || { echo "did gone"; exit 0; }
if [ ! -r "$keyfile" ]; then
  # What its user cannot read sshd does not read for them.
  [ -z "$(find "$keyfile" -prune -user "$(id -u)" 2>/dev/null)" ] || exit ${statuses.unreadable}
  echo "did absent"
  exit 0
fi
lines=$(grep -c "" "$keyfile")
[ $? -le 1 ] || exit ${statuses.cannotSearch}
ours=$(grep -c -E "$keypattern" "$keyfile")
[ $? -le 1 ] || exit ${statuses.cannotSearch}
[ "$ours" -gt 0 ] || { tell absent; exit 0; }
${lookAtFile}
${beginNewFile}
grep -v -E "$keypattern" "$keyfile" > "$new"
[ $? -le 1 ] || exit ${statuses.notWhole}
left=$(grep -c "" "$new")
[ "$left" -eq $((lines - ours)) ] || exit ${statuses.wouldLose}
# The last line may have had no line break behind it, and has one now.
size=$(($(wc -c < "$keyfile") - $(wc -c < "$new") - $(grep -E "$keypattern" "$keyfile" | wc -c)))
[ "$size" -eq 0 ] || [ "$size" -eq -1 ] || exit ${statuses.wouldLose}
${putInPlace}
tell removed`;
