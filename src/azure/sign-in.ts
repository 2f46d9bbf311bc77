import type { SignInFailed } from './sign-in-failed.ts';
import type { Trouble } from './trouble.ts';

/** https://learn.microsoft.com/entra/identity-platform/reference-error-codes */
const knownCodes: readonly { readonly code: string; readonly because: string; readonly mend: string }[] = [
  {
    code: 'AADSTS7000215',
    because: 'its client secret is wrong',
    mend: 'set AZURE_CLIENT_SECRET to the value of a secret (not its id)',
  },
  {
    code: 'AADSTS7000222',
    because: 'its client secret has expired',
    mend: 'create a new secret and set AZURE_CLIENT_SECRET',
  },
  { code: 'AADSTS7000216', because: 'it sent no client secret', mend: 'set AZURE_CLIENT_SECRET' },
  {
    code: 'AADSTS700016',
    because: 'the directory does not know its application',
    mend: 'check AZURE_CLIENT_ID and AZURE_TENANT_ID',
  },
  { code: 'AADSTS90002', because: 'the directory does not exist', mend: 'check AZURE_TENANT_ID and azure.cloud' },
  { code: 'AADSTS900023', because: 'the directory id is not one', mend: 'check AZURE_TENANT_ID' },
  { code: 'AADSTS7000112', because: 'its application is disabled', mend: 'enable it in Microsoft Entra' },
  {
    code: 'AADSTS70021',
    because: 'no federated credential matches its token',
    mend: 'check the issuer, subject and audience of the federated credential',
  },
  {
    code: 'AADSTS700211',
    because: 'no federated credential matches the issuer of its token',
    mend: 'check the issuer of the federated credential',
  },
  {
    code: 'AADSTS700213',
    because: 'no federated credential matches the subject of its token',
    mend: 'check the subject of the federated credential',
  },
  { code: 'AADSTS700024', because: 'its federated token has expired', mend: 'check that the token file is renewed' },
  {
    code: 'AADSTS53003',
    because: 'a conditional access policy blocks it',
    mend: 'exclude the application or allow its address',
  },
];

/** What a failed sign-in means. Microsoft's own text is left out: it is long and names internal ids. */
export function describeSignIn(error: SignInFailed): Trouble {
  if (error.timedOut)
    return {
      reason: 'sign-in',
      because: 'The bot could not sign in to Azure: the sign-in server did not answer in time.',
      hint: 'Try again in a minute.',
    };
  const code = /AADSTS\d+/.exec(textOf(error.cause))?.[0];
  const known = knownCodes.find((each) => each.code === code);
  if (known !== undefined)
    return {
      reason: 'sign-in',
      because: `The bot could not sign in to Azure: ${known.because} (${known.code}).`,
      hint: `Whoever runs Drawbridge should ${known.mend}.`,
      code: known.code,
    };
  return {
    reason: 'sign-in',
    because: `The bot could not sign in to Azure (${code ?? nameOfError(error.cause)}).`,
    hint: 'Whoever runs Drawbridge should check its credential and finds the details in its log.',
    ...(code === undefined ? {} : { code }),
  };
}

function textOf(error: unknown): string {
  return error instanceof Error ? `${error.message} ${textOf(error.cause)}` : '';
}

function nameOfError(error: unknown): string {
  if (!(error instanceof Error)) return 'no token';
  return 'code' in error && typeof error.code === 'string' ? error.code : error.name;
}
