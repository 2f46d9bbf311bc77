import { code, inert } from '../text/escape.ts';
import type { Check, CheckInput, Outcome } from './check.ts';
import { skipped, upperFirst } from './sentences.ts';
import { wayForBot } from './way-for-bot.ts';

/** Says whose view it is in every sentence: the bot's address is not the caller's. */
export const sshAnswers: Check = {
  id: 'ssh-answers',
  title: 'SSH answers, as seen from the bot',
  evaluate(input) {
    const { probe, port } = input;
    switch (probe.kind) {
      case 'answered':
        return { status: 'pass', summary: `Seen from the bot, SSH answers: ${code(probe.banner)}` };
      case 'not-ssh':
        if (turnedAway.test(probe.received)) return turned(probe.received);
        return {
          status: 'fail',
          summary: 'Seen from the bot, something else than SSH answers',
          because: `It began with ${code(probe.received)}.`,
          todo: `See which service listens on port ${port}, and which port sshd listens on.`,
        };
      case 'silent':
        return silent(probe.afterMs, probe.received);
      case 'hung-up':
        return hungUp(probe.received);
      case 'timed-out':
        return timedOut(probe.afterMs, input);
      case 'refused':
        return {
          status: 'fail',
          summary: 'Seen from the bot, the connection is refused',
          because: `The VM is reached, but nothing listens on port ${port}.`,
          todo: `Start sshd on the VM, or check the port that it does listen on (${code(port === 22 ? 'port 2222' : 'port 22')}, for instance); ${lookInside(input)} tells which of the two.`,
        };
      case 'failed':
        return {
          status: 'unknown',
          summary: 'The bot could not try the port',
          because: `${upperFirst(inert(probe.because))}.`,
          todo: 'Try to connect yourself.',
        };
      case 'skipped':
        return skipped(probe.because);
    }
  },
};

/**
 * How OpenSSH itself sends somebody away before it greets: too many log-ins at once, or too many tries from one address
 * (MaxStartups, PerSourcePenalties). https://man.openbsd.org/sshd_config#PerSourcePenalties
 */
const turnedAway = /^(?:Exceeded MaxStartups|Not allowed at this time)/;

function turned(received: string): Outcome {
  return {
    status: 'warn',
    summary: 'Seen from the bot, sshd is there, but turns the bot away at the moment',
    because: `It said ${code(received)}: too many log-ins at once, or too many tries from the bot's address.`,
    todo: 'Try to connect yourself; that it turns the bot away does not mean that it does so with you.',
  };
}

function silent(afterMs: number, received: string): Outcome {
  const todo = 'Try to connect; if it hangs, look at the load of the VM, or restart it.';
  if (received !== '') {
    return {
      status: 'warn',
      summary: `Seen from the bot, the port answers, but not with a whole SSH greeting within ${seconds(afterMs)}`,
      because: `It stopped after ${code(received)}; an overloaded VM, or another service, does that.`,
      todo,
    };
  }
  return {
    status: 'warn',
    summary: `Seen from the bot, the port opens, but says nothing for ${seconds(afterMs)}`,
    because: 'sshd greets first; an overloaded VM, or another service, does not.',
    todo,
  };
}

/** It may be meant for the bot's address alone, so nothing follows for the caller. */
function hungUp(received: string): Outcome {
  const said =
    received === '' ? 'It closed without a word' : `It closed in the middle of its greeting, ${code(received)}`;
  return {
    status: 'unknown',
    summary: 'Seen from the bot, the port opens and closes again',
    because: `${said}; sshd does so with addresses that it turns away, and when it cannot start a session.`,
    todo: 'Try to connect yourself; if it closes on you too, look at the log of sshd on the VM.',
  };
}

/** A time-out says something of the VM only where the rules surely let the bot's packets through. */
function timedOut(afterMs: number, { facts, port, botAddress }: CheckInput): Outcome {
  const summary = `Seen from the bot, nothing answers within ${seconds(afterMs)}`;
  const todo = 'Try to connect yourself.';
  if (botAddress === undefined) {
    const because = "The bot's own address is not configured, so the rules may simply shut the bot out.";
    return { status: 'unknown', summary, because, todo };
  }
  const bot = `the bot's address ${code(botAddress)}`;
  if (wayForBot(facts, port, botAddress).kind !== 'open') {
    return { status: 'unknown', summary, because: `It is not known whether the rules let ${bot} in.`, todo };
  }
  return {
    status: 'warn',
    summary,
    because: `The security groups let ${bot} in, so something else drops its packets.`,
    todo: `Try to connect; if it hangs, look at the firewall inside the VM, its routes, and whether it has booted: ${lookInside({ facts, port })}.`,
  };
}

/** What Azure does not show is seen from inside. */
function lookInside({ facts, port }: Pick<CheckInput, 'facts' | 'port'>): string {
  return code(`/vm troubleshoot ${facts.vm.name}${port === 22 ? '' : ` port ${port}`}`);
}

function seconds(ms: number): string {
  return `${Math.round(ms / 100) / 10} s`;
}
