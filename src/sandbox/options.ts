/** The flags of `npm start`. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { failed, ok, type Result } from '../errors.ts';
import type { SandboxTexts } from '../locale/sandbox.ts';

/** Used when no port is asked for, so that the page stays where the browser remembers it. */
export const usualPanelPort = 4_510;

export interface SandboxFlags {
  /** Absolute. */
  readonly data: string;
  readonly dataGiven: boolean;
  /** 0: any free one. Null: the usual one, or any free one when it is taken. */
  readonly panelPort: number | null;
  readonly fresh: boolean;
  readonly headless: boolean;
  readonly activated: boolean;
  /** Null: the built-in gateway. Ends in `/`. */
  readonly gatewayUrl: string | null;
}

export interface Places {
  /** The checkout. */
  readonly root: string;
  /** What a relative `--data` is relative to: where the person typed the command. */
  readonly from: string;
}

const isLoopback = (host: string): boolean => host === 'localhost' || host === '[::1]' || /^127(\.\d+){3}$/.test(host);

/** As the setting `serverUrl` wants it; a missing `/` at the end is added. Null: not a gateway's address. */
const asServerUrl = (text: string): string | null => {
  const url = URL.parse(text.endsWith('/') ? text : `${text}/`);
  if (url === null || url.search !== '' || url.hash !== '' || url.username !== '') return null;
  const allowed = url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
  return allowed ? url.href : null;
};

/** Error: the sentence to show above the usage. */
export const readFlags = (
  args: readonly string[],
  places: Places,
  texts: SandboxTexts,
): Result<SandboxFlags, string> => {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(args);
  } catch (thrown) {
    return failed(texts.unknownFlag(thrown instanceof Error ? thrown.message : String(thrown)));
  }
  const port = values['panel-port'];
  if (port !== undefined && !(/^\d{1,5}$/.test(port) && Number(port) <= 65_535)) return failed(texts.portNotANumber);
  const url = values['gateway-url'];
  const gatewayUrl = url === undefined ? null : asServerUrl(url);
  if (url !== undefined && gatewayUrl === null) return failed(texts.gatewayUrlWrong);
  if (gatewayUrl !== null && values.activated) return failed(texts.activatedNeedsBuiltIn);
  return ok({
    data: values.data === undefined ? resolve(places.root, '.sandbox') : resolve(places.from, values.data),
    dataGiven: values.data !== undefined,
    panelPort: port === undefined ? null : Number(port),
    fresh: values.fresh,
    headless: values.headless,
    activated: values.activated,
    gatewayUrl,
  });
};

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: false,
    options: {
      'panel-port': { type: 'string' },
      data: { type: 'string' },
      fresh: { type: 'boolean', default: false },
      headless: { type: 'boolean', default: false },
      activated: { type: 'boolean', default: false },
      'gateway-url': { type: 'string' },
    },
  }).values;
