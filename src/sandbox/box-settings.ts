/**
 * The box's settings in the sandbox: written once, then the box's own and whoever edits them. Only the way to the gateway
 * is brought up to date, since the sandbox chooses it.
 */

import { settingsVersion } from '../settings/schema.ts';
import { hashServicePin } from '../settings/service-pin.ts';
import { readWhole, writeDurably } from '../storage/durable-file.ts';

/** Of a new sandbox; the panel page shows it. */
export const sandboxServicePin = '1234';

/** As the settings store writes it. */
const fileMode = 0o640;

export interface GatewayAddress {
  readonly serverUrl: string;
  /** Null: an outside gateway, for which a file of the person's own may stand in the settings and stays. */
  readonly caFile: string | null;
  /** Where the built-in gateway keeps its own, whether or not it is in use. */
  readonly gatewayDirectory: string;
}

const virtualDevices = Object.fromEntries(
  ['printer', 'scanner', 'keypad', 'display'].map((device) => [device, { driver: 'virtual' }]),
);

/** Rejects with the system's error. A file that is damaged or edited wrongly is left for the box to complain of. */
export const prepareSettings = async (path: string, address: GatewayAddress): Promise<void> => {
  const text = await readWhole(path);
  const before = text === null ? await firstSettings() : parse(text);
  if (before === null) return;
  const after = withAddress(before, address);
  const next = `${JSON.stringify(after, null, 2)}\n`;
  if (text === null || JSON.stringify(before) !== JSON.stringify(after)) await writeDurably(path, next, fileMode);
};

const firstSettings = async (): Promise<Record<string, unknown>> => ({
  version: settingsVersion,
  mode: 'ask',
  paymentSystems: { sendy: true, wechat: true, alipay: true },
  servicePin: await hashServicePin(sandboxServicePin),
  devices: virtualDevices,
});

const withAddress = (settings: Record<string, unknown>, address: GatewayAddress): Record<string, unknown> => {
  const { caFile, ...others } = settings;
  const builtIn = typeof caFile === 'string' && caFile.startsWith(`${address.gatewayDirectory}/`);
  const kept = builtIn ? undefined : caFile;
  const next = address.caFile ?? kept;
  return { ...others, serverUrl: address.serverUrl, ...(next === undefined ? {} : { caFile: next }) };
};

const parse = (text: string): Record<string, unknown> | null => {
  try {
    const document: unknown = JSON.parse(text);
    return typeof document === 'object' && document !== null && !Array.isArray(document)
      ? (document as Record<string, unknown>)
      : null;
  } catch {
    return null;
  }
};
