import { useState } from 'react';
import type { NsgRow } from '../../azure-view.ts';
import { Icon } from '../ui/icon.tsx';
import { RuleTable } from './rule-table.tsx';

export function NsgCard({ nsg }: { readonly nsg: NsgRow }) {
  const [open, setOpen] = useState(false);
  const own = nsg.rules.filter((rule) => !rule.isDefault);
  return (
    <section className={`vm${open ? ' vm--open' : ''}`} aria-label={nsg.name} data-testid={`nsg-${nsg.name}`}>
      <button type="button" className="vm-head" aria-expanded={open} onClick={() => setOpen(!open)}>
        <Icon name="shield" size={17} />
        <span className="vm-names">
          <b>{nsg.name}</b>
          <small>{nsg.resourceGroup}</small>
        </span>
        <span className="vm-address">{own.length === 1 ? '1 rule' : `${own.length} rules`}</span>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
      </button>
      {open && (
        <div className="vm-body">
          <RuleTable rules={nsg.rules} />
        </div>
      )}
    </section>
  );
}
