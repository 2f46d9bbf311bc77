import { callAzure } from '../call-azure.ts';
import type { Sandbox } from '../sandbox.ts';
import { causeTrouble } from '../slack/cause-trouble.ts';
import type { Fleet } from '../vm/fleet.ts';
import { faultSchema } from '../world/schema.ts';
import { act } from './act.ts';
import { causeInVm } from './cause-in-vm.ts';
import { parseScript, type ScriptLine } from './parse-script.ts';
import { createWitness } from './transcript.ts';

export interface ScriptResult {
  readonly transcript: string;
  /** Numbers of the lines that could not be done. */
  readonly failed: readonly number[];
}

/** What a script plays on; the bot in it may be another one than ours. */
export type Stage = Pick<Sandbox, 'world' | 'arm' | 'slack' | 'advance' | 'settle'> & {
  readonly fleet: Pick<Fleet, 'runShellScript'>;
};

/** Scripts begin at this moment, so that their transcripts are the same every day. */
export const scriptStartMs = Date.UTC(2026, 0, 15, 9, 0, 0);

/**
 * Runs a script line by line; after each line everything the bot does because of it is waited for and written down.
 * @param json prints what the bot sent instead of its rendering
 * @throws ScriptError when a line cannot be understood; nothing is run then
 */
export async function runScript(stage: Stage, script: string, options: { json?: boolean } = {}): Promise<ScriptResult> {
  const lines = parseScript(script);
  const people = stage.world.slack.users;
  const look = createWitness(
    stage.slack.workspace,
    people.map((person) => person.id),
  );
  const forms = new Map();
  const out: string[] = [];
  const failed: number[] = [];
  for (const line of lines) {
    out.push(line.text);
    if (line.kind === 'note') continue;
    const hear = (words: string) => options.json || out.push(`  ${words}`);
    const trouble = await perform(stage, line, { forms, hear }).catch((error: Error) => error.message);
    await stage.settle();
    if (trouble !== undefined) {
      failed.push(line.number);
      out.push(`  ! ${trouble}`);
    }
    for (const seen of look()) {
      if (options.json) out.push(JSON.stringify(seen.payload, null, 2));
      else out.push(`  ${seen.heading}`, ...seen.lines.map((text) => `    ${text}`.trimEnd()));
    }
  }
  return { transcript: `${out.join('\n').trimEnd()}\n`, failed };
}

/** Does one line; what comes back is why it could not be done. */
async function perform(stage: Stage, line: ScriptLine, memory: Parameters<typeof act>[3]): Promise<string | undefined> {
  switch (line.kind) {
    case 'note':
      return undefined;
    case 'advance':
      await stage.advance(line.byMs);
      return undefined;
    case 'fault': {
      const fault = faultSchema.safeParse(line.fault);
      if (!fault.success)
        return `not a fault: ${fault.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`;
      stage.world.faults.push(fault.data);
      return undefined;
    }
    case 'slack':
      return causeTrouble(stage.slack, line.trouble);
    case 'vm':
      for (const words of await causeInVm(stage, line.vm, line.event)) memory.hear(words);
      return undefined;
    case 'azure': {
      const status = await callAzure(stage.arm, line.method, line.path, line.body);
      return status < 300 ? undefined : `Azure answered ${status}`;
    }
    case 'person': {
      const user = stage.world.slack.users.find((each) => each.name === line.name);
      if (user === undefined) return `there is nobody called ${line.name}`;
      const outcome = await act(stage.slack.workspace, user, line, memory);
      return typeof outcome === 'string' ? outcome : outcome.ok ? undefined : outcome.notice;
    }
  }
}
