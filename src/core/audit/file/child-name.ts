/** The name of a resource that is a child of another, "parent/child". */
export interface ChildName {
  readonly parent: string;
  readonly own: string;
}

/**
 * Splits it, also where a template makes it: `[concat(parameters('group'), '/ssh')]` is the child `ssh` of what is named
 * `[parameters('group')]`. A name without a slash is both.
 */
export function childName(name: string): ChildName {
  const made = partsOf(name);
  const at = made.findIndex((part) => isText(part) && part.includes('/'));
  const middle = made[at];
  if (middle !== undefined) {
    const slash = middle.indexOf('/');
    return {
      parent: nameOf([...made.slice(0, at), `${middle.slice(0, slash)}'`]),
      own: nameOf([`'${middle.slice(slash + 1)}`, ...made.slice(at + 1)]),
    };
  }
  const [parent = '', ...own] = name.split('/');
  return { parent, own: own.length > 0 ? own.join('/') : parent };
}

/** A name as it is compared: spaces in expressions mean nothing, and neither does case. */
export function nameKey(name: string): string {
  return (name.startsWith('[') ? name.replaceAll(' ', '') : name).toLowerCase();
}

/** What an expression joins: texts with their quotation marks, and other expressions. Empty: it joins nothing. */
function partsOf(name: string): readonly string[] {
  const [, way, inside] = /^\[(concat|format)\((.*)\)\]$/is.exec(name) ?? [];
  if (way === undefined || inside === undefined) return [];
  const given = argumentsIn(inside);
  if (way.toLowerCase() === 'concat') return given;
  const [form = '', ...values] = given;
  if (!isText(form)) return [];
  return form
    .slice(1, -1)
    .split(/(\{\d+\})/)
    .map((part) => (/^\{\d+\}$/.test(part) ? (values[Number(part.slice(1, -1))] ?? '') : `'${part}'`));
}

function isText(part: string): boolean {
  return part.length > 1 && part.startsWith("'") && part.endsWith("'") && !part.slice(1, -1).includes("'");
}

function nameOf(parts: readonly string[]): string {
  const some = parts.filter((part) => part !== "''" && part !== '');
  if (some.every(isText)) return some.map((part) => part.slice(1, -1)).join('');
  return some.length === 1 ? `[${some[0]}]` : `[concat(${some.join(', ')})]`;
}

/** Split at the commas that are in no text and in no parentheses. */
function argumentsIn(text: string): readonly string[] {
  const given: string[] = [];
  let depth = 0;
  let isQuoted = false;
  let start = 0;
  for (let at = 0; at <= text.length; at += 1) {
    const char = text[at];
    if (char === "'") isQuoted = !isQuoted;
    else if (!isQuoted && (char === '(' || char === '[')) depth += 1;
    else if (!isQuoted && (char === ')' || char === ']')) depth -= 1;
    if (at === text.length || (char === ',' && !isQuoted && depth === 0)) {
      given.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return given;
}
