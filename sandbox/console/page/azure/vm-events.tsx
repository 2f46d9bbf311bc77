import type { VmRow } from '../../azure-view.ts';
import type { VmHappening } from '../../protocol.ts';
import { useConsole } from '../app/console-context.ts';

const happenings: readonly { readonly happening: VmHappening; readonly name: string; readonly detail: string }[] = [
  { happening: 'rotate-host-keys', name: 'New host keys', detail: 'Root makes new ones, and sshd starts again' },
  { happening: 'stop-sshd', name: 'Stop sshd', detail: 'Nobody gets in over SSH' },
  { happening: 'start-sshd', name: 'Start sshd', detail: 'Where its configuration lets it' },
  { happening: 're-create', name: 'Re-create', detail: 'Deleted and made anew under the same name' },
];

/** What can happen to a VM without the bot, to see by hand how the bot takes it. */
export function VmEvents({ vm }: { readonly vm: VmRow }) {
  const { canChangeVms, actAndTell } = useConsole();
  if (!canChangeVms || vm.os === 'Windows' || vm.power !== 'running') return null;
  return (
    <p className="vm-events">
      {happenings.map(({ happening, name, detail }) => (
        <button
          key={happening}
          type="button"
          title={detail}
          onClick={() => void actAndTell({ kind: 'vm', vmId: vm.id, happening })}
        >
          {name}
        </button>
      ))}
    </p>
  );
}
