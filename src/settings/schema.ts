/**
 * Every setting of the box: what it may be and what it is when nobody has set it. The file holds only what was set, so
 * that a better default of a newer version is taken up. Parsing is strict: an unknown key is refused, not forgotten.
 */
import { z } from 'zod';
import type { ErrorReason } from '../errors.ts';
import { parseServerUrl } from '../gateway/server-url.ts';
import { languages } from '../locale/language.ts';
import { paymentMethods } from '../payment/types.ts';
import { devicesSchema } from './devices.ts';

/** Written into the file; a higher one was written by a newer version of the box. */
export const settingsVersion = 1;

/** All paths of the gateway are relative to it. What `URL` would mend in silence (spaces, an empty query) is refused. */
const serverUrlProblem = (text: string): string | number | undefined => {
  const parsed = parseServerUrl(text);
  if (!parsed.ok) return parsed.error.params?.reason;
  if (/[?#]/.test(text)) return 'urlQuery' satisfies ErrorReason;
  if (/[\s\\]/.test(text)) return 'urlCharacters' satisfies ErrorReason;
  return text.endsWith('/') ? undefined : ('urlSlash' satisfies ErrorReason);
};

const isTimeZone = (name: string): boolean => {
  try {
    // An offset such as +03:00 would pass too, but it is no IANA name and knows no summer time.
    return /^[A-Z]/i.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }) !== null;
  } catch {
    return false;
  }
};

/** The PIN itself is nowhere: only what scrypt made of it. */
export const pinHashSchema = z.strictObject({
  salt: z.base64().length(24),
  hash: z.base64().length(44),
});
export type PinHash = z.output<typeof pinHashSchema>;

/** Gateway contract, transport: SPKI SHA-256, base64. */
const pinnedKey = z.string().regex(/^[A-Za-z0-9+/]{43}=$/);

const settingsFields = {
  serverUrl: z
    .string()
    .max(500)
    .superRefine((text, problems) => {
      const reason = serverUrlProblem(text);
      if (reason !== undefined) problems.addIssue({ code: 'custom', params: { reason } });
    })
    .nullable()
    .default(null),
  language: z.enum(languages).default('ru'),
  /** Characters in a line of the slip. */
  slipWidth: z.int().min(24).max(64).default(32),
  waitTimeoutSeconds: z.int().min(15).max(600).default(90),
  mode: z.enum([...paymentMethods, 'ask']).default('offline'),
  paymentSystems: z
    .strictObject({
      /** Switching it off is not provided for. */
      sendy: z.literal(true).default(true),
      wechat: z.boolean().default(false),
      alipay: z.boolean().default(false),
    })
    .prefault({}),
  slipCopies: z.int().min(0).max(5).default(2),
  detailedDayClose: z.boolean().default(false),
  servicePin: pinHashSchema.nullable().default(null),
  /** PEM; replaces the system's trust store. */
  caFile: z
    .string()
    .regex(/^\/[^\0]{1,1000}$/)
    .nullable()
    .default(null),
  pinnedKeys: z.array(pinnedKey).max(2).default([]),
  devices: devicesSchema.prefault({}),
  /** Null: the system's. */
  timeZone: z.string().max(64).refine(isTimeZone).nullable().default(null),
  logRetentionDays: z.int().min(7).max(3_650).default(90),
};

export const settingsSchema = z.strictObject({
  version: z.int().min(1).default(settingsVersion),
  ...settingsFields,
});

/** What is in force: the file's values and the defaults. */
export type Settings = z.output<typeof settingsSchema>;

/** What the file holds: any of the keys, unknown ones too where a newer version wrote them. */
export type SettingsDocument = { [key: string]: unknown };

/**
 * How a person may write each setting: for messages and for the CLI, which turns text into a value by `kind`. `allowed`
 * is in no language.
 */
export const settingKeys = {
  serverUrl: { kind: 'string', allowed: 'https://…/' },
  language: { kind: 'string', allowed: 'ru, en' },
  slipWidth: { kind: 'number', allowed: '24–64' },
  waitTimeoutSeconds: { kind: 'number', allowed: '15–600' },
  mode: { kind: 'string', allowed: 'online, offline, ask' },
  paymentSystems: { kind: 'json', allowed: '{"wechat": true, "alipay": false}' },
  'paymentSystems.sendy': { kind: 'boolean', allowed: 'true' },
  'paymentSystems.wechat': { kind: 'boolean', allowed: 'true, false' },
  'paymentSystems.alipay': { kind: 'boolean', allowed: 'true, false' },
  slipCopies: { kind: 'number', allowed: '0–5' },
  detailedDayClose: { kind: 'boolean', allowed: 'true, false' },
  servicePin: { kind: 'string', allowed: '0000–99999999' },
  caFile: { kind: 'string', allowed: '/…/ca.pem' },
  pinnedKeys: { kind: 'json', allowed: '["<base64 SPKI SHA-256>"], ≤ 2' },
  devices: { kind: 'json', allowed: '{"printer": {…}, "scanner": {…}, "keypad": {…}, "display": {…}}' },
  'devices.printer': { kind: 'json', allowed: '{"driver": usb | serial | tcp | virtual | none, …}' },
  'devices.scanner': { kind: 'json', allowed: '{"driver": hid | hid-keyboard | serial | virtual | none, …}' },
  'devices.keypad': { kind: 'json', allowed: '{"driver": hid | virtual | none, …}' },
  'devices.display': { kind: 'json', allowed: '{"driver": serial | virtual | none, …}' },
  'devices.buttons': { kind: 'json', allowed: '{"driver": gpio | virtual | none, …}' },
  'devices.till': { kind: 'json', allowed: '{"driver": virtual | none}' },
  timeZone: { kind: 'string', allowed: 'Europe/Moscow, Asia/Yekaterinburg, …' },
  logRetentionDays: { kind: 'number', allowed: '7–3650' },
} as const satisfies Record<string, { kind: 'string' | 'number' | 'boolean' | 'json'; allowed: string }>;

export type SettingKey = keyof typeof settingKeys;

export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(settingKeys, key);
