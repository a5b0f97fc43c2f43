/** Gathers what the box says of itself, and owes it on paper. */
import type { InformationPort, PrinterStatus } from '../../machines/ports.ts';
import type { Release } from '../control/release.ts';
import type { Information } from '../documents/information.ts';
import { type FieldError, FieldFailure } from '../errors.ts';
import type { GatewayClient } from '../gateway/client.ts';
import type { CryptoLibrary } from '../gateway/transport/crypto-library.ts';
import type { Journal } from '../journal/journal.ts';
import type { Settings } from '../settings/schema.ts';
import type { Identity } from '../terminal/terminal-store.ts';
import type { Devices } from './devices.ts';
import type { NetworkAddresses } from './network-addresses.ts';
import { termsOf } from './terms.ts';

export interface InformationOptions {
  readonly settings: () => Settings;
  readonly timeZone: () => string;
  readonly identity: () => Identity | null;
  readonly release: Release;
  readonly cryptoLibrary: CryptoLibrary;
  /** In force now. */
  readonly serverUrl: () => string | null;
  readonly client: () => Pick<GatewayClient, 'link' | 'clock'>;
  /** As the gateway last told it. */
  readonly shiftNumber: () => number | null;
  /** Asks the gateway what it allows by now; never rejects. */
  readonly refreshRegistration: () => Promise<unknown>;
  readonly lastClose: () => Promise<Information['lastDayClose']>;
  /** Resolves after so many milliseconds. */
  readonly sleep: (ms: number) => Promise<void>;
  readonly devices: () => Pick<Devices, 'printer' | 'scanner' | 'keypad' | 'display'>;
  readonly journal: Pick<Journal, 'lastSale' | 'createDocument'>;
  readonly network: () => NetworkAddresses;
  readonly now: () => string;
}

/** Somebody stands before the screen: what the gateway does not tell by then is shown as it is known. */
const askedAtMostMs = 2_000;

const deviceOf = (status: { readonly state: string; readonly error?: FieldError } | PrinterStatus) => ({
  state: status.state,
  error: 'error' in status && status.error !== undefined ? status.error.code : null,
});

export const informationPort = (options: InformationOptions): InformationPort => {
  const { settings, identity, release, journal } = options;

  /** The page shows the rest also where the journal cannot be read. */
  const lastShift = async (): Promise<number | null> => {
    try {
      return (await journal.lastSale())?.intent.shiftNumber ?? null;
    } catch (thrown) {
      if (thrown instanceof FieldFailure) return null;
      throw thrown;
    }
  };

  const registration = (): Pick<Information, 'merchant' | 'terminal' | 'activatedAt' | 'allowed' | 'switchedOn'> => {
    const known = identity();
    if (known === null) return { merchant: null, terminal: null, activatedAt: null, allowed: null, switchedOn: null };
    const { info } = known;
    const terms = termsOf(settings(), info);
    const { name, taxId, address } = info.merchant;
    const { id, serialNumber, name: terminalName } = info.terminal;
    return {
      merchant: { name, taxId, address },
      terminal: { id, serialNumber, name: terminalName },
      activatedAt: known.activatedAt,
      allowed: {
        paymentSystems: info.paymentSystems,
        modes: info.modes,
        currency: info.currency,
        limits: { minAmount: info.limits.minAmount, maxAmount: info.limits.maxAmount },
        refund: info.permissions.refund,
      },
      switchedOn: {
        paymentSystems: terms.onlineSystems,
        modes: terms.mode === 'ask' ? terms.methods : terms.methods.filter((method) => method === terms.mode),
        mode: terms.mode,
      },
    };
  };

  const askGateway = async (): Promise<Information['lastDayClose']> => {
    if (identity() === null) return null;
    const [close] = await Promise.all([options.lastClose(), options.refreshRegistration()]);
    return close;
  };

  return {
    async read() {
      const lastDayClose = await Promise.race([askGateway(), options.sleep(askedAtMostMs).then(() => null)]);
      const devices = options.devices();
      const { name, version, file, isBuiltIn } = options.cryptoLibrary;
      const shiftNumber = options.shiftNumber() ?? (await lastShift());
      const link = options.client().link();
      const clock = options.client().clock();
      return {
        ...registration(),
        versions: {
          version: release.version,
          commit: release.commit,
          runtime: release.runtime,
          cryptoLibrary: { name, version, file, isBuiltIn },
        },
        addresses: { serverUrl: options.serverUrl(), ...options.network() },
        gateway: { reachable: link.reachable, lastError: link.lastError?.code ?? null },
        clock: { synchronised: clock.synchronised, offsetMs: clock.offsetMs },
        shiftNumber,
        lastDayClose,
        devices: {
          printer: deviceOf(devices.printer.status()),
          scanner: deviceOf(devices.scanner.status()),
          keypad: deviceOf(devices.keypad.status()),
          display: deviceOf(devices.display.status()),
        },
        at: options.now(),
        timeZone: options.timeZone(),
      };
    },
    async print(information) {
      await journal.createDocument({ kind: 'information', transactionNumber: null, data: information, copies: 1 });
    },
  };
};
