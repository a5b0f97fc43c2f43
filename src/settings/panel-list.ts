/** What the service menu of the panel lists: the settings, what each is now and how a keypad changes it, and activation. */
import { languages } from '../locale/language.ts';
import { type PaymentSystem, paymentMethods } from '../payment/types.ts';
import type { DeviceSettings } from './devices.ts';
import type { Settings } from './schema.ts';

export const panelDevices = ['printer', 'scanner', 'keypad', 'display', 'buttons', 'till'] as const;
export const panelSettingKeys = [
  'language',
  'mode',
  'waitTimeoutSeconds',
  'slipWidth',
  'slipCopies',
  'paymentSystems.sendy',
  'paymentSystems.wechat',
  'paymentSystems.alipay',
  'detailedDayClose',
  'logRetentionDays',
  'timeZone',
  'servicePin',
  'serverUrl',
  'caFile',
  'pinnedKeys',
  'devices.printer',
  'devices.scanner',
  'devices.keypad',
  'devices.display',
  'devices.buttons',
  'devices.till',
] as const;
export type PanelSettingKey = (typeof panelSettingKeys)[number];
export type PanelValue = string | number | boolean | null;

/** shown: a keypad cannot change it, it has no letters, or nobody may. A PIN has no value that could be shown. */
export type PanelSetting = { readonly key: PanelSettingKey } & (
  | { readonly kind: 'choice'; readonly value: PanelValue; readonly options: readonly PanelValue[] }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'pin' }
  | { readonly kind: 'shown'; readonly value: PanelValue }
);

/** A terminal once more, or another one: no setting, but an engineer looks for it here. */
export type PanelEntry = PanelSetting | { readonly key: 'activation'; readonly kind: 'job' };

/** From west to east; null: the system's. Any other zone is set with `sendybox settings set`. */
const timeZones: readonly (string | null)[] = [
  null,
  'Europe/Kaliningrad',
  'Europe/Moscow',
  'Europe/Samara',
  'Asia/Yekaterinburg',
  'Asia/Omsk',
  'Asia/Krasnoyarsk',
  'Asia/Irkutsk',
  'Asia/Yakutsk',
  'Asia/Vladivostok',
  'Asia/Magadan',
  'Asia/Kamchatka',
];

const onOrOff = [true, false] as const;

const choice = (key: PanelSettingKey, value: PanelValue, options: readonly PanelValue[]): PanelSetting => ({
  key,
  kind: 'choice',
  value,
  options: options.includes(value) ? options : [value, ...options],
});

const device = (name: keyof DeviceSettings, devices: DeviceSettings): PanelSetting => ({
  key: `devices.${name}`,
  kind: 'shown',
  value: devices[name]?.driver ?? null,
});

/** `allowed`: what the gateway allows this terminal. A wallet that is not allowed cannot be switched on, and is not listed. */
export const panelSettings = (settings: Settings, allowed: readonly PaymentSystem[]): readonly PanelEntry[] => [
  choice('language', settings.language, languages),
  choice('mode', settings.mode, [...paymentMethods, 'ask']),
  { key: 'waitTimeoutSeconds', kind: 'number', value: settings.waitTimeoutSeconds },
  { key: 'slipWidth', kind: 'number', value: settings.slipWidth },
  { key: 'slipCopies', kind: 'number', value: settings.slipCopies },
  { key: 'paymentSystems.sendy', kind: 'shown', value: settings.paymentSystems.sendy },
  ...(['wechat', 'alipay'] as const)
    .filter((system) => allowed.includes(system))
    .map((system) => choice(`paymentSystems.${system}`, settings.paymentSystems[system], onOrOff)),
  choice('detailedDayClose', settings.detailedDayClose, onOrOff),
  { key: 'logRetentionDays', kind: 'number', value: settings.logRetentionDays },
  choice('timeZone', settings.timeZone, timeZones),
  { key: 'servicePin', kind: 'pin' },
  { key: 'activation', kind: 'job' },
  { key: 'serverUrl', kind: 'shown', value: settings.serverUrl },
  { key: 'caFile', kind: 'shown', value: settings.caFile },
  { key: 'pinnedKeys', kind: 'shown', value: settings.pinnedKeys.length },
  ...panelDevices.map((name) => device(name, settings.devices)),
];
