/**
 * The way to the gateway, layer by layer, on connections of its own and by the client's own rules: whoever trusts, signs
 * and reads answers here is the code that takes payments. Each layer that fails is named, and those above it are skipped.
 */
import type { LookupFunction } from 'node:net';
import { failed, fieldError, type Result } from '../errors.ts';
import { trustFrom } from '../gateway/ca-file.ts';
import type { TerminalIdentity } from '../gateway/caller.ts';
import { parseServerUrl } from '../gateway/server-url.ts';
import type { Trust } from '../gateway/transport/tls.ts';
import type { CheckName, Finding } from '../locale/doctor.ts';
import { examineConnection } from './connection.ts';
import { skippedAfter, sound, trouble } from './finding.ts';
import { examineGateway } from './gateway-answer.ts';
import { resolveHost } from './name.ts';

export interface NetworkOrder {
  /** The gateway in force; null: not set. */
  readonly serverUrl: string | null;
  readonly caFile: string | null;
  readonly pinnedKeys: readonly string[];
  /** In place of the system's resolver, as in the gateway client. */
  readonly lookup: LookupFunction | undefined;
  /** Null: not activated. The error: the key cannot be had. */
  readonly identity: Result<TerminalIdentity | null>;
  readonly softwareVersion: string;
}

/** Everything the doctor says of the network; with each layer's own limits it takes 15 s at most. */
const deadlineMs = 15_000;

const aboveServerUrl = ['dns', 'connection'] as const;
const aboveConnection = ['certificate', 'pin', 'captive-portal', 'gateway', 'clock', 'latency', 'terminal'] as const;
const aboveTrust: readonly CheckName[] = ['captive-portal', 'gateway', 'clock', 'latency', 'terminal'];

/** All but the address itself. */
export const networkChecks: readonly CheckName[] = ['trust-store', ...aboveServerUrl, ...aboveConnection];

export const examineNetwork = async (order: NetworkOrder): Promise<readonly Finding[]> => {
  const signal = AbortSignal.timeout(deadlineMs);
  const url = order.serverUrl === null ? failed(fieldError('SET-05')) : parseServerUrl(order.serverUrl);
  const trusted = trustFrom(order.caFile, order.pinnedKeys);
  const ofTrust = trustFinding(order, trusted);
  if (!url.ok) {
    const ofUrl = trouble('fail', 'server-url', url.error);
    return [ofUrl, ofTrust, ...skippedAfter('server-url', [...aboveServerUrl, ...aboveConnection])];
  }
  const { href, protocol } = url.value;
  const below = [sound('server-url', protocol === 'https:' ? 'serverUrl' : 'serverUrlPlain', { url: href }), ofTrust];

  const ofName = await resolveHost(url.value, order.lookup);
  below.push(ofName);
  if (ofName.state === 'fail') return [...below, ...skippedAfter('dns', ['connection', ...aboveConnection])];
  if (!trusted.ok) return [...below, ...skippedAfter('trust-store', ['connection', ...aboveConnection])];

  const connection = await examineConnection(url.value, trusted.value, order);
  below.push(...connection.findings);
  if (connection.blockedBy !== null) {
    const told = new Set(connection.findings.map(({ name }) => name));
    const above = [...aboveConnection].filter((name) => !told.has(name));
    return [...below, ...skippedAfter(connection.blockedBy, above)];
  }
  const answered = await examineGateway({ ...order, baseUrl: url.value, trust: trusted.value, signal });
  const told = new Set(answered.map(({ name }) => name));
  const failing = answered.find(({ state }) => state === 'fail')?.name ?? 'gateway';
  return [
    ...below,
    ...answered,
    ...skippedAfter(
      failing,
      aboveTrust.filter((name) => !told.has(name)),
    ),
  ];
};

const trustFinding = ({ caFile }: NetworkOrder, trust: Result<Trust>): Finding => {
  if (!trust.ok) return trouble('fail', 'trust-store', trust.error);
  const count = trust.value.authorities();
  return caFile === null
    ? sound('trust-store', 'trustSystem', { count })
    : sound('trust-store', 'trustFile', { file: caFile, count });
};
