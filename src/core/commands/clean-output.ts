/**
 * What a machine printed, as text that can be shown: without sequences for a terminal, without control characters, and
 * without what looks like a secret. Bytes that are no UTF-8 become the replacement character.
 */
export function cleanOutput(bytes: Uint8Array): string {
  return redacted(withoutControls(new TextDecoder().decode(bytes)));
}

/** ECMA-48: CSI, OSC and the other string sequences, then every two-character escape. */
const terminalSequences =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this is about
  /\u001b\[[0-?]*[ -/]*[@-~]|\u001b[\]PX^_](?:[^\u0007\u001b]|\u001b(?!\\))*(?:\u0007|\u001b\\|$)|\u001b[ -/]*[0-~]|\u009b[0-?]*[ -/]*[@-~]/g;

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

/**
 * Forms of secrets that are known by their look. Each keeps what names it, so that whoever reads sees what was there; it
 * is no promise that nothing else is secret.
 */
const secrets: readonly (readonly [form: RegExp, shown: string])[] = [
  [/-----BEGIN ([A-Z ]*PRIVATE KEY)-----[\s\S]*?(?:-----END \1-----|$)/g, '[private key left out]'],
  // https://docs.github.com/authentication/keeping-your-account-and-data-secure/about-authentication-to-github
  [/\b(?:gh[opsur]_[A-Za-z0-9]{20,}|github_pat_\w{20,})/g, '[GitHub token left out]'],
  [/\b(?:xox[abeoprs]|xapp)-[A-Za-z0-9-]{10,}/g, '[Slack token left out]'],
  [/\b(?:AKIA|ASIA)[A-Z0-9]{16}\b/g, '[AWS key id left out]'],
  [/\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{8,}/g, '[token left out]'],
  // An Entra application's secret: https://learn.microsoft.com/entra/identity-platform/app-objects-and-service-principals
  [/\b[\w.~-]{3}[78]Q~[\w.~-]{31,34}/g, '[client secret left out]'],
  [/\b((?:Account|SharedAccess)Key=)[A-Za-z0-9+/]{20,}={0,2}/gi, '$1[left out]'],
  [/([?&]sig=)[A-Za-z0-9%+/]{20,}={0,2}/g, '$1[left out]'],
  // crypt(3): the hashes of /etc/shadow
  [/\$(?:1|2[abxy]|5|6|7|y|gy)\$[^\s:]{8,}/g, '[password hash left out]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/[^\s:@/]+:)[^\s@/]+(?=@)/gi, '$1[left out]'],
  [/(\b(?:authorization: *)?bearer +)[\w.~+/-]{16,}=*/gi, '$1[left out]'],
  [
    /(\b[\w-]*(?:password|passwd|passphrase|secret|api[_-]?key|access[_-]?key|auth[_-]?token)["']?\s*[=:]\s*)(?:"[^"\n]*"|'[^'\n]*'|[^\s,;"']+)/gi,
    '$1[left out]',
  ],
];

function redacted(text: string): string {
  return secrets.reduce((shown, [form, instead]) => shown.replace(form, instead), text);
}
