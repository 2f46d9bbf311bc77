/** Where one of Azure's clouds is reached. */
export interface Cloud {
  readonly name: 'public' | 'usgov' | 'china' | 'custom';
  /** Resource Manager, without a slash at the end. */
  readonly endpoint: string;
  /** Where tokens come from. */
  readonly authorityHost: string;
  /** What the token is asked for. The SDK's clients assume the public cloud's unless they are told. */
  readonly scope: string;
}

/** https://learn.microsoft.com/azure/azure-government/compare-azure-government-global-azure and /azure/china/resources-developer-guide */
export const clouds: Readonly<Record<'public' | 'usgov' | 'china', Cloud>> = {
  public: {
    name: 'public',
    endpoint: 'https://management.azure.com',
    authorityHost: 'https://login.microsoftonline.com',
    scope: 'https://management.azure.com/.default',
  },
  usgov: {
    name: 'usgov',
    endpoint: 'https://management.usgovcloudapi.net',
    authorityHost: 'https://login.microsoftonline.us',
    scope: 'https://management.usgovcloudapi.net/.default',
  },
  china: {
    name: 'china',
    endpoint: 'https://management.chinacloudapi.cn',
    authorityHost: 'https://login.chinacloudapi.cn',
    scope: 'https://management.chinacloudapi.cn/.default',
  },
};
