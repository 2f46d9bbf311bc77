import { useState } from 'react';
import { useConsole } from '../app/console-context.ts';
import { Icon } from '../ui/icon.tsx';
import { ClockControl } from './clock-control.tsx';
import { NsgCard } from './nsg-card.tsx';
import { VmCard } from './vm-card.tsx';
import './azure-pane.css';

interface AzurePaneProps {
  readonly search: string;
  readonly setSearch: (search: string) => void;
  readonly close: () => void;
}

/** The pretend Azure beside the workspace, as it is right now. */
export function AzurePane({ search, setSearch, close }: AzurePaneProps) {
  const { azure, online } = useConsole();
  const [tab, setTab] = useState<'vms' | 'nsgs'>('vms');
  const vms = azure?.vms ?? [];
  const nsgs = azure?.nsgs ?? [];
  return (
    <aside className="azure" aria-label="Pretend Azure" data-testid="azure">
      <header className="azure-head">
        <h2>Pretend Azure</h2>
        <span className={`azure-live${online ? '' : ' azure-live--lost'}`}>{online ? 'live' : 'disconnected'}</span>
        <button type="button" className="icon-button" aria-label="Hide the Azure pane" onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      <ClockControl />
      <label className="azure-search">
        <Icon name="search" size={15} />
        <input
          type="search"
          placeholder="Search VMs, groups, subscriptions"
          aria-label="Search Azure"
          value={search}
          onChange={(event) => setSearch(event.target.value)}
        />
      </label>
      <div className="azure-tabs" role="tablist" aria-label="Kinds of resources">
        <button type="button" role="tab" aria-selected={tab === 'vms'} onClick={() => setTab('vms')}>
          Virtual machines <span>{azure?.matching ?? 0}</span>
        </button>
        <button type="button" role="tab" aria-selected={tab === 'nsgs'} onClick={() => setTab('nsgs')}>
          NSGs <span>{nsgs.length}</span>
        </button>
      </div>
      <div
        className="azure-list"
        role="tabpanel"
        aria-label={tab === 'vms' ? 'Virtual machines' : 'Network security groups'}
      >
        {tab === 'vms'
          ? vms.map((vm) => <VmCard key={vm.id} vm={vm} nsgs={nsgs} />)
          : nsgs.map((nsg) => <NsgCard key={nsg.id} nsg={nsg} />)}
        {tab === 'vms' && vms.length < (azure?.matching ?? 0) && (
          <p className="azure-more">
            The first {vms.length} of {azure?.matching}. Search to see others.
          </p>
        )}
        {(tab === 'vms' ? vms : nsgs).length === 0 && <p className="azure-more">Nothing here by that name.</p>}
      </div>
    </aside>
  );
}
