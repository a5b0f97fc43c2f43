/** What can be wrong between box and gateway, and what each fault does at which layer. */
import type { CertificateName } from './certificates.ts';

export const networkFaults = [
  'ok',
  'down',
  'slow',
  'lost-answers',
  'lost-requests',
  'errors',
  'captive-portal',
  'wrong-ca',
  'expired-certificate',
  'wrong-clock',
  'dns',
  'bad-signature',
] as const;
export type NetworkFault = (typeof networkFaults)[number];

export interface FaultPlan {
  /** False: connections are refused. */
  readonly listens: boolean;
  readonly certificate: CertificateName;
  /** False: the host name is not found. */
  readonly resolves: boolean;
  /** Connections that are open when it begins are closed: the fault is one of making connections. */
  readonly closesConnections: boolean;
  /** Of the gateway's clock for `Date`, signatures and `serverTime`; the ledger's instants stay true. */
  readonly clockShiftMs: number;
  /** What a whole request meets before it is processed. */
  readonly before: 'process' | 'destroy' | 'unavailable' | 'portal' | 'refuse-signature';
  /** What its answer meets afterwards. */
  readonly after: 'send' | 'destroy' | 'delay';
}

const fine: FaultPlan = {
  listens: true,
  certificate: 'good',
  resolves: true,
  closesConnections: false,
  clockShiftMs: 0,
  before: 'process',
  after: 'send',
};

export const faultPlans: Readonly<Record<NetworkFault, FaultPlan>> = {
  ok: fine,
  down: { ...fine, listens: false, closesConnections: true },
  slow: { ...fine, after: 'delay' },
  'lost-answers': { ...fine, after: 'destroy' },
  'lost-requests': { ...fine, before: 'destroy' },
  errors: { ...fine, before: 'unavailable' },
  'captive-portal': { ...fine, before: 'portal' },
  'wrong-ca': { ...fine, certificate: 'wrong-ca', closesConnections: true },
  'expired-certificate': { ...fine, certificate: 'expired', closesConnections: true },
  'wrong-clock': { ...fine, clockShiftMs: 2 * 3_600_000 },
  dns: { ...fine, resolves: false, closesConnections: true },
  'bad-signature': { ...fine, before: 'refuse-signature' },
};

/** `slow`: longer than a person's patience, shorter than any of the box's time-outs. */
export const slowMs = 3_000;

/** A captive portal lives behind another clock too: nobody may set a box by its `Date`. */
export const portalClockShiftMs = -26 * 3_600_000;
