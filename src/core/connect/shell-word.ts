import { oneLine } from '../text/escape.ts';
import type { Shell } from './lines.ts';

/** Read alike by sh, zsh, PowerShell and cmd, also when cmd hands it on to a batch file. */
const plain = /^[A-Za-z0-9_./:][A-Za-z0-9_./:+-]*$/;
/** What double quotes hold together in cmd: no quote, and nothing that it replaces inside them. */
const quotableInCmd = /^[\p{L}\p{M}\p{N}_./:+\-@=,;()[\]{}#~&|<> ]+$/u;

/**
 * A value as one word of a command line that starts a batch file on Windows, as `az` is there.
 * - sh: single quotes, inside which nothing has a meaning.
 * - cmd: double quotes; the batch file sees them too, so that a parenthesis does not end its block.
 * - PowerShell: it drops quotes of its own where there is no space, and cmd would read the rest bare. So the double quotes
 *   go inside single ones. https://learn.microsoft.com/cli/azure/use-azure-cli-successfully-powershell
 *
 * @returns undefined for what that shell, or a message in which it would be shown, cannot hold as it is
 */
export function shellWord(value: string, shell: Shell): string | undefined {
  if (plain.test(value)) return value;
  if (value === '' || oneLine(value) !== value || value.includes('`')) return undefined;
  if (shell === 'sh') return `'${value.replaceAll("'", "'\\''")}'`;
  if (!quotableInCmd.test(value)) return undefined;
  return shell === 'cmd' ? `"${value}"` : `'"${value}"'`;
}
