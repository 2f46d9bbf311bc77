import { notTold, type Question } from '../question.ts';

/** Below this part of it the kernel ends programs, and new sessions do not come up. */
const tightPart = 0.05;
const outPart = 0.02;

export const memory: Question = {
  id: 'memory',
  title: 'the memory',
  find(reading) {
    const [total = 0, available = Number.NaN, swap = 0, swapFree = 0] =
      reading
        .one('memory')
        ?.split(':')
        .map((each) => (each === '' ? Number.NaN : Number(each))) ?? [];
    if (!(total > 0) || Number.isNaN(available))
      return notTold('How much memory is free is not known', 'Neither `/proc/meminfo` nor `free` told.');
    const summary = `${words(available)} of ${words(total)} memory are available`;
    const hasSwap = swap > 0 && swapFree / swap > 0.1;
    if (available / total >= tightPart) return { status: 'ok', summary };
    return {
      status: available / total < outPart && !hasSwap ? 'problem' : 'warning',
      summary: `Only ${summary}`,
      because: hasSwap
        ? 'There is swap left, so that all is slow rather than broken.'
        : 'The kernel ends programs when there is none left, and a new session may not come up.',
      mend: 'ps -eo pid,user,rss,comm --sort=-rss | head -n 10',
    };
  },
};

function words(kib: number): string {
  return kib >= 1024 * 1024 ? `${(kib / 1024 / 1024).toFixed(1)} GiB` : `${Math.round(kib / 1024)} MiB`;
}
