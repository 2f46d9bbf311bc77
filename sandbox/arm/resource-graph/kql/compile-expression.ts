import { comparisons, equalsIgnoringCase, has } from './comparisons.ts';
import { QueryError } from './query-error.ts';
import { scalarFunctions } from './scalar-functions.ts';
import type { Expression, Named } from './syntax.ts';
import type { Column, ColumnType, Row } from './table.ts';
import { isNull, sameValue, textOf } from './values.ts';

export interface Compiled {
  readonly type: ColumnType;
  valueIn(row: Row): unknown;
}

/** Turns an expression into a function of a row. @throws QueryError for columns and functions that do not exist */
export function compileExpression(expression: Expression, columns: readonly Column[]): Compiled {
  const compile = (part: Expression) => compileExpression(part, columns);
  switch (expression.kind) {
    case 'literal':
      return { type: typeOf(expression.value), valueIn: () => expression.value };
    case 'column':
      return compileColumn(expression, columns);
    case 'member':
      return compileStep(compile(expression.of), expression, expression.name, false);
    case 'index':
      return compileStep(compile(expression.of), expression, String(expression.index), true);
    case 'call':
      return compileCall(expression, expression.args.map(compile));
    case 'binary':
      return compileBinary(expression, compile(expression.left), compile(expression.right));
    case 'in':
      return compileMembership(expression, compile(expression.left), expression.list.map(compile));
  }
}

/** The name of a result column: the given one, the column's own, or a path's parts joined with `_`. */
export function nameOf({ name, expression }: Named, position: number): string {
  return name ?? pathName(expression) ?? `Column${position + 1}`;
}

function pathName(expression: Expression): string | undefined {
  if (expression.kind === 'column') return expression.name;
  if (expression.kind !== 'member') return undefined;
  const before = pathName(expression.of);
  return before === undefined ? undefined : `${before}_${expression.name.replaceAll(/\W/g, '_')}`;
}

function compileColumn({ name, token }: Expression & { kind: 'column' }, columns: readonly Column[]): Compiled {
  const column = columns.find((each) => each.name === name);
  if (column === undefined) {
    throw semantic(`Failed to resolve column or scalar expression named '${name}'`, token);
  }
  return { type: column.type, valueIn: (row) => row[name] };
}

function compileStep(of: Compiled, { token }: Expression, key: string, intoArray: boolean): Compiled {
  if (of.type !== 'dynamic') throw semantic('A path can only be followed into a dynamic value', token);
  return {
    type: 'dynamic',
    valueIn(row) {
      const value = of.valueIn(row);
      if (typeof value !== 'object' || value === null || Array.isArray(value) !== intoArray) return null;
      return Object.hasOwn(value, key) ? Reflect.get(value, key) : null;
    },
  };
}

function compileCall({ name, token, args: given }: Expression & { kind: 'call' }, args: readonly Compiled[]): Compiled {
  if (name === 'iff' || name === 'iif') return compileChoice(args, token);
  if (name === 'coalesce' && args.length > 1) return compileCoalesce(args);
  const known = Object.hasOwn(scalarFunctions, name) ? scalarFunctions[name] : undefined;
  if (known === undefined) throw semantic(`Unknown function: '${name}'`, token);
  if (given.length < known.least || given.length > known.most) {
    throw semantic(`${name}(): function expects ${known.least} to ${known.most} arguments`, token);
  }
  return { type: known.type, valueIn: (row) => known.apply(args.map((arg) => arg.valueIn(row))) };
}

function compileChoice(args: readonly Compiled[], token: Expression['token']): Compiled {
  const [condition, then, otherwise] = args;
  if (condition === undefined || then === undefined || otherwise === undefined || args.length > 3) {
    throw semantic('iff(): function expects 3 arguments', token);
  }
  requireCondition(condition, token);
  return { type: then.type, valueIn: (row) => (condition.valueIn(row) === true ? then : otherwise).valueIn(row) };
}

