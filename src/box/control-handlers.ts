/** What `sendybox` and the panel may ask of the running box. */
import type { DayClosePort, InformationPort } from '../../machines/ports.ts';
import type { RunningBox } from '../../machines/running-box.ts';
import type { SaleResult } from '../../machines/sale-result.ts';
import type { ControlHandlers, DeviceReport, PayParams, PayResult } from '../control/protocol.ts';
import type { Release } from '../control/release.ts';
import { type FieldError, FieldFailure, fieldError } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';
import { errorText } from '../locale/errors.ts';
import type { Screen } from '../panel/screen.ts';
import { parseCode } from '../payment/wallet-code.ts';
import { SettingsFailure } from '../settings/check.ts';
import type { SettingsOutcome, SettingsStore } from '../settings/settings-store.ts';
import { normaliseActivation } from '../terminal/activation-values.ts';
import type { Identity } from '../terminal/terminal-store.ts';
import { closeDayReport, reprintClose } from './close-reports.ts';
import type { Devices } from './devices.ts';
import { examineFromInside, oweSelfTest } from './doctor.ts';
import type { Gateway } from './gateway.ts';
import { queryReport, refundReport, reprintReport } from './job-reports.ts';
import { owedNow } from './owed.ts';
import { createReports } from './reports.ts';
import { rowOf } from './rows.ts';
import { transactionHandlers } from './transactions.ts';

export interface HandlersOptions {
  readonly box: () => RunningBox;
  readonly journal: Journal;
  readonly gateway: Gateway;
  readonly devices: () => Devices;
  readonly settings: SettingsStore;
  readonly identity: () => Identity | null;
  readonly information: InformationPort;
  readonly dayClose: DayClosePort;
  readonly release: Release;
  readonly onScreen: (listener: (screen: Screen) => void) => () => void;
}

/** The verdict decides: NOT PAID is certain for the till, also while the box still sees to it that money returns. */
const payResult = (result: SaleResult): PayResult => {
  const { sale } = result;
  const verdict = sale?.verdict ?? (sale === null && result.outcome !== 'unresolved' ? 'notPaid' : 'unknown');
  const error = result.error ?? (result.outcome === 'abandoned' ? fieldError('PAY-09') : null);
  return { outcome: verdict, payment: sale === null ? null : rowOf(sale), error: verdict === 'paid' ? null : error };
};

