/** The versions that the SDK's clients read with, so that nothing is written in another form than it was read in. */
export const apiVersions = {
  compute: '2026-04-01',
  network: '2026-01-01',
  /** https://learn.microsoft.com/rest/api/defenderforcloud/jit-network-access-policies */
  security: '2020-01-01',
} as const;
