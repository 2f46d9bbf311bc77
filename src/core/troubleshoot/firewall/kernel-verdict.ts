import { AddressSet } from '../../net/address-set.ts';
import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { Reading } from '../parse-reading.ts';
import { type FirewallVerdict, isAmongPorts, type Knock } from './firewall-verdict.ts';

/** The kernel's own rules, where no program that looks after them is at work. iptables may be written in nftables' terms. */
export function kernelVerdict(reading: Reading, knock: Knock): FirewallVerdict | undefined {
  const byIptables = iptablesVerdict(reading, knock);
  if (byIptables?.kind === 'keeps-out') return byIptables;
  const hooks = reading.words('nfthooks');
  const drops = Number(reading.one('nftdrops') ?? Number.NaN);
  if (hooks === undefined || Number.isNaN(drops)) return byIptables;
  if (drops === 0 && hooks.every((policy) => policy === 'accept'))
    return { kind: 'lets-in', words: 'No rule of nftables keeps anything out.' };
  // The one hook is that of iptables, which has been understood.
  if (byIptables?.kind === 'lets-in' && hooks.length === 1) return byIptables;
  return {
    kind: 'unclear',
    words: 'nftables has rules that keep something out; whether this connection was not worked out.',
  };
}

/** The chain INPUT as `iptables -S` writes it: the first rule that fits decides, then the policy. man 8 iptables */
function iptablesVerdict(reading: Reading, knock: Knock): FirewallVerdict | undefined {
  const lines = reading.all('iptables');
  if (lines.length === 0 || knock.address?.includes(':') === true) return undefined;
  for (const line of lines.filter((each) => each.startsWith('-A INPUT '))) {
    const fits = fitsKnock(line, knock);
    if (fits === 'no') continue;
    const target = / -j (\S+)/.exec(line)?.[1];
    if (target === undefined || target === 'LOG') continue;
    const ends = ['ACCEPT', 'DROP', 'REJECT'].includes(target);
    if (fits === 'perhaps' || !ends)
      return { kind: 'unclear', words: `What the rule ${code(line)} of iptables does with it was not worked out.` };
    const words = `The rule ${code(line)} of iptables decides.`;
    return target === 'ACCEPT' ? { kind: 'lets-in', words } : keepsOut(words, knock);
  }
  if (reading.one('iptablesmore') !== undefined || !reading.isWhole)
    return { kind: 'unclear', words: 'iptables has more rules than were read.' };
  const policy = /^-P INPUT (\w+)/.exec(lines.find((each) => each.startsWith('-P INPUT ')) ?? '')?.[1];
  if (policy === 'ACCEPT')
    return { kind: 'lets-in', words: 'No rule of iptables is about it, and it lets in by default.' };
  if (policy === 'DROP')
    return keepsOut(`No rule of iptables lets port ${knock.port} in, and by default it drops.`, knock);
  return { kind: 'unclear', words: 'iptables did not tell what it does by default.' };
}

function keepsOut(words: string, { port, address }: Knock): FirewallVerdict {
  const from = address === undefined ? '' : ` -s ${shellWord(address)}`;
  return { kind: 'keeps-out', words, mend: `sudo iptables -I INPUT 1 -p tcp${from} --dport ${port} -j ACCEPT` };
}

type Fits = 'yes' | 'no' | 'perhaps';

const yesOrNo = (fits: boolean): Fits => (fits ? 'yes' : 'no');

/** Matches that are understood. What is not among them makes it uncertain whether the rule is about the connection. */
const matches: Readonly<Record<string, (value: string, knock: Knock) => Fits>> = {
  '-p': (value) => yesOrNo(value === 'tcp' || value === 'all'),
  '-i': (value) => (value === 'lo' ? 'no' : 'perhaps'),
  '--dport': (value, { port }) => yesOrNo(isAmongPorts(value, port)),
  '--dports': (value, { port }) => yesOrNo(isAmongPorts(value, port)),
  '--state': (value) => yesOrNo(value.split(',').includes('NEW')),
  '--ctstate': (value) => yesOrNo(value.split(',').includes('NEW')),
  '-s': fitsSource,
  '-m': (value) => (['tcp', 'state', 'conntrack', 'multiport'].includes(value) ? 'yes' : 'perhaps'),
};

function fitsSource(value: string, { address }: Knock): Fits {
  const set = AddressSet.parse(value);
  if (set === undefined || address === undefined) return 'perhaps';
  return yesOrNo(set.contains(AddressSet.of(address)));
}

function fitsKnock(line: string, knock: Knock): Fits {
  const [conditions = ''] = line.replace('-A INPUT ', '').split(/(?:^| )-j /);
  // What is turned around is not worked out.
  if (/(^| )! /.test(conditions)) return 'perhaps';
  const words = conditions.split(' ').filter((word) => word !== '');
  const fits = words.flatMap((word, at): Fits[] => {
    if (at % 2 === 1) return [];
    return [matches[word]?.(words[at + 1] ?? '', knock) ?? 'perhaps'];
  });
  if (fits.includes('no')) return 'no';
  return fits.includes('perhaps') ? 'perhaps' : 'yes';
}
