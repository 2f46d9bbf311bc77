import { page } from '../page.ts';
import type { ArmContext, ArmReply, ArmRequest, ArmRoute } from '../route.ts';
import { eventView } from './event-view.ts';
import { parseActivityFilter } from './parse-activity-filter.ts';
import { parseSelect } from './parse-select.ts';

/** Azure's Activity Log. https://learn.microsoft.com/rest/api/monitor/activity-logs/list */
export const insightsRoutes: readonly ArmRoute[] = [
  {
    method: 'GET',
    path: '/subscriptions/{sub}/providers/Microsoft.Insights/eventtypes/management/values',
    action: 'Microsoft.Insights/eventtypes/values/Read',
    handle: list,
  },
];

function list(request: ArmRequest, { world, clock, pageSize }: ArmContext): ArmReply {
  const filter = parseActivityFilter(request.query('$filter'), clock.now());
  // Unlike the rest of Resource Manager it has no `error` around them.
  if (filter.kind === 'refused') return { status: 400, body: { code: 'BadRequest', message: filter.message } };
  const prefix = `/subscriptions/${request.params.sub}/`.toLowerCase();
  const events = world.activity
    .newestFirst()
    .filter((event) => event.resourceId.toLowerCase().startsWith(prefix) && filter.matches(event));
  const { value, ...next } = page(events, request, pageSize);
  const select = parseSelect(request.query('$select'));
  return { status: 200, body: { value: value.map((event) => select(eventView(event))), ...next } };
}
