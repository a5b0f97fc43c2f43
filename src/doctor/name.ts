/** Does the name of the gateway resolve, by the resolver that the gateway client uses. */
import { lookup as systemLookup } from 'node:dns';
import { isIP, type LookupFunction } from 'node:net';
import { fieldError } from '../errors.ts';
import { failureError } from '../gateway/transport/failures.ts';
import type { Finding } from '../locale/doctor.ts';
import { sound, trouble } from './finding.ts';

/** The system's resolver asks for 5 s and more before it gives up; a till that waits that long has no DNS. */
const timeoutMs = 3_000;
const maxShown = 4;

export const hostOf = (url: URL): string => url.hostname.replace(/^\[|\]$/g, '');

export const resolveHost = async (url: URL, lookup: LookupFunction | undefined): Promise<Finding> => {
  const host = hostOf(url);
  if (isIP(host) !== 0) return sound('dns', 'addressLiteral', { host });
  const startedMs = performance.now();
  const answer = await addressesOf(host, lookup ?? (systemLookup as LookupFunction));
  if (answer instanceof Error) {
    const error = failureError({ reason: 'connection', error: answer }, false);
    // Whatever a resolver fails with, it is the name that was not found.
    return trouble('fail', 'dns', fieldError('NET-02', error.detail));
  }
  const addresses = answer.slice(0, maxShown).join(', ');
  return sound('dns', 'addresses', { host, addresses, ms: Math.round(performance.now() - startedMs) });
};

const addressesOf = (host: string, lookup: LookupFunction): Promise<readonly string[] | Error> =>
  new Promise((resolve) => {
    const late = Object.assign(new Error(`no answer in ${timeoutMs / 1_000} s`), { code: 'ETIMEOUT' });
    const timer = setTimeout(() => resolve(late), timeoutMs);
    lookup(host, { all: true }, (error, found) => {
      clearTimeout(timer);
      if (error !== null) resolve(error);
      else resolve(Array.isArray(found) ? found.map(({ address }) => address) : [found]);
    });
  });
