import { type Args, SlackRefusal } from '../api/method.ts';
import { viewSource } from '../api/views.ts';
import { payloadFrame, viewPayload } from '../payloads.ts';
import type { SlackCore } from '../slack-core.ts';
import type { View } from '../state.ts';
import { closeView, openView, updateView } from '../views.ts';
import type { FormValues, Outcome } from '../workspace.ts';
import { formErrors } from './form-errors.ts';
import { formState } from './form-state.ts';
import { submitResponseUrls } from './submit-response-urls.ts';

const trouble: Outcome = { ok: false, notice: 'We had some trouble connecting. Try again?' };

/** A person submits a modal: Slack's client looks at the inputs first, then the app does. */
export async function submitModal(
  core: SlackCore,
  userId: string,
  viewId: string,
  values: FormValues,
): Promise<Outcome> {
  const view = core.state.views.get(viewId);
  if (view === undefined || view.user !== userId || view.type !== 'modal') {
    return { ok: false, notice: 'This is not there any more' };
  }
  if (view.source.submit === undefined) return { ok: false, notice: 'This has nothing to submit' };
  view.values = formState(view.source.blocks, view.values, values);
  view.errors = {};
  const errors = formErrors(view.source.blocks, view.values);
  if (Object.keys(errors).length > 0) {
    mark(core, view, errors);
    return { ok: false, notice: Object.values(errors).join(' ') };
  }
  const delivery = await core.socket.deliver({
    type: 'interactive',
    payload: {
      type: 'view_submission',
      ...payloadFrame(core, userId),
      trigger_id: core.triggers.issue({ user: userId, viewId }),
      view: viewPayload(core, view),
      response_urls: submitResponseUrls(core, view),
    },
  });
  if (delivery.status !== 'acked') return trouble;
  return followAnswer(core, view, delivery.payload);
}

/** What the acknowledgement asks for. https://docs.slack.dev/surfaces/modals#response_actions */
function followAnswer(core: SlackCore, view: View, answer: Args): Outcome {
  try {
    switch (answer.response_action) {
      case undefined:
        closeView(core, view, false);
        return { ok: true };
      case 'clear':
        closeView(core, view, true);
        return { ok: true };
      case 'update':
        updateView(core, view, viewSource(core, answer, 'modal', view));
        return { ok: true };
      case 'push':
        if ((core.state.modals.get(view.user)?.length ?? 0) >= 3) return trouble;
        openView(core, view.user, viewSource(core, answer, 'modal'), view);
        return { ok: true };
      case 'errors':
        return showErrors(core, view, answer.errors);
      default:
        return trouble;
    }
  } catch (error) {
    if (error instanceof SlackRefusal) return trouble;
    throw error;
  }
}

function showErrors(core: SlackCore, view: View, errors: unknown): Outcome {
  if (typeof errors !== 'object' || errors === null) return trouble;
  const inputs = view.source.blocks.filter((block) => block.type === 'input').map((block) => block.block_id);
  const entries = Object.entries(errors);
  // Slack refuses errors for blocks that are no inputs of this view.
  if (entries.length === 0 || entries.some(([id, text]) => !inputs.includes(id) || typeof text !== 'string')) {
    return trouble;
  }
  mark(core, view, Object.fromEntries(entries));
  return { ok: true };
}

function mark(core: SlackCore, view: View, errors: Readonly<Record<string, string>>): void {
  view.errors = errors;
  core.state.changed();
}
