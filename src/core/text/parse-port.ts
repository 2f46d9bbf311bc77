import { code } from './escape.ts';
import { type Refusal, refuse } from './refusal.ts';

/** A TCP port as a person typed it. */
export function parsePort(text: string): number | Refusal {
  const port = /^[1-9]\d{0,4}$/.test(text) ? Number(text) : Number.NaN;
  if (port <= 65535) return port;
  return refuse(`${code(text.slice(0, 60))} is not a port.`, 'A port is a number from 1 to 65535; SSH is mostly 22.');
}
