import { type Refusal, refuse } from '../text/refusal.ts';

/** https://man.openbsd.org/sshd#AUTHORIZED_KEYS_FILE_FORMAT */
const names =
  'agent-forwarding|command|environment|expiry-time|from|no-agent-forwarding|no-port-forwarding|no-pty|no-touch-required|no-user-rc|no-X11-forwarding|permitlisten|permitopen|port-forwarding|principals|pty|restrict|tunnel|user-rc|verify-required|X11-forwarding';
const option = `(?:${names})(?:="(?:[^"\\\\]|\\\\.)*")?`;
const list = new RegExp(`^${option}(?:,${option})*$`, 'i');

/**
 * Whether what stands in front of a key may be left out: the options of an authorized_keys line may. Anything else means
 * that the line is not what its owner takes it for: one of known_hosts, a command, two things in one.
 */
export function optionsInFront(front: string): Refusal | undefined {
  if (front === '' || list.test(front)) return undefined;
  return /^(?:[^"]|"[^"]*")*\bcert-authority\b/i.test(front)
    ? refuse(
        'That line makes whoever holds the key an authority for others.',
        'Paste the line of your own `.pub` file.',
      )
    : refuse(
        'In front of the key stands something that does not belong there.',
        'Paste the line of your `.pub` file alone: the type, the key, and perhaps a comment.',
      );
}
