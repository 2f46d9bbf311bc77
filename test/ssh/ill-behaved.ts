import type { Connection, ServerChannel, Session } from 'ssh2';
import type { SandboxClock } from '../../sandbox/clock.ts';
import type { Executed } from '../../src/core/commands/executed.ts';
import type { OnSession } from './serve-ssh.ts';

/** One way to treat a command, and what is to be told of it. */
export interface Manner {
  readonly name: string;
  /** @param clock the client's: whoever never answers lets the time pass that the client waits */
  readonly onSession: (clock: SandboxClock, drop: () => void) => OnSession;
  /** Called after the first output has arrived at the client. */
  readonly onOutput?: (clock: SandboxClock) => void;
  /** What must be among it. */
  readonly end: Partial<Executed['end']>;
  readonly process: Executed['process'];
  readonly isOutputComplete: boolean;
  readonly output?: string;
}

/** More than each of the limits that the test gives. */
export const wallMs = 60_000;
export const idleMs = 10_000;
export const graceMs = 1_000;

/** ssh2's server keeps to the protocol; these messages go past it. The number is the client's name for the channel. */
interface Wire {
  exitStatus(id: number, status: number): void;
  exitSignal(id: number, name: string, isCoreDumped: boolean, message: string): void;
  channelSuccess(id: number): void;
  channelFailure(id: number): void;
  channelClose(id: number): void;
  channelEOF(id: number): void;
  channelData(id: number, data: Buffer): void;
  channelExtData(id: number, data: Buffer, type: number): void;
}

function raw(act: (wire: Wire, id: number, session: Session) => void): OnSession {
  return (accept, _, connection: Connection) => {
    const session = accept();
    const id = Reflect.get(Reflect.get(session, '_chanInfo'), 'outgoing').id;
    session.on('exec', () => act(Reflect.get(connection, '_protocol'), id, session));
  };
}

function run(act: (channel: ServerChannel, session: Session) => void): OnSession {
  return (accept) => {
    const session = accept();
    session.on('exec', (take) => act(take(), session));
  };
}

function leave(channel: ServerChannel, how: number | string, lastWords = ''): void {
  if (typeof how === 'number') channel.exit(how);
  else channel.exit(how, false, 'bye');
  channel.end(lastWords);
}

const exited = (status: number) => ({ kind: 'exited', status }) as const;
const ended = { process: 'ended', isOutputComplete: true } as const;
const open = { process: 'may-run', isOutputComplete: false } as const;
const lost = { kind: 'connection-lost' } as const;
const up = Buffer.from('up\n');

const endings: readonly Manner[] = [
  {
    name: 'exits with a status',
    onSession: () => run((channel) => leave(channel, 3, 'up\n')),
    ...ended,
    end: exited(3),
    output: 'up\n',
  },
  {
    name: 'exits with the greatest status there is',
    onSession: () => run((channel) => leave(channel, 4_294_967_295)),
    ...ended,
    end: exited(4_294_967_295),
  },
  {
    name: 'tells the status before the output',
    onSession: () =>
      run((channel) => {
        channel.exit(0);
        channel.end('up\n');
      }),
    ...ended,
    end: exited(0),
    output: 'up\n',
  },
  {
    name: 'tells the status before it confirms the command',
    onSession: () =>
      raw((wire, id) => {
        wire.exitStatus(id, 5);
        wire.channelSuccess(id);
        wire.channelEOF(id);
        wire.channelClose(id);
      }),
    ...ended,
    end: exited(5),
  },
  {
    name: 'tells the status after the end of the output',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.channelData(id, up);
        wire.channelEOF(id);
        setImmediate(() => {
          wire.exitStatus(id, 4);
          wire.channelClose(id);
        });
      }),
    ...ended,
    end: exited(4),
    output: 'up\n',
  },
  {
    name: 'tells the status when the channel is closed already',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.channelClose(id);
        wire.exitStatus(id, 0);
      }),
    end: { kind: 'unknown' },
    process: 'may-run',
    isOutputComplete: true,
  },
  {
    name: 'tells two statuses',
    onSession: () =>
      run((channel) => {
        channel.exit(1);
        leave(channel, 0);
      }),
    ...ended,
    end: exited(1),
  },
  {
    name: 'tells no status',
    onSession: () => run((channel) => channel.end('up\n')),
    end: { kind: 'unknown' },
    process: 'may-run',
    isOutputComplete: true,
    output: 'up\n',
  },
  {
    name: 'ends by a signal',
    onSession: () => run((channel) => leave(channel, 'TERM')),
    ...ended,
    end: { kind: 'signalled', signal: 'SIGTERM' },
  },
  {
    name: 'ends by a signal with a name over two lines',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.exitSignal(id, 'KILL', true, '\u001b[31m');
        wire.channelClose(id);
      }),
    ...ended,
    end: { kind: 'signalled', signal: 'SIGKILL' },
  },
  {
    name: 'sends more after the end of the output',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.channelData(id, up);
        wire.channelEOF(id);
        wire.channelData(id, up);
        wire.channelExtData(id, up, 1);
        wire.exitStatus(id, 0);
        wire.channelClose(id);
      }),
    ...ended,
    end: exited(0),
    output: 'up\n',
  },
  {
    name: 'floods, and exits',
    onSession: () =>
      run((channel) => {
        channel.write(Buffer.alloc(6_000_000, 'o'), () => leave(channel, 0));
      }),
    ...ended,
    end: exited(0),
  },
];

