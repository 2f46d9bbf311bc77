import { parse, type ScriptNode, serialize } from 'just-bash';

/** Any part of a parsed script. */
export type Tree = Readonly<Record<string, unknown>> & { readonly type?: string };

/** The same tree with other parts in some places; what is put in is not looked through again. */
export function mapTree(node: unknown, change: (tree: Tree) => unknown): unknown {
  if (Array.isArray(node)) return node.map((each) => mapTree(each, change));
  if (typeof node !== 'object' || node === null) return node;
  return change(Object.fromEntries(Object.entries(node).map(([name, value]) => [name, mapTree(value, change)])));
}

/** A word that is just what it says, without quotes and expansions. */
export function literal(word: unknown): string | undefined {
  const [part, ...others] = (word as { readonly parts?: readonly Tree[] } | null)?.parts ?? [];
  if (others.length > 0) return undefined;
  // The name of `[` is read as the beginning of a pattern.
  if (part?.type === 'Glob' && part.pattern === '[') return '[';
  return part?.type === 'Literal' ? String(part.value) : undefined;
}

/** Whether a part of this type is somewhere in it. */
export function contains(node: unknown, type: string): boolean {
  if (Array.isArray(node)) return node.some((each) => contains(each, type));
  if (typeof node !== 'object' || node === null) return false;
  return (node as Tree).type === type || Object.values(node).some((each) => contains(each, type));
}

/** Whether a command of this name is somewhere in it. */
export function calls(node: unknown, name: string): boolean {
  if (Array.isArray(node)) return node.some((each) => calls(each, name));
  if (typeof node !== 'object' || node === null) return false;
  const tree = node as Tree;
  if (tree.type === 'SimpleCommand' && literal(tree.name) === name) return true;
  return Object.values(tree).some((each) => calls(each, name));
}

interface Parts {
  /** By the literal word that they stand for. */
  readonly words?: Readonly<Record<string, unknown>>;
  /** By the name of the command that they stand for. */
  readonly commands?: Readonly<Record<string, unknown>>;
}

/** The statements of a script in which some words and commands stand for others. */
export function template(script: string, { words = {}, commands = {} }: Parts = {}): ScriptNode['statements'] {
  const filled = mapTree(parse(script), (tree) => {
    if (tree.type === 'SimpleCommand') return commands[literal(tree.name) ?? ''] ?? tree;
    return tree.type === 'Word' ? (words[literal(tree) ?? ''] ?? tree) : tree;
  });
  return (filled as ScriptNode).statements;
}

/** The first command of such a script. */
export function templateCommand(script: string, parts: Parts = {}): unknown {
  return template(script, parts)[0]?.pipelines[0]?.commands[0];
}

/** The functions that a script defines, as a script. */
export function functionsOf(script: string): string {
  const found: Tree[] = [];
  mapTree(parse(script), (tree) => {
    if (tree.type === 'FunctionDef') found.push(tree);
    return tree;
  });
  const statements = found.map((each) => ({
    ...template(':')[0],
    pipelines: [{ type: 'Pipeline', commands: [each], negated: false }],
  }));
  return serialize({ type: 'Script', statements } as unknown as ScriptNode);
}
