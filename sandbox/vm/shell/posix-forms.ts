import type { ScriptNode, TransformPlugin } from 'just-bash';
import { calls, contains, literal, mapTree, type Tree, template, templateCommand } from './syntax-tree.ts';

/**
 * Teaches the shell in memory what scripts for /bin/sh rely on and it does not know: `exec` of a program ends the
 * script, `trap ... EXIT` is sprung at the end, and what is done to the trap or with `umask` in a subshell stays there.
 */
export const posixForms: TransformPlugin = { name: 'posix-forms', transform: ({ ast }) => ({ ast: inForm(ast) }) };

/** Where the trap is: a variable, so that every subshell has its own. */
export const trapVariable = '__exit_trap';
const forget = `${trapVariable}=`;

/** Springs the trap, once, with the status in `$?`, and leaves with that status. */
const leave = `{ __status=word
if [ -n "\${${trapVariable}-}" ]; then
  __exit_action=$${trapVariable}; ${forget}
  if (exit "$__status"); then eval "$__exit_action"; else eval "$__exit_action"; fi
fi
exit "$__status"; }`;
const lastStatus = (templateCommand('echo "$?"') as { args: readonly unknown[] }).args[0];

function inForm(ast: ScriptNode): ScriptNode {
  const hasTrap = calls(ast, 'trap');
  const script = { hasTrap, functions: functionNames(ast) };
  const changed = mapTree(ast, (tree) => changePart(tree, script)) as ScriptNode;
  return {
    ...changed,
    statements: [...changed.statements, ...(hasTrap ? template(leave, { words: { word: lastStatus } }) : [])],
  };
}

/** What has to be known of the whole script. */
interface Script {
  readonly hasTrap: boolean;
  readonly functions: ReadonlySet<string>;
}

function functionNames(ast: ScriptNode): ReadonlySet<string> {
  const names = new Set<string>();
  mapTree(ast, (tree) => {
    if (tree.type === 'FunctionDef') names.add(String(tree.name));
    return tree;
  });
  return names;
}

function changePart(tree: Tree, script: Script): unknown {
  if (tree.type === 'Statement') return withForgivingLists(tree, script);
  return withCheckedOutput(changeForm(tree, script.hasTrap) as Tree);
}

/**
 * `f || handle`: under `set -e` a failure inside of what comes before the `||` ends nothing. The shell in memory forgives
 * it in the condition of an `if` alone.
 */
function withForgivingLists(statement: Tree, { functions }: Script): unknown {
  const pipelines = statement.pipelines as readonly Tree[];
  const operators = statement.operators as readonly string[];
  const isForgiven = (pipeline: Tree) =>
    (pipeline.commands as readonly Tree[]).some(
      ({ type, name }) => type === 'Group' || functions.has(literal(name) ?? ''),
    );
  if (operators.length === 0 || !pipelines.slice(0, -1).some(isForgiven)) return statement;
  const list = pipelines.slice(1).reduce<Tree | undefined>((before, next, index) => {
    const parts = { commands: { first: before ?? grouped(pipelines[0]), second: grouped(next) } };
    const form =
      operators[index] === '||'
        ? 'if first; then :; else second; fi'
        : 'if first; then second; else (exit "$?") && :; fi';
    return templateCommand(form, parts) as Tree;
  }, undefined);
  const [pipeline] = template('list', { commands: { list } })[0]?.pipelines ?? [];
  return { ...statement, pipelines: [pipeline], operators: [] };
}

/** A pipeline as one command. */
function grouped(pipeline: Tree | undefined): unknown {
  const [statement] = template(':');
  return { type: 'Group', body: [{ ...statement, pipelines: [pipeline] }], redirections: [] };
}

/** A command whose output may go nowhere: then it does not run, as in bash, and the script goes on. */
function withCheckedOutput(command: Tree): unknown {
  const redirections = Array.isArray(command.redirections) ? (command.redirections as readonly Tree[]) : [];
  const words = redirections
    .filter(({ operator }) => ['>', '>>', '>|', '&>', '&>>'].includes(String(operator)))
    .map(({ target }) => target)
    .filter((target) => (target as Tree).type === 'Word' && !literal(target)?.startsWith('/dev/'));
  const isExecAlone = literal(command.name) === 'exec';
  if (words.length === 0 || isExecAlone || command.type === 'FunctionDef') return command;
  const checks = words.map((word) => templateCommand('may-write word', { words: { word } }));
  const all = checks.reduceRight<unknown>(
    (rest, check) => templateCommand('if check; then rest; else (exit 1); fi', { commands: { check, rest } }),
    command,
  );
  return all;
}

