/** The shipped box, put together as `src/box/assemble.ts` does it, for as long as its power is on. */
import type { InspectionEvent } from 'xstate';
import type { BoxView } from '../../machines/box-view.ts';
import type { GatewayPort, Ports, Terms } from '../../machines/ports.ts';
import { type RunningBox, startBox } from '../../machines/running-box.ts';
import { activationWith, memoryOf } from '../box/activation.ts';
import { brokenJournal } from '../box/broken-journal.ts';
import { controlHandlers } from '../box/control-handlers.ts';
import { dayClosePort } from '../box/day-close.ts';
import { detailWith } from '../box/detail.ts';
import { type Devices, openDevices } from '../box/devices.ts';
import { informationPort } from '../box/information.ts';
import { journalScope } from '../box/journal-scope.ts';
import { printerPort } from '../box/paper.ts';
import { papersFor } from '../box/papers.ts';
import { servicePort } from '../box/service.ts';
import { watchTerminalKey } from '../box/terminal-key.ts';
import { forbiddenChanges, termsOf } from '../box/terms.ts';
import { journalFloor, wallClockWith } from '../box/wall-clock.ts';
import type { ControlHandlers } from '../control/protocol.ts';
import type { Release } from '../control/release.ts';
import { assert, type FieldError, fieldError, ok } from '../errors.ts';
import { createGatewayClient } from '../gateway/client.ts';
import { type Journal, openJournal } from '../journal/journal.ts';
import { isEmptyEntry } from '../payment/money.ts';
import { idFromBytes } from '../payment/numbers.ts';
import type { TerminalInfo } from '../payment/types.ts';
import { PinAttempts } from '../settings/pin-attempts.ts';
import type { Settings } from '../settings/schema.ts';
import type { Identity } from '../terminal/terminal-store.ts';
import { type BreakageDeps, breaking } from './breakage.ts';
import { type Bench, type Cables, layCables } from './cables.ts';
import type { Disk } from './disk.ts';
import type { IdlePolls } from './idle-polls.ts';
import { poweredJournal } from './journal-calls.ts';
import type { MachineFaults } from './machine-faults.ts';
import type { Network } from './network.ts';
import { dayCloseCalls, journalCalls } from './port-calls.ts';
import { Power } from './power.ts';
import type { Random } from './random.ts';
import { cheapVerify, settingsDesk } from './settings-desk.ts';
import { openRecord, type PinAttemptsFile, type TerminalFile } from './terminal-files.ts';
import type { Alarm, VirtualTime } from './virtual-time.ts';

export interface BoxOptions {
  readonly time: VirtualTime;
  readonly disk: Disk;
  readonly network: Network;
  readonly bench: Bench;
  readonly settings: Settings;
  /** What is changed in the service menu is on disk. */
  readonly onSettings: (settings: Settings) => void;
  readonly pinAttempts: PinAttemptsFile;
  /** Of the operator's gateway; the settings may name another one. */
  readonly serverUrl: string;
  readonly timeZone: string;
  readonly terminal: TerminalFile;
  readonly hardwareId: string;
  readonly random: Random;
  /** Milliseconds since 1970 by the box's own clock, which may be wrong. */
  readonly systemClockMs: () => number;
  /** In a pause in which nobody is at the till, devices are looked at this many times less often. */
  readonly pauseFactor: () => number;
  readonly idlePolls: IdlePolls;
  readonly onStep: (what: string) => void;
  readonly onJournal: (call: string, values: readonly unknown[]) => void;
  readonly onJournalDone: (call: string, values: readonly unknown[], result: unknown) => void;
  readonly onJournalFailed: (call: string) => void;
  /** A PIN is compared with the right one. */
  readonly onPin: (isRight: boolean) => void;
  /** The code of this online payment is handed to the printer. */
  readonly onQr: (transactionNumber: number) => void;
  readonly onView: (view: BoxView) => void;
  /** The process ends: a broken invariant. */
  readonly onBroken: (bug: unknown) => void;
  readonly onLog: (event: string, data?: Readonly<Record<string, unknown>>) => void;
  readonly breaks: Omit<BreakageDeps, 'sleep'>;
  readonly faults: MachineFaults;
  readonly openingHangs: () => boolean;
  readonly watch: (inspection: InspectionEvent) => void;
  /** Gets what ends everything at once, as soon as there is something to end. */
  readonly onCutter: (cut: () => void) => void;
}

export interface SimulatedBox {
  readonly power: Power;
  readonly running: RunningBox;
  readonly devices: Devices;
  /** What the control socket would serve; of it only what moves money or paper can be asked for here. */
  readonly handlers: ControlHandlers;
  /** As `assemble.ts` takes up what the settings store announces. */
  changeSettings(next: Settings): void;
  /** As the process does when it is told to stop. */
  stop(): Promise<void>;
}

/** Status and settings are asked for elsewhere. */
const notSimulated = null as never;
const softwareVersion = 'simulated';
/** As in `src/box/between-sales.ts`, which reads the real clock. */
const checkpointAfterMs = 10_000;

