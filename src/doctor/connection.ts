/**
 * One connection to the gateway, only to look at it: how it is reached, and which certificates it shows, also those that
 * are not trusted. No byte of a request goes over it.
 */
import { X509Certificate } from 'node:crypto';
import { connect as connectPlain, isIP, type LookupFunction, type Socket } from 'node:net';
import { connect as connectSecure, type PeerCertificate, type TLSSocket } from 'node:tls';
import { type FieldError, fieldError } from '../errors.ts';
import { failureError } from '../gateway/transport/failures.ts';
import { pinMismatchCode, spkiSha256, type Trust } from '../gateway/transport/tls.ts';
import type { CheckName, Finding } from '../locale/doctor.ts';
import { skipped, skippedAfter, sound, trouble } from './finding.ts';
import { hostOf } from './name.ts';

const timeoutMs = 4_000;

export interface Shown {
  readonly subject: string;
  readonly issuer: string;
  readonly endsMs: number;
  /** As `pinnedKeys` has it. */
  readonly spki: string;
}

export interface Peer {
  readonly protocol: string;
  /** Why it is not trusted: a code of OpenSSL or Node, or that of a pin; null: it is trusted. */
  readonly refusal: string | null;
  /** From the leaf upwards. */
  readonly chain: readonly Shown[];
}

export interface Connected {
  readonly address: string;
  readonly connectMs: number;
  /** `plain`: no TLS with `http:`. */
  readonly peer: Peer | 'plain' | FieldError;
}

export interface ConnectionFindings {
  readonly findings: readonly Finding[];
  /** What stands in the way of a request; null: nothing does. */
  readonly blockedBy: CheckName | null;
}

export const examineConnection = async (
  url: URL,
  trust: Trust,
  { lookup, pinnedKeys }: { readonly lookup: LookupFunction | undefined; readonly pinnedKeys: readonly string[] },
): Promise<ConnectionFindings> => {
  const connected = await open(url, trust, lookup);
  const [host, port] = [hostOf(url), portOf(url)];
  if (connected === 'timeout') {
    const error = fieldError('NET-01', 'no connection in time');
    const ofConnection = trouble('fail', 'connection', error, 'noConnectionInTime', {
      host,
      port,
      seconds: timeoutMs / 1_000,
    });
    return { findings: [ofConnection], blockedBy: 'connection' };
  }
  if (!('address' in connected))
    return { findings: [trouble('fail', 'connection', connected)], blockedBy: 'connection' };
  const { address, connectMs, peer } = connected;
  const ofConnection = sound('connection', 'connected', { address, port, ms: connectMs });
  if (peer === 'plain') {
    const findings = [ofConnection, skipped('certificate', 'plainHttp'), skipped('pin', 'plainHttp')];
    return { findings, blockedBy: null };
  }
  if ('code' in peer)
    return {
      findings: [ofConnection, trouble('fail', 'certificate', peer), ...skippedAfter('certificate', ['pin'])],
      blockedBy: 'certificate',
    };
  const judged = judgePeer(peer, pinnedKeys.length, Date.now());
  const failing = judged.find(({ state }) => state === 'fail');
  return { findings: [ofConnection, ...judged], blockedBy: failing?.name ?? null };
};

/** Three weeks before its end a certificate that renews itself has been renewed for long. */
const endsSoonDays = 30;
const dayMs = 86_400_000;

/** Certificate and pin; `pins`: how many are set. */
export const judgePeer = ({ protocol, refusal, chain }: Peer, pins: number, nowMs: number): readonly Finding[] => {
  const shown = chain.map(({ subject, endsMs }) => `${subject} ${dateOf(endsMs)}`);
  const top = chain.at(-1);
  const words = [...shown, ...(top === undefined || top.issuer === top.subject ? [] : [top.issuer])].join(' ← ');
  const spki = chain[0]?.spki ?? '';
  const days = Math.floor((Math.min(...chain.map(({ endsMs }) => endsMs)) - nowMs) / dayMs);
  if (refusal !== null && refusal !== pinMismatchCode) {
    const refused = Object.assign(new Error(''), { code: refusal });
    const { code } = failureError({ reason: 'connection', error: refused }, false);
    const error = fieldError(code === 'NET-01' ? 'NET-12' : code, refusal);
    return [
      trouble('fail', 'certificate', error, 'chainRefused', { chain: words, reason: refusal }),
      ...skippedAfter('certificate', ['pin']),
    ];
  }
  const params = { chain: words, days, protocol };
  const ofCertificate =
    days < endsSoonDays
      ? trouble('warn', 'certificate', fieldError('NET-15', undefined, { days }), 'chain', params)
      : sound('certificate', 'chain', params);
  if (refusal !== null)
    return [ofCertificate, trouble('fail', 'pin', fieldError('NET-05'), 'pinMissing', { count: pins, spki })];
  const ofPin = pins === 0 ? skipped('pin', 'noPins', { spki }) : sound('pin', 'pinMatches', { count: pins });
  return [ofCertificate, ofPin];
};

