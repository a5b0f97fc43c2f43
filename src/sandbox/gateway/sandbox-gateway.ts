/**
 * The pretend operator's gateway: the other side of the gateway contract over real TLS, with a ledger on disk, the customer's
 * phone, and every fault that can stand between a box and its operator.
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { assert, type Result } from '../../errors.ts';
import type { Payment } from '../../payment/types.ts';
import type { GrantedTerminal } from '../ledger/activation.ts';
import type { CustomerRefusal } from '../ledger/customer.ts';
import { type LedgerView, type MerchantAccount, type OperatorDesk, openLedger } from '../ledger/ledger.ts';
import type { RandomBytes } from '../ledger/wallets.ts';
import { loadCertificates } from './certificates.ts';
import { faultPlans, type NetworkFault } from './faults.ts';
import { createFront } from './front.ts';
import { createListener } from './listener.ts';
import { openOnItsPort } from './port.ts';
import { createRateLimit } from './rate-limit.ts';
import { createWaitingRoom } from './waiting-room.ts';

export interface SandboxGatewayOptions {
  /** Ledger and certificates; a restart on the same directory is the same gateway at the same `url`. */
  readonly dataDir: string;
  /** 0 or absent: the one that was chosen before, or a free one. */
  readonly port?: number;
  /** The operator's clock, milliseconds since 1970. It may jump: what is due is noticed within a second. */
  readonly now: () => number;
  readonly random: RandomBytes;
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
}

export interface SandboxGateway {
  /** `https://localhost:PORT/`: the box's `serverUrl`. */
  readonly url: string;
  /** PEM: the box's `caFile`. */
  readonly caFile: string;
  readonly ledger: LedgerView;
  /** The operator's staff: block, permissions, how wallets treat refunds, a limit of requests. */
  readonly desk: OperatorDesk & { limitRequests(perSecond: number | null): void };
  /** It listens when it is created; this waits for nothing more and is there for symmetry. */
  start(): Promise<void>;
  /** Closes every connection and the ledger. Final: create it again on the same directory. */
  stop(): Promise<void>;
  /** Resolves when the fault is in force, for open connections and held answers too. */
  setFault(fault: NetworkFault): Promise<void>;
  fault(): NetworkFault;
  /** What the customer's phone does with the payment of this printed QR, or with the latest open one. */
  customer(action: string, qr?: string): Result<Payment, CustomerRefusal>;
  /** What the merchant's account shows. */
  info(): MerchantAccount;
  /** The answer of a name server: an address, or `ENOTFOUND`. */
  resolve(host: string): string;
  /** Activates a box without a code, as for `--activated`; a box that was active is replaced. */
  activateDirectly(hardwareId: string): GrantedTerminal;
}

const hostName = 'localhost';
const address = '127.0.0.1';

/** The operator's clock may jump under a timer. */
const longestExpirySleepMs = 1_000;

/** Throws if the directory or the port cannot be used: a sandbox without its gateway is of no use. */
export const createSandboxGateway = async (options: SandboxGatewayOptions): Promise<SandboxGateway> => {
  const { dataDir, now, random, log } = options;
  await mkdir(dataDir, { recursive: true });
  const certificates = await loadCertificates(dataDir);
  const ledger = openLedger({ path: join(dataDir, 'gateway.db'), now, random });
  const waitingRoom = createWaitingRoom();
  const rateLimit = createRateLimit();
  const underWay = new Set<Promise<void>>();
  let fault: NetworkFault = 'ok';
  let port = 0;
  let expiry: NodeJS.Timeout | undefined;
  let stopped = false;

  /** A pending payment ends by itself, whether or not anybody asks (gateway contract, guarantees). */
  const scheduleExpiry = () => {
    clearTimeout(expiry);
    const nextMs = stopped ? null : ledger.nextExpiryMs();
    if (nextMs === null) return;
    expiry = setTimeout(
      () => {
        ledger.expireDue();
        scheduleExpiry();
      },
      Math.min(Math.max(nextMs - now(), 1), longestExpirySleepMs),
    );
  };

  const front = createFront({
    ledger,
    now,
    log,
    waitingRoom,
    rateLimit,
    plan: () => faultPlans[fault],
    authorities: () => [`${hostName}:${port}`, `${address}:${port}`],
    processed: scheduleExpiry,
  });
  const listener = createListener(certificates.servers.good, (request, response) => {
    const handled = front(request, response).finally(() => underWay.delete(handled));
    underWay.add(handled);
  });
  ledger.onChange(waitingRoom.wake);

  try {
    port = await openOnItsPort(listener, ledger, random, options.port ?? 0);
  } catch (error) {
    ledger.close();
    throw error;
  }
  ledger.expireDue();
  scheduleExpiry();

  const applyFault = async (next: NetworkFault): Promise<void> => {
    if (stopped) return;
    const before = faultPlans[fault];
    const plan = faultPlans[next];
    fault = next;
    log('gateway.fault', { fault });
    const otherCertificate = plan.certificate !== before.certificate;
    if (otherCertificate) listener.useCertificate(certificates.servers[plan.certificate]);
    if (plan.closesConnections || otherCertificate) listener.dropConnections();
    waitingRoom.wakeAll();
    if (plan.listens) await openOnItsPort(listener, ledger, random, port);
    else await listener.close();
  };
  let switching = Promise.resolve();

  const stop = async () => {
    if (stopped) return;
    stopped = true;
    clearTimeout(expiry);
    await switching;
    await listener.close();
    waitingRoom.wakeAll();
    await Promise.allSettled(underWay);
    ledger.close();
  };

  return {
    url: `https://${hostName}:${port}/`,
    caFile: certificates.caFile,
    ledger: ledger.view,
    desk: { ...ledger.desk, limitRequests: rateLimit.set },
    start: async () => assert(!stopped, 'a stopped gateway is created anew'),
    stop,
    setFault: async (next) => {
      const applied = switching.then(() => applyFault(next));
      switching = applied.catch(() => {});
      await applied;
    },
    fault: () => fault,
    customer: ledger.customer,
    info: ledger.account,
    resolve: (host) => (host === hostName && faultPlans[fault].resolves ? address : 'ENOTFOUND'),
    activateDirectly: ledger.activation.activateDirectly,
  };
};
