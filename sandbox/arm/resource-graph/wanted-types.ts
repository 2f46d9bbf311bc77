import type { Expression, Query } from './kql/syntax.ts';

/**
 * The types that a query's first condition lets through, in lower case; undefined when it says nothing about them. An
 * index: ten thousand machines need not be looked at to find one network.
 */
export function wantedTypes({ operators: [first] }: Query): readonly string[] | undefined {
  return first?.kind === 'where' ? typesIn(first.condition) : undefined;
}

function typesIn(condition: Expression): readonly string[] | undefined {
  if (condition.kind === 'in') {
    const { left, list, operator } = condition;
    if (!isTypeColumn(left) || (operator !== 'in' && operator !== 'in~')) return undefined;
    const texts = list.map(textOf);
    return texts.every((text) => text !== undefined) ? texts : undefined;
  }
  if (condition.kind !== 'binary') return undefined;
  const { operator, left, right } = condition;
  if (operator === 'and') return typesIn(left) ?? typesIn(right);
  const text = textOf(right);
  return (operator === '=~' || operator === '==') && isTypeColumn(left) && text !== undefined ? [text] : undefined;
}

function isTypeColumn(expression: Expression): boolean {
  return expression.kind === 'column' && expression.name === 'type';
}

function textOf(expression: Expression): string | undefined {
  return expression.kind === 'literal' && typeof expression.value === 'string'
    ? expression.value.toLowerCase()
    : undefined;
}