function compileCoalesce(args: readonly Compiled[]): Compiled {
  return {
    type: args[0]?.type ?? 'dynamic',
    valueIn(row) {
      for (const arg of args) {
        const value = arg.valueIn(row);
        if (!isNull(value) && value !== '') return value;
      }
      return null;
    },
  };
}

function compileBinary(
  { operator, token }: Expression & { kind: 'binary' },
  left: Compiled,
  right: Compiled,
): Compiled {
  switch (operator) {
    case 'and':
    case 'or':
      requireCondition(left, token);
      requireCondition(right, token);
      return operator === 'and'
        ? { type: 'bool', valueIn: (row) => left.valueIn(row) === true && right.valueIn(row) === true }
        : { type: 'bool', valueIn: (row) => left.valueIn(row) === true || right.valueIn(row) === true };
    case 'matches regex':
      return compilePattern(left, right, token);
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return compileArithmetic(operator, left, right, token);
    default: {
      const compare = comparisons[operator];
      if (compare === undefined) throw semantic(`Unknown operator: ${operator}`, token);
      requireComparable(operator, left, right, token);
      return { type: 'bool', valueIn: (row) => compare(left.valueIn(row), right.valueIn(row)) };
    }
  }
}

/** `=~`, `contains` and their kin take text; `==` takes two values of one type. */
function requireComparable(operator: string, left: Compiled, right: Compiled, token: Expression['token']): void {
  const types = [left.type, right.type].filter((type) => type !== 'dynamic');
  const isTextual = !/^([<>]=?|[=!]=)$/.test(operator);
  const isNumeric = (type: ColumnType) => type === 'long' || type === 'real';
  const fits = isTextual
    ? types.every((type) => type === 'string')
    : types.length < 2 || types[0] === types[1] || types.every(isNumeric);
  if (!fits) throw semantic(`Operator '${operator}' cannot compare ${left.type} with ${right.type}`, token);
}

function compilePattern(left: Compiled, right: Compiled, token: Expression['token']): Compiled {
  let pattern: RegExp;
  try {
    const text = textOf(right.valueIn({}));
    const inline = /^\(\?i\)/.test(text);
    pattern = new RegExp(inline ? text.slice(4) : text, inline ? 'iu' : 'u');
  } catch {
    throw semantic('matches regex: the pattern is not a regular expression', token);
  }
  return { type: 'bool', valueIn: (row) => pattern.test(textOf(left.valueIn(row))) };
}

function compileArithmetic(operator: string, left: Compiled, right: Compiled, token: Expression['token']): Compiled {
  for (const { type } of [left, right]) {
    if (type !== 'long' && type !== 'real') throw semantic(`Operator '${operator}' needs numbers, not ${type}`, token);
  }
  const type = left.type === 'long' && right.type === 'long' ? 'long' : 'real';
  return {
    type,
    valueIn(row) {
      const [a, b] = [left.valueIn(row), right.valueIn(row)];
      if (typeof a !== 'number' || typeof b !== 'number') return null;
      const result = { '+': a + b, '-': a - b, '*': a * b, '/': a / b, '%': a % b }[operator] ?? Number.NaN;
      if (!Number.isFinite(result)) return null;
      return type === 'long' ? Math.trunc(result) : result;
    },
  };
}

function compileMembership(
  { operator }: Expression & { kind: 'in' },
  left: Compiled,
  list: readonly Compiled[],
): Compiled {
  const test = operator === 'has_any' ? has : operator.endsWith('~') ? equalsIgnoringCase : sameValue;
  const isNegated = operator.startsWith('!');
  return {
    type: 'bool',
    valueIn(row) {
      const value = left.valueIn(row);
      return list.some((each) => test(value, each.valueIn(row))) !== isNegated;
    },
  };
}

export function requireCondition({ type }: Compiled, token: Expression['token']): void {
  if (type !== 'bool' && type !== 'dynamic') throw semantic(`A condition must be a bool, not ${type}`, token);
}

export function semantic(message: string, token: Expression['token']): QueryError {
  return new QueryError('SemanticFailure', message, token.text, token.offset);
}

function typeOf(value: string | number | boolean): ColumnType {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'long' : 'real';
}
