export interface Finding {
  readonly at: string;
  readonly says: string;
}

/** Looks at one value and reports what Slack would refuse in it. `at` is the value's JSON pointer. */
export type Rule = (value: unknown, at: string) => Finding[];

export const anything: Rule = () => [];

/** Reads a rule when it is needed: for shapes that contain themselves. */
export function lazy(rule: () => Rule): Rule {
  return (value, at) => rule()(value, at);
}

export function all(...rules: readonly Rule[]): Rule {
  return (value, at) => rules.flatMap((rule) => rule(value, at));
}

export function string(maxLength: number, minLength = 1): Rule {
  return (value, at) => {
    if (typeof value !== 'string') return [{ at, says: 'must provide a string' }];
    const length = [...value].length;
    if (length < minLength) return [{ at, says: `must be more than ${minLength - 1} characters` }];
    return length > maxLength ? [{ at, says: `must be less than ${maxLength + 1} characters` }] : [];
  };
}

export function matching(pattern: RegExp, says: string): Rule {
  return (value, at) => (typeof value === 'string' && pattern.test(value) ? [] : [{ at, says }]);
}

export function url(maxLength: number): Rule {
  return all(string(maxLength), matching(/^(https?:\/\/|mailto:|slack:\/\/|tel:)\S+$/i, 'must be a valid URL'));
}

export const boolean: Rule = (value, at) =>
  typeof value === 'boolean' ? [] : [{ at, says: 'must provide a boolean' }];

export function integer(min: number, max: number): Rule {
  return (value, at) => {
    if (typeof value !== 'number' || !Number.isInteger(value)) return [{ at, says: 'must provide an integer' }];
    if (value < min) return [{ at, says: `must be greater than or equal to ${min}` }];
    return value > max ? [{ at, says: `must be less than or equal to ${max}` }] : [];
  };
}

export const number: Rule = (value, at) => (typeof value === 'number' ? [] : [{ at, says: 'must provide a number' }]);

export function oneOf(...values: readonly unknown[]): Rule {
  return (value, at) =>
    values.includes(value) ? [] : [{ at, says: `must be one of the allowed values: ${values.join(', ')}` }];
}

export function list(item: Rule, maxItems: number, minItems = 1): Rule {
  return (value, at) => {
    if (!Array.isArray(value)) return [{ at, says: 'must provide an array' }];
    if (value.length > maxItems) return [{ at, says: `no more than ${maxItems} items allowed` }];
    if (value.length < minItems) return [{ at, says: `must have at least ${minItems} items` }];
    return value.flatMap((each, index) => item(each, `${at}/${index}`));
  };
}

/** An object with these properties and no others. */
export function object(required: Readonly<Record<string, Rule>>, optional: Readonly<Record<string, Rule>> = {}): Rule {
  return (value, at) => {
    if (!isObject(value)) return [{ at, says: 'must provide an object' }];
    const missing = Object.keys(required).filter((key) => value[key] === undefined || value[key] === null);
    const rules = { ...optional, ...required };
    return [
      ...missing.map((key) => ({ at, says: `missing required field: ${key}` })),
      ...Object.entries(value).flatMap(([key, held]) => {
        const rule = rules[key];
        if (rule === undefined) return [{ at, says: `invalid additional property: ${key}` }];
        return held === undefined || held === null ? [] : rule(held, `${at}/${key}`);
      }),
    ];
  };
}

/** Objects told apart by their `type`; a type that is not in the table is refused. */
export function byType(table: Readonly<Record<string, Rule>>): Rule {
  return (value, at) => {
    if (!isObject(value)) return [{ at, says: 'must provide an object' }];
    if (value.type === undefined) return [{ at, says: 'missing required field: type' }];
    const rule = Object.hasOwn(table, String(value.type)) ? table[String(value.type)] : undefined;
    return rule === undefined ? [{ at: `${at}/type`, says: `unsupported type: ${value.type}` }] : rule(value, at);
  };
}

/** A rule over the whole object, with a sentence of its own. */
export function holds(test: (value: Record<string, unknown>) => boolean, says: string, below = ''): Rule {
  return (value, at) => (!isObject(value) || test(value) ? [] : [{ at: `${at}${below}`, says }]);
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function pick(table: Readonly<Record<string, Rule>>, ...types: readonly string[]): Record<string, Rule> {
  return Object.fromEntries(Object.entries(table).filter(([type]) => types.includes(type)));
}
