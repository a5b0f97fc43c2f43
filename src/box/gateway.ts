/**
 * The gateway client of the present settings, and the machines' port to it. A changed `serverUrl`, `caFile` or pin makes
 * a new client; what was under way on the old one ends as *no answer*.
 */
import { readFileSync } from 'node:fs';
import type { LookupFunction } from 'node:net';
import { resolveVirtually } from '../../devices/transport/virtual.ts';
import type { GatewayPort } from '../../machines/ports.ts';
import type { TerminalIdentity } from '../gateway/caller.ts';
import { createGatewayClient, type GatewayClient } from '../gateway/client.ts';
import type { Scope } from '../journal/journal.ts';
import type { Log } from '../logging/logger.ts';
import type { Settings } from '../settings/schema.ts';
import type { ActivationRecord } from '../terminal/activation-record.ts';
import type { Identity, TerminalStore } from '../terminal/terminal-store.ts';
import { activationWith } from './activation.ts';

export interface GatewayOptions {
  readonly settings: () => Settings;
  /** The gateway in force: the setting, but for one that payments are still open at. */
  readonly serverUrl: () => string | null;
  readonly openScopes: () => Promise<readonly Scope[]>;
  readonly identity: () => Identity | null;
  readonly terminal: TerminalStore;
  readonly record: ActivationRecord;
  /** Of the terminal that this box is active as; null: none. */
  readonly scope: () => Scope | null;
  readonly openShift: () => Promise<Scope | null>;
  /** Called when a new identity is on disk, before the activation is told of. */
  readonly onActivated: (identity: Identity) => void;
  /** False: the key is void, another box has the terminal. */
  readonly onKey: (valid: boolean) => void;
  readonly softwareVersion: string;
  readonly resolverSocket: string | null;
  readonly randomBytes: (size: number) => Uint8Array;
  readonly log: Log;
}

export interface Gateway {
  readonly port: GatewayPort;
  client(): GatewayClient;
  /** In force now. */
  url(): string | null;
  /** How the client finds the gateway's name and who it says it is, for whoever makes connections of his own. */
  readonly lookup: LookupFunction | undefined;
  identity(): TerminalIdentity | null;
  /** The open shift as the gateway last told it; null: not asked yet. */
  shiftNumber(): number | null;
  /** The settings that concern the gateway have changed. */
  renew(): void;
  close(): Promise<void>;
}

/** In the sandbox names are resolved by its own network, so that a name that cannot be found is one, too. */
export const virtualLookup = (socket: string): LookupFunction =>
  ((hostname, options, callback) => {
    resolveVirtually(socket, hostname).then(
      (address) => {
        const family = address.includes(':') ? 6 : 4;
        if (options.all === true) callback(null, [{ address, family }]);
        else callback(null, address, family);
      },
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  }) satisfies LookupFunction;

/** Who signs. */
export const callerOf = ({ info, terminalKey }: Identity): TerminalIdentity => ({
  terminalId: info.terminal.id,
  key: Buffer.from(terminalKey, 'base64'),
});

/** An unreadable file is no certificate: the client then says SET-02 for every call rather than trust the system's. */
const readCa = (path: string, log: Log): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    log('gateway.caFileUnreadable', { file: path, error: String(error) }, 'error');
    return '';
  }
};

export const openGateway = (options: GatewayOptions): Gateway => {
  const { settings, identity, terminal, log } = options;
  let shiftNumber: number | null = null;
  const lookup = options.resolverSocket === null ? undefined : virtualLookup(options.resolverSocket);
  const callerIdentity = (): TerminalIdentity | null => {
    const known = identity();
    return known === null ? null : callerOf(known);
  };

  const create = (): GatewayClient => {
    const { caFile, pinnedKeys } = settings();
    return createGatewayClient({
      baseUrl: options.serverUrl() ?? '',
      identity: callerIdentity,
      softwareVersion: options.softwareVersion,
      caPem: caFile === null ? null : readCa(caFile, log),
      pinnedKeys,
      lookup,
      wallClock: () => Date.now(),
      monotonicClock: () => performance.now(),
      randomBytes: options.randomBytes,
      onKey: options.onKey,
      log,
    });
  };
  let client = create();
  const activate = activationWith({
    ...options,
    client: () => client,
    hardwareId: () => terminal.hardwareId(),
    save: (activated) => terminal.save(activated),
  });

  return {
    client: () => client,
    url: options.serverUrl,
    lookup,
    identity: callerIdentity,
    shiftNumber: () => shiftNumber,
    renew() {
      const old = client;
      client = create();
      void old.close();
    },
    close: () => client.close(),
    port: {
      activate,
      async counters(signal) {
        const outcome = await client.counters(signal);
        if (outcome.kind === 'answered') shiftNumber = outcome.value.shiftNumber;
        return outcome;
      },
      payOffline: (intent, code, signal) => client.payOffline(intent, code, signal),
      payOnline: (intent, signal) => client.payOnline(intent, signal),
      payment: (key, waitSeconds, signal) => client.payment(key, waitSeconds, signal),
      cancel: (intent, order, signal) => client.cancel(intent, order, signal),
      refund: (intent, signal) => client.refund(intent, signal),
      find: (transactionNumber, signal) => client.find(transactionNumber, signal),
    },
  };
};
