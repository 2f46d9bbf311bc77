import { formState } from './acts/form-state.ts';
import { fillIds } from './fill-ids.ts';
import type { SlackCore } from './slack-core.ts';
import type { View } from './state.ts';
import type { Block } from './workspace.ts';

export type ViewSource = Record<string, unknown> & {
  readonly type: 'modal' | 'home';
  readonly blocks: readonly Block[];
};

/** Opens a modal: on top of what is open, or as a new one in its place. */
export function openView(core: SlackCore, user: string, source: ViewSource, onTopOf?: View): View {
  const id = core.ids.next('V');
  const view: View = {
    id,
    type: source.type,
    user,
    rootViewId: onTopOf?.rootViewId ?? id,
    previousViewId: onTopOf?.id ?? null,
    source: filled(core, source),
    hash: newHash(core),
    values: {},
    errors: {},
  };
  view.values = formState(view.source.blocks);
  core.state.views.set(id, view);
  const stack = core.state.modals.get(user) ?? [];
  if (onTopOf === undefined) forget(core, stack);
  core.state.modals.set(user, onTopOf === undefined ? [id] : [...stack, id]);
  core.state.changed();
  return view;
}

/** Replaces what a view shows. What was entered stays where block_id and action_id stay. */
export function updateView(core: SlackCore, view: View, source: ViewSource): void {
  view.source = filled(core, source);
  view.hash = newHash(core);
  view.values = formState(view.source.blocks, view.values);
  view.errors = {};
  core.state.changed();
}

/** Shows a Home tab; there is one for each person. */
export function publishHome(core: SlackCore, user: string, source: ViewSource): View {
  const known = core.state.views.get(core.state.homes.get(user) ?? '');
  if (known !== undefined) {
    updateView(core, known, source);
    return known;
  }
  const id = core.ids.next('V');
  const fresh = { id, type: 'home' as const, user, rootViewId: id, previousViewId: null, errors: {}, values: {} };
  const view: View = { ...fresh, source: filled(core, source), hash: newHash(core) };
  view.values = formState(view.source.blocks);
  core.state.views.set(id, view);
  core.state.homes.set(user, id);
  core.state.changed();
  return view;
}

/** Takes a view from the screen, and with `all` the whole stack. Returns what is gone, topmost first. */
export function closeView(core: SlackCore, view: View, all: boolean): View[] {
  const stack = core.state.modals.get(view.user) ?? [];
  const from = all ? 0 : stack.indexOf(view.id);
  const gone = from < 0 ? [] : stack.slice(from);
  const views = gone.flatMap((id) => core.state.views.get(id) ?? []).reverse();
  core.state.modals.set(view.user, stack.slice(0, Math.max(from, 0)));
  forget(core, gone);
  core.state.changed();
  return views;
}

export function topView(core: SlackCore, user: string): View | undefined {
  return core.state.views.get(core.state.modals.get(user)?.at(-1) ?? '');
}

function forget(core: SlackCore, ids: readonly string[]): void {
  for (const id of ids) core.state.views.delete(id);
}

function filled(core: SlackCore, source: ViewSource): View['source'] {
  return { ...source, blocks: fillIds(source.blocks, core.ids) };
}

function newHash(core: SlackCore): string {
  const count = core.ids.count('hash');
  return `${Math.floor(core.clock.now() / 1000)}.${count.toString(36).padStart(8, '0')}`;
}
