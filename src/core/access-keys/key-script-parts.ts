/** What adds a key and what removes it have in common: POSIX sh, for dash, bash and busybox alike. */

/** Exit statuses of the scripts, each with a meaning of its own; `key-answer.ts` puts them into words. */
export const statuses = {
  noUser: 11,
  isRoot: 12,
  noFile: 13,
  outsideHome: 14,
  cannotBecome: 15,
  noHome: 16,
  notPlain: 21,
  notOwn: 22,
  hardLinked: 23,
  unreadable: 24,
  cannotWrite: 25,
  notWhole: 26,
  cannotSearch: 27,
  wouldLose: 28,
} as const;

/**
 * Finds the user, and where sshd looks for their keys: `sshd -T` knows what Match blocks and included files say. Defines
 * `place`, which turns one of its paths into a file and whom to write it as, and `as_owner`, which runs a text as them.
 * @param user checked by `parseUserName`: it needs no quoting
 * @param onMissing what is done where there is no such user
 */
export function findUser(user: string, onMissing: string): string {
  return `umask 077
set -f
cd /
user=${user}
entry=$(getent passwd "$user") || entry=$(grep "^${user.replaceAll('.', '[.]')}:" /etc/passwd)
[ -n "$entry" ] || ${onMissing}
uid=$(printf "%s\\n" "$entry" | head -n 1 | cut -d: -f3)
gid=$(printf "%s\\n" "$entry" | head -n 1 | cut -d: -f4)
home=$(printf "%s\\n" "$entry" | head -n 1 | cut -d: -f6)
[ "$uid" != 0 ] || exit ${statuses.isRoot}

connection="user=$user,host=localhost,addr=127.0.0.1"
paths=$( { sshd -T -C "$connection,laddr=127.0.0.1,lport=22" || sshd -T -C "$connection"; } 2>/dev/null | sed -n "s/^authorizedkeysfile //p")
asked=sshd
[ -n "$paths" ] || { asked=default; paths=.ssh/authorized_keys; }

place() {
  rest=$1 keyfile=
  while :; do
    case $rest in
      *%*) ;;
      *) break ;;
    esac
    keyfile=$keyfile\${rest%%[%]*} rest=\${rest#*[%]}
    case $rest in
      h*) keyfile=$keyfile$home ;;
      u*) keyfile=$keyfile$user ;;
      U*) keyfile=$keyfile$uid ;;
      %*) keyfile=$keyfile% ;;
      *) return ${statuses.noFile} ;;
    esac
    rest=\${rest#?}
  done
  keyfile=$keyfile$rest owner=user keymode=600
  case $keyfile in
    none) return ${statuses.noFile} ;;
    /*) ;;
    *) keyfile=$home/$keyfile ;;
  esac
  case $keyfile in
    */../*) return ${statuses.noFile} ;;
    "$home"/*) [ -d "$home" ] || return ${statuses.noHome} ;;
    *)
      # Outside of the home nobody but root may be able to put anything there.
      above=\${keyfile%/*}
      while :; do
        [ -n "$(find "\${above:-/}" -prune -type d -user 0 ! -perm -020 ! -perm -002 2>/dev/null)" ] || return ${statuses.outsideHome}
        [ -n "$above" ] || break
        above=\${above%/*}
      done
      owner=root keymode=644
      ;;
  esac
}

as_owner() {
  text=$1
  set -- drawbridge "$keyfile" "$keymode" "$keyline" "$keypattern"
  if [ "$owner" = root ]; then sh -c "$text" "$@"
  elif setpriv --reuid "$uid" --regid "$gid" --init-groups true 2>/dev/null; then
    setpriv --reuid "$uid" --regid "$gid" --init-groups sh -c "$text" "$@"
  elif runuser -u "$user" -- true 2>/dev/null; then runuser -u "$user" -- sh -c "$text" "$@"
  elif su -s /bin/sh -c true "$user" >/dev/null 2>&1; then su -s /bin/sh -c "$text" "$user" "$@"
  else return ${statuses.cannotBecome}
  fi
}`;
}

/**
 * What is looked at before anything is written, by whoever owns the file: in a folder of theirs root would follow links
 * that they put there. Nothing here holds a single quote.
 */
export const lookAtFile = `folder=\${keyfile%/*}
is_own() {
  [ -n "$(find "$1" -prune -user "$(id -u)")" ]
}
if [ -L "$folder" ] || [ -L "$keyfile" ]; then exit ${statuses.notPlain}; fi
if [ -e "$folder" ] && [ ! -d "$folder" ]; then exit ${statuses.notPlain}; fi
if [ -e "$folder" ]; then is_own "$folder" || exit ${statuses.notOwn}; fi
if [ -e "$keyfile" ]; then
  [ -f "$keyfile" ] || exit ${statuses.notPlain}
  is_own "$keyfile" || exit ${statuses.notOwn}
  links=$(stat -c %h "$keyfile" 2>/dev/null) || links=$(ls -ld "$keyfile" | tr -s " " | cut -d " " -f 2)
  [ "$links" = 1 ] || exit ${statuses.hardLinked}
  [ -r "$keyfile" ] || exit ${statuses.unreadable}
fi`;

/** What `as_owner` hands over; the environment does not get through everywhere. */
export const asOwnerBegins = `umask 077
LC_ALL=C keyfile=$1 keymode=$2 keyline=$3 keypattern=$4
export LC_ALL`;

/** A new file beside the old one, which takes its place at once and whole, or not at all. */
export const beginNewFile = `new=$(mktemp "$folder/.drawbridge.XXXXXX") || exit ${statuses.cannotWrite}
trap "rm -f \\"\\$new\\"" 0`;

export const putInPlace = `chmod "$keymode" "$new" || exit ${statuses.notWhole}
sync "$new" 2>/dev/null || :
mv -f "$new" "$keyfile" || exit ${statuses.notWhole}
if command -v restorecon >/dev/null 2>&1; then restorecon "$folder" "$keyfile" 2>/dev/null || :; fi`;

/** What the bot writes behind a key, so that the line is known to be its own. */
export function keyMark(requestId: string): string {
  if (!/^[a-z2-7]{10}$/.test(requestId)) throw new RangeError(`No request id: ${requestId}`);
  return `drawbridge-${requestId}`;
}

/**
 * The extended regular expression that finds the bot's line, whatever somebody has put in front of the key since.
 * @param publicKey `type base64`
 */
export function keyPattern(publicKey: string, requestId: string): string {
  if (!/^[a-z0-9@.-]+ AAAA[A-Za-z0-9+/]+={0,2}$/.test(publicKey)) throw new RangeError('No public key');
  const literal = publicKey.replace(/[.+]/g, '[$&]').replace(' ', '[[:space:]]+');
  return `^[[:space:]]*([^#[:space:]].*[[:space:]])?${literal}[[:space:]]+${keyMark(requestId)}([[:space:]].*)?$`;
}
