import { code } from '../text/escape.ts';
import type { HostKeyReading } from './parse-host-key-reading.ts';

/** What a reading is worth, and no more. */
export const proofWords =
  'This proves the VM that Azure knows, not a VM that nobody broke into: whoever is root there, or may use Run Command, can change what is read.';

/** What somebody should know of a reading before they rely on it, a sentence each. */
export function readingRemarks({ toldBy, article, leftAside }: HostKeyReading): string[] {
  return [
    ...(article.kind === 'disagrees'
      ? [
          `*The article's command says ${code(article.fingerprint)}, but the key in that file has ${code(article.computed)}*: one of the two was made up. Do not trust these keys before somebody has looked at the VM.`,
        ]
      : []),
    ...(article.kind === 'not served'
      ? [`The article's command says ${code(article.fingerprint)}: that is a key which this SSH server does not use.`]
      : []),
    ...(toldBy === 'usual-files'
      ? ['The SSH server did not say which keys it uses: these stand in the files where they usually are.']
      : []),
    ...(leftAside.length > 0
      ? [
          `Left aside: ${leftAside
            .slice(0, 4)
            .map(({ path, why }) => `${code(path)} (${why})`)
            .join(', ')}${leftAside.length > 4 ? ` and ${leftAside.length - 4} more` : ''}.`,
        ]
      : []),
  ];
}
