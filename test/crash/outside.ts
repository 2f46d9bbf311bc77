import { subscribe } from 'node:diagnostics_channel';

/** Everything by which others hear of this process: requests by `fetch` and by node:http, when they begin and are answered. */
const channels = [
  'undici:request:create',
  'undici:request:headers',
  'http.client.request.start',
  'http.client.response.finish',
];

/** Counts what goes between this process and others, but for its database and Socket Mode. */
export function countOutside(): () => number {
  let count = 0;
  const heard = () => {
    count += 1;
  };
  for (const channel of channels) subscribe(channel, heard);
  return () => count;
}
