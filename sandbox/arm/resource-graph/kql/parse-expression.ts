import type { Expression, Named } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';

const comparisons = new Set([
  ...['==', '!=', '=~', '!~', '<', '<=', '>', '>='],
  ...['contains', '!contains', 'contains_cs', '!contains_cs', 'startswith', '!startswith', 'startswith_cs'],
  ...['!startswith_cs', 'endswith', '!endswith', 'endswith_cs', '!endswith_cs', 'has', '!has', 'has_cs', '!has_cs'],
]);
const memberships = new Set(['in', '!in', 'in~', '!in~', 'has_any']);

/** How deep parentheses may nest, and how many operators a query may have: more than anybody writes, less than a stack holds. */
const deepest = 100;
const mostOperators = 2000;
const depths = new WeakMap<TokenReader, number>();
const operatorCounts = new WeakMap<TokenReader, number>();

/** From the loosest to the tightest: or, and, comparisons, sums, products, paths. */
export function parseExpression(reader: TokenReader): Expression {
  const depth = (depths.get(reader) ?? 0) + 1;
  if (depth > deepest) throw reader.failure();
  depths.set(reader, depth);
  const expression = parseChain(reader, ['or'], () => parseChain(reader, ['and'], () => parseComparison(reader)));
  depths.set(reader, depth - 1);
  return expression;
}

export function parseNamed(reader: TokenReader): Named {
  const expression = parseExpression(reader);
  if (expression.kind !== 'column' || !reader.skip('=')) return { name: undefined, expression };
  return { name: expression.name, expression: parseExpression(reader) };
}

function parseChain(reader: TokenReader, operators: readonly string[], operand: () => Expression): Expression {
  let left = operand();
  while (operators.some((operator) => reader.sees(operator))) {
    countOperator(reader);
    const token = reader.take();
    left = { kind: 'binary', operator: token.text, left, right: operand(), token };
  }
  return left;
}

/** Each operator of a chain and each step of a path is one level of the tree, whatever the parentheses. */
function countOperator(reader: TokenReader): void {
  const count = (operatorCounts.get(reader) ?? 0) + 1;
  if (count > mostOperators) throw reader.failure();
  operatorCounts.set(reader, count);
}

function parseComparison(reader: TokenReader): Expression {
  const left = parseSum(reader);
  const { kind, text } = reader.next;
  if (kind !== 'name' && kind !== 'symbol') return left;
  if (comparisons.has(text)) {
    const token = reader.take();
    return { kind: 'binary', operator: text, left, right: parseSum(reader), token };
  }
  if (memberships.has(text)) {
    const token = reader.take();
    reader.expect('(');
    const list = reader.list(() => parseSum(reader));
    reader.expect(')');
    return { kind: 'in', operator: text, left, list, token };
  }
  if (text === 'matches') {
    const token = reader.take();
    reader.expect('regex');
    return { kind: 'binary', operator: 'matches regex', left, right: parseSum(reader), token };
  }
  return left;
}

function parseSum(reader: TokenReader): Expression {
  return parseChain(reader, ['+', '-'], () => parseChain(reader, ['*', '/', '%'], () => parsePath(reader)));
}

function parsePath(reader: TokenReader): Expression {
  let of = parsePrimary(reader);
  for (;;) {
    const token = reader.next;
    if (reader.sees('.') || reader.sees('[')) countOperator(reader);
    if (reader.skip('.')) of = { kind: 'member', of, name: reader.name().text, token };
    else if (reader.skip('[')) {
      const { kind, text } = reader.next;
      if (kind === 'string') of = { kind: 'member', of, name: reader.take().text, token };
      else if (kind === 'number' && /^\d+$/.test(text)) of = { kind: 'index', of, index: reader.wholeNumber(), token };
      else throw reader.failure();
      reader.expect(']');
    } else return of;
  }
}

function parsePrimary(reader: TokenReader): Expression {
  const token = reader.next;
  if (token.kind === 'string') return { kind: 'literal', value: reader.take().text, token };
  if (token.kind === 'number') return { kind: 'literal', value: Number(reader.take().text), token };
  if (reader.skip('-')) {
    const digits = reader.take();
    if (digits.kind !== 'number') throw reader.failure(digits);
    return { kind: 'literal', value: -Number(digits.text), token };
  }
  if (reader.skip('(')) {
    const inner = parseExpression(reader);
    reader.expect(')');
    return inner;
  }
  if (reader.skip('[')) {
    const name = reader.take();
    if (name.kind !== 'string') throw reader.failure(name);
    reader.expect(']');
    return { kind: 'column', name: name.text, token };
  }
  if (reader.skip('true')) return { kind: 'literal', value: true, token };
  if (reader.skip('false')) return { kind: 'literal', value: false, token };
  const name = reader.name().text;
  if (!reader.skip('(')) return { kind: 'column', name, token };
  const args = reader.sees(')') ? [] : reader.list(() => parseExpression(reader));
  reader.expect(')');
  return { kind: 'call', name, args, token };
}
