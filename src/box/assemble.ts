/** Puts one box together from its parts and the environment. The only place that knows machines, devices and stores. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Ports, Terms } from '../../machines/ports.ts';
import { type Clock, type RunningBox, startBox } from '../../machines/running-box.ts';
import { createControlServer } from '../control/control-server.ts';
import type { Release } from '../control/release.ts';
import { assert, type FieldError, toFieldError } from '../errors.ts';
import { cryptoLibrary } from '../gateway/transport/crypto-library.ts';
import { openJournal, type Scope } from '../journal/journal.ts';
import { createLogger } from '../logging/logger.ts';
import { idFromBytes } from '../payment/numbers.ts';
import type { TerminalInfo } from '../payment/types.ts';
import { attemptsFile, PinAttempts } from '../settings/pin-attempts.ts';
import { SettingsStore } from '../settings/settings-store.ts';
import { openActivationRecord } from '../terminal/activation-file.ts';
import { type Identity, TerminalStore } from '../terminal/terminal-store.ts';
import { memoryOf } from './activation.ts';
import { workBetweenSales } from './between-sales.ts';
import { brokenJournal } from './broken-journal.ts';
import { controlHandlers } from './control-handlers.ts';
import { dayClosePort } from './day-close.ts';
import { detailWith } from './detail.ts';
import { type Devices, openDevices } from './devices.ts';
import { openGateway } from './gateway.ts';
import { informationPort } from './information.ts';
import { journalScope, scopeOf } from './journal-scope.ts';
import { lastCloseWith } from './last-close.ts';
import { networkAddresses } from './network-addresses.ts';
import { lastShiftWithMoney, openShift } from './open-shift.ts';
import { printerPort } from './paper.ts';
import { papersFor } from './papers.ts';
import { keepAsking, registrationWith } from './registration.ts';
import { followScreens, type Screens } from './screens.ts';
import { serverInForce } from './server-in-force.ts';
import { servicePort } from './service.ts';
import { watchTerminalKey } from './terminal-key.ts';
import { forbiddenChanges, termsOf } from './terms.ts';
import { journalFloor, wallClockWith } from './wall-clock.ts';
import { watchSettings } from './watch-settings.ts';

export interface BoxEnvironment {
  /** `$SENDYBOX_DATA` */
  readonly dataDirectory: string;
  /** `$SENDYBOX_LOG` */
  readonly logDirectory: string;
  /** `$SENDYBOX_SOCKET` */
  readonly socketPath: string;
  /** `$SENDYBOX_VIRTUAL`: the sandbox's virtual devices. */
  readonly virtualSocket: string | null;
  /** `$SENDYBOX_RESOLVER`: the sandbox's name server, in place of the system's. */
  readonly resolverSocket: string | null;
  readonly release: Release;
}

export interface AssembledBox {
  readonly box: RunningBox;
  /** Ends what can be ended at once; what is on disk carries the rest over. */
  stop(): Promise<void>;
}

/** Longer than the way of a scan to the wire, shorter than anybody who follows the log notices. */
const logDelayMs = 20;
const realClock: Clock = {
  setTimeout: (fn, timeoutMs) => setTimeout(fn, timeoutMs),
  clearTimeout: (id) => clearTimeout(id),
};

