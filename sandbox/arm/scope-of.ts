/**
 * What a path acts on: the resource, with the name of an action (`/start`, `/instanceView`) cut off, or for a list
 * what it is a list of: the parent resource, the resource group or the subscription.
 */
export function scopeOf(path: string): string {
  const at = path.toLowerCase().lastIndexOf('/providers/');
  if (at < 0) return path;
  const [namespace = '', ...pairs] = path.slice(at + '/providers/'.length).split('/');
  const whole = pairs.slice(0, pairs.length - (pairs.length % 2));
  return whole.length === 0
    ? path.slice(0, at) || '/'
    : [path.slice(0, at), 'providers', namespace, ...whole].join('/');
}
