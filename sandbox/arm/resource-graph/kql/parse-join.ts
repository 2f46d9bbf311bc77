import type { JoinKey, JoinKind, Operator, Query } from './syntax.ts';
import type { TokenReader } from './token-reader.ts';
import type { Token } from './tokens.ts';

/** `join kind=... (query) on ...`, from behind the word `join`. */
export function parseJoin(reader: TokenReader, token: Token, parsePipeline: (reader: TokenReader) => Query): Operator {
  const join = reader.skip('kind') ? parseJoinKind(reader) : 'innerunique';
  reader.expect('(');
  const right = parsePipeline(reader);
  reader.expect(')');
  reader.expect('on');
  const on = reader.list(() => parseJoinKeys(reader)).flat();
  return { kind: 'join', join, right, on, token };
}

function parseJoinKind(reader: TokenReader): JoinKind {
  reader.expect('=');
  const token = reader.name();
  const kinds: readonly JoinKind[] = ['innerunique', 'inner', 'leftouter', 'leftanti', 'leftsemi'];
  const kind = kinds.find((each) => each === token.text);
  if (kind === undefined) throw reader.failure(token);
  return kind;
}

/** `x`, or `$left.a == $right.b` in either order, several of them with `and`. */
function parseJoinKeys(reader: TokenReader): JoinKey[] {
  const token = reader.next;
  if (!token.text.startsWith('$')) {
    const name = reader.name().text;
    return [{ left: name, right: name, token }];
  }
  const keys = [parseSidedKey(reader)];
  while (reader.skip('and')) keys.push(parseSidedKey(reader));
  return keys;
}

function parseSidedKey(reader: TokenReader): JoinKey {
  const token = reader.next;
  const side = () => {
    const which = reader.take();
    reader.expect('.');
    return [which.text, reader.name().text] as const;
  };
  const first = side();
  reader.expect('==');
  const names = new Map([first, side()]);
  const left = names.get('$left');
  const right = names.get('$right');
  if (left === undefined || right === undefined) throw reader.failure(token);
  return { left, right, token };
}
