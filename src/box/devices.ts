/** The drivers of the box, each kept open by `device-link`, by the settings `devices.…`. */
import type { InspectionEvent } from 'xstate';
import { createDisplayDriver } from '../../devices/display/driver.ts';
import type { DisplayDriver } from '../../devices/display/types.ts';
import { createKeypadDriver } from '../../devices/keypad/driver.ts';
import type { KeypadDriver } from '../../devices/keypad/types.ts';
import { createPrinterDriver, type PrinterDriver } from '../../devices/printer/driver.ts';
import { refusalOf } from '../../devices/printer/status.ts';
import { createScannerDriver } from '../../devices/scanner/driver.ts';
import type { ScannerDriver } from '../../devices/scanner/types.ts';
import { openTcp } from '../../devices/transport/tcp.ts';
import type { ByteChannel, Open, ReportChannel } from '../../devices/transport/types.ts';
import { openVirtual, openVirtualReports } from '../../devices/transport/virtual.ts';
import { type DeviceLink, keepDeviceOpen } from '../../machines/device-link.ts';
import type { PrinterStatus } from '../../machines/ports.ts';
import type { Clock } from '../../machines/running-box.ts';
import type { FieldError } from '../errors.ts';
import { FieldFailure, fieldError } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import type { Log } from '../logging/logger.ts';
import type { Troubles } from '../panel/presenter.ts';
import type { DeviceSettings } from '../settings/devices.ts';

export interface DeviceEvents {
  readonly onKey: (key: PanelKey) => void;
  readonly onScan: (code: string) => void;
  readonly onScanRejected: (error: FieldError) => void;
  readonly onPrinterReady: () => void;
  /** The state of a device has changed. */
  readonly onStatus: () => void;
}

export interface Devices {
  readonly printer: PrinterDriver;
  readonly scanner: ScannerDriver;
  readonly keypad: KeypadDriver;
  readonly display: DisplayDriver;
  /** What the cashier should know of the devices that a sale needs. */
  troubles(): Omit<Troubles, 'storage'>;
  close(): Promise<void>;
}

/** `$SENDYBOX_VIRTUAL`, where a virtual device without a path of its own is found. */
export interface DevicesOptions {
  readonly settings: DeviceSettings;
  readonly virtualSocket: string | null;
  readonly clock: Clock;
  readonly log: Log;
  readonly events: DeviceEvents;
  /** In place of what the settings name: a simulator's cables, with the shipped drivers on this side of them. */
  readonly openers?: DeviceOpeners;
  /** Sees what the links of the devices do. */
  readonly watch?: (inspection: InspectionEvent) => void;
}

export interface DeviceOpeners {
  readonly printer: Open<ByteChannel>;
  readonly scanner: Open<ReportChannel>;
  readonly keypad: Open<ReportChannel>;
}

type Kind = 'printer' | 'scanner' | 'keypad' | 'display';

const missingCodes = { printer: 'PRN-01', scanner: 'SCN-01', keypad: 'KEY-01', display: 'DSP-01' } as const;

/** Why there is nothing to open: no driver is set, it is switched off, or this release has no transport for it. */
const unavailable = (kind: Kind, driver: string | undefined): FieldError => {
  if (driver === undefined || driver === 'none') return fieldError(missingCodes[kind], 'not configured');
  return fieldError('DEV-01', `devices.${kind}: driver ${driver}`, { path: `devices.${kind}`, driver });
};

const virtualPath = (own: string | undefined, socket: string | null): string => {
  const path = own ?? socket;
  if (path === null) throw new FieldFailure(fieldError('DEV-01', 'a virtual device without a socket'));
  return path;
};

const byteOpener = (kind: 'printer' | 'display', options: DevicesOptions): Open<ByteChannel> | null => {
  const settings = options.settings[kind];
  if (settings?.driver === 'virtual') {
    return (signal) => openVirtual(virtualPath(settings.path, options.virtualSocket), kind, signal);
  }
  if (settings?.driver === 'tcp') return (signal) => openTcp(settings.host, settings.port, signal);
  return null;
};

const reportOpener = (kind: 'scanner' | 'keypad', options: DevicesOptions): Open<ReportChannel> | null => {
  const settings = options.settings[kind];
  if (settings?.driver !== 'virtual') return null;
  return (signal) => openVirtualReports(virtualPath(settings.path, options.virtualSocket), kind, signal);
};

/** Little paper stops no job, and is said all the same. */
const printerTrouble = (status: PrinterStatus): FieldError | null =>
  refusalOf(status) ?? (status.state === 'ready' && status.paperLow ? fieldError('PRN-06') : null);

export const openDevices = (options: DevicesOptions): Devices => {
  const { settings, clock, log, events } = options;
  const links: DeviceLink[] = [];

  const keep = <Channel extends ByteChannel | ReportChannel>(
    kind: Kind,
    open: Open<Channel> | null,
    driver: { attach(channel: Channel): void; detach(error: FieldError): void },
  ): void => {
    if (open === null) {
      const error = unavailable(kind, settings[kind]?.driver);
      if (error.code === 'DEV-01') log('device.notAvailable', { device: kind, error }, 'warn');
      driver.detach(error);
      return;
    }
    links.push(
      keepDeviceOpen<Channel>({
        name: kind,
        open,
        clock,
        log,
        watch: options.watch,
        onOpen: (channel) => driver.attach(channel),
        onLost: (error) => driver.detach(error),
      }),
    );
  };

  const doneReport =
    settings.printer !== null && settings.printer.driver !== 'none'
      ? (settings.printer.doneReport ?? settings.printer.driver === 'virtual')
      : false;
  const printer = createPrinterDriver({ doneReport }, { clock, log });
  const scanner = createScannerDriver({ onScan: events.onScan, onRejected: events.onScanRejected, log, clock });
  const keys = settings.keypad !== null && 'keys' in settings.keypad ? settings.keypad.keys : undefined;
  const keypad = createKeypadDriver({ onKey: events.onKey, log, ...(keys === undefined ? {} : { keys }) });
  const protocol = settings.display?.driver === 'serial' ? settings.display.protocol : 'cd5220';
  const display = createDisplayDriver({ protocol, log, clock });

  printer.onStatus((status: PrinterStatus) => {
    if (status.state === 'ready') events.onPrinterReady();
    events.onStatus();
  });
  scanner.onStatus(() => events.onStatus());
  const { openers } = options;
  keep('printer', openers?.printer ?? byteOpener('printer', options), printer);
  keep('scanner', openers?.scanner ?? reportOpener('scanner', options), scanner);
  keep('keypad', openers?.keypad ?? reportOpener('keypad', options), keypad);
  keep('display', byteOpener('display', options), display);

  return {
    printer,
    scanner,
    keypad,
    display,
    troubles() {
      const scannerStatus = scanner.status();
      return {
        printer: printerTrouble(printer.status()),
        scanner: scannerStatus.state === 'ready' ? null : scannerStatus.error,
      };
    },
    async close() {
      await Promise.all(links.map((link) => link.stop()));
      await Promise.all([printer.close(), scanner.close(), keypad.close(), display.close()]);
    },
  };
};
