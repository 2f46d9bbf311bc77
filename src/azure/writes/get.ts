import { saysGone } from '../arm-answer.ts';
import type { ArmClient } from '../arm-client.ts';
import { armUrl } from '../arm-url.ts';
import type { Reader } from '../reader.ts';
import { reads } from '../reads.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';
import type { AzureWrites, Got } from '../writes.ts';

/** Reads a resource as it is, with every field that Azure sends. @returns a function that throws BotErrors */
export function createGet(arm: ArmClient, reader: Reader): AzureWrites['get'] {
  return async (path, apiVersion) => {
    const url = armUrl(arm.endpoint, path, apiVersion);
    const read = await reader.read(reads.resource(path), async ({ abortSignal }): Promise<Got> => {
      const answer = await arm.read(url, abortSignal);
      if (saysGone(answer)) return { found: false };
      if (answer.status !== 200) throw answer.asError();
      const { body } = answer;
      if (typeof body !== 'object' || body === null) throw new UnexpectedAnswer('it is no JSON');
      const etag = answer.headers.get('etag') ?? ('etag' in body ? body.etag : undefined);
      return { found: true, body, ...(typeof etag === 'string' && { etag }) };
    });
    if (!read.ok) throw read.asError();
    return read.value;
  };
}