/** Null: the power went before it was up. */
export const switchOn = async (options: BoxOptions): Promise<SimulatedBox | null> => {
  const { time, disk, serverUrl, random } = options;
  let { settings } = options;
  const power = new Power({ time, onStep: options.onStep });
  const cables: Cables = layCables(options.bench, power, options.openingHangs);
  const bootedMs = time.nowMs;
  const monotonicMs = (): number => time.nowMs - bootedMs;
  const cut = (): void => {
    power.cut();
    cables.letGo();
    disk.powerCut();
  };
  options.onCutter(cut);
  const machineClock = power.clock();
  const log = (event: string, data?: Readonly<Record<string, unknown>>): void => {
    if (power.on) options.onLog(event, data);
  };

  let box: RunningBox | null = null;
  let identity = options.terminal.read();
  const announceTerms = (): void => box?.changeTerms(terms(), obstacle(), key.lost());
  const key = watchTerminalKey(announceTerms);
  const record = await openRecord(options.terminal, random, power);
  const activeIdentity = (): Identity | null => (identity?.serverUrl === settings.serverUrl ? identity : null);

  const client = createGatewayClient({
    baseUrl: serverUrl,
    identity: () => {
      const known = activeIdentity();
      return known === null
        ? null
        : { terminalId: known.info.terminal.id, key: Buffer.from(known.terminalKey, 'base64') };
    },
    softwareVersion,
    wallClock: options.systemClockMs,
    monotonicClock: monotonicMs,
    randomBytes: (size) => random.bytes(size),
    log,
    onKey: key.learn,
    transport: options.network.transport(power, monotonicMs),
  });

  const floor = journalFloor();
  const wallClock = wallClockWith(() => client.nowMs(), floor.at);
  const ownTerminal = (): TerminalInfo => {
    const info = activeIdentity()?.info;
    assert(info !== undefined, 'a transaction belongs to an activated terminal');
    return info;
  };
  const detail = detailWith({ client: () => client, journal: () => journal });
  const opened = openJournal({
    path: disk.path,
    connect: disk.connect,
    onReopened() {
      box?.journalReopened();
      rows.reopened();
      void floor.read(journal);
    },
    now: () => wallClock.now(),
    randomId: () => idFromBytes(random.bytes(16)),
    ...papersFor({
      info: ownTerminal,
      timeZone: () => options.timeZone,
      now: () => wallClock.now(),
      settings: () => settings,
    }),
    pieceAfter: detail.next,
    log,
  });
  const shipped: Journal = opened.ok ? opened.value : brokenJournal(opened.error);
  const journal = poweredJournal(shipped, power, options.onJournal, options.onJournalDone, options.onJournalFailed);
  const rows = journalScope({
    opened: opened.ok
      ? ok({ scope: (scope) => (power.step('journal scope') ? shipped.scope(scope) : ok(undefined)) })
      : opened,
    identity: activeIdentity,
    onChanged: announceTerms,
  });
  rows.apply();
  await floor.read(journal);
  const pinAttempts = await PinAttempts.open({
    file: {
      read: async () => options.pinAttempts.read(),
      write: (text) => power.call('service-pin.json', () => options.pinAttempts.save(text)),
    },
    monotonicMs,
    wallMs: options.systemClockMs,
    log,
  });
  if (!power.on) return null;

  const terms = (): Terms | null => {
    const known = activeIdentity();
    return known === null || key.lost() !== null ? null : termsOf(settings, known.info);
  };
  const obstacle = (): FieldError | null => rows.error() ?? (settings.serverUrl === null ? fieldError('SET-05') : null);
  const gateway: GatewayPort = {
    activate: activationWith({
      client: () => client,
      serverUrl: () => serverUrl,
      record,
      hardwareId: () => Promise.resolve(options.hardwareId),
      save: (activated) => power.call('terminal.json', () => options.terminal.save(activated)),
      openScopes: () => shipped.openScopes().catch(() => []),
      scope: () => null,
      openShift: () => Promise.resolve(null),
      onActivated(activated) {
        identity = activated;
        key.renew();
        rows.apply();
        announceTerms();
      },
      softwareVersion,
      log,
    }),
    counters: (signal) => client.counters(signal),
    payOffline: (intent, code, signal) => client.payOffline(intent, code, signal),
    payOnline: (intent, signal) => client.payOnline(intent, signal),
    payment: (key, waitSeconds, signal) => client.payment(key, waitSeconds, signal),
    cancel: (intent, order, signal) => client.cancel(intent, order, signal),
    refund: (intent, signal) => client.refund(intent, signal),
    find: (transactionNumber, signal) => client.find(transactionNumber, signal),
  };

  options.idlePolls.stir();
  const devices = openDevices({
    settings: settings.devices,
    virtualSocket: null,
    clock: options.idlePolls.clock(power.clock(options.pauseFactor)),
    log,
    openers: cables,
    watch: options.watch,
    events: {
      onKey: (key) => box?.press(key),
      onScan: (code) => box?.scan(code),
      onScanRejected: (error) => box?.refuseScan(error),
      onPrinterReady: () => box?.printerReady(),
      onStatus: () => undefined,
    },
  });
  const shippedPrinter = printerPort({
    journal,
    detail,
    driver: () => devices.printer,
    settings: () => settings,
    timeZone: () => options.timeZone,
    info: () => activeIdentity()?.info ?? null,
  });
  const printer: Ports['printer'] = {
    ...shippedPrinter,
    printQr(slip, signal) {
      if (power.on) options.onQr(slip.sale.intent.transactionNumber);
      return shippedPrinter.printQr(slip, signal);
    },
  };
  const applySettings = (next: Settings): void => {
    const moved = next.serverUrl !== settings.serverUrl;
    settings = next;
    if (moved) rows.apply();
    announceTerms();
  };
  const service = servicePort({
    settings: settingsDesk({
      current: () => settings,
      mayChange: (before, after) => {
        const view = box?.view();
        return forbiddenChanges(before, after, {
          hasOpenSales: view !== undefined && (view.obligations.length > 0 || view.sale !== null),
          hasOpenShift: false,
          serverUrlInForce: settings.serverUrl,
          allowedSystems: identity?.info.paymentSystems ?? null,
        });
      },
      keep: (next) =>
        power.call('settings.json', () => {
          options.onSettings(next);
          applySettings(next);
        }),
    }),
    attempts: pinAttempts,
    allowedSystems: () => activeIdentity()?.info.paymentSystems ?? [],
    log,
    verify: (pin, stored) =>
      power.call('service PIN', () => {
        const isRight = cheapVerify(pin, stored);
        options.onPin(isRight);
        return isRight;
      }),
  });
  const information = informationPort({
    settings: () => settings,
    timeZone: () => options.timeZone,
    identity: activeIdentity,
    release: { version: softwareVersion, commit: null, runtime: 'node' },
    cryptoLibrary: { name: 'OpenSSL', version: '3', file: null, isBuiltIn: true, fips: false, environment: {} },
    serverUrl: () => settings.serverUrl,
    client: () => client,
    shiftNumber: () => null,
    refreshRegistration: () => Promise.resolve(),
    lastClose: () => Promise.resolve(null),
    sleep: (ms) => new Promise((resolve) => machineClock.setTimeout(resolve, ms)),
    devices: () => devices,
    journal,
    network: () => ({ hostName: 'sendybox', ip: ['192.168.1.20'] }),
    now: () => wallClock.now(),
  });
  const dayClose = dayClosePort({
    client: () => client,
    journal,
    printer: () => devices.printer.status(),
    info: ownTerminal,
    timeZone: () => options.timeZone,
    isDetailed: () => settings.detailedDayClose,
    now: () => wallClock.now(),
    onClosed: () => undefined,
  });
  const breaks: BreakageDeps = {
    ...options.breaks,
    sleep: (ms) => new Promise((resolve) => machineClock.setTimeout(resolve, ms)),
  };
  const ports: Ports = {
    gateway: breaking('gateway', gateway, Object.keys(gateway) as (keyof GatewayPort)[], breaks),
    journal: breaking('journal', journal, journalCalls, breaks),
    dayClose: breaking('dayClose', dayClose, dayCloseCalls, breaks),
    printer: breaking('printer', printer, ['printOwed', 'printQr'], breaks),
    activation: memoryOf(
      record,
      () => serverUrl,
      () => identity,
    ),
    service: breaking('service', service, ['checkPin', 'setPin', 'change'], breaks),
    information: breaking('information', information, ['read', 'print'], breaks),
    wallClock,
    terms,
    obstacle,
    broken: (bug) => {
      if (power.on) options.onBroken(bug);
    },
    random: () => random.next(),
    randomId: () => idFromBytes(random.bytes(16)),
    log,
  };
  const running = startBox(
    ports,
    {
      setTimeout: (ring, delayMs) =>
        options.faults.loses(delayMs) ? null : machineClock.setTimeout(() => power.step('timer') && ring(), delayMs),
      clearTimeout: machineClock.clearTimeout,
    },
    options.watch,
  );
  box = running;

  let idle: Alarm | null = null;
  running.onView((view) => {
    if (!power.on) return;
    options.onView(view);
    if (idle !== null) machineClock.clearTimeout(idle);
    idle = null;
    if (view.state !== 'ready' || !isEmptyEntry(view.entry)) return;
    idle = machineClock.setTimeout(() => {
      journal.checkpoint().catch((error: unknown) => log('journal.checkpointFailed', { error: String(error) }));
    }, checkpointAfterMs);
  });
  options.onView(running.view());
  const handlers = controlHandlers({
    box: () => running,
    journal,
    devices: () => devices,
    identity: activeIdentity,
    information,
    dayClose,
    release: { version: softwareVersion } as Release,
    gateway: notSimulated,
    settings: notSimulated,
    onScreen: () => () => undefined,
  });
  if (!power.on) return null;
  return {
    power,
    running,
    devices,
    handlers,
    changeSettings(next) {
      if (power.on) applySettings(next);
    },
    async stop() {
      running.stop();
      await devices.close();
      shipped.close();
    },
  };
};
