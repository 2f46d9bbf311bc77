/** The file that the article's own command looks at, and the command. */
export const articleFile = '/etc/ssh/ssh_host_ecdsa_key.pub';
export const articleCommand = `ssh-keygen -lf ${articleFile} | awk '{print $2}'`;

/**
 * What a guest runs as root to tell its public host keys, in POSIX's shell; `parseHostKeyReading` reads what it prints. It
 * asks sshd which keys it has, as files elsewhere than usual are served as well and usual ones may not be; `-C` is for a
 * configuration with Match blocks, which older versions do not print without. Where an agent has the private keys, HostKey
 * names the public ones. Only files that end in `.pub` are opened, and
 * of those only the type and the key are printed: comments could make it longer than Run Command keeps (4,096 bytes).
 * https://man.openbsd.org/sshd#T
 */
export const hostKeyScript = `sshd=$(command -v sshd || echo /usr/sbin/sshd)
paths=$("$sshd" -T -C user=root,host=localhost,addr=127.0.0.1 2>/dev/null | sed -n 's/^hostkey //p')
if [ -n "$paths" ]; then
  echo 'from sshd'
else
  echo 'from usual-files'
  paths=$(ls /etc/ssh/ssh_host_*_key.pub 2>/dev/null | sed 's/[.]pub$//')
fi
printf '%s\\n' "$paths" | while IFS= read -r path; do
  [ -n "$path" ] || continue
  case $path in *.pub) ;; *) path=$path.pub ;; esac
  type= key=
  if [ -r "$path" ]; then read -r type key rest <"$path" || :; fi
  if [ -n "$key" ]; then echo "key $type $key $path"; else echo "unread $path"; fi
done
echo "article $(${articleCommand.replace(' |', ' 2>/dev/null |')})"
`;
