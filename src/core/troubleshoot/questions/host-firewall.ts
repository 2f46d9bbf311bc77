import type { FirewallVerdict } from '../firewall/firewall-verdict.ts';
import { firewalldVerdict } from '../firewall/firewalld-verdict.ts';
import { kernelVerdict } from '../firewall/kernel-verdict.ts';
import { ufwVerdict } from '../firewall/ufw-verdict.ts';
import type { Reading } from '../parse-reading.ts';
import { type Asked, notTold, type Question } from '../question.ts';

const programs = ['ufw', 'firewall-cmd', 'iptables', 'nft'];

/** Whether the machine's own firewall lets the port in; only what is certain is told as such. */
export const hostFirewall: Question = {
  id: 'host-firewall',
  title: "the machine's own firewall",
  find(reading, asked) {
    const verdict = verdictOf(reading, asked);
    if (verdict === undefined) {
      const none = programs.every((program) => reading.lacks(program));
      const because = none
        ? 'None of ufw, firewalld, iptables and nftables is installed there.'
        : 'The programs that are there did not tell.';
      return notTold(`Whether a firewall on the machine lets port ${asked.port} in is not known`, because);
    }
    switch (verdict.kind) {
      case 'lets-in':
        return {
          status: 'ok',
          summary: `No firewall on the machine keeps port ${asked.port} shut`,
          because: verdict.words,
        };
      case 'keeps-out':
        return {
          status: 'problem',
          summary: `A firewall on the machine keeps port ${asked.port} shut`,
          because: verdict.words,
          mend: verdict.mend,
        };
      case 'unclear':
        return notTold(`Whether a firewall on the machine lets port ${asked.port} in is not certain`, verdict.words);
    }
  },
};

function verdictOf(reading: Reading, asked: Asked): FirewallVerdict | undefined {
  const active = [
    ...(reading.one('ufw') === 'active' ? [ufwVerdict(reading, asked)] : []),
    ...(reading.one('firewalld') === 'running' ? [firewalldVerdict(reading, asked)] : []),
  ];
  if (active.length === 0) return kernelVerdict(reading, asked);
  // A connection must get through all of them.
  return active.find(({ kind }) => kind === 'keeps-out') ?? active.find(({ kind }) => kind === 'unclear') ?? active[0];
}
