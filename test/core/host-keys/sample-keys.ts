import type { HostKey } from '../../../src/core/host-keys/host-key.ts';

function key(line: string): HostKey {
  const [type = '', base64 = ''] = line.split(' ');
  return { type, base64 };
}

/** Real public keys, and the fingerprints that `ssh-keygen -lf` of OpenSSH 9.2 printed for them. */
export const sampleKeys = {
  rsa: key(
    'ssh-rsa AAAAB3NzaC1yc2EAAAADAQABAAABgQDqM+yuChJp4pf+dXgeMIPoSyV1sKaNJFSCuh0H2HD3f3xB2G2hEo+IJGw1M5H0DbTPjO7g49O8tDfZmZyxJz86GYHlsXf7qzhTDeta9B+cSH8PDyw4rzpz0ptdjjDkGpuqI0wEiQWQE0rPaanUGS0skYBFN8JLXTrqtf5QJwWSmzT/eOaG1YqJro1xsxo46egbJSwa05nnWDDWrNS+NlHSaVhrL4OYpzZafuEXQAzbtbu7cSIRxjQ0rU2rYiARCPQRE+9NpYnZsKITdA6hgX8yDida577IybBN5BvD8DoYKJY5xEA+2uCEnydtoo/TY+wRTLYszLSdsrqeGe6Kp9xRLjN42jpY4zN9Y3bsLiJhzjra6migrky10zafMxmMDGmaJLQpURlUBUAOlnieFApwDf2obx2t5fJ8dVfuCxXVxrzUG5fonXYGu0Bsnqn/K77YdEVpDgs+j7LVBcZdfmztsqL6yphOai1ml8YMdx2LO7LKOq7DUUr1Qz5c4bYR8sc=',
  ),
  ecdsa: key(
    'ecdsa-sha2-nistp384 AAAAE2VjZHNhLXNoYTItbmlzdHAzODQAAAAIbmlzdHAzODQAAABhBBr4/RPzzLky5j7Dvk6AFSwJmbCusj7I8bGzKKcCP8LRJTVjZ92jE5MUQvxzTn6pFnAO3tZn2npVwaFwS+w1FGLzOJEeDYfL0Ce3FEeIKBcnmoGAYfe+ux7QZexyqqfbKg==',
  ),
  ed25519: key('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIDgps+J64LTT7BB0gyaZgew/t3NmzMsiXQyGtphHVkxa'),
  otherEd25519: key('ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIP6cOomvGcD9KAzfxTbZyGiovZwQYvirzLEV1wIfUkx2'),
} as const;

export const sampleFingerprints = {
  rsa: 'SHA256:n9JKNlDKywxtnCbu2+xTV0Zh/Piy0DCTQHbrip1wR5s',
  ecdsa: 'SHA256:TiuogBHNxIgPyhoKvDF+n749BgERrRUp0qgIXiBSPRc',
  ed25519: 'SHA256:nEeGrmkAgfMAG9MSevVob2EVV64hFBpPlMUEHD5Un1g',
} as const;
