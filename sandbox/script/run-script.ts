import { callAzure } from '../call-azure.ts';
import type { Sandbox } from '../sandbox.ts';
import type { FormValues, Outcome, WorkspaceView } from '../slack/workspace.ts';
import { faultSchema } from '../world/schema.ts';
import { findButton, findInput, findOption } from './find-element.ts';
import { type Deed, parseScript, type ScriptLine } from './parse-script.ts';
import { textOf } from './render-blocks.ts';
import { createWitness } from './transcript.ts';

export interface ScriptResult {
  readonly transcript: string;
  /** Numbers of the lines that could not be done. */
  readonly failed: readonly number[];
}

/** Scripts begin at this moment, so that their transcripts are the same every day. */
export const scriptStartMs = Date.UTC(2026, 0, 15, 9, 0, 0);

type Forms = Map<string, Record<string, Record<string, Record<string, unknown>>>>;

/**
 * Runs a script line by line; after each line everything the bot does because of it is waited for and written down.
 * @param json prints what the bot sent instead of its rendering
 * @throws ScriptError when a line cannot be understood; nothing is run then
 */
export async function runScript(
  sandbox: Sandbox,
  script: string,
  options: { json?: boolean } = {},
): Promise<ScriptResult> {
  const lines = parseScript(script);
  const people = sandbox.world.slack.users;
  const look = createWitness(
    sandbox.slack.workspace,
    people.map((person) => person.id),
  );
  const forms: Forms = new Map();
  const out: string[] = [];
  const failed: number[] = [];
  for (const line of lines) {
    out.push(line.text);
    if (line.kind === 'note') continue;
    const trouble = await perform(sandbox, line, forms).catch((error: Error) => error.message);
    await sandbox.settle();
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
async function perform(sandbox: Sandbox, line: ScriptLine, forms: Forms): Promise<string | undefined> {
  switch (line.kind) {
    case 'note':
      return undefined;
    case 'advance':
      sandbox.clock.advance(line.byMs);
      return undefined;
    case 'fault': {
      const fault = faultSchema.safeParse(line.fault);
      if (!fault.success)
        return `not a fault: ${fault.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`).join('; ')}`;
      sandbox.world.faults.push(fault.data);
      return undefined;
    }
    case 'azure': {
      const status = await callAzure(sandbox.arm, line.method, line.path, line.body);
      return status < 300 ? undefined : `Azure answered ${status}`;
    }
    case 'person': {
      const user = sandbox.world.slack.users.find((each) => each.name === line.name);
      if (user === undefined) return `there is nobody called ${line.name}`;
      const outcome = await act(sandbox, user.id, line.channel, line, forms);
      return typeof outcome === 'string' ? outcome : outcome.ok ? undefined : outcome.notice;
    }
  }
}

async function act(
  sandbox: Sandbox,
  userId: string,
  channelName: string | undefined,
  deed: Deed,
  forms: Forms,
): Promise<Outcome | string> {
  const { workspace } = sandbox.slack;
  const view = workspace.view(userId);
  switch (deed.deed) {
    case 'type': {
      const channel =
        channelName === undefined ? view.channels[0] : view.channels.find((each) => each.name === channelName);
      return channel === undefined
        ? `there is no channel ${channelName ?? ''}`
        : workspace.type(userId, channel.id, deed.words);
    }
    case 'click': {
      const button = findButton(view, deed.label);
      return button === undefined ? `there is no button "${deed.label}"` : workspace.click(userId, button);
    }
    case 'choose': {
      const found = findOption(view, deed.option, deed.label);
      if (found === undefined) return `nothing offers "${deed.option}"`;
      const state = { selected_option: found.option };
      if (found.label === undefined) return workspace.click(userId, { ...found, state });
      return fill(forms, view, found, { type: found.element.type, ...state });
    }
    case 'fill': {
      const input = findInput(view, deed.label);
      if (input === undefined) return `there is no field "${deed.label}"`;
      return fill(forms, view, input, { type: input.element.type, value: deed.value });
    }
    case 'submit': {
      const modal = view.modals.at(-1);
      if (modal === undefined) return 'no form is open';
      return workspace.submitModal(userId, modal.id, { ...initialValues(view), ...forms.get(modal.id) });
    }
    case 'close': {
      const modal = view.modals.at(-1);
      return modal === undefined ? 'no form is open' : workspace.closeModal(userId, modal.id);
    }
    case 'home':
      return workspace.openHome(userId);
  }
}

function fill(
  forms: Forms,
  view: WorkspaceView,
  at: { blockId: string; actionId: string },
  state: Record<string, unknown>,
): Outcome | string {
  const modal = view.modals.at(-1);
  if (modal === undefined) return 'no form is open';
  forms.set(modal.id, { ...forms.get(modal.id), [at.blockId]: { [at.actionId]: state } });
  return { ok: true };
}

/** What the fields of the topmost form hold before anybody touches them. */
function initialValues(view: WorkspaceView): FormValues {
  const inputs = (view.modals.at(-1)?.blocks ?? []).filter((block) => block.type === 'input');
  return Object.fromEntries(
    inputs.map((block) => {
      const element = block.element as Record<string, unknown>;
      const initial = {
        value: element.initial_value ?? null,
        selected_option: element.initial_option,
        selected_options: element.initial_options,
      };
      const state = Object.fromEntries(Object.entries(initial).filter(([, value]) => value !== undefined));
      return [block.block_id ?? textOf(block.label), { [String(element.action_id)]: { type: element.type, ...state } }];
    }),
  );
}
