import { clippedMrkdwn, code, inert } from '../core/text/escape.ts';

/** Ids of Azure are shorter; a longer one would take the room of what else is to be said. */
const longestId = 600;

/**
 * A resource's name as mrkdwn that opens it in the portal. Of names from outside only what means nothing to Slack is left.
 * @param id resource id
 */
export function portalLink(id: string, name: string): string {
  const shown = clippedMrkdwn(inert(name).replaceAll('|', 'ǀ').replaceAll('*', '∗'), 90);
  const path = id.toWellFormed().split('/').map(encodeURIComponent).join('/');
  if (shown === '' || !id.startsWith('/') || path.length > longestId) return clippedMrkdwn(code(name), 90);
  return `<https://portal.azure.com/#@/resource${path}|${shown}>`;
}
