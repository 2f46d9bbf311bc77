import type { Action } from '../actions/action.ts';
import { code, truncate } from '../text/escape.ts';
import { botWay, overOf, planOver } from './bot-way.ts';
import { defaultLimits, fileWallMs } from './limits.ts';

/** Reads one file by SFTP, as the configured user, from a machine whose host keys are trusted. */
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
    const { path, port } = params;
    if (path === undefined) throw new Error('A file without its path was asked for');
    const over = overOf(params);
    const way = botWay(facts, over, { port, requestId, lastsMs: fileWallMs });
    if (way.kind === 'refused') return way;
    const { fileBytes: mostBytes } = over.limits ?? defaultLimits;
    return planOver(way, over, (to) => ({ kind: 'get', ...to, path, mostBytes }));
  },
};