function changeForm(tree: Tree, hasTrap: boolean): unknown {
  if (tree.type === 'Subshell') return { ...tree, body: apart(tree.body as ScriptNode['statements'], hasTrap) };
  if (tree.type === 'CommandSubstitution') {
    const body = tree.body as ScriptNode;
    return { ...tree, body: { ...body, statements: apart(body.statements, hasTrap) } };
  }
  if (tree.type === 'Pipeline') return { ...tree, commands: (tree.commands as readonly Tree[]).map(inPipeline) };
  if (tree.type !== 'SimpleCommand') return tree;
  if (isBareAssignment(tree))
    return templateCommand('if assignment; then :; else :; fi', { commands: { assignment: tree } });
  const args = tree.args as readonly unknown[];
  switch (literal(tree.name)) {
    case 'exec':
      return args.length === 0 ? tree : execProgram(tree, args);
    case 'exit':
      return hasTrap ? templateCommand(leave, { words: { word: args[0] ?? lastStatus } }) : tree;
    case 'trap':
      return setTrap(args);
    case '[':
    case 'test':
      return testOwner(args) ?? tree;
    default:
      return withSplitName(tree);
  }
}

/** The shell in memory gives input from a pipe to an `if` or a `case` in a group only. */
function inPipeline(command: Tree, index: number): unknown {
  const isDeaf = index > 0 && (command.type === 'If' || command.type === 'Case');
  return isDeaf ? templateCommand('{ inner; }', { commands: { inner: command } }) : command;
}

/** `"$@"` and `$tool -x`: the shell in memory takes all that a command's name expands to for one word. */
function withSplitName(tree: Tree): unknown {
  const { name, args } = tree;
  if (!contains(name, 'ParameterExpansion') && !contains(name, 'CommandSubstitution')) return tree;
  const call = templateCommand('eval "$(quote-words)"') as Tree;
  const filled = mapTree(call, (part) =>
    literal(part.name) === 'quote-words' ? { ...part, args: [name, ...(args as readonly unknown[])] } : part,
  ) as Tree;
  return { ...filled, assignments: tree.assignments, redirections: tree.redirections };
}

/** `x=1`, which always goes well; the shell in memory leaves the status of the command before it, even under `set -e`. */
function isBareAssignment({ name, assignments, redirections }: Tree): boolean {
  const isBare = name === null && (redirections as readonly unknown[]).length === 0;
  return isBare && (assignments as readonly unknown[]).length > 0 && !contains(assignments, 'CommandSubstitution');
}

/** A program that takes the shell's place: nothing comes after it, and no trap is sprung. */
function execProgram(tree: Tree, words: readonly unknown[]): unknown {
  const [name, ...args] = literal(words[0]) === '--' ? words.slice(1) : words;
  const program = withSplitName({ ...tree, name, args });
  return templateCommand('{ program; exit $?; }', { commands: { program } });
}

/** What is to be done on signals is left out: a signal ends a script here with all that it has. */
function setTrap(words: readonly unknown[]): unknown {
  const [action, ...signals] = literal(words[0]) === '--' ? words.slice(1) : words;
  const isForTheEnd = signals.some((signal) => ['EXIT', '0'].includes(literal(signal) ?? ''));
  if (!isForTheEnd) return templateCommand(':');
  return literal(action) === '-'
    ? templateCommand(forget)
    : templateCommand(`${trapVariable}=action`, { words: { action } });
}

/** `[ -O file ]`: the shell in memory thinks that everybody owns everything. */
function testOwner(words: readonly unknown[]): unknown {
  const [first, ...others] = words;
  const isNot = literal(first) === '!';
  const [option, file] = isNot ? others : words;
  if (literal(option) !== '-O') return undefined;
  const script = `[ "$(stat -L -c %u -- file 2>/dev/null)" ${isNot ? '!=' : '='} "$(id -u)" ]`;
  return templateCommand(script, { words: { file } });
}

/** The statements of a subshell: with a trap of its own, and leaving the umask as it was. */
function apart(statements: ScriptNode['statements'], hasTrap: boolean): ScriptNode['statements'] {
  const ownTrap = JSON.stringify(statements).includes(`"name":"${trapVariable}"`);
  const trapped = hasTrap
    ? [...template(forget), ...statements, ...(ownTrap ? template(leave, { words: { word: lastStatus } }) : [])]
    : statements;
  if (!calls(statements, 'umask')) return trapped;
  const subshell = { type: 'Subshell', body: trapped, redirections: [] };
  return template('umask --keep\nsubshell\numask --back $?', { commands: { subshell } });
}
