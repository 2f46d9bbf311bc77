import { addKeyScript, closingTimeLine } from '../access-keys/add-key-script.ts';
import { keyMark } from '../access-keys/key-script-parts.ts';
import { parsePastedKey } from '../access-keys/parse-pasted-key.ts';
import { parseUserName } from '../access-keys/parse-user-name.ts';
import { removeKeyScript } from '../access-keys/remove-key-script.ts';
import { vmAccessRefuses } from '../access-keys/vm-access-refuses.ts';
import type { ActionParams, PlanRefusal } from '../actions/action.ts';
import { boundVm } from '../actions/bound-vm.ts';
import type { PlannedScript, PlannedWrite } from '../actions/plan.ts';
import { refused } from '../actions/plan-refusal.ts';
import { type Json, sha256 } from '../canonical-json.ts';
import type { Vm } from '../facts.ts';
import { preflight } from '../guest-scripts/preflight.ts';
import { wrapScript } from '../guest-scripts/wrap-script.ts';
import { parseSshPublicKey } from '../ssh-public-key.ts';
import { code } from '../text/escape.ts';
import { apiVersions } from './api-versions.ts';
import type { Remediation } from './remediation.ts';

/** https://learn.microsoft.com/troubleshoot/azure/virtual-machines/linux/troubleshoot-ssh-connection#reset-ssh-credentials-for-a-user */
export const key: Remediation<'key'> = {
  id: 'key',
  title: 'Add an SSH key',
  portal: 'Help › Reset password › Add SSH public key',
  hasOwnForm: true,
  onWarning: true,
  doing: (vm) => `let a key in on ${vm}`,
  subject: (vm, { user = '' }) => `SSH key of ${user} on ${vm}`,
  asks: (vm, { user = '' }) => `let a key in as ${code(user)} on ${vm}`,
  opensTo: false,
  timeBox: 'optional',
  takesKey: true,
  grant: {
    open: 'In place',
    closed: 'Taken away',
    ends: 'is taken away by itself',
    sessions: 'sessions that are open then stay open',
    closing: 'The key is taken off the VM: nobody logs in with it any more. Sessions that are open stay open.',
    over: 'The key is taken off the VM again; sessions that were open go on until they end.',
    still: 'whoever holds the key may still get in',
  },
  next: 'connect',
  permissions: [
    'Microsoft.Compute/virtualMachines/runCommand/action',
    // Where the policy says so.
    'Microsoft.Compute/virtualMachines/extensions/write',
  ],
  plan({ facts, params, requestId }) {
    const vm = boundVm(facts, '');
    if ('kind' in vm) return vm;
    const wanted = wantedKey(params, requestId);
    if ('kind' in wanted) return wanted;
    const obstacle = preflight(facts);
    if (obstacle !== undefined) return obstacle;
    const { durationMs } = params;
    const writes = [params.vmAccess === true ? byExtension(facts.vm, wanted) : byScript(vm.id, wanted, durationMs)];
    const notes = notesOn(wanted, params);
    if (durationMs === undefined) return { kind: 'planned', plan: { vm, writes, undo: [] }, notes };
    return { kind: 'planned', plan: { vm, opensForMs: durationMs, writes, undo: [removal(vm.id, wanted)] }, notes };
  },
  verify(_facts, params) {
    const { fingerprint = '' } = parseSshPublicKey(params.publicKey ?? '') ?? {};
    // Azure does not know what stands in files on the VM: the script said that it is there.
    return { status: 'pass', summary: `The key ${code(fingerprint)} lets its owner in as ${code(params.user ?? '')}` };
  },
  takesBack({ id, params, vmId }) {
    const wanted = wantedKey(params, id);
    return 'kind' in wanted ? [] : [removal(vmId, wanted)];
  },
};

interface Wanted {
  readonly user: string;
  readonly publicKey: string;
  readonly requestId: string;
  /** "ED25519 256 `SHA256:...`" */
  readonly words: string;
}

