import { playStories } from './play-stories.ts';

const seeds = (process.argv[2] ?? '1,2,3').split(',').map(Number);
let isSound = true;
for (const seed of seeds) {
  const startMs = performance.now();
  const played = await playStories(seed);
  const { requests, problems, ...counts } = played;
  const states = Object.groupBy(requests, ({ state }) => state);
  console.log(
    seed,
    counts,
    Object.fromEntries(Object.entries(states).map(([state, all]) => [state, all?.length])),
    Math.round(performance.now() - startMs),
  );
  for (const each of problems.slice(0, 25)) console.log(' !', each.slice(0, 600));
  console.log(problems.length);
  if (process.argv[3])
    for (const r of requests) if (r.state === 'failed') console.log('  failed:', r.remediation, r.vm.name, r.ending);
  if (problems.length > 0) isSound = false;
}
process.exitCode = isSound ? 0 : 1;
