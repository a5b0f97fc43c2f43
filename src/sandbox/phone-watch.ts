/** What the panel page is told of the gateway: the payment that waits on the customer's phone, and the merchant's account. */
import type { PanelEvent } from '../panel/server-events.ts';
import type { Payment } from '../payment/types.ts';
import type { SandboxGateway } from './gateway/sandbox-gateway.ts';

export interface PhoneWatch {
  /** Something may have happened at the gateway. */
  look(): void;
  present(): readonly PanelEvent[];
  stop(): void;
}

/** A payment also ends by itself, at its expiry, when nobody asks for anything. */
const lookAgainMs = 500;

/** `ignore` is what a customer does who only looks: it changes nothing. */
const waitingPayment = (gateway: SandboxGateway): Payment | null => {
  const looked = gateway.customer('ignore');
  return looked.ok ? looked.value : null;
};

export const watchPhone = (gateway: SandboxGateway, publish: (event: PanelEvent) => void): PhoneWatch => {
  let told: readonly string[] = [];
  let looking = false;

  const present = (): readonly PanelEvent[] => {
    const { terminalId, serialNumber, activationCode } = gateway.info();
    return [
      { event: 'device', data: { device: 'network', fault: gateway.fault() } },
      { event: 'device', data: { device: 'phone', payment: waitingPayment(gateway) } },
      { event: 'device', data: { device: 'terminal', facts: { terminalId, serialNumber, activationCode } } },
    ];
  };

  const tellChanges = (): void => {
    const events = present();
    const texts = events.map((event) => JSON.stringify(event));
    for (const [index, event] of events.entries()) if (texts[index] !== told[index]) publish(event);
    told = texts;
  };

  const timer = setInterval(tellChanges, lookAgainMs);
  return {
    look() {
      if (looking) return;
      looking = true;
      setImmediate(() => {
        looking = false;
        tellChanges();
      });
    },
    present,
    stop: () => clearInterval(timer),
  };
};
