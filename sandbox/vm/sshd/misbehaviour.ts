import { z } from 'zod';

/** How an SSH server can behave badly; each over the real protocol. */
export const misbehaviourSchema = z.enum([
  /** The connection stands, and nothing is ever said. */
  'never-greets',
  /** It says who it is after five seconds. */
  'slow-to-greet',
  /** The first client that comes through a handshake sees the machine's own keys, all later ones see others. */
  'swaps-key-after-first-handshake',
  /** It takes a command, and nothing ever comes of it. */
  'never-answers',
  /** The output of a command never ends. */
  'flood',
  /** The connection is cut after half of the output. */
  'drops-in-the-middle',
  /** The channel is closed without a word of how the command ended. */
  'no-exit-status',
  /** The command is said to have died of SIGKILL. */
  'ends-by-signal',
]);

export type Misbehaviour = z.infer<typeof misbehaviourSchema>;

/** Where a guest keeps it, so that root in the guest can change it in the middle of a story. */
export const misbehaviourFile = '/etc/ssh/sandbox-misbehaves';
