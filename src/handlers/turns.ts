/**
 * Lets work begin one piece at a time, so that what arrives in between is heard: when many people type at once, the
 * commands that are still in the socket are acknowledged before the first ones have all begun to ask Azure.
 */
export function createTurns(): () => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return () => {
    // An immediate that is set within a turn comes after the sockets have been looked at again.
    last = last.then(() => new Promise((resolve) => setImmediate(resolve)));
    return last;
  };
}
