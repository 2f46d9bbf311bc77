import type { Read } from '../reads.ts';
import { describeTrouble, type Trouble } from '../trouble.ts';
import { UnexpectedAnswer } from '../unexpected-answer.ts';

export function notUnderstood(read: Read, because = 'it is no whole list'): Trouble {
  return describeTrouble(new UnexpectedAnswer(because), read, 0);
}
