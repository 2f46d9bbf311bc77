import { z } from 'zod';
import { allActions } from '../core/actions/all-actions.ts';
import type { Json } from '../core/canonical-json.ts';
import type { VmRequest } from '../core/requests/request.ts';
import { transitions } from '../core/requests/transitions.ts';

const text = z.string();
const ms = z.int();
const json = z.custom<Json>((value) => value !== undefined);

const plannedWrite = z.looseObject({
  method: z.enum(['PUT', 'POST', 'DELETE']),
  path: text,
  apiVersion: text,
  body: json.exactOptional(),
  edits: z.array(z.looseObject({ at: z.array(text), value: json })).exactOptional(),
  says: text,
  script: z.looseObject({ sentinel: text, does: z.enum(['add-key', 'remove-key']), user: text }).exactOptional(),
});

const progress = z.record(
  z.string(),
  z.looseObject({
    status: z.enum(['sent', 'done']),
    priority: z.int().exactOptional(),
    atMs: ms,
    told: text.exactOptional(),
  }),
);

const command = z.looseObject({
  text,
  template: text.exactOptional(),
  user: text.exactOptional(),
  args: z.array(text).exactOptional(),
});

const keys = z.array(z.looseObject({ type: text, base64: text }));
const overSsh = { user: text, address: text, port: z.int(), answersIn: text.exactOptional() };
const act = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('pin'), keys, replaces: keys }),
  z.looseObject({
    kind: z.literal('run'),
    ...overSsh,
    command: text,
    template: text.exactOptional(),
    limits: z.looseObject({ wallMs: ms, idleMs: ms, bytes: z.int() }),
  }),
  z.looseObject({ kind: z.literal('get'), ...overSsh, path: text, mostBytes: z.int() }),
]);

const shape = {
  id: text,
  version: z.int().min(1),
  state: z.enum(Object.keys(transitions) as (keyof typeof transitions)[]),
  action: z.enum(allActions.map(({ id }) => id)),
  params: z.looseObject({
    from: text,
    port: z.int(),
    durationMs: ms.exactOptional(),
    command: command.exactOptional(),
    removeAtEnd: z.boolean().exactOptional(),
    user: text.exactOptional(),
    publicKey: text.exactOptional(),
    vmAccess: z.literal(true).exactOptional(),
    hostKeys: z
      .looseObject({
        machineId: text,
        keys,
        replaces: keys,
        server: z.enum(['agrees', 'disagrees', 'not-seen']),
        remarks: z.array(text),
      })
      .exactOptional(),
    closing: z.looseObject({ requestId: text, rules: z.array(text) }).exactOptional(),
  }),
  fromTypedAtMs: ms,
  vm: z.looseObject({
    id: text,
    vmId: text,
    name: text,
    resourceGroup: text,
    subscriptionId: text,
    subscriptionName: text.exactOptional(),
    location: text,
    privateAddress: text,
    tags: z.record(text, text).optional(),
  }),
  plan: z.looseObject({
    vm: z.looseObject({ id: text, vmId: text, privateAddress: text }),
    opensForMs: ms.exactOptional(),
    opensFromMs: ms.exactOptional(),
    writes: z.array(plannedWrite),
    undo: z.array(plannedWrite),
    act: act.exactOptional(),
    bystanders: z.looseObject({ lose: z.array(text), keep: z.array(text), gain: z.array(text) }).exactOptional(),
  }),
  digest: text,
  notes: z.array(text),
  requester: text,
  reason: text.exactOptional(),
  policy: z.looseObject({
    rule: text,
    approvals: z.int(),
    approvers: text,
    without: z.enum(['auto', 'break-glass']).exactOptional(),
  }),
  decisions: z.array(
    z.looseObject({ by: text, verdict: z.enum(['approve', 'deny']), atMs: ms, reason: text.exactOptional() }),
  ),
  extends: text.exactOptional(),
  reopenedBy: text.exactOptional(),
  createdAtMs: ms,
  lapsesAtMs: ms,
  reminded: z.looseObject({ times: z.int(), atMs: ms }),
  lease: z.looseObject({ owner: text, untilMs: ms }).exactOptional(),
  writes: progress,
  act: z
    .looseObject({
      beganAtMs: ms,
      endedAtMs: ms.exactOptional(),
      shown: z.looseObject({ channelId: text, ts: text }).exactOptional(),
      outcome: z.looseObject({ isFailure: z.boolean(), message: text, hint: text.exactOptional() }).exactOptional(),
    })
    .exactOptional(),
  cancelAsked: z.looseObject({ by: text, atMs: ms }).exactOptional(),
  openedAtMs: ms.exactOptional(),
  closesAtMs: ms.exactOptional(),
  endAnnounced: z.literal(true).exactOptional(),
  closeTries: z.looseObject({ times: z.int(), nextAtMs: ms, because: text }).exactOptional(),
  drift: text.exactOptional(),
  endedAtMs: ms.exactOptional(),
  ending: z.looseObject({ message: text, hint: text.exactOptional() }).exactOptional(),
} satisfies Readonly<Record<keyof VmRequest, z.ZodType>>;

/** What a request looks like when it comes back out of the database. Keys of a newer version are let through. */
export const requestSchema: z.ZodType<VmRequest> = z.looseObject(shape);
