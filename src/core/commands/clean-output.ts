/**
 * What a machine printed, as text that can be shown: without sequences for a terminal, without control characters, and
 * without what looks like a secret. Bytes that are no UTF-8 become the replacement character.
 */
export function cleanOutput(bytes: Uint8Array): string {
  return redacted(withoutControls(new TextDecoder().decode(bytes)));
}

/**
 * ECMA-48: CSI, OSC and the other string sequences, then every two-character escape. A string that nothing ends is over
 * with its line, or at the next escape: it must not hide what was printed behind it.
 */
const terminalSequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_][^\u0007\u001b\u009c\r\n]*(?:\u0007|\u001b\\|\u009c)?|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;

function withoutControls(text: string): string {
  return text
    .replace(terminalSequences, '')
    .replaceAll('\r\n', '\n')
    .split('\n')
    .map(lastWritten)
    .join('\n')
    .replace(/(?![\n\t])\p{Cc}|[\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/[\u2028\u2029]/g, '\n');
}

/** A progress bar writes its line again and again: what was written last is what a terminal shows. */
function lastWritten(line: string): string {
  const parts = line.split('\r').filter((part) => part !== '');
  return parts.at(-1) ?? '';
}

type Shown = string | ((whole: string, ...groups: string[]) => string);

/**
 * Forms of secrets that are known by their look. Each keeps what names it, so that whoever reads sees what was there; it
 * is no promise that nothing else is secret. A machine may print anything for a megabyte, and nobody else is served while
 * it is searched: no form may begin at every character and look far ahead from each.
 */
const secrets: readonly (readonly [form: RegExp, shown: Shown])[] = [
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, '[private key left out]'],
  // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  [/\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g, '[GitHub token left out]'],
  [/\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}/g, '[Slack token left out]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[AWS key id left out]'],
  [/(?<![\w-])(?=([\w-]+))\1\.eyJ[\w-]{8,}\.[\w-]{8,}/g, withoutToken],
  // An Entra application's secret: https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
  [/\b[\w.~-]{3}[78]Q~[\w.~-]{31,34}/g, '[client secret left out]'],
  [/\b((?:Account|SharedAccess)Key=)[A-Za-z0-9+/]{20,}={0,2}/gi, '$1[left out]'],
  [/([?&]sig=)[A-Za-z0-9%+/]{20,}={0,2}/g, '$1[left out]'],
  // crypt(3): the hashes of /etc/shadow
  [/\$(?:1|2[abxy]|5|6|7|y|gy)\$[^\s:]{8,}/g, '[password hash left out]'],
  [/(:\/\/[^\s:@/]*:)[^\s@/]+(?=@)/g, '$1[left out]'],
  [/(\b(?:authorization: *)?bearer +)[\w.~+/-]{16,}=*/gi, '$1[left out]'],
  [
    /((?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?token)["']?\s*[=:]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s,;"']+)/gi,
    '$1[left out]',
  ],
];

function redacted(text: string): string {
  const shown = secrets.reduce(
    (now, [form, instead]) => (typeof instead === 'string' ? now.replace(form, instead) : now.replace(form, instead)),
    text,
  );
  return withoutEndsOfKeys(shown);
}

/** Of a private key whose beginning was cut off, what is left of it goes as well. */
function withoutEndsOfKeys(text: string): string {
  let shown = '';
  let from = 0;
  for (const { index, 0: end } of text.matchAll(/-----END [A-Z ]{0,20}PRIVATE KEY-----/g)) {
    const before = text.slice(from, index);
    shown += `${before.slice(0, endOfOther(before))}[private key left out]`;
    from = index + end.length;
  }
  return shown + text.slice(from);
}

/** Where the Base64 begins that the text ends with. */
function endOfOther(text: string): number {
  let at = text.length;
  while (at > 0 && /[A-Za-z0-9+/=\n]/.test(text.charAt(at - 1))) at -= 1;
  return at;
}

/** A JSON Web Token may stand behind other characters of its own kind: `token-eyJ...`. */
function withoutToken(whole: string, head = ''): string {
  const at = head.search(/eyJ[\w-]{8}/);
  return at < 0 ? whole : `${head.slice(0, at)}[token left out]`;
}
