import type { Action } from '../actions/action.ts';
import { code, truncate } from '../text/escape.ts';
import { botWay, overOf, planOver } from './bot-way.ts';
import { defaultLimits } from './limits.ts';

/** Runs one command line as the configured user, over SSH, on a machine whose host keys are trusted. */
export const runCommand: Action<'run'> = {
  id: 'run',
  title: 'Run a command',
  commands: true,
  doing: (vm) => `run commands on ${vm}`,
  subject: (vm) => `command on ${vm}`,
  asks: (vm, { command }) => `run ${code(truncate(command?.text ?? '', 80))} on ${vm}`,
  opensTo: false,
  timeBox: 'none',
  permissions: [],
  plan({ facts, params, requestId }) {
    const { command, port } = params;
    if (command === undefined) throw new Error('A command without its text was asked for');
    const over = overOf(params);
    const { wallMs, idleMs, outputBytes: bytes } = over.limits ?? defaultLimits;
    const way = botWay(facts, over, { port, requestId, lastsMs: wallMs });
    if (way.kind === 'refused') return way;
    return planOver(way, over, (to) => ({
      kind: 'run',
      ...to,
      command: command.text,
      limits: { wallMs, idleMs, bytes },
      ...(command.template !== undefined && { template: command.template }),
    }));
  },
};
