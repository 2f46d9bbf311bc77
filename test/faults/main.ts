import type { VmRequest } from '../../src/core/requests/request.ts';
import { holds, type Row, rowsAsText } from '../replicas/row.ts';
import { type Played, playStories } from './play-stories.ts';

const seeds = (process.argv[2] ?? '1,2,3,4').split(',').map(Number);
const mostProblems = 20;

/** 0 when every story came to an end that is true and told, 1 when one did not. */
const startMs = performance.now();
console.log('Three of ten requests to Resource Manager fail: 429, 500, 503, 409, a cut connection or a hang');
let areSound = true;
for (const seed of seeds) {
  const played = await playStories(seed);
  const rows = rowsOf(played);
  console.log(`\nseed ${seed}\n${rowsAsText(rows)}`);
  for (const problem of played.problems.slice(0, mostProblems)) console.error(`  ! ${problem.slice(0, 600)}`);
  areSound &&= rows.every(holds);
}
console.log(`\n  in ${Math.round((performance.now() - startMs) / 1000)} s`);
process.exitCode = areSound ? 0 : 1;

function rowsOf({ requests, armRequests, struck, commands, told, minutes, problems }: Played): Row[] {
  const are = (state: VmRequest['state']) => requests.filter((request) => request.state === state).length;
  return [
    { what: 'requests to Resource Manager', found: armRequests },
    { what: '... of which failed on purpose', found: struck },
    { what: 'commands typed, each answered', found: commands },
    { what: 'requests filed', found: requests.length },
    { what: '... closed at the end', found: are('closed') },
    { what: '... carried out for good', found: are('succeeded') },
    { what: '... failed, and said so', found: are('failed') },
    { what: 'told: not known yet', found: told.unknown },
    { what: 'told: half done, and taken back', found: told.halfDone },
    { what: 'told: could not be closed, tried again', found: told.closeFailed },
    { what: 'minutes until nothing was open', found: minutes },
    { what: 'what is not true, not told or not over', found: problems.length, wanted: 0 },
  ];
}
