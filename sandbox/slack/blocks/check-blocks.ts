import { cards } from './cards.ts';
import { inputBlocks } from './input-blocks.ts';
import { plans } from './plans.ts';
import { byType, type Finding, isObject, list, pick, type Rule } from './rule.ts';
import { tables } from './tables.ts';
import { textBlocks } from './text-blocks.ts';
import { textLength } from './text-length.ts';
import { twins } from './twins.ts';

export type Surface = 'message' | 'modal' | 'home';

export interface BlocksReport {
  /** All blocks together have more text than Slack takes. */
  readonly tooLong: boolean;
  /** `[ERROR] what is wrong [json-pointer:/blocks/0/...]` */
  readonly messages: readonly string[];
}

const maxBlocks = { message: 50, modal: 100, home: 100 } as const;
/** Not in Slack's documentation: https://github.com/slackapi/bolt-js/issues/2509 */
const maxMessageText = 13_200;

const everywhere = {
  ...pick(textBlocks, 'section', 'image', 'video', 'header', 'divider', 'context', 'rich_text'),
  ...pick(inputBlocks, 'actions', 'input'),
  ...pick(cards, 'card'),
};

/** Which blocks may stand where. https://docs.slack.dev/reference/block-kit/blocks */
const blocksOf: Readonly<Record<Surface, Rule>> = {
  message: byType({
    ...everywhere,
    ...pick(textBlocks, 'markdown'),
    ...pick(inputBlocks, 'context_actions'),
    ...pick(cards, 'carousel', 'container'),
    ...tables,
    ...plans,
  }),
  modal: byType({ ...everywhere, ...pick(textBlocks, 'alert') }),
  home: byType({ ...everywhere, ...pick(cards, 'carousel') }),
};

/** Holds blocks against what Slack takes on a surface. `at` is where they are in the call, e.g. `/blocks`. */
export function checkBlocks(value: unknown, surface: Surface, at: string): BlocksReport {
  const minBlocks = surface === 'message' ? 0 : 1;
  const findings = [
    ...list(blocksOf[surface], maxBlocks[surface], minBlocks)(value, at),
    ...twins(value, at),
    ...(surface === 'modal' ? [] : misplacedFileInputs(value, at)),
    ...secondTables(value, at),
  ];
  const tooLong = findings.length === 0 && surface === 'message' && textLength(value) > maxMessageText;
  return { tooLong, messages: findings.map(asMessage) };
}

export function asMessage({ at, says }: Finding): string {
  return `[ERROR] ${says} [json-pointer:${at}]`;
}

/** A message carries one table. https://docs.slack.dev/reference/block-kit/blocks/table-block */
function secondTables(value: unknown, at: string): Finding[] {
  const tablesAt = (Array.isArray(value) ? value : []).flatMap((block, index) =>
    isObject(block) && block.type === 'table' ? [index] : [],
  );
  return tablesAt.slice(1).map((index) => ({ at: `${at}/${index}`, says: 'only_one_table_allowed' }));
}

function misplacedFileInputs(value: unknown, at: string): Finding[] {
  return (Array.isArray(value) ? value : []).flatMap((block, index) =>
    isObject(block) && isObject(block.element) && block.element.type === 'file_input'
      ? [{ at: `${at}/${index}/element/type`, says: 'unsupported type: file_input' }]
      : [],
  );
}
