/** Lets one piece of work after the other go on, in the order in which they came. */
export type InTurn = <T>(work: () => Promise<T>) => Promise<T>;

export function createInTurn(): InTurn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work);
    // What fails keeps nobody behind it from going on.
    last = mine.catch(() => {});
    return mine;
  };
}