const breaks: readonly Manner[] = [
  {
    name: 'drops the connection in the middle of the output',
    onSession: (_, drop) => run((channel) => channel.write('up\n', () => setImmediate(drop))),
    ...open,
    end: lost,
    output: 'up\n',
  },
  {
    name: 'drops the connection after the status',
    onSession: (_, drop) =>
      run((channel) => {
        channel.exit(0);
        setImmediate(drop);
      }),
    end: exited(0),
    process: 'ended',
    isOutputComplete: false,
  },
  {
    name: 'drops the connection instead of a session',
    onSession: (_, drop) => () => drop(),
    end: { kind: 'not-started' },
    process: 'never-ran',
    isOutputComplete: false,
  },
  {
    name: 'drops the connection instead of an answer to the command',
    onSession: (_, drop) => raw(drop),
    ...open,
    end: lost,
  },
];

const refusals: readonly Manner[] = [
  {
    name: 'refuses a session',
    onSession: () => (_, reject) => reject(),
    end: { kind: 'not-started', because: 'the server opened no session for it' },
    process: 'never-ran',
    isOutputComplete: false,
  },
  {
    name: 'refuses the command',
    onSession: () => (accept) => accept().on('exec', (_, reject) => reject()),
    end: { kind: 'not-started', because: 'the server refused to run it' },
    process: 'never-ran',
    isOutputComplete: false,
  },
  {
    name: 'closes the channel instead of an answer to the command',
    onSession: () => raw((wire, id) => wire.channelClose(id)),
    ...open,
    end: { kind: 'unknown' },
  },
];

/** The client has waited long enough for the next output. */
const passIdle = (clock: SandboxClock) => clock.advance(idleMs);

/** Says "up" and nothing more, does this when it is asked to end, and otherwise waits on. */
function silent(onSignal: (name: string, channel: ServerChannel, clock: SandboxClock) => void) {
  return (clock: SandboxClock) =>
    run((channel, session) => {
      session.on('signal', (_accept, _reject, { name }) => onSignal(name, channel, clock));
      channel.write('up\n');
    });
}

const idle = { kind: 'timed-out', limit: 'idle' } as const;

const silences: readonly Manner[] = [
  {
    name: 'never answers a session',
    onSession: (clock) => () => passIdle(clock),
    ...open,
    end: idle,
  },
  {
    name: 'never answers the command',
    onSession: (clock) => raw(() => passIdle(clock)),
    ...open,
    end: idle,
  },
  {
    name: 'says nothing more, and ends at SIGTERM',
    onSession: silent((name, channel) => leave(channel, name)),
    onOutput: passIdle,
    ...ended,
    end: idle,
    output: 'up\n',
  },
  {
    name: 'says nothing more, says good-bye at SIGTERM, and ends at SIGKILL',
    onSession: silent((name, channel, clock) => {
      if (name === 'TERM') channel.write('bye\n', () => setImmediate(() => clock.advance(graceMs)));
      else leave(channel, name);
    }),
    onOutput: passIdle,
    ...ended,
    end: idle,
    output: 'up\nbye\n',
  },
  {
    name: 'says nothing more, and ends at nothing',
    onSession: silent((_name, _channel, clock) => clock.advance(graceMs)),
    onOutput: passIdle,
    ...open,
    end: idle,
    output: 'up\n',
  },
  {
    name: 'says nothing more, and drops the connection when it is asked to end',
    onSession: (clock, drop) => silent(drop)(clock),
    onOutput: passIdle,
    ...open,
    end: idle,
    output: 'up\n',
  },
  {
    name: 'ends its output and never the channel',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.channelData(id, up);
        wire.channelEOF(id);
      }),
    onOutput: (clock) => {
      for (const step of [idleMs, graceMs, graceMs]) clock.advance(step);
    },
    ...open,
    end: idle,
    output: 'up\n',
  },
  {
    name: 'exits, and keeps the channel open',
    onSession: () =>
      raw((wire, id) => {
        wire.channelSuccess(id);
        wire.exitStatus(id, 0);
        wire.channelData(id, up);
      }),
    onOutput: passIdle,
    end: exited(0),
    process: 'ended',
    isOutputComplete: false,
    output: 'up\n',
  },
];

export const illBehaved: readonly Manner[] = [...endings, ...breaks, ...refusals, ...silences];
