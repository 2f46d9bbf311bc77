import { describe, expect, it } from 'vitest';
import { auditThread } from '../../src/views/audit-thread.ts';
import { aRun, aWaiver, hostileRun, tracked } from './audit-runs.ts';
import { expectFits } from './hostile.ts';

const shown = (...given: Parameters<typeof aRun>) => JSON.stringify(auditThread(aRun(...given)));

describe('auditThread', () => {
  it('lists the findings by what became of them, and what was not evaluated', () => {
    const text = shown(
      [
        ...Array.from({ length: 5 }, (_, at) => tracked({ name: `shown-above-${at}` }, { change: 'new' })),
        tracked({ name: 'door' }),
        tracked({ name: 'remark', severity: 'info', remarks: ['A typing error.'] }),
        tracked({ name: 'let-be' }, { waiver: aWaiver() }),
        tracked({ name: 'dark' }, { change: 'unknown' }),
        tracked({ name: 'mended' }, { change: 'resolved' }),
        tracked({ name: 'gone' }, { change: 'vanished' }),
      ],
      { notEvaluated: ['What Azure Firewall forwards was not evaluated.'] },
    );
    const order = [
      'More open doors: 1',
      '|door>',
      'worth a look: 1',
      '|remark>',
      'A typing error.',
      'Waived: 1',
      '|let-be>',
    ];
    const rest = ['By <@U0ALICE>', 'Unknown this time', '|dark>', 'Resolved: 1', '|mended>', 'Deleted: 1', '|gone>'];
    const places = [...order, ...rest, 'Not evaluated', 'Azure Firewall'].map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(text).not.toContain('shown-above');
    expect(text.match(/"audit:details"/g)).toHaveLength(3);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  });

  it('is nothing where there is nothing to say', () => {
    expect(auditThread(aRun([]))).toEqual([]);
  });

  it('is bounded, and says that the files have the rest', () => {
    const messages = auditThread(aRun(Array.from({ length: 1000 }, (_, at) => tracked({ name: `nsg-${at}` }))));
    expect(messages.length).toBeLessThanOrEqual(4);
    expect(JSON.stringify(messages)).toContain('and 955 more: the files have all of them.');
    for (const message of messages) expectFits(message);
  });

  it.each(['complete', 'partial', 'failed'] as const)('fits into messages, whatever is in it: %s', (status) => {
    const messages = auditThread(hostileRun(status, 1000));
    for (const message of messages) expectFits(message);
    expect(messages.length).toBeLessThanOrEqual(5);
  });
});
