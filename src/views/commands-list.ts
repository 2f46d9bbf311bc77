import type { KnownBlock } from '@slack/types';
import { exampleOf } from '../core/commands/example-of.ts';
import { typeWords } from '../core/commands/param-type.ts';
import { parametersOf, templateUsage } from '../core/commands/template.ts';
import type { CommandsFor } from '../core/policy/commands-for.ts';
import { clippedMrkdwn, code } from '../core/text/escape.ts';
import { clippedWithMentions } from '../core/text/mention.ts';
import { context, header, section } from './blocks.ts';
import { limits } from './limits.ts';
import type { Message } from './message.ts';

/** A message takes 50 blocks, and some 13,200 characters in all of them together. */
const most = { entries: 40, characters: 10_000, line: 700, names: 900 };

/**
 * What somebody may run on a VM: each command with its parameters, what it needs, and an example.
 * @param vm as it is typed
 */
export function commandsList(vm: string, { templates, free }: CommandsFor): Message {
  const entries = templates.map((each) => entry(vm, each));
  const shown = entries.slice(0, fitting(entries));
  const left = templates.slice(shown.length).map(({ template }) => template.name);
  return {
    text: clippedMrkdwn(`Commands on ${code(vm)}: ${templates.length}`, limits.notification),
    blocks: [
      header(`What you may run on ${vm}`),
      ...(entries.length === 0 ? [section(nothing)] : shown.map((lines): KnownBlock => section(...lines))),
      ...(left.length === 0
        ? []
        : [context(clippedMrkdwn(`${left.length} more: ${left.map(code).join(', ')}`, most.names))]),
      context(clippedWithMentions(freeWords(vm, free), most.line)),
    ],
  };
}

const nothing = 'None of the commands of the configuration may be run here.';

function entry(vm: string, { template, approval }: CommandsFor['templates'][number]): string[] {
  const { name, run, describe, user } = template;
  const parameters = parametersOf(template).map((each) => `${code(each.name)} is ${typeWords(each.type)}`);
  const usage = code(`/vm run ${vm} ${templateUsage(template)}`);
  const example = parameters.length === 0 ? '' : `, such as ${code(exampleOf(template))}`;
  const needs = approval === 'no approval' ? 'Runs at once' : `Needs ${approval} to approve`;
  const as = user === undefined ? '' : `, as ${code(user)}`;
  return [
    `*${name}*${describe === undefined ? '' : `: ${clippedMrkdwn(describe, most.line)}`}`,
    clippedMrkdwn(`${usage}${example}`, most.line),
    ...(parameters.length === 0 ? [] : [clippedMrkdwn(parameters.join('; '), most.line)]),
    clippedWithMentions(`${needs}${as}: ${code(run)}`, most.line),
  ];
}

/** How many of them fit; a section takes 3,000 characters, which four lines never have. */
function fitting(entries: readonly (readonly string[])[]): number {
  let characters = 0;
  const tooMany = entries.findIndex((lines, at) => {
    characters += lines.join('\n').length;
    return at >= most.entries || characters > most.characters;
  });
  return tooMany < 0 ? entries.length : tooMany;
}

function freeWords(vm: string, free: string | undefined): string {
  if (free === undefined) return 'Anything else is not allowed here.';
  return `Anything else may be asked for with ${code(`/vm run ${vm} -- <command>`)}: it needs ${free} to approve exactly what you typed.`;
}
