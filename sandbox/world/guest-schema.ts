import { z } from 'zod';
import { misbehaviourSchema } from '../vm/sshd/misbehaviour.ts';
import { checkHostKeys } from './check-host-keys.ts';
import { guestStateSchema } from './guest-state-schema.ts';

const guestUserSchema = z.strictObject({
  name: z.string().regex(/^[a-z_][\w.-]*$/i, 'must be a user name: letters, digits, ".", "_" and "-"'),
  uid: z.int().min(0).optional(),
  /** Public keys in OpenSSH's one-line form: the lines of authorized_keys. */
  keys: z.array(z.string()).default([]),
  password: z.string().optional(),
  shell: z.string().default('/bin/bash'),
  sudo: z.boolean().default(false),
  /** The password is locked, as by `passwd -l`; sshd takes keys all the same. */
  locked: z.boolean().default(false),
  /** The first day on which the account is no longer valid. */
  expires: z.iso.date('must be a day: 2026-01-31').optional(),
});

const guestFileSchema = z.union([
  z.string(),
  z.strictObject({
    content: z.string(),
    mode: z
      .string()
      .regex(/^[0-7]{3,4}$/)
      .default('644'),
    owner: z.string().default('root'),
  }),
]);

const filePath = z.string().regex(/^(\/(?!\.{1,2}(\/|$))[^/\0]+)+$/, 'must be the full path of a file: /etc/motd');

/** What is inside one VM. Left out: a healthy Ubuntu with the VM's admin user. */
export const guestSchema = z.strictObject({
  users: z.array(guestUserSchema).optional(),
  /** Whether the bot's own account is there, with its key. */
  bot: z.boolean().default(true),
  files: z.record(filePath, guestFileSchema).default({}),
  /** Private host keys in PEM or OpenSSH form. Left out: derived from the VM's id, always the same. */
  hostKeys: z
    .strictObject({ ecdsa: z.string().optional(), ed25519: z.string().optional(), rsa: z.string().optional() })
    .superRefine(checkHostKeys)
    .optional(),
  /** What is the matter with it. */
  state: guestStateSchema.prefault({}),
  sshd: z
    .strictObject({
      running: z.boolean().default(true),
      ports: z.array(z.int().min(1).max(65535)).default([22]),
      passwordAuthentication: z.boolean().default(false),
      banner: z
        .string()
        .regex(/^[ -~]{1,200}$/, 'must be one line of ASCII')
        .default('OpenSSH_9.6p1 Ubuntu-3ubuntu13.5'),
      /** How it behaves badly. Left out: it behaves. */
      misbehaves: misbehaviourSchema.optional(),
      /** Which host keys the machine has from the start. */
      hostKeyTypes: z.array(z.enum(['ecdsa', 'ed25519', 'rsa'])).default(['ecdsa', 'ed25519', 'rsa']),
    })
    .prefault({}),
});
