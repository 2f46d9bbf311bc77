import { shellWord } from '../text/shell-word.ts';
import { accountText } from './script/account-text.ts';
import { firewallText } from './script/firewall-text.ts';
import { machineText } from './script/machine-text.ts';
import { sshdText } from './script/sshd-text.ts';

/** What a reading is about. */
export interface ScriptInput {
  /** One that `checkUserName` takes. */
  readonly user: string;
  /** TCP port on which SSH is wanted. */
  readonly port: number;
  /** The one address that the person connects from, where it is known. */
  readonly address: string | undefined;
  /** The blob of a public key in base64, where one is asked for. */
  readonly key: string | undefined;
}

/** Run Command gives back 4096 bytes, and the markers around the output are among them. */
const mostBytes = 3900;

/** Stands for an address that nobody said: documentation's, so that no `Match Address` is meant for it. RFC 5737. */
const nobodysAddress = '192.0.2.1';

/**
 * A script that looks at everything a log-in over SSH needs inside a VM, and changes nothing. It prints `key=value`, a
 * line each: what `parseReading` takes. A tool that is missing is named (`no=ss`); what could not be told has no line.
 */
export function readingScript({ user, port, address, key = '' }: ScriptInput): string {
  return [
    // Whatever its first letter, a value behind "=" is one word.
    `user=${shellWord(user)} port=${port} addr=${shellWord(address ?? nobodysAddress)} key=${shellWord(key)}`,
    preamble,
    '{',
    machineText,
    sshdText,
    accountText,
    firewallText,
    'say done 3 yes',
    `} 2>/dev/null | head -c ${mostBytes}`,
    '',
  ].join('\n');
}

/** `say KEY MOST VALUE`: one line, at most so many bytes, and marked where it is cut. */
const preamble = `have() { command -v "$1" >/dev/null 2>&1; }
soon() { if have timeout; then timeout 5 "$@"; else "$@"; fi; }
say() {
  v=$(printf '%s' "$3" | tr '\\t\\n' '  ' | tr -d '[:cntrl:]')
  if [ "\${#v}" -gt "$2" ]; then printf "%s=%.\${2}s[...]\\n" "$1" "$v"; else printf '%s=%s\\n' "$1" "$v"; fi
}
told() { [ -z "$3" ] || say "$@"; }`;
