import { Secret } from '../../src/secret.ts';
import { openStore } from '../../src/store/open-store.ts';
import { parts } from './parts.ts';

/** A process of its own that changes one request again and again: arguments are the place as JSON, the id, how often. */
const [place = '', id = '', times = ''] = process.argv.slice(2);
const { kind, path, url } = JSON.parse(place) as Record<string, string>;
const store = await openStore(
  kind === 'postgres' ? { kind, url: new Secret(url ?? '') } : { kind: 'sqlite', path: path ?? '' },
  parts,
);
for (let time = 0; time < Number(times); time++) {
  const updated = await store.requests.update(id, (request) => ({
    kind: 'change',
    request: { ...request, reminded: { ...request.reminded, times: request.reminded.times + 1 } },
    events: [{ kind: 'reminded', atMs: time, actor: `process-${process.pid}`, requestId: id, data: { time } }],
    notices: [{ requestId: id, to: { kind: 'channel' }, about: 'reminded', atMs: 0 }],
  }));
  if (updated.kind !== 'changed') throw new Error(`It was ${updated.kind}`);
}
await store.close();
