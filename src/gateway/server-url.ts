/** What the setting `serverUrl` may be (gateway contract, transport). */
import { failed, fieldError, ok, type Result } from '../errors.ts';

/** Hosts that never leave the machine: the only ones plain `http:` is accepted for. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

const refused = (reason: string) => failed(fieldError('SET-02', reason, { key: 'serverUrl' }));

/** HTTPS, or HTTP on a loopback host; ends in `/`; no credentials, query or fragment. Error: SET-02. */
export const parseServerUrl = (text: string): Result<URL> => {
  const url = URL.parse(text);
  if (url === null) return refused('not a URL');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('neither https: nor http:');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refused('http: is for a loopback host only');
  if (url.username !== '' || url.password !== '') return refused('a URL with a user name or password');
  if (url.search !== '' || url.hash !== '') return refused('a URL with a query or fragment');
  if (!url.pathname.endsWith('/')) return refused('does not end in /');
  return ok(url);
};