export const controlHandlers = (options: HandlersOptions): ControlHandlers => {
  const { journal, gateway, settings, release } = options;

  const said = (error: FieldError): { code: string; message: string } => ({
    code: error.code,
    message: errorText(error, settings.current().language).message,
  });
  const deviceReport = (status: { state: string; error?: FieldError }): DeviceReport => {
    const { error, ...rest } = status;
    return { ...rest, ...(error === undefined ? {} : { error: said(error) }) };
  };
  const settled = (outcome: SettingsOutcome): unknown => {
    if (!outcome.ok) throw new SettingsFailure(outcome.error);
    return outcome.value;
  };

  const requireActivation = (): void => {
    if (options.identity() === null && options.box().view().obstacle === null)
      throw new FieldFailure(fieldError('ACT-01'));
  };

  const paged = transactionHandlers(options);
  const reports = createReports({
    client: () => gateway.client(),
    journal,
    info() {
      const known = options.identity();
      if (known === null) throw new FieldFailure(fieldError('ACT-01'));
      return known.info;
    },
    timeZone: () => settings.timeZone(),
    now: () => new Date(gateway.client().nowMs()).toISOString(),
    onOwed: () => options.box().documentsOwed(),
  });
  const underWay = new Map<string, { readonly amountMinor: number; readonly result: Promise<PayResult> }>();

  const begin = async ({ amountMinor, method, paymentSystem, code, ref }: PayParams): Promise<PayResult> => {
    const parsed = code === undefined ? null : parseCode(code);
    if (parsed !== null && !parsed.ok) throw new FieldFailure(parsed.error);
    return payResult(
      await options.box().pay({
        amountMinor,
        method: method ?? (parsed === null ? null : 'offline'),
        paymentSystem: paymentSystem ?? null,
        code: parsed?.value ?? null,
        ref: ref ?? null,
      }),
    );
  };

  const findOrBegin = async (params: PayParams, ref: string): Promise<PayResult> => {
    const earlier = await journal.findByRef(ref);
    if (earlier === null) return begin(params);
    if (earlier.intent.amountMinor !== params.amountMinor) throw new FieldFailure(fieldError('PAY-08'));
    return {
      outcome: earlier.verdict ?? 'unknown',
      payment: rowOf(earlier),
      error: earlier.verdict === 'paid' ? null : earlier.error,
    };
  };

  return {
    async status() {
      const view = options.box().view();
      const devices = options.devices();
      const link = gateway.client().link();
      const storage = journal.failure();
      const last = await journal.lastSale();
      const obstacle = view.obstacle ?? view.keyLost;
      const refusedSettings = settings.refusals()[0]?.error ?? null;
      return {
        state: view.state,
        version: release.version,
        terminal: options.identity()?.info.terminal ?? null,
        shiftNumber: gateway.shiftNumber() ?? last?.intent.shiftNumber ?? null,
        gateway: {
          url: gateway.url(),
          reachable: link.reachable,
          lastError: link.lastError?.code ?? null,
        },
        clock: gateway.client().clock(),
        devices: {
          printer: deviceReport(devices.printer.status()),
          scanner: deviceReport(devices.scanner.status()),
          keypad: deviceReport(devices.keypad.status()),
          display: deviceReport(devices.display.status()),
        },
        obligations: owedNow(view).map(({ amountMinor, ...owed }) => ({ ...owed, amount: amountMinor })),
        lastPayment: last === null ? null : rowOf(last),
        obstacle: obstacle === null ? null : said(obstacle),
        storage: storage === null ? null : said(storage),
        settings: refusedSettings === null ? null : said(refusedSettings),
      };
    },

    async info({ print }) {
      const information = await options.information.read();
      if (print === true) {
        await options.information.print(information);
        options.box().documentsOwed();
      }
      return information;
    },

    version: () => Promise.resolve(release),

    async activate({ replace, again = false, ...typed }) {
      const values = normaliseActivation(typed);
      if (!values.ok) throw new FieldFailure(values.error);
      await options.box().activate({ ...values.value, replace, again });
      const info = options.identity()?.info;
      return { terminalId: info?.terminal.id ?? values.value.terminalId, merchant: info?.merchant.name ?? '' };
    },

    async settingsGet({ key }) {
      if (key === undefined) return settings.all();
      const found = settings.get(key);
      if (!found.ok) throw new SettingsFailure(found.error);
      return found.value;
    },
    settingsSet: async ({ values }) => settled(await settings.set(values)),
    settingsReset: async ({ key }) => settled(await settings.reset(key)),

    async pay(params) {
      const { amountMinor, ref } = params;
      if (ref === undefined) return begin(params);
      // The same reference is the same payment: who asks again waits for the one that is under way, or is told of the
      // one that was made; a second one never begins.
      const running = underWay.get(ref);
      if (running !== undefined) {
        if (running.amountMinor !== amountMinor) throw new FieldFailure(fieldError('PAY-08'));
        return running.result;
      }
      const result = findOrBegin(params, ref);
      underWay.set(ref, { amountMinor, result });
      try {
        return await result;
      } finally {
        underWay.delete(ref);
      }
    },

    async cancel() {
      requireActivation();
      await options.box().cancel();
      return { state: options.box().view().state };
    },

    refund: async ({ transactionNumber, amountMinor }) =>
      refundReport(await options.box().refund({ transactionNumber, amountMinor: amountMinor ?? null })),
    query: async ({ transactionNumber }) => queryReport(await options.box().inquire({ transactionNumber })),
    reprint: async ({ transactionNumber }) =>
      reprintReport(await options.box().reprint({ transactionNumber: transactionNumber ?? null })),

    async transactions(params) {
      requireActivation();
      return paged.transactions(params);
    },
    async transaction(params) {
      requireActivation();
      return paged.transaction(params);
    },

    async report(params) {
      requireActivation();
      return reports.report(params);
    },
    async reportPage(params) {
      requireActivation();
      return reports.page(params);
    },

    closeDay: async () => closeDayReport(await options.box().closeDay()),
    async reprintClose({ shiftNumber }) {
      requireActivation();
      const report = await reprintClose(options.dayClose, shiftNumber);
      options.box().documentsOwed();
      return report;
    },

    doctor: examineFromInside(options),
    printDoctor: ({ checks }) => oweSelfTest(options, checks),

    watch: options.onScreen,
  };
};
