import { isOverSsh } from '../core/actions/act.ts';
import { announceEnd } from '../core/requests/grant.ts';
import { lapse, remind } from '../core/requests/waiting.ts';
import { deliver } from './deliver.ts';
import { executeRequest } from './execute-request.ts';
import type { JobParts } from './job-parts.ts';
import { postHead } from './post-head.ts';
import { stepsOf } from './steps.ts';

/** A command takes as long as it takes: a pass does not wait for it. */
async function execute(id: string, parts: JobParts): Promise<void> {
  const request = await parts.store.requests.get(id);
  const working = executeRequest(id, parts);
  if (!isOverSsh(request?.plan.act)) return working;
  const told = working.catch((error: unknown) => parts.log.error({ err: error, request: id }, 'a command failed'));
  void parts.track(told);
}

/** Everything that is due beside closing: what time does to requests, what was approved, and what Slack is to show. */
export function workingPass(parts: JobParts): () => Promise<void> {
  const { store, clock } = parts;
  const { requests } = store;
  const steps = stepsOf(parts);
  return async () => {
    const now = clock.now();
    await steps.forEach('lapse', ['pending', 'approved'], (id) => requests.update(id, (each) => lapse(each, now)));
    await steps.forEach('remind', ['pending'], (id) => requests.update(id, (each) => remind(each, now)));
    await steps.forEach('execute', ['approved', 'executing', 'unknown'], (id) => execute(id, parts));
    await steps.forEach('announce the end', ['active'], (id) => requests.update(id, (each) => announceEnd(each, now)));
    await steps.attempt('post the head', () => postHead(parts));
    await steps.attempt('deliver', () => deliver(parts));
    await steps.attempt('clear the shelf', () => store.shelf.forgetUntil(now));
  };
}
