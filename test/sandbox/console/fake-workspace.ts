import type {
  Block,
  ChannelView,
  Click,
  FormValues,
  MessageView,
  ModalView,
  Outcome,
  Person,
  Workspace,
} from '../../../sandbox/slack/workspace.ts';

const person = (id: string, realName: string, tz: string, isBot = false): Person => {
  return { id, name: realName.split(' ')[0]?.toLowerCase() ?? id, realName, tz, isBot, guest: false };
};

const people = [
  person('U0ALICE', 'Alice Archer', 'Europe/Berlin'),
  person('U0BOB', 'Bob Baker', 'America/New_York'),
  person('U0APP', 'Drawbridge', 'Etc/UTC', true),
];

/** Friday 2 January 2026, 09:00 in Berlin. */
const startSeconds = Date.UTC(2026, 0, 2, 8, 0, 0) / 1000;

/** A workspace in memory whose app opens modals and answers in ephemeral messages, enough to try the page. */
export class FakeWorkspace implements Workspace {
  readonly clicks: Click[] = [];
  readonly submitted: FormValues[] = [];
  readonly typed: { userId: string; channelId: string; text: string; threadTs?: string }[] = [];
  refuseNextSubmit: Readonly<Record<string, string>> | undefined;
  nextOutcome: Outcome = { ok: true };
  readonly #messages = new Map<string, MessageView[]>([
    ['C0GENERAL', []],
    ['C0ACCESS', []],
  ]);
  readonly #private = new Map<string, string>();
  readonly #unread = new Map<string, number>([['C0ACCESS', 2]]);
  readonly #listeners = new Set<() => void>();
  #modals: ModalView[] = [];
  #home: ModalView | undefined;
  #lastTs = startSeconds;

  view(userId: string) {
    const me = people.find((each) => each.id === userId);
    if (me === undefined) throw new Error(`There is no ${userId}`);
    const channel = (id: string, name: string): ChannelView => ({
      id,
      name,
      kind: 'public',
      externallyShared: false,
      unread: userId === 'U0ALICE' ? (this.#unread.get(id) ?? 0) : 0,
      messages: (this.#messages.get(id) ?? []).filter((each) => (this.#private.get(each.ts) ?? userId) === userId),
    });
    return {
      team: { id: 'T0', name: 'Contoso' },
      me,
      people,
      userGroups: [{ id: 'S0OPS', handle: 'ops', users: ['U0BOB'] }],
      channels: [
        channel('C0GENERAL', 'general'),
        channel('C0ACCESS', 'vm-access'),
        { ...channel('D0APP', 'app'), kind: 'direct' as const, withUser: 'U0APP', readOnly: true },
      ],
      modals: userId === 'U0ALICE' ? this.#modals : [],
      ...(this.#home !== undefined && { home: this.#home }),
      commands: [
        {
          command: '/vm',
          description: 'Get onto a VM',
          usageHint: 'connect-check <vm> [from <address>] | my-ip <address> | help',
        },
      ],
    };
  }

  onChange(listener: () => void) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  read(_userId: string, channelId: string) {
    this.#unread.set(channelId, 0);
    this.changed();
  }

  async type(userId: string, channelId: string, text: string, threadTs?: string) {
    this.typed.push({ userId, channelId, text, ...(threadTs !== undefined && { threadTs }) });
    if (!text.startsWith('/'))
      this.post(channelId, { user: userId, text, ...(threadTs !== undefined && { threadTs }) });
    return this.nextOutcome;
  }

  async click(_userId: string, click: Click) {
    this.clicks.push(click);
    return this.nextOutcome;
  }

  async submitModal(_userId: string, viewId: string, values: FormValues): Promise<Outcome> {
    this.submitted.push(values);
    const errors = this.refuseNextSubmit;
    this.refuseNextSubmit = undefined;
    if (errors === undefined) this.#modals = this.#modals.filter((modal) => modal.id !== viewId);
    else this.#modals = this.#modals.map((modal) => (modal.id === viewId ? { ...modal, errors } : modal));
    this.changed();
    return { ok: true };
  }

  async closeModal(_userId: string, viewId: string): Promise<Outcome> {
    this.#modals = this.#modals.filter((modal) => modal.id !== viewId);
    this.changed();
    return { ok: true };
  }

  async openHome(): Promise<Outcome> {
    const blocks: Block[] = [{ type: 'header', block_id: 'h', text: { type: 'plain_text', text: 'Your open doors' } }];
    this.#home = { id: 'V0HOME', type: 'home', callbackId: 'home', title: '', close: '', blocks, errors: {} };
    this.changed();
    return { ok: true };
  }

  async shortcut(): Promise<Outcome> {
    return { ok: true };
  }

  /** @param to only this person sees it */
  post(channelId: string, part: Partial<MessageView>, to?: string): string {
    this.#lastTs += 1;
    const ts = `${this.#lastTs}.000100`;
    const plain = { user: 'U0APP', edited: false, text: '', blocks: [], attachments: [], files: [], replyCount: 0 };
    const messages = this.#messages.get(channelId) ?? [];
    const counted = messages.map((each) =>
      each.ts === part.threadTs ? { ...each, replyCount: each.replyCount + 1 } : each,
    );
    this.#messages.set(channelId, [...counted, { ...plain, ...part, ts, ephemeral: to !== undefined }]);
    if (to !== undefined) this.#private.set(ts, to);
    this.changed();
    return ts;
  }

  edit(channelId: string, ts: string, part: Partial<MessageView>): void {
    const messages = this.#messages.get(channelId) ?? [];
    this.#messages.set(
      channelId,
      messages.map((each) => (each.ts === ts ? { ...each, ...part } : each)),
    );
    this.changed();
  }

  open(modal: Partial<ModalView> & Pick<ModalView, 'id' | 'blocks'>): void {
    const plain = {
      type: 'modal' as const,
      callbackId: 'c',
      title: 'A modal',
      submit: 'Send',
      close: 'Cancel',
      errors: {},
    };
    this.#modals = [...this.#modals, { ...plain, ...modal }];
    this.changed();
  }

  changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
