import type { SlackCore } from '../slack-core.ts';
import { type Args, type Method, type Result, SlackRefusal } from './method.ts';
import { methods } from './methods.ts';

const byName = new Map(methods.map((method) => [method.name, method]));

/** Answers one Web API call: looks at the token and the scope, then runs the method. */
export function dispatch(core: SlackCore, name: string, token: string | undefined, args: Args): Result {
  try {
    return { ok: true, ...answer(core, name, token, args) };
  } catch (error) {
    if (error instanceof SlackRefusal) return { ok: false, error: error.error, ...error.more };
    throw error;
  }
}

function answer(core: SlackCore, name: string, token: string | undefined, args: Args): Result {
  if (name === 'apps.connections.open') return openConnection(core, token);
  const method = byName.get(name);
  if (method === undefined) throw new SlackRefusal('unknown_method', { req_method: name });
  if (name !== 'api.test') {
    if (token === core.appToken) throw new SlackRefusal('not_allowed_token_type');
    refuseWrongToken(token, core.botToken);
    refuseMissingScope(core, method);
  }
  return method.run(core, args);
}

function openConnection(core: SlackCore, token: string | undefined): Result {
  if (token === core.botToken) throw new SlackRefusal('not_allowed_token_type');
  refuseWrongToken(token, core.appToken);
  const ticket = core.tickets.issue();
  return { url: `${core.origin.replace('http', 'ws')}/link/?ticket=${ticket}&app_id=${core.state.bot.appId}` };
}

function refuseWrongToken(token: string | undefined, right: string): void {
  if (token === undefined || token === '') throw new SlackRefusal('not_authed');
  if (token !== right) throw new SlackRefusal('invalid_auth');
}

function refuseMissingScope(core: SlackCore, method: Method): void {
  const { scope } = method;
  if (scope === undefined || core.scopes === undefined) return;
  if (scope.split('|').some((each) => core.scopes?.includes(each))) return;
  throw new SlackRefusal('missing_scope', { needed: scope.split('|').join(','), provided: core.scopes.join(',') });
}
