import { z } from 'zod';
import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { type ArmContext, ArmFailure, type ArmReply, type ArmRequest } from '../route.ts';
import { requireAgent } from './require-agent.ts';
import { isWindows, powerOf, vmOf } from './vm.ts';

const mostOutputBytes = 4096;
const mostScriptBytes = 256 * 1024;
const longestRunMs = 90 * 60 * 1000;

const bodySchema = z.looseObject({
  commandId: z.string(),
  script: z.array(z.string()).nullish(),
  parameters: z.array(z.looseObject({ name: z.string().nullish(), value: z.string().nullish() })).nullish(),
});

type Command = z.infer<typeof bodySchema>;

/** VMs that run a command, by id in lower case: until when, in epoch milliseconds. */
const running = new WeakMap<World, Map<string, number>>();

/** https://github.com/Azure/azure-cli/issues/32286 */
const sampleOutput = 'This is a sample script with 2 optional arguments : \n';
const busyAfterMs = 10_000;

/**
 * Runs a script as root through the VM agent. Whatever the script's exit status, the command "succeeds".
 * https://github.com/Azure/run-command-extension-linux
 * @throws ArmFailure 400 for a bad command, 409 when the VM is not running or runs a command already
 */
export function runCommand(request: ArmRequest, context: ArmContext): ArmReply {
  const { world, clock } = context;
  const vm = vmOf(request, world);
  const script = scriptOf(request.body, vm);
  if (powerOf(vm) !== 'running') {
    throw new ArmFailure(409, 'OperationNotAllowed', 'Cannot modify extensions in the VM when the VM is not running.');
  }
  const busy = running.get(world) ?? new Map<string, number>();
  running.set(world, busy);
  const key = vm.id.toLowerCase();
  if ((busy.get(key) ?? 0) > clock.now()) {
    const message =
      'Run command extension execution is in progress. Please wait for completion before invoking a run command.';
    throw new ArmFailure(409, 'Conflict', message);
  }
  busy.set(key, Number.POSITIVE_INFINITY);
  const free = () => void busy.delete(key);
  const headers = context.operations.start(request, {
    style: 'compute',
    location: vm.location ?? 'eastus',
    subscriptionId: request.params.sub ?? '',
    async work(closed) {
      const output = await execute(vm, script, context, closed).finally(free);
      const lasting = context.strike('busy-after');
      if (lasting !== undefined) busy.set(key, clock.now() + (lasting.delayMs ?? busyAfterMs));
      return output;
    },
    abandon: free,
  });
  return { status: 202, headers };
}

async function execute(vm: Resource, script: string, { clock, guests, strike }: ArmContext, closed: AbortSignal) {
  requireAgent(vm);
  if (strike('sample-output') !== undefined) return succeeded(sampleOutput, '');
  const limit = clock.deadline(longestRunMs);
  try {
    const { stdout, stderr } = await guests.runShellScript(vm.id, script, AbortSignal.any([limit.signal, closed]));
    return succeeded(stdout, stderr);
  } catch (error) {
    throw new ArmFailure(
      409,
      limit.signal.aborted ? 'VMExtensionProvisioningTimeout' : 'VMExtensionProvisioningError',
      `VM has reported a failure when processing extension 'RunCommandLinux'. Error message: "${(error as Error).message}".`,
    );
  } finally {
    limit.clear();
  }
}

function succeeded(stdout: string, stderr: string) {
  const message = `Enable succeeded: \n[stdout]\n${tail(stdout)}\n[stderr]\n${tail(stderr)}`;
  const code = 'ProvisioningState/succeeded';
  return { value: [{ code, level: 'Info', displayStatus: 'Provisioning succeeded', message }] };
}

function scriptOf(body: unknown, vm: Resource): string {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw invalid('commandId', "Required parameter 'commandId' is missing (null).");
  const command = parsed.data;
  const builtIn = command.commandId.toLowerCase();
  if (isWindows(vm) ? builtIn === 'runpowershellscript' : ['runshellscript', 'ifconfig'].includes(builtIn)) {
    if (builtIn === 'ifconfig') return 'ifconfig';
    const script = (command.script ?? []).join('\n').replaceAll('\r\n', '\n');
    if (Buffer.byteLength(script) > mostScriptBytes) throw invalid('script', 'The script is longer than 256 KB.');
    return withParameters(script, command);
  }
  throw invalid('commandId', `The value '${command.commandId}' of parameter 'commandId' is invalid for this VM.`);
}

function invalid(target: string, message: string): ArmFailure {
  return new ArmFailure(400, 'InvalidParameter', message, { details: [{ code: 'InvalidParameter', target, message }] });
}

/**
 * The agent puts named parameters into the environment and pastes all values, unquoted, behind the script's name in a
 * shell's command line: they are split at spaces there.
 */
function withParameters(script: string, { parameters }: Command): string {
  const given = (parameters ?? []).filter((each) => (each.value ?? '') !== '');
  if (given.length === 0) return script;
  const exports = given
    .filter((each) => /^[A-Za-z_]\w*$/.test(each.name ?? ''))
    .map((each) => `export ${each.name}='${each.value?.replaceAll("'", "'\\''")}'\n`);
  const [, shebang = '', rest = ''] = /^(#![^\n]*\n)?([\s\S]*)$/.exec(script) ?? [];
  return `${shebang}${exports.join('')}set -- ${given.map((each) => each.value).join(' ')}\n${rest}`;
}

/** The last bytes only, wherever in a character that begins. */
function tail(output: string): string {
  return Buffer.from(output).subarray(-mostOutputBytes).toString('utf8');
}
