import { idsOf, lastOf, listOf, objectOf, textOf } from '../arm/object.ts';

type Obj = Readonly<Record<string, unknown>>;

const firstDefault = 65_000;

export function hasEffectiveRules(object: Obj): boolean {
  return Array.isArray(object.effectiveSecurityRules);
}

/**
 * Groups as `az network nic list-effective-nsg` shows them, in the form of groups, among other resources. One that guards an
 * interface as well as its subnet stands there twice, with the same rules.
 */
export function effectiveGroups(resources: readonly unknown[]): readonly unknown[] {
  const seen = new Set<string>();
  return resources.flatMap((each) => {
    const object = objectOf(each);
    if (object === undefined || !hasEffectiveRules(object)) return [each];
    const key = JSON.stringify([object.networkSecurityGroup, object.effectiveSecurityRules]);
    if (seen.has(key)) return [];
    seen.add(key);
    return [effectiveGroup(object)];
  });
}

/** The default rules stand among the others there, and a rule's name is a path. */
function effectiveGroup(object: Obj): Obj {
  const rules = listOf(object.effectiveSecurityRules).map(effectiveRule);
  const isDefault = (rule: unknown) => Number(objectOf(rule)?.priority) >= firstDefault;
  const [id = ''] = idsOf([object.networkSecurityGroup]);
  const { subnet, networkInterface } = objectOf(object.association) ?? {};
  return {
    id,
    name: lastOf(id),
    properties: {
      securityRules: rules.filter((rule) => !isDefault(rule)),
      defaultSecurityRules: rules.filter(isDefault),
      subnets: objectOf(subnet) === undefined ? [] : [subnet],
      networkInterfaces: objectOf(networkInterface) === undefined ? [] : [networkInterface],
    },
  };
}

/** The tag of a virtual network is told with the addresses that it holds there: with a default route these are all. */
function effectiveRule(value: unknown): unknown {
  const rule = objectOf(value);
  if (rule === undefined) return value;
  const { sourceAddressPrefix, sourceAddressPrefixes, expandedSourceAddressPrefix } = rule;
  const name = lastOf(textOf(rule.name) ?? '');
  const sources = [sourceAddressPrefix, sourceAddressPrefixes].flat();
  const isNetwork = sources.some((each) => textOf(each)?.toLowerCase() === 'virtualnetwork');
  const held = isNetwork ? [sourceAddressPrefixes, expandedSourceAddressPrefix].flat() : sourceAddressPrefixes;
  return { ...rule, name, sourceAddressPrefixes: held };
}
