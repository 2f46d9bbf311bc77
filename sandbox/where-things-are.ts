import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { derivedUserKey } from './keys/derive-key.ts';
import type { Sandbox } from './sandbox.ts';

const folder = new URL('../.drawbridge/sandbox/', import.meta.url);

/** Keeps in .drawbridge/sandbox what other programs need to use the pretend Azure and VMs, and says where all is. */
export async function tellWhereThingsAre({ arm, internet }: Sandbox, url: string): Promise<string> {
  const { tenantId, clientId, clientSecret } = arm.credentials;
  const variables = {
    ARM_ENDPOINT: arm.endpoint,
    AZURE_TENANT_ID: tenantId,
    AZURE_CLIENT_ID: clientId,
    AZURE_CLIENT_SECRET: clientSecret,
    INTERNET_PROXY: `127.0.0.1:${internet.port}`,
  };
  await mkdir(folder, { recursive: true });
  await keep('ca.pem', arm.caCert);
  await keep(
    'azure.env',
    Object.entries(variables)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
  );
  await keep('id_ed25519', derivedUserKey('azureuser').privateKeyOpenSsh);
  return `
  Drawbridge's sandbox is up. Nothing here leaves this machine.

  Open      ${url}
  and type  /vm connect-check myVM from 203.0.113.7
  or        /vm fingerprint production/jump, then /vm run production/jump uptime
  or        /vm audit, as carol in #vm-audit

  Azure     ${arm.endpoint}
  Internet  127.0.0.1:${internet.port}, a proxy to the VMs

  What else to try, and your own az and ssh on them: docs/sandbox.md; keys and certificate are in .drawbridge/sandbox.
  Ctrl+C ends it.
`;
}

/** ssh refuses a private key that others could read. */
async function keep(name: string, text: string): Promise<void> {
  const file = new URL(name, folder);
  await writeFile(file, text, { mode: 0o600 });
  await chmod(file, 0o600);
}
