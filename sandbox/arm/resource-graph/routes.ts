import type { ArmRoute } from '../route.ts';
import { answerQuery } from './answer-query.ts';
import { readQueryRequest } from './query-request.ts';
import { takeQuery } from './quota.ts';

/**
 * Azure Resource Graph: one query over every subscription of the world. It understands a part of Kusto's language and
 * answers 400 to the rest, so that a query that works here has been read and not recognised.
 */
export const resourceGraphRoutes: readonly ArmRoute[] = [
  {
    method: 'POST',
    path: '/providers/Microsoft.ResourceGraph/resources',
    action: 'Microsoft.ResourceGraph/resources/read',
    asksOnly: true,
    handle(request, context) {
      const headers = takeQuery(context);
      return { status: 200, headers, body: answerQuery(readQueryRequest(request.body, context.clock.now()), context) };
    },
  },
];
