/** The settings `devices.…`: which driver serves each device, and how it is reached. `null`: found by itself. */
import { z } from 'zod';
import { panelKeys } from '../keys.ts';

const devicePath = z.string().regex(/^\/[\x21-\x7e]{1,255}$/);
const host = z.string().regex(/^(?=.{1,253}$)[A-Za-z0-9:](?:[A-Za-z0-9.:_-]*[A-Za-z0-9])?$/);
const port = z.int().min(1).max(65_535);
const baudRate = z.literal([1_200, 2_400, 4_800, 9_600, 19_200, 38_400, 57_600, 115_200]);
/** `n` of `ESC t n`: clones of Epson's printers differ in it (17 is CP866 on Epson's own). */
const codePage = z.int().min(0).max(255);

/** `path`: a socket to the far end, where the sandbox holds it. */
const virtual = z.strictObject({ driver: z.literal('virtual'), path: devicePath.optional() });
const none = z.strictObject({ driver: z.literal('none') });

const paper = {
  codePage: codePage.optional(),
  /** Cheap 58 mm printers lack the QR command. */
  qr: z.enum(['native', 'raster']).optional(),
  /** The printer answers `GS ( H` when all before it is on paper. */
  doneReport: z.boolean().optional(),
};

const printer = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('usb'), path: devicePath.optional(), ...paper }),
  z.strictObject({ driver: z.literal('serial'), path: devicePath, baudRate, ...paper }),
  z.strictObject({ driver: z.literal('tcp'), host, port, ...paper }),
  virtual.extend(paper),
  none,
]);

const scanner = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('hid'), path: devicePath.optional() }),
  z.strictObject({ driver: z.literal('hid-keyboard'), path: devicePath.optional() }),
  z.strictObject({ driver: z.literal('serial'), path: devicePath, baudRate }),
  virtual,
  none,
]);

/** Which HID usage of the keyboard page a key is, where it is not the usual one: `{"CANCEL": 83}` makes it NumLock. */
const keyUsages = z.partialRecord(z.enum(panelKeys), z.int().min(4).max(231));

const keypad = z.discriminatedUnion('driver', [
  z.strictObject({ driver: z.literal('hid'), path: devicePath.optional(), keys: keyUsages.optional() }),
  virtual.extend({ keys: keyUsages.optional() }),
  none,
]);

const display = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('serial'),
    path: devicePath,
    baudRate,
    protocol: z.enum(['cd5220', 'epson']),
    codePage: codePage.optional(),
  }),
  virtual,
  none,
]);

const buttons = z.discriminatedUnion('driver', [
  z.strictObject({
    driver: z.literal('gpio'),
    chip: devicePath.optional(),
    /** Which line of the chip a key is. */
    lines: z.partialRecord(z.enum(panelKeys), z.int().min(0).max(1_023)),
    activeLow: z.boolean().optional(),
  }),
  virtual,
  none,
]);

const till = z.discriminatedUnion('driver', [virtual, none]);

export const devicesSchema = z.strictObject({
  printer: printer.nullable().default(null),
  scanner: scanner.nullable().default(null),
  keypad: keypad.nullable().default(null),
  display: display.nullable().default(null),
  buttons: buttons.nullable().default(null),
  till: till.nullable().default(null),
});

/** How a person may write what a driver needs; in no language. The driver itself stands at the device (`settingKeys`). */
export const deviceMembers: Readonly<Record<string, string>> = {
  path: '/dev/…',
  host: '192.168.1.50, printer.local, …',
  port: '1–65535',
  baudRate: '1200, 2400, 4800, 9600, 19200, 38400, 57600, 115200',
  codePage: '0–255',
  qr: 'native, raster',
  doneReport: 'true, false',
  protocol: 'cd5220, epson',
  keys: '{"CANCEL": 4–231, …}',
  chip: '/dev/…',
  lines: '{"ENTER": 0–1023, …}',
  activeLow: 'true, false',
};

export type DeviceSettings = z.output<typeof devicesSchema>;
export type PrinterSettings = NonNullable<DeviceSettings['printer']>;
