import type { ActOutcome } from '../actions/act.ts';
import { code, inert } from '../text/escape.ts';
import type { Executed } from './executed.ts';

const seconds = (ms: number) => `${Math.max(1, Math.round(ms / 1000))} s`;

/**
 * How a command ended, in words; each way is told apart.
 * @param whyCancelled a sentence
 */
export function endWords(
  { end, output, process, isOutputComplete }: Executed,
  limits: { wallMs: number; idleMs: number },
  whyCancelled: string,
): ActOutcome {
  const data = {
    end: end.kind,
    stdoutBytes: output.stdoutBytes,
    stderrBytes: output.stderrBytes,
    ...(end.kind === 'exited' && { status: end.status }),
  };
  const over = (message: string) => ({
    isFailure: false,
    message: isOutputComplete ? message : `${message} ${notAllOfIt}`,
    data: { ...data, ...(!isOutputComplete && { output: 'partial' }) },
  });
  const failed = (message: string, hint: string) => ({ isFailure: true, message, hint, data });
  switch (end.kind) {
    case 'exited':
      return over(`It exited with status ${end.status}.`);
    case 'signalled':
      return over(`It was ended by the signal ${code(end.signal)}.`);
    case 'timed-out': {
      const why =
        end.limit === 'wall'
          ? `It took longer than ${seconds(limits.wallMs)}`
          : `It printed nothing for ${seconds(limits.idleMs)}`;
      return failed(`${why}. ${stopWords[process]}`, lookThere);
    }
    case 'cancelled':
      return failed(`${whyCancelled} ${stopWords[process]}`, lookThere);
    case 'connection-lost':
      return failed(`The connection was lost: ${inert(end.because)}. ${processWords[process]}`, lookThere);
    case 'unknown':
      return failed(
        'The server closed the connection and did not say how the command ended: that is no success.',
        lookThere,
      );
    case 'not-started':
      return failed(`It was not run: ${inert(end.because)}.`, 'Ask again in a minute.');
  }
}

const notAllOfIt = 'Not all of its output arrived, and something that it started may still run.';

/** What is known of a process that the bot asked to end. */
const stopWords: Readonly<Record<Executed['process'], string>> = {
  ended: 'The bot ended it.',
  'may-run': 'The bot asked it to end and did not hear that it has: its process may still run on the VM.',
  'never-ran': 'It never ran.',
};

/** What is known of the process on the VM. */
const processWords: Readonly<Record<Executed['process'], string>> = {
  ended: 'Its process has ended.',
  'may-run': 'Its process may still run on the VM.',
  'never-ran': 'It never ran.',
};

const lookThere = 'Look on the VM before you run it again.';
