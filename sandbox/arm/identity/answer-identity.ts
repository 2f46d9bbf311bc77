import { randomUUID } from 'node:crypto';
import type { SandboxClock } from '../../clock.ts';
import type { ArmReply } from '../route.ts';
import { type Tokens, tokenLifetimeSeconds } from './tokens.ts';

export interface Credentials {
  readonly tenantId: string;
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface IdentityRequest {
  readonly method: string;
  readonly path: string;
  readonly baseUrl: string;
  readonly body: string;
  /** The Authorization header, which may carry the client's id and secret. */
  readonly authorization: string | undefined;
}

interface Refusal {
  readonly status: number;
  readonly error: string;
  /** The number behind AADSTS. */
  readonly number: number;
  readonly message: string;
}

const discovery = /^\/(adfs\/adfs|adfs|[^/]+?)(\/v2\.0)?\/\.well-known\/openid-configuration$/i;
const tokenEndpoint = /^\/(adfs\/adfs|adfs|[^/]+)\/oauth2(?:\/v2\.0)?\/token\/?$/i;
const keys = /\/discovery(\/v2\.0)?\/keys$/i;
const instance = /^\/[^/]+\/discovery\/instance$/i;

/** Whether a path belongs to the sign-in service and not to Resource Manager; both live at one address here. */
export function isIdentityPath(path: string): boolean {
  return [discovery, tokenEndpoint, keys, instance].some((pattern) => pattern.test(path));
}

/** Microsoft Entra ID in its v2 form and AD FS in its own, as far as signing in without a person needs them. */
export function answerIdentity(
  request: IdentityRequest,
  credentials: Credentials,
  tokens: Tokens,
  clock: SandboxClock,
): ArmReply {
  const { path, baseUrl } = request;
  const tenant = discovery.exec(path)?.[1];
  if (tenant !== undefined) return { status: 200, body: openidConfiguration(baseUrl, tenant, credentials.tenantId) };
  if (instance.test(path)) return { status: 200, body: instanceMetadata(baseUrl) };
  if (keys.test(path)) return { status: 200, body: { keys: [] } };
  if (request.method !== 'POST') return wrongMethod(request.method, clock);
  const form = new URLSearchParams(request.body);
  const refusal = refusalOf(request, form, credentials);
  if (refusal !== undefined) return { status: refusal.status, body: refusalBody(refusal, clock) };
  return { status: 200, body: grant(form, tokens) };
}

function wrongMethod(method: string, clock: SandboxClock): ArmReply {
  const message = `The endpoint only accepts POST requests. Received a ${method} request.`;
  const body = refusalBody({ status: 405, error: 'invalid_request', number: 900561, message }, clock);
  return { status: 405, headers: { Allow: 'POST' }, body };
}

function openidConfiguration(baseUrl: string, tenant: string, tenantId: string): object {
  const adfs = tenant.toLowerCase().startsWith('adfs');
  const authority = adfs ? `${baseUrl}/adfs` : `${baseUrl}/${tenant}`;
  const endpoint = adfs ? `${authority}/oauth2` : `${authority}/oauth2/v2.0`;
  return {
    issuer: adfs ? authority : `${baseUrl}/${tenantId}/v2.0`,
    authorization_endpoint: `${endpoint}/authorize`,
    token_endpoint: `${endpoint}/token`,
    device_authorization_endpoint: `${endpoint}/devicecode`,
    jwks_uri: adfs ? `${authority}/discovery/keys` : `${authority}/discovery/v2.0/keys`,
    token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic', 'private_key_jwt'],
    response_types_supported: ['code', 'id_token', 'code id_token', 'token'],
    subject_types_supported: ['pairwise'],
    id_token_signing_alg_values_supported: ['RS256'],
    scopes_supported: ['openid', 'profile', 'email', 'offline_access'],
  };
}

function instanceMetadata(baseUrl: string): object {
  const host = new URL(baseUrl).host;
  return {
    tenant_discovery_endpoint: `${baseUrl}/common/v2.0/.well-known/openid-configuration`,
    'api-version': '1.1',
    metadata: [{ preferred_network: host, preferred_cache: host, aliases: [host] }],
  };
}

function refusalOf(request: IdentityRequest, form: URLSearchParams, expected: Credentials): Refusal | undefined {
  const tenant = tokenEndpoint.exec(request.path)?.[1]?.toLowerCase() ?? '';
  const adfs = tenant.startsWith('adfs');
  if (!adfs && ![expected.tenantId.toLowerCase(), 'common', 'organizations'].includes(tenant)) {
    return { status: 400, error: 'invalid_request', number: 90002, message: `Tenant '${tenant}' not found.` };
  }
  const grantType = form.get('grant_type');
  if (grantType !== 'client_credentials') {
    const message = `The app requested an unsupported grant type '${grantType}'.`;
    return { status: 400, error: 'unsupported_grant_type', number: 70003, message };
  }
  const given = clientOf(request, form);
  if (given.id?.toLowerCase() !== expected.clientId.toLowerCase()) {
    const message = `Application with identifier '${given.id}' was not found in the directory.`;
    return { status: 400, error: 'unauthorized_client', number: 700016, message };
  }
  const assertion = form.get('client_assertion');
  if (assertion !== null) {
    if (/^[\w-]+\.[\w-]+\.[\w-]+$/.test(assertion)) return undefined;
    return { status: 400, error: 'invalid_request', number: 50027, message: 'JWT token is invalid or malformed.' };
  }
  if (given.secret !== expected.clientSecret) {
    const message = `Invalid client secret provided. Ensure the secret being sent in the request is the client secret value, not the client secret ID, for a secret added to app '${given.id}'.`;
    return { status: 401, error: 'invalid_client', number: 7000215, message };
  }
  const scope = form.get('scope') ?? form.get('resource');
  if (scope !== null && (adfs || form.has('resource') || scope.split(' ').some((each) => each.endsWith('/.default')))) {
    return undefined;
  }
  const message = `The provided value for scope ${scope} is not valid. Client credential flows must have a scope value with /.default suffixed to the resource identifier.`;
  return { status: 400, error: 'invalid_scope', number: 1002012, message };
}

function clientOf(request: IdentityRequest, form: URLSearchParams): { id: string | null; secret: string | null } {
  const basic = /^Basic +(\S+)$/i.exec(request.authorization ?? '')?.[1];
  if (basic === undefined) return { id: form.get('client_id'), secret: form.get('client_secret') };
  const [id = '', ...secret] = Buffer.from(basic, 'base64').toString('utf8').split(':');
  return { id: decoded(id), secret: decoded(secret.join(':')) };
}

/** Text that is not encoded rightly stays as it is, and is then nobody's secret. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function refusalBody(refusal: Refusal, clock: SandboxClock): object {
  const [traceId, correlationId] = [randomUUID(), randomUUID()];
  const timestamp = `${new Date(clock.now()).toISOString().slice(0, 19).replace('T', ' ')}Z`;
  return {
    error: refusal.error,
    error_description: `AADSTS${refusal.number}: ${refusal.message} Trace ID: ${traceId} Correlation ID: ${correlationId} Timestamp: ${timestamp}`,
    error_codes: [refusal.number],
    timestamp,
    trace_id: traceId,
    correlation_id: correlationId,
    error_uri: `https://login.microsoftonline.com/error?code=${refusal.number}`,
  };
}

function grant(form: URLSearchParams, tokens: Tokens): object {
  const scope = form.get('resource') ?? form.get('scope') ?? '';
  const audience = scope.split(' ')[0]?.replace(/\/\.default$/, '') ?? '';
  return {
    token_type: 'Bearer',
    expires_in: tokenLifetimeSeconds,
    ext_expires_in: tokenLifetimeSeconds,
    access_token: tokens.issue(audience).accessToken,
  };
}
