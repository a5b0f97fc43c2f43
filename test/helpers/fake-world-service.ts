/** The service menu's port over settings in memory: the shipped one, with a disk that the test can break. */
import type { ServicePort } from '../../machines/ports.ts';
import { servicePort } from '../../src/box/service.ts';
import { type PaymentSystem, paymentSystems } from '../../src/payment/types.ts';
import { PinAttempts } from '../../src/settings/pin-attempts.ts';
import { type Settings, settingsSchema } from '../../src/settings/schema.ts';
import { cheapHash, cheapVerify, settingsDesk } from '../../src/simulation/settings-desk.ts';

export const fakePin = '2580';

const noSpace = (): Error => Object.assign(new Error('no space left'), { code: 'ENOSPC' });

export interface FakeServiceOptions {
  readonly log: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly monotonicMs: () => number;
  readonly wallMs: () => number;
  readonly working: <T>(work: () => T) => Promise<T>;
  readonly onChange: (settings: Settings) => void;
}

/** What a power cut leaves: the settings, and the attempts that were counted. */
export class FakeService {
  settings: Settings = settingsSchema.parse({
    serverUrl: 'https://gateway.example/',
    servicePin: cheapHash(fakePin),
    devices: { printer: { driver: 'virtual' } },
  });
  allowed: readonly PaymentSystem[] = paymentSystems;
  attempts: string | null = null;
  diskIsFull = false;
  /** What a check of a PIN waits for, when its attempt has been counted. */
  looking: Promise<void> = Promise.resolve();
  /** What a change of the settings waits for. */
  writing: Promise<void> = Promise.resolve();
  readonly #options: FakeServiceOptions;

  constructor(options: FakeServiceOptions) {
    this.#options = options;
  }

  /** As the process begins. */
  async open(): Promise<ServicePort> {
    const { log, monotonicMs, wallMs, working, onChange } = this.#options;
    const write = (work: () => void): Promise<void> =>
      working(() => {
        if (this.diskIsFull) throw noSpace();
        work();
      });
    const bootedMs = monotonicMs();
    const attempts = await PinAttempts.open({
      file: {
        read: async () => this.attempts,
        write: (text) =>
          write(() => {
            this.attempts = text;
          }),
      },
      monotonicMs: () => monotonicMs() - bootedMs,
      wallMs,
      log,
    });
    return servicePort({
      settings: settingsDesk({
        current: () => this.settings,
        mayChange: () => [],
        keep: async (next) => {
          await this.writing;
          await write(() => {
            this.settings = next;
            onChange(next);
          });
        },
      }),
      attempts,
      allowedSystems: () => this.allowed,
      log,
      verify: async (pin, stored) => {
        await this.looking;
        return cheapVerify(pin, stored);
      },
    });
  }
}
