import type { KnownBlock } from '@slack/types';
import type { ConnectInstructions } from '../core/connect/connect-instructions.ts';
import type { InTheWay } from '../core/connect/stands-in-the-way.ts';
import type { Step, Way } from '../core/connect/way.ts';
import { clippedMrkdwn, code, inert } from '../core/text/escape.ts';
import { context, header, section } from './blocks.ts';
import { limits } from './limits.ts';
import { lineBlocks } from './line-blocks.ts';
import type { Message } from './message.ts';
import { problem } from './problem.ts';

/** What was asked for, as it is typed again in other commands. */
export interface ConnectAsked {
  readonly vm: { readonly name: string; readonly resourceGroup: string; readonly subscription: string };
  /** The VM as the person named it. */
  readonly typed: string;
  /** Canonical address or CIDR block; undefined when the person has not said. */
  readonly from: string | undefined;
  readonly port: number;
}

const most = { title: 150, notes: 700, summary: 180, fingerprints: 8 };

/** What to type to get onto the VM: the line that most people need first, then what belongs to it, then the other ways. */
export function connectInstructionsMessage(asked: ConnectAsked, instructions: ConnectInstructions): Message {
  const { ways, inTheWay } = instructions;
  const [best, ...others] = ways;
  const title = `How to connect to ${inert(asked.vm.name)}`;
  const { destination } = instructions;
  return {
    text: clippedMrkdwn(title, limits.notification),
    blocks: [
      header(title),
      context(about(asked)),
      ...(inTheWay === undefined ? [] : [section(obstacle(inTheWay, asked))]),
      ...(best === undefined ? [section(nothingYet(asked, destination.kind))] : wayBlocks(best)),
      ...(best === undefined ? [] : [section(fingerprintLine(asked, instructions, best))]),
      ...(best?.more ?? []).flatMap(stepBlocks),
      ...others.flatMap((way) => [{ type: 'divider' } as const, ...wayBlocks(way), ...way.more.flatMap(stepBlocks)]),
      ...(ways.some(({ id }) => id !== 'entra') ? [context(passwordWords[instructions.passwordLogin])] : []),
      ...(best === undefined ? [] : [context(ifItFails(asked))]),
    ],
  };
}

/** For a VM that is none of SSH's. */
export function windowsVm(name: string): Message {
  return problem({
    message: `${code(name)} runs Windows, where people log in with Remote Desktop (RDP). That is not what this bot is for.`,
    hint: 'In the portal, on the page of the VM, Connect has the file for Remote Desktop.',
  });
}

function about({ vm, from, port }: ConnectAsked): string {
  const where = `${code(vm.resourceGroup)} in ${code(vm.subscription)}`;
  const who = from === undefined ? '' : ` from ${code(from)}`;
  return clippedMrkdwn(`SSH to port ${port}${who} · ${where}`, 400);
}

function obstacle({ kind, summaries }: InTheWay, asked: ConnectAsked): string {
  const told = summaries.map((summary) => clippedMrkdwn(summary, most.summary)).join('. ');
  const check = clippedMrkdwn(code(command('connect-check', asked)), 500);
  switch (kind) {
    case 'certain':
      return `:warning:  *It does not work yet.* ${told}. ${check} says why, and what mends it.`;
    case 'unclear':
      return `:grey_question:  *Not known whether it works now.* ${told}. ${check} says why.`;
    case 'address':
      return `:information_source:  ${told}. These are the ways that go without. ${check} says more, and what mends it.`;
  }
}

function nothingYet(asked: ConnectAsked, kind: ConnectInstructions['destination']['kind']): string {
  if (kind === 'unassigned') {
    const again = clippedMrkdwn(code(command('connect', asked)), 500);
    return `There is no line to type yet: its public IP holds no address now, and a dynamic one gets its address when the VM starts. Then ${again} has the line.`;
  }
  return 'There is no line to type: no address that leads to the VM is known.';
}

function command(subcommand: string, { typed, from, port }: ConnectAsked): string {
  const words = [
    `/vm ${subcommand} ${typed}`,
    ...(from ? [`from ${from}`] : []),
    ...(port === 22 ? [] : [`port ${port}`]),
  ];
  return words.join(' ');
}

function wayBlocks({ login }: Way): KnownBlock[] {
  return stepBlocks(login);
}

function stepBlocks({ title, lines, notes = [] }: Step): KnownBlock[] {
  return [
    ...lineBlocks(`*${clippedMrkdwn(title, most.title)}*`, lines),
    ...(notes.length === 0 ? [] : [context(clippedMrkdwn(notes.join(' '), most.notes))]),
  ];
}

/** Nobody should say yes to a key that they have not compared. */
function fingerprintLine(asked: ConnectAsked, { expectedKey }: ConnectInstructions, { checksHostKey }: Way): string {
  const ask = clippedMrkdwn(code(`/vm fingerprint ${asked.typed}`), 500);
  const when = checksHostKey
    ? "The first time, ssh shows the VM's fingerprint."
    : "That line takes any host key. Through the tunnel below, ssh shows the VM's fingerprint the first time.";
  switch (expectedKey.kind) {
    case 'approved': {
      const shown = expectedKey.lines.slice(0, most.fingerprints).map((line) => `• ${clippedMrkdwn(code(line), 150)}`);
      return [
        `:key:  ${when} Say yes only to one of these:`,
        ...shown,
        `If it shows another, stop, and type ${ask}.`,
      ].join('\n');
    }
    case 'not-yet':
      return `:key:  ${when} None is approved yet: ${ask} reads it through Azure. Compare before you say yes.`;
    case 'other-machine':
      return `:warning:  ${when} The one that was approved is of another machine: this one was made anew under its name. ${ask} reads the new one through Azure.`;
  }
}

/** The article ends with the guides for those who are not let in; here they are commands. */
function ifItFails({ typed, port }: ConnectAsked): string {
  const inside = `/vm troubleshoot ${typed}${port === 22 ? '' : ` port ${port}`}`;
  const lookInside = clippedMrkdwn(code(inside), most.summary);
  const letIn = clippedMrkdwn(code(`/vm key ${typed}`), most.summary);
  return `If it does not let you in: ${lookInside} looks inside for what keeps SSH from working, ${letIn} asks for your public key to be let in.`;
}

const notAsSecure = ':warning:  This is not as secure as an SSH key pair, and not recommended.';
const forgotten = 'If you forgot it, or the user name, `az vm user update` sets another.';
const passwordWords: Readonly<Record<ConnectInstructions['passwordLogin'], string>> = {
  on: `Password log-in is on: without a key, ssh asks for yours. ${notAsSecure} ${forgotten}`,
  off: 'Password log-in was turned off when the VM was made: it takes keys only.',
  unknown: `If the VM takes passwords, ssh asks for yours where it finds no key. ${notAsSecure} ${forgotten}`,
};
