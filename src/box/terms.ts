/** What the box may do: what the terminal is allowed, as far as the settings have switched it on. */
import type { Terms } from '../../machines/ports.ts';
import { paymentSystems, type TerminalInfo } from '../payment/types.ts';
import type { Settings } from '../settings/schema.ts';

/** The list that a cashier chooses from: the scan first, since it is what most customers show. */
const methodsInOrder = ['offline', 'online'] as const;

export const termsOf = (settings: Settings, info: TerminalInfo): Terms => ({
  waitTimeoutSeconds: settings.waitTimeoutSeconds,
  mode: settings.mode,
  onlineSystems: paymentSystems.filter(
    (system) => settings.paymentSystems[system] && info.paymentSystems.includes(system),
  ),
  methods: methodsInOrder.filter((method) => info.modes.includes(method)),
  slipCopies: settings.slipCopies,
  currency: info.currency,
  limits: info.limits,
  about: { merchant: info.merchant.name, terminalId: info.terminal.id, serialNumber: info.terminal.serialNumber },
});
