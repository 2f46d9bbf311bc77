import { generate } from 'selfsigned';

const dayMs = 24 * 60 * 60 * 1000;

export interface Certificate {
  /** PEM; its own issuer, so it is also what clients must trust. */
  readonly cert: string;
  readonly key: string;
}

/** Makes a certificate for 127.0.0.1 and localhost in memory. TLS goes by real time, so its dates do too. */
export async function makeCertificate(): Promise<Certificate> {
  const nowMs = Date.now();
  const made = await generate([{ name: 'commonName', value: 'Drawbridge sandbox' }], {
    keyType: 'ec',
    algorithm: 'sha256',
    notBeforeDate: new Date(nowMs - dayMs),
    notAfterDate: new Date(nowMs + 365 * dayMs),
    extensions: [
      { name: 'basicConstraints', cA: true, critical: true },
      { name: 'keyUsage', digitalSignature: true, keyCertSign: true, critical: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [
          { type: 2, value: 'localhost' },
          { type: 7, ip: '127.0.0.1' },
          { type: 7, ip: '::1' },
        ],
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}
