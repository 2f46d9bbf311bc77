/** Resource Manager's names in the public clouds, the older form beside the newer. */
const clouds = [
  ...['management.azure.com', 'management.core.windows.net'],
  ...['management.usgovcloudapi.net', 'management.core.usgovcloudapi.net'],
  ...['management.chinacloudapi.cn', 'management.core.chinacloudapi.cn'],
];
const loopback = ['127.0.0.1', 'localhost', '[::1]'];

/** Whether a token for this audience is one for Resource Manager: of any cloud, or of the sandbox by its own address. */
export function isOwnAudience(audience: string): boolean {
  if (!URL.canParse(audience)) return false;
  const { protocol, hostname, pathname } = new URL(audience);
  return protocol === 'https:' && /^\/+$/.test(pathname) && [...clouds, ...loopback].includes(hostname);
}
