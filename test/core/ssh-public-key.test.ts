import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSshPublicKey } from '../../src/core/ssh-public-key.ts';

const rsa =
  'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDqM+yuChJp4pf+dXgeMIPoSyV1sKaNJFSCuh0H2HD3f3xB2G2hEo+IJGw1M5H0DbTPjO7g49O8tDfZmZyxJz86GYHlsXf7qzhTDeta9B+cSH8PDyw4rzpz0ptdjjDkGpuqI0wEiQWQE0rPaanUGS0skYBFN8JLXTrqtf5QJwWSmzT/eOaG1YqJro1xsxo46egbJSwa05nnWDDWrNS+NlHSaVhrL4OYpzZafuEXQAzbtbu7cSIRxjQ0rU2rYiARCPQRE+9NpYnZsKITdA6hgX8yDida577IybBN5BvD8DoYKJY5xEA+2uCEnydtoo/TY+wRTLYszLSdsrqeGe6Kp9xRLjN42jpY4zN9Y3bsLiJhzjra6migrky10zafMxmMDGmaJLQpURlUBUAOlnieFApwDf2obx2t5fJ8dVfuCxXVxrzUG5fonXYGu0Bsnqn/K77YdEVpDgs+j7LVBcZdfmztsqL6yphOai1ml8YMdx2LO7LKOq7DUUr1Qz5c4bYR8sc= a b';
const ecdsa =
  'ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBBr4/RPzzLky5j7Dvk6AFSwJmbCusj7I8bGzKKcCP8LRJTVjZ92jE5MUQvxzTn6pFnAO3tZn2npVwaFwS+w1FGLzOJEeDYfL0Ce3FEeIKBcnmoGAYfe+ux7QZexyqqfbKg==';
const ed25519 = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa';

/** Fingerprints and lengths as `ssh-keygen -lf` printed them for these very keys. */
describe('parseSshPublicKey', () => {
  it.each([
    [
      'RSA',
      rsa,
      { name: 'RSA', bits: 3072, fingerprint: 'SHA256:n9JKNlDKywxtnCbu2+xTV0Zh/Piy0DCTQHbrip1wR5s', comment: 'a b' },
    ],
    [
      'ECDSA',
      ecdsa,
      { name: 'ECDSA', bits: 384, fingerprint: 'SHA256:TiuogBHNxIgPyhoKvDF+n749BgERrRUp0qgIXiBSPRc', comment: '' },
    ],
    [
      'Ed25519',
      ed25519,
      { name: 'ED25519', bits: 256, fingerprint: 'SHA256:nEeGrmkAgfMAG9MSevVob2EVV64hFBpPlMUEHD5Un1g', comment: '' },
    ],
    [
      'a line with options and a line break',
      `from="10.0.0.1",no-pty ${ed25519} me@laptop\r\n`,
      { name: 'ED25519', comment: 'me@laptop' },
    ],
  ])('reads %s', (_, line, key) => {
    expect(parseSshPublicKey(line)).toMatchObject(key);
  });

  it.each([
    ['nothing', ''],
    ['a private key', '-----BEGIN OPENSSH PRIVATE KEY-----'],
    ['a type alone', 'ssh-ed25519'],
    ['another type than the blob has', ed25519.replace('ssh-ed25519', 'ssh-rsa')],
    ['a blob that was cut', ed25519.slice(0, -8)],
    ['a blob that only names its type', 'ssh-rsa AAAAB3NzaC1yc2E='],
  ])('does not read %s', (_, line) => {
    expect(parseSshPublicKey(line)).toBeUndefined();
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.base64String().map((text) => `ssh-rsa AAAA${text}`),
        ),
        (line) => {
          parseSshPublicKey(line);
        },
      ),
    );
  });
});
