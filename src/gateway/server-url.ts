/** What the setting `serverUrl` may be (gateway contract, transport). */
import { type ErrorReason, failed, ok, type Result, reasonedError } from '../errors.ts';

/** Hosts that never leave the machine: the only ones plain `http:` is accepted for. */
const isLoopback = (hostname: string): boolean =>
  hostname === 'localhost' || hostname === '[::1]' || /^127(?:\.\d{1,3}){3}$/.test(hostname);

const refused = (reason: ErrorReason) => failed(reasonedError('SET-02', reason, { key: 'serverUrl' }));

/** HTTPS, or HTTP on a loopback host; ends in `/`; no credentials, query or fragment. Error: SET-02. */
export const parseServerUrl = (text: string): Result<URL> => {
  const url = URL.parse(text);
  if (url === null) return refused('urlUnreadable');
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('urlProtocol');
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) return refused('urlPlainHttp');
  if (url.username !== '' || url.password !== '') return refused('urlCredentials');
  if (url.search !== '' || url.hash !== '') return refused('urlQuery');
  if (!url.pathname.endsWith('/')) return refused('urlSlash');
  return ok(url);
};
