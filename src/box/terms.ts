/** What the box may do: what the terminal is allowed, as far as the settings have switched it on. */
import type { Terms } from '../../machines/ports.ts';
import { fieldError, reasonedError } from '../errors.ts';
import { trustFrom } from '../gateway/ca-file.ts';
import { type PaymentSystem, paymentSystems, type TerminalInfo } from '../payment/types.ts';
import type { SettingsProblem } from '../settings/check.ts';
import type { Settings } from '../settings/schema.ts';

/** The list that a cashier chooses from: the scan first, since it is what most customers show. */
const methodsInOrder = ['offline', 'online'] as const;

export const termsOf = (settings: Settings, info: TerminalInfo): Terms => {
  const onlineSystems = paymentSystems.filter(
    (system) => settings.paymentSystems[system] && info.paymentSystems.includes(system),
  );
  return {
    waitTimeoutSeconds: settings.waitTimeoutSeconds,
    mode: settings.mode,
    onlineSystems,
    // A method with no wallet to pay by is no method.
    methods: methodsInOrder.filter(
      (method) => info.modes.includes(method) && (method === 'offline' || onlineSystems.length > 0),
    ),
    slipCopies: settings.slipCopies,
    currency: info.currency,
    limits: info.limits,
    mayRefund: info.permissions.refund,
    about: { merchant: info.merchant.name, terminalId: info.terminal.id, serialNumber: info.terminal.serialNumber },
  };
};

export interface ChangeRules {
  /** A payment is under way or its end is unknown: it belongs to the present gateway (gateway contract, rule 1). */
  readonly hasOpenSales: boolean;
  /** The present terminal's shift has money in it and is not closed: the same. */
  readonly hasOpenShift: boolean;
  /** Not the setting's, where that was edited while a payment is open: going back to it is allowed. */
  readonly serverUrlInForce: string | null;
  /** Null: not activated, nobody knows yet. */
  readonly allowedSystems: readonly PaymentSystem[] | null;
}

/** A file that is not there, or is no certificate, would cut the box off. Error: SET-02. */
export const unusableCaFile = (before: Settings, after: Settings): SettingsProblem[] => {
  const { caFile } = after;
  if (caFile === null || caFile === before.caFile) return [];
  const trust = trustFrom(caFile, []);
  return trust.ok ? [] : [{ path: 'caFile', error: trust.error }];
};

/** What the box's state forbids of a change that is well-formed. Errors: ACT-10, PAY-04, PAY-07, SET-02. */
export const forbiddenChanges = (before: Settings, after: Settings, rules: ChangeRules): SettingsProblem[] => {
  const problems: SettingsProblem[] = [];
  const changesGateway = before.serverUrl !== after.serverUrl && after.serverUrl !== rules.serverUrlInForce;
  if (changesGateway && rules.hasOpenSales) {
    problems.push({ path: 'serverUrl', error: reasonedError('PAY-04', 'serverUrlInUse') });
  } else if (changesGateway && rules.hasOpenShift) {
    problems.push({ path: 'serverUrl', error: fieldError('ACT-10') });
  }
  problems.push(...unusableCaFile(before, after));
  const { allowedSystems } = rules;
  if (allowedSystems === null) return problems;
  for (const system of paymentSystems) {
    const switchedOn = after.paymentSystems[system] && !before.paymentSystems[system];
    if (switchedOn && !allowedSystems.includes(system)) {
      problems.push({ path: `paymentSystems.${system}`, error: reasonedError('PAY-07', 'notAllowedForTerminal') });
    }
  }
  return problems;
};