function wantedKey({ user = '', publicKey = '', vmAccess }: ActionParams, requestId: string): Wanted | PlanRefusal {
  const name = parseUserName(user);
  if (!name.ok) return refused(name.problem, name.hint);
  const pasted = parsePastedKey(publicKey);
  if (pasted.kind !== 'public' || pasted.key.line !== publicKey)
    return refused(
      'What was given is no public key that can be let in.',
      'Ask again, with the line of your `.pub` file.',
    );
  const { type, name: kind, bits, fingerprint } = pasted.key;
  const unfit = vmAccess === true ? vmAccessRefuses(type) : undefined;
  if (unfit !== undefined) return refused(unfit.problem, unfit.hint);
  const words = `${kind}${bits === undefined ? '' : ` ${bits}`} ${code(fingerprint)}`;
  return { user: name.user, publicKey, requestId, words };
}

function byScript(vmId: string, wanted: Wanted, durationMs: number | undefined): PlannedWrite {
  const { user, words } = wanted;
  const script = { sentinel: sentinelOf(wanted, 'add-key'), does: 'add-key', user } as const;
  const text = addKeyScript(wanted, durationMs !== undefined);
  return running(vmId, script, text, `Run a script as root that lets the key ${words} in as ${code(user)}`);
}

function removal(vmId: string, wanted: Wanted): PlannedWrite {
  const { user, words } = wanted;
  const script = { sentinel: sentinelOf(wanted, 'remove-key'), does: 'remove-key', user } as const;
  return running(
    vmId,
    script,
    removeKeyScript(wanted),
    `Run a script as root that takes the key ${words} from ${code(user)}`,
  );
}

function running(vmId: string, script: PlannedScript, text: string, says: string): PlannedWrite {
  const lines = wrapScript(text, script.sentinel).split('\n');
  const body: Json = {
    commandId: 'RunShellScript',
    script: lines.map((line) => (line === closingTimeLine ? { $hole: 'closing-time' } : line)),
  };
  return { method: 'POST', path: `${vmId}/runCommand`, apiVersion: apiVersions.compute, body, says, script };
}

/** The same plan comes out when it is made again. Who reads the id can make it too, and gains nothing: see `readScriptOutput`. */
function sentinelOf({ requestId }: Wanted, does: PlannedScript['does']): string {
  return sha256(`${requestId} ${does}`).slice(0, 32);
}

/** What the portal and `az vm user` call it. */
const usualName = 'enablevmaccess';

/** https://github.com/Azure/azure-linux-extensions/tree/master/VMAccess */
function byExtension(
  { id, location, extensions = [] }: Vm,
  { user, publicKey, requestId, words }: Wanted,
): PlannedWrite {
  // There can be only one of its type.
  const there = extensions.find(({ type }) => type?.toLowerCase() === 'vmaccessforlinux');
  const properties = {
    publisher: 'Microsoft.OSTCExtensions',
    type: 'VMAccessForLinux',
    typeHandlerVersion: '1.5',
    autoUpgradeMinorVersion: true,
    // Without it Azure does nothing where the settings are those of the last time.
    forceUpdateTag: requestId,
    protectedSettings: { username: user, ssh_key: `${publicKey} ${keyMark(requestId)}` },
  };
  return {
    method: 'PUT',
    path: `${id}/extensions/${there?.name ?? usualName}`,
    apiVersion: apiVersions.compute,
    body: { location, properties },
    says: `Let the key ${words} in as ${code(user)} by the VMAccess extension, which grants sudo`,
  };
}

function notesOn({ user, words, requestId }: Wanted, { durationMs, vmAccess }: ActionParams): string[] {
  const until = durationMs === undefined ? 'for good' : 'until the key is taken away at the end';
  return [
    `Whoever holds the private half of ${words} can then log in as ${code(user)}, ${until}, and do what that user may do.`,
    vmAccess === true
      ? `The extension makes ${code(user)} where there is no such user, gives them sudo without a password, and changes \`sshd_config\` and restarts sshd: all of that stays.`
      : 'It is code that runs as root on the VM; the key itself is written as that user. The exact scripts are shown with the request.',
    ...(durationMs === undefined
      ? [`Nobody takes it away again: the line in \`authorized_keys\` ends in ${code(keyMark(requestId))}.`]
      : [lasts(vmAccess === true)]),
  ];
}

function lasts(byAzure: boolean): string {
  const off = 'A VM that is off at the end runs no script: the key is taken away when it runs again.';
  return byAzure ? off : `${off} From OpenSSH 7.7 on sshd itself takes the key no more from then on.`;
}
