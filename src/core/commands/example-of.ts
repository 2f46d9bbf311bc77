import { shellWord } from '../text/shell-word.ts';
import type { ParamType } from './param-type.ts';
import { type CommandTemplate, parametersOf } from './template.ts';

/** The template with values that it takes, as one would type it: "journal nginx 100". */
export function exampleOf(template: Pick<CommandTemplate, 'name' | 'parts'>): string {
  return [template.name, ...parametersOf(template).map(({ type }) => shellWord(exampleValue(type)))].join(' ');
}

const usual = {
  name: 'nginx',
  path: '/var/log/syslog',
  word: 'error',
  text: 'disk full',
  host: 'example.com',
} as const;

function exampleValue(type: ParamType): string {
  if (type.kind === 'choice') return type.of[0] ?? '';
  if (type.kind === 'int') return String(Math.max(type.least, Math.min(100, type.most)));
  const value = usual[type.kind];
  return value.slice(0, Math.max(1, type.most)).padEnd(type.least, 'x');
}
