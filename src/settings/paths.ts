/** Dotted keys (`devices.printer.baudRate`) in the settings document, and the differences between two documents. */
import { isDeepStrictEqual } from 'node:util';
import { isDocument } from './check.ts';
import { isSettingKey, type Settings, type SettingsDocument, settingKeys } from './schema.ts';

/** No setting lies deeper; a longer key is unknown. */
const maxDepth = 6;

/** Null: not a key at all, or one of those that would reach into JavaScript's own objects. */
export const splitKey = (key: string): readonly string[] | null => {
  const parts = key.split('.');
  const sane = parts.length <= maxDepth && parts.every((part) => /^[A-Za-z0-9_-]{1,64}$/.test(part));
  return sane && !parts.some((part) => part in Object.prototype) ? parts : null;
};

/** The document with the value in place; objects on the way are made, other values on the way replaced. */
export const withValue = (document: SettingsDocument, path: readonly string[], value: unknown): SettingsDocument => {
  const [first, ...rest] = path;
  if (first === undefined) return document;
  const inner = document[first];
  return { ...document, [first]: rest.length === 0 ? value : withValue(isDocument(inner) ? inner : {}, rest, value) };
};

/** The document without the key; an object that is empty then goes too. */
export const withoutValue = (document: SettingsDocument, path: readonly string[]): SettingsDocument => {
  const [first, ...rest] = path;
  if (first === undefined || !Object.hasOwn(document, first)) return document;
  const { [first]: inner, ...others } = document;
  if (rest.length === 0 || !isDocument(inner)) return others;
  const left = withoutValue(inner, rest);
  return Object.keys(left).length === 0 ? others : { ...others, [first]: left };
};

export const valueAt = (document: unknown, path: readonly string[]): { readonly value: unknown } | null => {
  let value: unknown = document;
  for (const part of path) {
    if (!isDocument(value) || !Object.hasOwn(value, part)) return null;
    value = value[part];
  }
  return { value };
};

/** One setting that has another value now. The service PIN is `[hidden]` in both. */
export interface SettingChange {
  readonly key: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** The settings that a change event speaks of: those that hold no other settings. */
const leafKeys = Object.keys(settingKeys).filter((key) => key !== 'devices' && key !== 'paymentSystems');

export const changesBetween = (before: Settings, after: Settings): readonly SettingChange[] =>
  leafKeys.flatMap((key) => {
    const path = key.split('.');
    const [was, is] = [before, after].map((settings) => valueAt(settings, path)?.value);
    return isDeepStrictEqual(was, is) ? [] : [{ key, from: shownAt(key, was), to: shownAt(key, is) }];
  });

const shownAt = (key: string, value: unknown): unknown => (key === 'servicePin' && value !== null ? '[hidden]' : value);

/** What a person may see: everything but the file's version and the PIN. */
export const shownSettings = (settings: Settings): SettingsDocument => {
  const { version: _, ...shown } = settings;
  return { ...shown, servicePin: shownAt('servicePin', settings.servicePin) };
};

/** A key of the schema, or a member of one that is set. */
export const knownValue = (settings: Settings, key: string): { readonly value: unknown } | null => {
  const path = splitKey(key);
  if (path === null) return null;
  return valueAt(shownSettings(settings), path) ?? (isSettingKey(key) ? { value: null } : null);
};
