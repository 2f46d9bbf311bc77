import type { Resource } from '../../world/schema.ts';
import type { World } from '../../world/world.ts';
import { page } from '../page.ts';
import type { ArmContext, ArmReply, ArmRequest, ArmRoute } from '../route.ts';
import { groupPath, idIn, requireResource } from './collection-routes.ts';
import { nextEtag, requireMatch } from './etag.ts';
import { asObject, asObjects, type JsonObject, sameId } from './json.ts';
import { childNotFound, parentNotFound } from './not-found.ts';
import { refuseWhileWriting, startWrite } from './pending-writes.ts';
import { type RuleCollection, ruleBodies } from './security-group-body.ts';
import { validateRule } from './validate-rule.ts';
import { requireFreePriority, requireRoom, withRule } from './validate-rule-list.ts';

const type = 'networkSecurityGroups';
const base = `${groupPath}/providers/Microsoft.Network/${type}/{nsg}`;
const permission = `Microsoft.Network/${type}`;

export const securityRuleRoutes: readonly ArmRoute[] = [
  ...readRoutes('securityRules', `${permission}/securityRules/read`),
  ...readRoutes('defaultSecurityRules', `${permission}/defaultSecurityRules/read`),
  {
    method: 'PUT',
    path: `${base}/securityRules/{rule}`,
    action: `${permission}/securityRules/write`,
    handle: putRule,
  },
  {
    method: 'DELETE',
    path: `${base}/securityRules/{rule}`,
    action: `${permission}/securityRules/delete`,
    handle: deleteRule,
  },
];

function readRoutes(collection: RuleCollection, action: string): readonly ArmRoute[] {
  return [
    {
      method: 'GET',
      path: `${base}/${collection}`,
      action,
      handle(request, { world, pageSize }) {
        const rules = ruleBodies(requireResource(world, request, type, request.params.nsg), collection);
        return { status: 200, body: page(rules as readonly (JsonObject & { id: string })[], request, pageSize) };
      },
    },
    {
      method: 'GET',
      path: `${base}/${collection}/{rule}`,
      action,
      handle(request, { world }) {
        const nsg = requireResource(world, request, type, request.params.nsg);
        const body = named(ruleBodies(nsg, collection), request.params.rule);
        if (body === undefined) throw childNotFound(`${nsg.id}/${collection}/${request.params.rule}`);
        return { status: 200, headers: { ETag: String(body.etag) }, body };
      },
    },
  ];
}

function putRule(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const { nsg, rule: name = '' } = request.params;
  const id = idIn(request, type, nsg);
  const rule = validateRule(world.get(id)?.id ?? id, name, request.body);
  refuseWhileWriting(world, id);
  const stored = world.get(id);
  if (stored === undefined) throw parentNotFound('write', `${type}/securityRules`, id);
  const rules = asObjects(stored.properties.securityRules);
  const existing = named(rules, name);
  requireMatch(request, rule.id, existing && stored);
  requireFreePriority(rule, rules);
  const whole = withRule(rules, rule);
  requireRoom(stored.id, whole);
  const etag = nextEtag(world, stored.id);
  const updating = { ...rule, properties: { ...rule.properties, provisioningState: 'Updating' } };
  const preview = withRules(stored, etag, 'Updating', withRule(rules, updating));
  const headers = startWrite({
    request,
    context,
    resource: stored,
    operation: 'PutSecurityRuleOperation',
    style: 'network-put',
    preview,
    apply: () => change(world, stored.id, (now) => withRule(now, rule)),
  });
  return { status: existing ? 200 : 201, headers, body: named(ruleBodies(preview, 'securityRules'), name) };
}

function deleteRule(request: ArmRequest, context: ArmContext): ArmReply {
  const { world } = context;
  const { nsg, rule: name = '' } = request.params;
  const id = idIn(request, type, nsg);
  refuseWhileWriting(world, id);
  const stored = world.get(id);
  const rules = asObjects(stored?.properties.securityRules);
  const existing = named(rules, name);
  if (stored === undefined || existing === undefined) return { status: 204 };
  requireMatch(request, `${stored.id}/securityRules/${name}`, stored);
  const without = (now: readonly JsonObject[]) => now.filter((each) => !sameId(String(each.name), name));
  const deleting = {
    ...existing,
    name,
    properties: { ...asObject(existing.properties), provisioningState: 'Deleting' },
  };
  const headers = startWrite({
    request,
    context,
    resource: stored,
    operation: 'DeleteSecurityRuleOperation',
    style: 'network-delete',
    preview: withRules(stored, nextEtag(world, stored.id), 'Updating', withRule(rules, deleting)),
    apply: () => change(world, stored.id, without),
  });
  return { status: 202, headers };
}

/** Changes the rules of a group that is there; somebody may have changed or removed it in the meantime. */
function change(world: World, id: string, edit: (rules: readonly JsonObject[]) => readonly JsonObject[]): void {
  const nsg = world.get(id);
  if (nsg === undefined) throw childNotFound(id);
  world.put(withRules(nsg, nextEtag(world, id), 'Succeeded', edit(asObjects(nsg.properties.securityRules))));
}

function withRules(
  nsg: Resource,
  etag: string,
  provisioningState: string,
  securityRules: readonly JsonObject[],
): Resource {
  return { ...nsg, etag, properties: { ...nsg.properties, provisioningState, securityRules } };
}

function named(rules: readonly JsonObject[], name: string | undefined): JsonObject | undefined {
  return rules.find((rule) => sameId(String(rule.name), name));
}
