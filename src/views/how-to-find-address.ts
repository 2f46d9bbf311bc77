/** How a person finds the address that Azure sees of them; sentences of mrkdwn. */
export const howToFindAddress = [
  'On the computer you connect from, run `curl -4 https://ifconfig.co`, or search the web for “what is my ip”.',
  'A VPN or another network gives you another address.',
] as const;
