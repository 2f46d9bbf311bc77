import { useState } from 'react';
import type { Person } from '../../../slack/workspace.ts';
import appIcon from '../icon.svg';
import { useConnection } from './use-connection.ts';
import { Workbench } from './workbench.tsx';
import './app.css';

/** `?as=alice` says who one is, so that two windows can be two people. */
export function App() {
  const [as, setAs] = useState(() => new URLSearchParams(location.search).get('as') ?? '');
  const [search, setSearch] = useState('');
  const connection = useConnection(as, search);
  const become = (person: Person) => {
    const url = new URL(location.href);
    url.searchParams.set('as', person.name);
    history.replaceState(null, '', url);
    setAs(person.name);
  };
  const { workspace } = connection.seen;
  if (workspace === undefined) {
    return (
      <div className="loading" role="status">
        <img src={appIcon} alt="" />
        <p>Lowering the drawbridge…</p>
      </div>
    );
  }
  return (
    <Workbench workspace={workspace} connection={connection} search={search} setSearch={setSearch} become={become} />
  );
}
