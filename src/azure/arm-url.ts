/**
 * The address of a resource or an action. What was approved names a path: none may lead elsewhere than it reads.
 * @throws RangeError for a path that is none of a resource
 */
export function armUrl(endpoint: string, path: string, apiVersion: string): string {
  const segments = path.split('/').slice(1);
  const odd = segments.some((segment) => segment === '' || segment === '.' || segment === '..');
  if (!path.startsWith('/') || odd) throw new RangeError(`Not the path of a resource: ${path}`);
  const url = new URL(`${endpoint}/${segments.map(encodeURIComponent).join('/')}`);
  url.searchParams.set('api-version', apiVersion);
  return url.href;
}

/** Whether an address that Azure handed out may be followed with the bot's token: Azure's own hosts, over HTTPS. */
export function mayFollow(url: string, endpoint: string): boolean {
  if (!URL.canParse(url)) return false;
  const [given, own] = [new URL(url), new URL(endpoint)];
  if (given.protocol !== 'https:') return false;
  // Operations may live on a region's own host below the endpoint's.
  return given.host === own.host || given.host.endsWith(`.${own.host}`);
}
