import { code } from '../../text/escape.ts';
import { shellWord } from '../../text/shell-word.ts';
import type { Reading } from '../parse-reading.ts';
import type { FirewallVerdict, Knock } from './firewall-verdict.ts';

interface Zone {
  readonly name: string;
  /** Whether a service or port of the zone lets it in; undefined where it did not tell. */
  readonly opens: boolean | undefined;
  readonly target: string;
  readonly richRules: number;
}

/** Every zone that is in use; which of them a connection comes through depends on its interface and its address. */
export function firewalldVerdict(reading: Reading, { port }: Knock): FirewallVerdict {
  const zones = reading.all('zone').flatMap((text) => zoneIn(text, port));
  if (zones.length === 0 || !reading.isWhole)
    return { kind: 'unclear', words: 'firewalld did not tell of all its zones.' };
  const named = zones.map(({ name }) => code(name)).join(', ');
  if (zones.some((zone) => zone.richRules > 0))
    return { kind: 'unclear', words: `firewalld has rich rules in ${named}, and they may say otherwise.` };
  if (zones.every((zone) => zone.opens === true || zone.target === 'ACCEPT'))
    return { kind: 'lets-in', words: `firewalld lets port ${port} in (${named}).` };
  if (zones.some((zone) => zone.opens !== false || zone.target === 'ACCEPT'))
    return { kind: 'unclear', words: `The zones of firewalld differ about it (${named}).` };
  const [{ name } = { name: 'public' }] = zones;
  return {
    kind: 'keeps-out',
    words: `firewalld does not let port ${port} in (${named}).`,
    mend: `sudo firewall-cmd --zone=${shellWord(name)} --add-port=${port}/tcp\nsudo firewall-cmd --runtime-to-permanent`,
  };
}

/** `public ssh:yes port:no target:default rich:0` */
function zoneIn(text: string, port: number): Zone[] {
  const [name = '', ...facts] = text.split(' ');
  const fact = (key: string) => facts.find((each) => each.startsWith(`${key}:`))?.slice(key.length + 1) ?? '';
  if (name === '') return [];
  const answers = [fact('port'), ...(port === 22 ? [fact('ssh')] : [])];
  const opens = answers.includes('yes') ? true : answers.every((each) => each === 'no') ? false : undefined;
  return [{ name, opens, target: fact('target'), richRules: Number(fact('rich') || 0) }];
}