const dateOf = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

const portOf = (url: URL): number => Number(url.port) || (url.protocol === 'https:' ? 443 : 80);

/** Settles within the time-out. */
const open = (
  url: URL,
  trust: Trust,
  lookup: LookupFunction | undefined,
): Promise<Connected | FieldError | 'timeout'> =>
  new Promise((resolve) => {
    const target = { host: hostOf(url), port: portOf(url), ...(lookup !== undefined && { lookup }) };
    const startedMs = performance.now();
    const https = url.protocol === 'https:';
    const socket: Socket | TLSSocket = https
      ? connectSecure({
          ...target,
          // RFC 6066: an address is no server name.
          ...(isIP(hostOf(url)) === 0 && { servername: hostOf(url) }),
          secureContext: trust.secureContext(),
          checkServerIdentity: trust.checkServerIdentity,
          // To be looked at all the same; it is closed before anything is sent.
          rejectUnauthorized: false,
        })
      : connectPlain(target);
    let reached: Pick<Connected, 'address' | 'connectMs'> | null = null;
    const settle = (result: Connected | FieldError | 'timeout'): void => {
      clearTimeout(timer);
      socket.removeAllListeners();
      socket.on('error', () => {});
      socket.destroy();
      resolve(result);
    };
    const timer = setTimeout(
      () =>
        settle(reached === null ? 'timeout' : { ...reached, peer: fieldError('NET-12', 'no TLS handshake in time') }),
      timeoutMs,
    );
    socket.once('error', (thrown) => {
      const error = failureError({ reason: 'connection', error: thrown }, false);
      if (reached === null) return settle(error);
      // Closed in the middle of the handshake: the host is there, TLS is not.
      settle({ ...reached, peer: error.code === 'NET-01' ? fieldError('NET-12', error.detail) : error });
    });
    socket.once('connect', () => {
      reached = {
        address: socket.remoteAddress ?? hostOf(url),
        connectMs: Math.round(performance.now() - startedMs),
      };
      if (!https) settle({ ...reached, peer: 'plain' });
    });
    socket.once('secureConnect', () => {
      if (reached === null) return;
      settle({ ...reached, peer: peerOf(socket as TLSSocket) });
    });
  });

const maxChainLength = 10;

const peerOf = (socket: TLSSocket): Peer => {
  const refusal = socket.authorized ? null : String(socket.authorizationError);
  const chain: Shown[] = [];
  let link: object | undefined = socket.getPeerCertificate(true) as PeerCertificate;
  let last = '';
  while (link !== undefined && 'raw' in link && chain.length < maxChainLength) {
    const certificate = new X509Certificate(link.raw as Buffer);
    if (certificate.fingerprint256 === last) break;
    last = certificate.fingerprint256;
    chain.push({
      subject: shortName(certificate.subject),
      issuer: shortName(certificate.issuer),
      endsMs: certificate.validToDate.getTime(),
      spki: spkiSha256(certificate),
    });
    link = 'issuerCertificate' in link ? (link.issuerCertificate as object) : undefined;
  }
  return { protocol: socket.getProtocol() ?? '', refusal, chain };
};

/** The common name; the organisation, where there is none. It is the peer's text: bounded. */
const shortName = (name: string | undefined): string =>
  (/^CN=(.+)$/m.exec(name ?? '')?.[1] ?? /^O=(.+)$/m.exec(name ?? '')?.[1] ?? name ?? '').slice(0, 80);
