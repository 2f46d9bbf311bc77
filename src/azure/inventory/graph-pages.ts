import { setImmediate } from 'node:timers/promises';
import type { ArmResource, InventoryType } from '../../core/audit/inventory.ts';
import type { Wait } from '../../wait.ts';
import { errorIn } from '../arm-answer.ts';
import type { ArmClient } from '../arm-client.ts';
import { armUrl } from '../arm-url.ts';
import type { Trouble } from '../trouble.ts';
import { graphPage } from './arm-page.ts';
import { kindOf, listOf, queryFor } from './kinds.ts';
import { notUnderstood } from './not-understood.ts';
import type { Asked, PatientClient } from './patient-client.ts';
import { quotaPauseMs } from './quota-pause.ts';

const apiVersion = '2024-04-01';
const path = '/providers/Microsoft.ResourceGraph/resources';

interface Query {
  readonly query: string;
  /** On a page. */
  readonly rows: number;
}

export interface GraphSource {
  /**
   * All resources of a type in these subscriptions, at most 1000, in the order of their ids.
   * @param asked left out: the resources themselves
   * @returns why it came to an end before the last page; undefined: it did not
   */
  pages(
    type: InventoryType,
    subscriptions: readonly string[],
    asked?: Query,
  ): AsyncGenerator<readonly ArmResource[], Trouble | undefined>;
}

/** Pages of Resource Graph, one at a time, in the pace that its quota allows. */
export function createGraphSource(arm: ArmClient, client: PatientClient, wait: Wait): GraphSource {
  let pauseMs = 0;

  async function ask(place: Place): Promise<Asked> {
    if (pauseMs > 0) await wait(pauseMs);
    pauseMs = 0;
    const url = armUrl(arm.endpoint, path, apiVersion);
    const asked = await client.ask(listOf(place.type), (signal) => arm.query(url, bodyFor(place), signal));
    if (asked.answer !== undefined) pauseMs = quotaPauseMs(asked.answer.headers);
    return asked;
  }

  async function askSmaller(place: Place): Promise<Asked> {
    const asked = await ask(place);
    if (asked.ok || place.top === 1 || !isTooLarge(asked)) return asked;
    place.top = Math.ceil(place.top / 2);
    // The token holds the size of its pages: the next one is asked for by what was seen.
    place.next = undefined;
    return askSmaller(place);
  }

  return {
    async *pages(type, subscriptions, { query, rows } = { query: queryFor(type), rows: kindOf(type).pageRows }) {
      const place: Place = { type, query, subscriptions, top: rows, seen: 0, next: undefined };
      let asking = askSmaller(place);
      for (;;) {
        const asked = await asking;
        if (!asked.ok) return asked.trouble;
        const page = graphPage(asked.answer.body);
        if (page === undefined) return notUnderstood(listOf(type));
        place.seen += page.rows.length;
        place.next = page.next;
        // The next page is on its way while this one is looked at: for that the request has to be out by then.
        if (page.next !== undefined) {
          asking = askSmaller(place);
          await setImmediate();
        }
        if (page.rows.length > 0) yield page.rows;
        // Whoever still holds the page by then holds no rows: two pages at once would double the memory.
        page.rows.length = 0;
        if (page.next === undefined) return undefined;
      }
    },
  };
}

/** How far the reading of one type has come. */
interface Place {
  readonly type: InventoryType;
  readonly query: string;
  readonly subscriptions: readonly string[];
  top: number;
  seen: number;
  next: string | undefined;
}

function bodyFor({ query, subscriptions, top, seen, next }: Place): object {
  const from = next === undefined ? { $skip: seen } : { $skipToken: next };
  return { subscriptions, query, options: { resultFormat: 'objectArray', $top: top, ...from } };
}

function isTooLarge({ answer }: Exclude<Asked, { ok: true }>): boolean {
  const { code, details } = errorIn(answer?.body);
  return [code, ...details.map((each) => each.code)].includes('ResponsePayloadTooLarge');
}
