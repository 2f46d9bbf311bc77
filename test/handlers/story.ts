import { scriptClock } from '../../sandbox/clock.ts';
import { type Sandbox, startSandbox } from '../../sandbox/sandbox.ts';
import { runScript, scriptStartMs } from '../../sandbox/script/run-script.ts';
import type { World } from '../../sandbox/world/world.ts';

export interface Story extends AsyncDisposable {
  readonly sandbox: Sandbox;
  /** Does these lines and gives back what was seen. @throws Error when a line could not be done */
  tell(...lines: readonly string[]): Promise<string>;
}

/** A sandbox in which people do what a test's lines say, on a clock that stands still between them. */
export async function startStory(world: World): Promise<Story> {
  const clock = scriptClock(scriptStartMs);
  const sandbox = await startSandbox({ world, clock, fast: true, scripted: true });
  return {
    sandbox,
    async tell(...lines) {
      const { transcript, failed } = await runScript(sandbox, lines.join('\n'));
      if (failed.length > 0) throw new Error(`line ${failed.join(', ')} could not be done:\n${transcript}`);
      return transcript;
    },
    [Symbol.asyncDispose]: () => sandbox.close(),
  };
}
