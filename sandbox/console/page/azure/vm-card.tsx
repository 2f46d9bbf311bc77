import { useId, useState } from 'react';
import type { NsgRow, VmRow } from '../../azure-view.ts';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import { ReachLine } from './reach-line.tsx';
import { RuleTable } from './rule-table.tsx';
import { VmEvents } from './vm-events.tsx';

export function VmCard({ vm, nsgs }: { readonly vm: VmRow; readonly nsgs: readonly NsgRow[] }) {
  const [open, setOpen] = useState(false);
  const bodyId = useId();
  const endpoint = vm.endpoints[0];
  return (
    <section
      className={`vm${open ? ' vm--open' : ''}`}
      aria-label={vm.name}
      data-testid={`vm-${vm.name}`}
      data-power={vm.power}
    >
      <button
        type="button"
        className="vm-head"
        aria-expanded={open}
        aria-controls={bodyId}
        onClick={() => setOpen(!open)}
      >
        <span className={`power power--${powerClass(vm.power)}`} role="img" aria-label={vm.power} title={vm.power} />
        <span className="vm-names">
          <b>{vm.name}</b>
          <small>
            {vm.resourceGroup} · {vm.subscription}
          </small>
        </span>
        <span className="vm-address">
          {endpoint === undefined
            ? 'no public IP'
            : `${endpoint.address}${endpoint.port === 22 ? '' : `:${endpoint.port}`}`}
        </span>
        <Icon name={open ? 'chevronDown' : 'chevronRight'} size={15} />
      </button>
      {vm.reach.length > 0 && <ReachLine reach={vm.reach} />}
      {open && (
        <div className="vm-body" id={bodyId}>
          <VmFacts vm={vm} />
          <VmEvents vm={vm} />
          <VmRules title="Subnet NSG" ids={vm.subnetNsgIds} nsgs={nsgs} />
          <VmRules title="NIC NSG" ids={vm.nicNsgIds} nsgs={nsgs} />
        </div>
      )}
    </section>
  );
}

function VmFacts({ vm }: { readonly vm: VmRow }) {
  const { canPower, actAndTell } = useConsole();
  const running = vm.power === 'running';
  const rows: readonly (readonly [string, string])[] = [
    ['Power', vm.power],
    ['System', [vm.os, vm.size].filter(Boolean).join(', ')],
    [
      'Public',
      vm.endpoints.map((each) => `${each.address}:${each.port} (${each.sku}, ${each.via})`).join(', ') || 'none',
    ],
    ['Private', [vm.privateAddresses.join(', '), vm.subnets.join(', ')].filter(Boolean).join(' in ')],
    ['Location', vm.location],
  ];
  return (
    <dl className="vm-facts">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value || '–'}</dd>
        </div>
      ))}
      {canPower && (
        <button
          type="button"
          className="vm-power"
          onClick={() => void actAndTell({ kind: 'power', vmId: vm.id, running: !running })}
        >
          <Icon name="power" size={14} /> {running ? 'Deallocate' : 'Start'}
        </button>
      )}
    </dl>
  );
}

interface VmRulesProps {
  readonly title: string;
  readonly ids: readonly string[];
  readonly nsgs: readonly NsgRow[];
}

function VmRules({ title, ids, nsgs }: VmRulesProps) {
  if (ids.length === 0) return <p className="vm-no-nsg">{title}: none</p>;
  return ids.map((id) => {
    const nsg = nsgs.find((each) => each.id.toLowerCase() === id.toLowerCase());
    return (
      <div key={id} className="vm-nsg">
        <h4>
          <Icon name="shield" size={14} /> {title}: <b>{nsg?.name ?? id.split('/').at(-1)}</b>
        </h4>
        {nsg === undefined ? (
          <p className="vm-no-nsg">It does not exist in this world</p>
        ) : (
          <RuleTable rules={nsg.rules} />
        )}
      </div>
    );
  });
}

function powerClass(power: string): string {
  if (power === 'running') return 'on';
  return /ing$/.test(power) ? 'moving' : 'off';
}