/** Rejects with FieldFailure where the box cannot even be asked: the control socket cannot be made. */
export const assembleBox = async (environment: BoxEnvironment): Promise<AssembledBox> => {
  const { dataDirectory, release, virtualSocket } = environment;

  // The settings say where and how long to log, and the log tells of the settings: the first lines wait for it.
  const early: Parameters<typeof log>[] = [];
  let log = (event: string, data?: Readonly<Record<string, unknown>>, level?: 'debug' | 'info' | 'warn' | 'error') => {
    early.push([event, data, level]);
  };
  const say: typeof log = (event, data, level) => log(event, data, level);

  let box: RunningBox | null = null;
  let screens: Screens | null = null;
  let identity: Identity | null = null;
  /** They belong to the gateway in force (gateway contract, rule 1). */
  const hasOpenSales = (): boolean => {
    const view = box?.view();
    return view !== undefined && (view.obligations.length > 0 || view.sale !== null || view.openClose !== null);
  };
  const settings = await SettingsStore.open({
    directory: dataDirectory,
    log: say,
    mayChange: async (before, after) =>
      forbiddenChanges(before, after, {
        hasOpenSales: hasOpenSales(),
        hasOpenShift: before.serverUrl !== after.serverUrl && (await shiftLeftOpen()) !== null,
        serverUrlInForce: serverUrl(),
        allowedSystems: identity?.info.paymentSystems ?? null,
      }),
  });
  const logger = createLogger({
    directory: environment.logDirectory,
    timeZone: () => settings.timeZone(),
    retentionDays: () => settings.current().logRetentionDays,
    clock: { nowMs: () => Date.now() },
    delayMs: logDelayMs,
  });
  for (const line of early.splice(0)) logger.log(...line);
  log = logger.log;
  const crypto = cryptoLibrary();
  say('box.starting', { ...release, data: dataDirectory, crypto });

  const record = await openActivationRecord(dataDirectory, say);
  const terminal = new TerminalStore({ directory: dataDirectory, log: say });
  const stored = await terminal.read();
  identity = stored.ok ? stored.value : null;
  const terminalError = stored.ok ? null : stored.error;
  const server = serverInForce({
    set: () => settings.current().serverUrl,
    isBusy: hasOpenSales,
    openScopes: () => journal.openScopes().catch(() => []),
    openShift: () => shiftLeftOpen(),
    onReleased() {
      gateway.renew();
      rows.apply();
      announceTerms();
    },
    log: say,
  });
  const serverUrl = server.url;
  /** A key is worth nothing at another gateway than the one that gave it. */
  const activeIdentity = (): Identity | null =>
    identity !== null && identity.serverUrl === serverUrl() ? identity : null;

  const key = watchTerminalKey((lost) => {
    say(lost === null ? 'terminal.keyTaken' : 'terminal.replaced', {}, 'warn');
    announceTerms();
  });
  /** For the owner's folder; the activation stands without it, and `sendybox info --print` prints the same. */
  const oweRegistration = ({ info }: Identity): void => {
    journal.createDocument({ kind: 'activation', transactionNumber: null, data: info, copies: 1 }).then(
      () => box?.documentsOwed(),
      (error: unknown) => say('activation.slipNotOwed', { error: toFieldError(error) }, 'warn'),
    );
  };
  /** What is open belongs to it; a terminal that another box has is that box's business. */
  const ownScope = (): Scope | null => (key.lost() === null ? scopeOf(activeIdentity()) : null);
  const shiftLeftOpen = (): Promise<Scope | null> =>
    openShift({
      journal,
      scope: ownScope,
      async shiftNumber() {
        const asked = await gateway.client().counters();
        return asked.kind === 'answered' ? asked.value.shiftNumber : null;
      },
    });

  const gateway = openGateway({
    settings: () => settings.current(),
    serverUrl,
    openScopes: () => journal.openScopes(),
    identity: activeIdentity,
    terminal,
    record,
    scope: ownScope,
    openShift: shiftLeftOpen,
    onKey: key.learn,
    onActivated(activated) {
      identity = activated;
      key.renew();
      rows.apply();
      oweRegistration(activated);
      announceTerms();
    },
    softwareVersion: release.version,
    resolverSocket: environment.resolverSocket,
    randomBytes: (size) => randomBytes(size),
    log: say,
  });

  const refreshRegistration = registrationWith({
    client: () => gateway.client(),
    identity: activeIdentity,
    terminal,
    onChanged(renewed) {
      identity = renewed;
      announceTerms();
    },
    log: say,
  });

  const floor = journalFloor();
  const wallClock = wallClockWith(() => gateway.client().nowMs(), floor.at);
  const ownTerminal = (): TerminalInfo => {
    const info = activeIdentity()?.info;
    assert(info !== undefined, 'a transaction belongs to an activated terminal');
    return info;
  };
  const own = { info: ownTerminal, timeZone: () => settings.timeZone(), now: () => wallClock.now() };
  const detail = detailWith({ client: () => gateway.client(), journal: () => journal });
  const opened = openJournal({
    path: join(dataDirectory, 'journal.db'),
    randomId: () => idFromBytes(randomBytes(16)),
    ...own,
    ...papersFor({ ...own, settings: () => settings.current() }),
    pieceAfter: detail.next,
    onReopened() {
      box?.journalReopened();
      rows.reopened();
      void floor.read(journal);
    },
    log: say,
  });
  const journal = opened.ok ? opened.value : brokenJournal(opened.error);
  const rows = journalScope({ opened, identity: activeIdentity, onChanged: announceTerms });
  const present = scopeOf(identity);
  const hasMoney = (): Promise<boolean> => {
    rows.apply();
    return lastShiftWithMoney(journal).then(
      (shift) => shift !== null,
      () => false,
    );
  };
  if (present !== null && activeIdentity() === null && (await server.stayIfOpen(present, hasMoney))) gateway.renew();
  rows.apply();
  await floor.read(journal);

  const pinAttempts = await PinAttempts.open({
    file: attemptsFile(dataDirectory),
    monotonicMs: () => performance.now(),
    // Not the gateway's time, which is not known yet after a start.
    wallMs: () => Date.now(),
    log: say,
  });

  const terms = (): Terms | null => {
    const known = activeIdentity();
    return known === null || key.lost() !== null ? null : termsOf(settings.current(), known.info);
  };
  const obstacle = (): FieldError | null => {
    const journalError = rows.error();
    if (journalError !== null) return journalError;
    if (serverUrl() === null) return settings.problems()[0]?.error ?? settings.obstacle();
    return identity === null ? terminalError : null;
  };
  function announceTerms(): void {
    box?.changeTerms(terms(), obstacle(), key.lost());
  }

  const openAll = (): Devices =>
    openDevices({
      settings: settings.current().devices,
      virtualSocket,
      clock: realClock,
      log: say,
      events: {
        onKey: (key) => box?.press(key),
        onScan: (code) => box?.scan(code),
        onScanRejected: (error) => box?.refuseScan(error),
        onPrinterReady: () => box?.printerReady(),
        onStatus: () => screens?.refresh(),
      },
    });
  const information = informationPort({
    settings: () => settings.current(),
    timeZone: () => settings.timeZone(),
    identity: activeIdentity,
    release,
    cryptoLibrary: crypto,
    serverUrl,
    client: () => gateway.client(),
    shiftNumber: () => gateway.shiftNumber(),
    refreshRegistration,
    lastClose: lastCloseWith({ client: () => gateway.client(), shiftNumber: () => gateway.shiftNumber() }),
    sleep: (ms) => sleep(ms, undefined, { ref: false }),
    devices: () => devices,
    journal,
    network: () => networkAddresses(),
    now: () => wallClock.now(),
  });
  const dayClose = dayClosePort({
    ...own,
    client: () => gateway.client(),
    journal,
    printer: () => devices.printer.status(),
    isDetailed: () => settings.current().detailedDayClose,
    onClosed: () => void gateway.port.counters(),
  });
  // The socket first: a second box on the same data finds it taken and ends before it has done anything.
  const control = await createControlServer({
    path: environment.socketPath,
    log: say,
    handlers: controlHandlers({
      box: () => running,
      journal,
      gateway,
      devices: () => devices,
      settings,
      identity: activeIdentity,
      information,
      dayClose,
      release,
      onScreen(listener) {
        assert(screens !== null, 'nobody is served before there is a screen');
        return screens.listen(listener);
      },
    }),
  });
  let devices = openAll();

  const ports: Ports = {
    gateway: gateway.port,
    journal,
    dayClose,
    printer: printerPort({
      journal,
      detail,
      driver: () => devices.printer,
      settings: () => settings.current(),
      timeZone: () => settings.timeZone(),
      info: () => activeIdentity()?.info ?? null,
    }),
    activation: memoryOf(record, serverUrl, () => identity),
    service: servicePort({
      settings,
      attempts: pinAttempts,
      allowedSystems: () => activeIdentity()?.info.paymentSystems ?? [],
      log: say,
    }),
    information,
    wallClock,
    terms,
    obstacle,
    // Out of every promise, so that nothing can catch it on the way: the process ends (see main.ts).
    broken: (bug) => {
      setImmediate(() => {
        throw bug;
      });
    },
    random: () => Math.random(),
    randomId: () => idFromBytes(randomBytes(16)),
    log: say,
  };
  const running = startBox(ports, realClock);
  box = running;
  void gateway.client().warm();
  const endAsking = keepAsking(refreshRegistration, realClock);
  void server.release();

  screens = followScreens(
    running,
    () => settings.current().language,
    () => ({ storage: journal.failure(), ...devices.troubles() }),
  );
  const showOnDisplay = screens.listen((screen) => devices.display.show(screen));
  const endBetweenSales = workBetweenSales({
    box: running,
    journal,
    onRecovered: () => screens?.refresh(),
    warm: () => void gateway.client().warm(),
    onError: (error) => say('journal.checkpointFailed', { error: String(error) }, 'warn'),
  });

  settings.onChange((changes) => {
    const touched = (prefix: string): boolean => changes.some(({ key }) => key.startsWith(prefix));
    if (touched('serverUrl') || touched('caFile') || touched('pinnedKeys')) {
      gateway.renew();
      rows.apply();
    }
    if (touched('devices')) {
      const old = devices;
      devices = openAll();
      devices.display.show(screens.current());
      void old.close();
    }
    announceTerms();
    screens.refresh();
    void server.release();
  });

  const endWatching = watchSettings(dataDirectory, settings, say);
  say('box.ready', { state: running.view().state });

  return {
    box: running,
    async stop() {
      say('box.stopping', { state: running.view().state });
      endWatching();
      endAsking();
      endBetweenSales();
      showOnDisplay();
      await control.close();
      running.stop();
      await devices.close();
      await gateway.close();
      journal.close();
      logger.close();
    },
  };
};
