import { useState } from 'react';
import type { RuleRow } from '../../azure-view.ts';

/** Rules in the order in which Azure asks them; those about port 22 stand out. */
export function RuleTable({ rules }: { readonly rules: readonly RuleRow[] }) {
  const [withOutbound, setWithOutbound] = useState(false);
  const inbound = rules.filter((rule) => rule.direction === 'Inbound');
  const outbound = rules.filter((rule) => rule.direction === 'Outbound');
  return (
    <>
      <table className="rules">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Rule</th>
            <th scope="col">From</th>
            <th scope="col">Ports</th>
          </tr>
        </thead>
        <tbody>
          {[...inbound, ...(withOutbound ? outbound : [])].map((rule) => (
            <RuleLine key={`${rule.direction}${rule.name}`} rule={rule} />
          ))}
        </tbody>
      </table>
      <button
        type="button"
        className="rules-more"
        aria-expanded={withOutbound}
        onClick={() => setWithOutbound(!withOutbound)}
      >
        {withOutbound ? 'Hide' : 'Show'} {outbound.length} outbound rules
      </button>
    </>
  );
}

function RuleLine({ rule }: { readonly rule: RuleRow }) {
  const classes = [rule.concernsSsh ? 'rule--ssh' : 'rule--other', rule.isDefault && 'rule--default']
    .filter(Boolean)
    .join(' ');
  const outbound = rule.direction === 'Outbound';
  return (
    <tr
      className={classes}
      title={`${rule.name}: ${rule.access} ${rule.protocol} from ${rule.source} to ${rule.destination} port ${rule.ports}`}
    >
      <td>{rule.priority}</td>
      <td>
        <span className={`access access--${rule.access.toLowerCase()}`}>{rule.access}</span>
        <span className="rule-name">{rule.name}</span>
      </td>
      <td>{outbound ? `→ ${rule.destination}` : rule.source}</td>
      <td>
        {rule.protocol === 'Any' ? '' : `${rule.protocol} `}
        {rule.ports}
      </td>
    </tr>
  );
}
