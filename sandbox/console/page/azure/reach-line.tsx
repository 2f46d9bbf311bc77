import type { Reach } from '../../azure-view.ts';

const names = { bot: 'the bot', internet: 'the internet', recent: '' } as const;
const words = { reaches: 'reaches port 22', blocked: 'is blocked', 'no way in': 'has no way in' } as const;

/** Who gets to port 22, by the pretend internet's own decision. */
export function ReachLine({ reach }: { readonly reach: readonly Reach[] }) {
  return (
    <p className="reach" data-testid="reach">
      <span className="reach-title">Port 22 from</span>
      {reach.map((each) => (
        <span
          key={`${each.who}${each.address}`}
          className={`reach-chip reach-chip--${each.verdict === 'reaches' ? 'yes' : 'no'}`}
          title={`${each.address} ${words[each.verdict]}`}
          data-address={each.address}
          data-verdict={each.verdict}
        >
          {names[each.who] || each.address}
        </span>
      ))}
    </p>
  );
}
