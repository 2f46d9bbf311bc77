import { preflight } from '../core/guest-scripts/preflight.ts';
import type { ScriptOutput } from '../core/guest-scripts/script-output.ts';
import { AddressSet } from '../core/net/address-set.ts';
import { inert } from '../core/text/escape.ts';
import { parseTroubleshoot, type TroubleshootRequest, troubleshootUsage } from '../core/text/parse-troubleshoot.ts';
import { answerQuestions } from '../core/troubleshoot/answer-questions.ts';
import { checkUserName } from '../core/troubleshoot/check-user-name.ts';
import { parseReading } from '../core/troubleshoot/parse-reading.ts';
import { readingScript } from '../core/troubleshoot/reading-script.ts';
import { actionIds } from '../views/action-ids.ts';
import type { Message } from '../views/message.ts';
import { problem } from '../views/problem.ts';
import { troubleshootReport } from '../views/troubleshoot-report.ts';
import { tooLongAgo, troubleshootProgress, whichUser } from '../views/troubleshoot-words.ts';
import { type Admitted, admitted } from './admitted.ts';
import { onPress } from './on-press.ts';
import type { Reply } from './reply.ts';
import { createShelf } from './shelf.ts';
import type { MakeSubcommand } from './subcommand.ts';
import type { Who } from './who.ts';

/** `/vm troubleshoot`: looks inside a VM for what keeps SSH from working, in one script that changes nothing. */
export const troubleshoot: MakeSubcommand = (tools) => {
  const shown = createShelf<TroubleshootRequest>(tools, 'troubleshoot-report');

  async function look(request: TroubleshootRequest, who: Who, reply: Reply): Promise<void> {
    const { name } = request;
    const command = '/vm troubleshoot';
    const entered = await admitted({ name, action: 'troubleshoot', command }, { who, reply }, tools);
    if (entered === undefined) return;
    const { vm } = entered.facts;
    const obstacle = preflight(entered.facts);
    if (obstacle !== undefined) return reply(problem({ message: obstacle.problem, hint: obstacle.hint }));
    const user = request.user ?? vm.adminUsername ?? '';
    if (user === '') return reply(problem(whichUser(vm.name)));
    const odd = checkUserName(user);
    if (odd !== undefined) return reply(problem({ message: odd.problem, hint: odd.hint }));
    await reply(troubleshootProgress(vm.name, user)).catch((error: unknown) =>
      tools.log.warn({ err: error }, 'progress not shown'),
    );
    await reply(await readInside(request, user, who, entered));
  }

  async function readInside(
    request: TroubleshootRequest,
    user: string,
    who: Who,
    { facts, vm }: Admitted,
  ): Promise<Message> {
    const { port, key } = request;
    const address = singleAddress((await tools.store.addresses.get(who.userId))?.address);
    const body = readingScript({ user, port, address, key: key?.blob });
    const sentinel = Buffer.from(tools.newBytes(16)).toString('hex');
    const begunAtMs = tools.clock.now();
    tools.log.info({ user: who.userId, vm: facts.vm.id }, 'A script that only reads is run as root');
    const run = await tools.azure.runScript(facts.vm, { body, sentinel, repeatable: true });
    if (run.kind !== 'ran') return problem({ message: inert(run.because), hint: inert(run.hint) });
    if (run.output.kind === 'foreign') return problem({ message: run.output.because, hint: 'Try again in a minute.' });
    const endedAtMs = tools.clock.now();
    const reading = parseReading(wholeLines(run.output));
    if (reading.one('now') === undefined) return problem(saidNothing(run.output));
    const asked = { user, port, address, key, begunAtMs, endedAtMs };
    const id = await shown.put({ ...request, name: { kind: 'id', id: vm.id } });
    return troubleshootReport({
      id,
      vm: { name: facts.vm.name, resourceGroup: vm.resourceGroup },
      user,
      port,
      os: reading.one('os'),
      askedBy: who.userId,
      atMs: endedAtMs,
      answers: answerQuestions(reading, asked),
      isWhole: reading.isWhole,
    });
  }

  return {
    name: 'troubleshoot',
    usage: troubleshootUsage,
    summary: 'Look inside a VM for what keeps SSH from working; nothing is changed',

    async run({ text, who, reply }) {
      const parsed = parseTroubleshoot(text);
      if (!parsed.ok) return reply(problem({ message: parsed.problem, hint: parsed.hint }));
      await look(parsed.request, who, reply);
    },

    register(app) {
      onPress(app, tools, actionIds.lookAgain, async ({ value, who, reply }) => {
        const request = await shown.get(value);
        if (request === undefined) return reply(problem(tooLongAgo));
        await look(request, who, (message, options) => reply(message, { ...options, replace: true }));
      });
    },
  };
};

/** Whether a range is banned, or let in, is no question that has one answer. */
function singleAddress(address: string | undefined): string | undefined {
  return address === undefined || address.includes('/') || AddressSet.parse(address) === undefined
    ? undefined
    : address;
}

/** Where the beginning was lost, the first line may be half of one. */
function wholeLines({ kind, stdout }: Exclude<ScriptOutput, { kind: 'foreign' }>): string {
  return kind === 'cut' ? stdout.slice(stdout.indexOf('\n') + 1) : stdout;
}

function saidNothing({ status, stderr }: Exclude<ScriptOutput, { kind: 'foreign' }>) {
  const says = stderr.trim() === '' ? '' : ` It said: ${inert(stderr.trim().slice(0, 200))}`;
  return {
    message: `The script ran on the VM and told nothing (exit status ${status}).${says}`,
    hint: 'Its disk may be full or its shell damaged: the serial console in the portal shows more.',
  };
}
