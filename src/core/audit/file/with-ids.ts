import { objectOf, textOf } from '../arm/object.ts';
import { typeOf } from './type-of.ts';

/**
 * Resources of which each has an id: those of a template have none before they are deployed, and get one made of type and
 * name, by which nothing else refers to them.
 */
export function withIds(resources: readonly unknown[]): readonly unknown[] {
  return resources.map((each, at) => {
    const object = objectOf(each);
    if (object === undefined || textOf(object.id)?.startsWith('/')) return each;
    const name = textOf(object.name) || `unnamed-${at}`;
    return { ...object, id: `/subscriptions/file/resourceGroups/file/providers/${typeOf(object)}/${name}` };
  });
}
