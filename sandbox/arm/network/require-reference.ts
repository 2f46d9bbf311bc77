import { parseResourceId } from '../../world/resource-id.ts';
import { ArmFailure } from '../route.ts';
import { invalidFormat, invalidJson } from './invalid-json.ts';
import { isObject } from './json.ts';

/**
 * The id that a request points at with `{"id": "..."}`; undefined where it points at nothing. An object without an id is
 * refused, not taken for nothing: a client that lost the id must not detach what it meant to keep.
 * @param type what it must be, below Microsoft.Network: `networkSecurityGroups`
 * @param path where it stands in the request
 * @throws ArmFailure 400, as in https://github.com/Azure/azure-libraries-for-net/issues/684,
 *   https://github.com/Azure/azure-quickstart-templates/issues/2080 and https://github.com/ernestio/ernest/issues/498
 */
export function requireReference(value: unknown, type: string, path: string): string | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isObject(value)) throw invalidJson(path, value);
  const { id } = value;
  if (id === undefined || id === null || id === '') {
    throw invalidFormat('MissingJsonReferenceId', `Value for reference id is missing. Path ${path}.`);
  }
  if (typeof id !== 'string') throw invalidJson(`${path}.id`, id);
  if (!/^\/subscriptions\/[^/]+\//i.test(id)) {
    const message = `Property id '${id}' at path '${path}.id' is invalid. Expect fully qualified resource Id that start with '/subscriptions/{subscriptionId}' or '/providers/{resourceProviderNamespace}/'.`;
    throw new ArmFailure(400, 'LinkedInvalidPropertyId', message);
  }
  if (parseResourceId(id).type.toLowerCase() === `microsoft.network/${type}`.toLowerCase()) return id;
  throw invalidFormat(
    'InvalidJsonReferenceFormat',
    `Reference Id ${id} is not formatted correctly. The Id is expected to reference resources of type ${type}. Path ${path}.`,
  );
}
