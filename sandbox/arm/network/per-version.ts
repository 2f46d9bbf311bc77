import type { World } from '../../world/world.ts';

/** Remembers what was computed of a world until a resource of it changes. */
export function perVersion<Value>(compute: (world: World) => Value): (world: World) => Value {
  const known = new WeakMap<World, { value: Value | undefined }>();
  return (world) => {
    let entry = known.get(world);
    if (entry === undefined) {
      const fresh: { value: Value | undefined } = { value: undefined };
      world.onChange(() => {
        fresh.value = undefined;
      });
      known.set(world, fresh);
      entry = fresh;
    }
    entry.value ??= compute(world);
    return entry.value;
  };
}
