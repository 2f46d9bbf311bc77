import { code } from '../text/escape.ts';
import { type Refusal, refuse } from '../text/refusal.ts';

const hint = 'Give the name that you log in with: letters, digits, `_`, `.` and `-`, a letter or `_` first.';

/** The name of a user of a VM, as `useradd` takes it; never one that a shell or a program could take for something else. */
export function parseUserName(text: string): { readonly ok: true; readonly user: string } | Refusal {
  const user = text.trim();
  if (user === '') return refuse('The user name is missing.', hint);
  if (!/^[A-Za-z_][A-Za-z0-9_.-]{0,31}$/.test(user))
    return refuse(`${code(user.slice(0, 40))} is not the name of a user of a Linux VM.`, hint);
  if (user === 'root')
    return refuse('Nobody is let in as root.', 'Log in as another user, and become root there with `sudo`.');
  return { ok: true, user };
}
