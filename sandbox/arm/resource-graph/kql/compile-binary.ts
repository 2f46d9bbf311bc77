import { comparisons } from './comparisons.ts';
import { type Compiled, requireCondition, semantic } from './compiled.ts';
import type { Expression } from './syntax.ts';
import type { ColumnType } from './table.ts';
import type { Token } from './tokens.ts';
import { textOf } from './values.ts';

/** What stands between two values: and, or, comparisons, patterns, arithmetic. @throws QueryError for types that do not fit */
export function compileBinary(
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
function requireComparable(operator: string, left: Compiled, right: Compiled, token: Token): void {
  const types = [left.type, right.type].filter((type) => type !== 'dynamic');
  const isTextual = !/^([<>]=?|[=!]=)$/.test(operator);
  const isNumeric = (type: ColumnType) => type === 'long' || type === 'real';
  const fits = isTextual
    ? types.every((type) => type === 'string')
    : types.length < 2 || types[0] === types[1] || types.every(isNumeric);
  if (!fits) throw semantic(`Operator '${operator}' cannot compare ${left.type} with ${right.type}`, token);
}

function compilePattern(left: Compiled, right: Compiled, token: Token): Compiled {
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

function compileArithmetic(operator: string, left: Compiled, right: Compiled, token: Token): Compiled {
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
