import type { RawData, WebSocket } from 'ws';
import type { Workspace, WorkspaceView } from '../../slack/workspace.ts';
import type { World } from '../../world/world.ts';
import { type AzureView, addressesIn, azureView, type Deliver } from '../azure-view.ts';
import { clientMessageSchema, type ServerMessage, type Snapshot } from '../protocol.ts';
import { perform, type Stage } from './perform.ts';

export interface SessionInput extends Stage {
  readonly world: World;
  readonly deliver?: Deliver;
  readonly vmRows: number;
  /** Addresses that people named in commands, newest first; shared by all sessions. */
  readonly recentAddresses: string[];
  /** Tells this run of the sandbox from others. */
  readonly run: string;
  /** Has every session push what changed. */
  readonly changed: (part: Part) => void;
}

/** What changed: the workspace alone, or the pretend Azure as well. */
export type Part = 'workspace' | 'azure';

/** One page that is open: remembers who looks and what it was sent, and sends only what changed. */
export class Session {
  readonly #socket: WebSocket;
  readonly #input: SessionInput;
  #userId: string | undefined;
  #search = '';
  #sentWorkspace = '';
  #sentAzure = '';
  #azureIsStale = true;
  #timer: NodeJS.Timeout | undefined;

  constructor(socket: WebSocket, input: SessionInput) {
    this.#socket = socket;
    this.#input = input;
    socket.on('message', (data) => void this.#receive(data));
    socket.on('close', () => clearTimeout(this.#timer));
    socket.on('error', () => socket.terminate());
  }

  /** Changes come in bursts: the first one of a burst sets off one push for all. */
  changed(part: Part): void {
    if (part === 'azure') this.#azureIsStale = true;
    this.#timer ??= setTimeout(() => this.#push(), 20);
  }

  async #receive(data: RawData): Promise<void> {
    const parsed = clientMessageSchema.safeParse(parseJson(String(data)));
    if (!parsed.success) return this.#socket.close(1008, 'Not a message of the console');
    const message = parsed.data;
    if (message.kind === 'watch') {
      this.#userId = personId(this.#input.world, message.as);
      this.#search = message.search;
      this.#azureIsStale = true;
      this.#push();
      return;
    }
    if (message.action.kind === 'type' && remember(this.#input.recentAddresses, message.action.text)) {
      this.#input.changed('azure');
    }
    const outcome = await perform(this.#input, message.as, message.action).catch((error: Error) => ({
      ok: false as const,
      notice: `The sandbox failed: ${error.message}`,
    }));
    this.#send({ kind: 'outcome', id: message.id, outcome });
    this.#input.changed('workspace');
  }

  #push(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const { workspace, clock, setPower, causeTrouble, changeVm, run } = this.#input;
    if (this.#userId === undefined) return;
    const seen = workspace.view(this.#userId);
    const seenText = JSON.stringify(seen);
    const azure = this.#azureIsStale ? this.#azure() : undefined;
    const azureText = azure === undefined ? this.#sentAzure : JSON.stringify(azure);
    this.#azureIsStale = false;
    const snapshot: Snapshot = {
      kind: 'snapshot',
      nowMs: clock.now(),
      canPower: setPower !== undefined,
      canTrouble: causeTrouble !== undefined,
      canChangeVms: changeVm !== undefined,
      run,
      waiting: unreadOfOthers(workspace, seen),
      ...(seenText !== this.#sentWorkspace && { workspace: seen }),
      ...(azure !== undefined && azureText !== this.#sentAzure && { azure }),
    };
    this.#sentWorkspace = seenText;
    this.#sentAzure = azureText;
    this.#send(snapshot);
  }

  #azure(): AzureView {
    const { world, deliver, vmRows, recentAddresses } = this.#input;
    const options = { search: this.#search, limit: vmRows, recentAddresses };
    return azureView(world, deliver === undefined ? options : { ...options, deliver });
  }

  #send(message: ServerMessage): void {
    if (this.#socket.readyState === this.#socket.OPEN) this.#socket.send(JSON.stringify(message));
  }
}

function unreadOfOthers(workspace: Workspace, { me, people }: WorkspaceView): Snapshot['waiting'] {
  const others = people.filter((person) => person.id !== me.id && !person.isBot && !person.deactivated);
  const counts = others.map(({ id }): [string, number] => {
    return [id, workspace.view(id).channels.reduce((sum, channel) => sum + channel.unread, 0)];
  });
  return Object.fromEntries(counts.filter(([, unread]) => unread > 0));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** People are named by id or by name; whoever is not known looks as the first person does. */
function personId(world: World, wanted: string): string | undefined {
  const { users } = world.slack;
  return (users.find((user) => user.id === wanted || user.name === wanted.toLowerCase()) ?? users[0])?.id;
}

/** Whether the text named any. */
function remember(addresses: string[], text: string): boolean {
  const named = addressesIn(text);
  for (const address of named) {
    const known = addresses.indexOf(address);
    if (known >= 0) addresses.splice(known, 1);
    addresses.unshift(address);
  }
  addresses.length = Math.min(addresses.length, 3);
  return named.length > 0;
}
