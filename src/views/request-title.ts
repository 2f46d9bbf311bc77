import { actionOf } from '../core/actions/all-actions.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { durationWords } from '../core/text/duration.ts';
import { code } from '../core/text/escape.ts';

/** What is asked for, in a few words that follow "asks to": "open port 22 of `myVM` to `203.0.113.7` for 2 h". */
export function requestTitle({ action, params, vm, extends: prolonged }: VmRequest): string {
  const machine = code(vm.name);
  const time = params.durationMs === undefined ? '' : ` for ${durationWords(params.durationMs)}`;
  if (prolonged !== undefined) return `keep port ${params.port} of ${machine} open${time} more`;
  return `${actionOf(action).asks(machine, params)}${time}`;
}
