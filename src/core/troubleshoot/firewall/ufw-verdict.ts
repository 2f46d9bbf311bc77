import { AddressSet } from '../../net/address-set.ts';
import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { Reading } from '../parse-reading.ts';
import { type FirewallVerdict, isAmongPorts, type Knock } from './firewall-verdict.ts';

interface Rule {
  readonly to: string;
  readonly action: string;
  readonly from: string;
}

/** The rules as `ufw status` lists them: the first that fits decides, then the default. man 8 ufw */
export function ufwVerdict(reading: Reading, knock: Knock): FirewallVerdict {
  for (const text of reading.all('ufwrule')) {
    const rule = ruleIn(text);
    const fits = rule === undefined ? 'perhaps' : fitsKnock(rule, knock);
    if (fits === 'no') continue;
    if (rule === undefined || fits === 'perhaps')
      return {
        kind: 'unclear',
        words: `Whether the rule ${code(text)} of ufw is about this connection is not certain.`,
      };
    const words = `The rule ${code(text)} of ufw decides.`;
    return /^(ALLOW|LIMIT)$/.test(rule.action) ? { kind: 'lets-in', words } : keepsOut(words, knock);
  }
  if (reading.one('ufwrulemore') !== undefined || !reading.isWhole)
    return { kind: 'unclear', words: 'ufw has more rules than were read.' };
  const [, byDefault] = /\b(allow|deny|reject) \(incoming\)/.exec(reading.one('ufwdefault') ?? '') ?? [];
  if (byDefault === 'allow')
    return { kind: 'lets-in', words: 'No rule of ufw is about it, and it lets in by default.' };
  if (byDefault === undefined)
    return { kind: 'unclear', words: 'No rule of ufw is about it, and its default was not told.' };
  return keepsOut(`No rule of ufw lets port ${knock.port} in, and by default it lets nothing in.`, knock);
}

function keepsOut(words: string, { port, address }: Knock): FirewallVerdict {
  const from = address === undefined ? 'any' : shellWord(address);
  return { kind: 'keeps-out', words, mend: `sudo ufw insert 1 allow proto tcp from ${from} to any port ${port}` };
}

/** `22/tcp  ALLOW IN  Anywhere  # comment`; `To` may hold spaces, and two of them end it. */
function ruleIn(text: string): Rule | undefined {
  const [, to, action, from] =
    /^(.+?)\s{2,}(ALLOW|DENY|REJECT|LIMIT)(?: IN)?\s{2,}(.+?)(?:\s{2,}#.*)?$/.exec(text.trim()) ?? [];
  return to === undefined || action === undefined || from === undefined ? undefined : { to, action, from };
}

type Fits = 'yes' | 'no' | 'perhaps';

function fitsKnock({ to, from }: Rule, knock: Knock): Fits {
  if (to.includes('(v6)') !== (knock.address?.includes(':') ?? false)) return 'no';
  const target = fitsPort(to.replace(' (v6)', ''), knock.port);
  return target === 'no' ? 'no' : both(target, fitsSource(from.replace(' (v6)', ''), knock.address));
}

function both(a: Fits, b: Fits): Fits {
  if (a === 'no' || b === 'no') return 'no';
  return a === 'yes' && b === 'yes' ? 'yes' : 'perhaps';
}

/** A profile is known by its name; what is in others, and on which interface it holds, is not told. */
function fitsPort(to: string, port: number): Fits {
  if (to === 'Anywhere') return 'yes';
  if (to === 'OpenSSH' || to === 'SSH') return port === 22 ? 'yes' : 'no';
  const [, ports = '', protocol = 'tcp', rest = ''] = /^([\d,:]+)(?:\/(tcp|udp))?( .*)?$/.exec(to) ?? [];
  if (ports === '') return 'perhaps';
  if (protocol === 'udp' || !isAmongPorts(ports, port)) return 'no';
  return rest === '' ? 'yes' : 'perhaps';
}

function fitsSource(from: string, address: string | undefined): Fits {
  if (from === 'Anywhere') return 'yes';
  const set = AddressSet.parse(from);
  if (set === undefined || address === undefined) return 'perhaps';
  return set.contains(AddressSet.of(address)) ? 'yes' : 'no';
}
