import type { Action } from '../actions/action.ts';
import { code, truncate } from '../text/escape.ts';
import { botWay, overOf, planOver } from './bot-way.ts';
import { fileLimits, runLimits } from './limits.ts';

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
    const { command } = params;
    if (command === undefined) throw new Error('A command without its text was asked for');
    const over = overOf(params);
    const way = botWay(facts, over, { port: params.port, requestId, lastsMs: runLimits.wallMs });
    if (way.kind === 'refused') return way;
    const { user, answersIn } = over;
    const act = {
      kind: 'run',
      user,
      address: way.address,
      port: way.port,
      command: command.text,
      limits: runLimits,
      ...(command.template !== undefined && { template: command.template }),
      ...(answersIn !== undefined && { answersIn }),
    } as const;
    return { kind: 'planned', plan: planOver(way, act), notes: way.notes };
  },
};

/** Reads one file by SFTP. */
export const getFile: Action<'get'> = {
  id: 'get',
  title: 'Get a file',
  doing: (vm) => `read files of ${vm}`,
  subject: (vm) => `file of ${vm}`,
  asks: (vm, { path }) => `get the file ${code(truncate(path ?? '', 120))} of ${vm}`,
  opensTo: false,
  timeBox: 'none',
  permissions: [],
  plan({ facts, params, requestId }) {
    const { path } = params;
    if (path === undefined) throw new Error('A file without its path was asked for');
    const over = overOf(params);
    const way = botWay(facts, over, { port: params.port, requestId, lastsMs: fileLimits.wallMs });
    if (way.kind === 'refused') return way;
    const { user, answersIn } = over;
    const { address, port } = way;
    const act = { kind: 'get', user, address, port, path, mostBytes: fileLimits.bytes } as const;
    return {
      kind: 'planned',
      plan: planOver(way, answersIn === undefined ? act : { ...act, answersIn }),
      notes: way.notes,
    };
  },
};
