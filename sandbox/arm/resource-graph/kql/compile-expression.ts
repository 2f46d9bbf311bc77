import { equalsIgnoringCase, has } from './comparisons.ts';
import { compileBinary } from './compile-binary.ts';
import { type Compiled, requireCondition, semantic } from './compiled.ts';
import { scalarFunctions } from './scalar-functions.ts';
import type { Expression, Named } from './syntax.ts';
import type { Column, ColumnType } from './table.ts';
import type { Token } from './tokens.ts';
import { isNull, sameValue } from './values.ts';

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

function compileChoice(args: readonly Compiled[], token: Token): Compiled {
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

function typeOf(value: string | number | boolean): ColumnType {
  if (typeof value === 'string') return 'string';
  if (typeof value === 'boolean') return 'bool';
  return Number.isInteger(value) ? 'long' : 'real';
}
