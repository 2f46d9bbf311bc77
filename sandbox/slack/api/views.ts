import { checkView } from '../blocks/check-view.ts';
import { viewPayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { View } from '../state.ts';
import { openView, publishHome, topView, updateView, type ViewSource } from '../views.ts';
import { type Args, argumentRefusal, json, type Method, requiredText, SlackRefusal, text } from './method.ts';

const maxStack = 3;
const maxBytes = 250_000;

const open: Method = {
  name: 'views.open',
  run(core, args) {
    const source = viewSource(core, args, 'modal');
    const { user } = trigger(core, args);
    return { view: viewPayload(core, openView(core, user, source)) };
  },
};

const push: Method = {
  name: 'views.push',
  run(core, args) {
    const source = viewSource(core, args, 'modal');
    const { user } = trigger(core, args);
    const below = topView(core, user);
    if (below === undefined) throw new SlackRefusal('not_found');
    if ((core.state.modals.get(user)?.length ?? 0) >= maxStack) throw new SlackRefusal('push_limit_reached');
    return { view: viewPayload(core, openView(core, user, source, below)) };
  },
};

const update: Method = {
  name: 'views.update',
  run(core, args) {
    const view = wantedView(core, args);
    const source = viewSource(core, args, view.type, view);
    const hash = text(args, 'hash');
    if (hash !== undefined && hash !== view.hash) throw new SlackRefusal('hash_conflict');
    updateView(core, view, source);
    return { view: viewPayload(core, view) };
  },
};

const publish: Method = {
  name: 'views.publish',
  run(core, args) {
    const user = requiredText(args, 'user_id');
    const person = core.state.people.get(user);
    if (person === undefined || person.isBot) throw new SlackRefusal('user_not_found');
    const source = viewSource(core, args, 'home');
    const current = core.state.views.get(core.state.homes.get(user) ?? '');
    const hash = text(args, 'hash');
    if (hash !== undefined && current !== undefined && hash !== current.hash) throw new SlackRefusal('hash_conflict');
    return { view: viewPayload(core, publishHome(core, user, source)) };
  },
};

export const viewMethods: readonly Method[] = [open, push, update, publish];

function trigger(core: SlackCore, args: Args): { user: string } {
  const use = core.triggers.use(text(args, 'trigger_id') ?? text(args, 'interactivity_pointer') ?? '');
  if (use.status !== 'good') throw new SlackRefusal(use.status);
  return use;
}

function wantedView(core: SlackCore, args: Args): View {
  const id = text(args, 'view_id');
  const externalId = text(args, 'external_id');
  if (id === undefined && externalId === undefined) {
    throw argumentRefusal('invalid_arguments', ['[ERROR] missing required field: view_id']);
  }
  const found =
    id === undefined
      ? [...core.state.views.values()].find((each) => each.source.external_id === externalId)
      : core.state.views.get(id);
  if (found === undefined) throw new SlackRefusal('not_found');
  return found;
}

/** The view as the app sent it, held against Slack's limits. Also used for views that come with an acknowledgement. */
export function viewSource(core: SlackCore, args: Args, type: 'modal' | 'home', replaces?: View): ViewSource {
  const value = json(args, 'view');
  const report = checkView(value, type);
  if (report.messages.length > 0) throw argumentRefusal('invalid_arguments', report.messages);
  if (Buffer.byteLength(JSON.stringify(value)) > maxBytes) throw new SlackRefusal('view_too_large');
  const source = value as ViewSource;
  const externalId = source.external_id;
  const twin = [...core.state.views.values()].find(
    (each) => each !== replaces && each.source.external_id === externalId,
  );
  if (typeof externalId === 'string' && externalId !== '' && twin !== undefined) {
    throw new SlackRefusal('duplicate_external_id');
  }
  return source;
}
