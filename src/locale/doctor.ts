/** What `sendybox doctor` found: findings as data, and how each is said. */
import type { FieldError } from '../errors.ts';
import { doctorEn } from './doctor-en.ts';
import { doctorRu } from './doctor-ru.ts';
import { errorText, fillText } from './errors.ts';
import type { Language } from './language.ts';

/** In the order in which they are told: each speaks of what the next one stands on. */
export const checkNames = [
  'box',
  'runtime',
  'crypto-library',
  'server-url',
  'trust-store',
  'dns',
  'proxy',
  'connection',
  'certificate',
  'pin',
  'captive-portal',
  'gateway',
  'clock',
  'clock-source',
  'latency',
  'terminal',
  'printer',
  'scanner',
  'keypad',
  'display',
  'till',
  'obligation',
  'disk',
  'disk-wear',
  'journal',
  'settings',
  'terminal-file',
  'log',
  'power',
  'uptime',
] as const;
export type CheckName = (typeof checkNames)[number];

export const checkStates = ['ok', 'warn', 'fail', 'skipped'] as const;
export type CheckState = (typeof checkStates)[number];

export const foundKeys = [
  'detail',
  /** The sentence of its error. */
  'message',
  'after',
  'noAnswerToJudge',
  'boxRuns',
  'boxAbsent',
  'boxDenied',
  'boxSilent',
  'boxOutOfService',
  'boxCannotWrite',
  'runtime',
  'cryptoBuiltIn',
  'cryptoShared',
  'serverUrl',
  'serverUrlPlain',
  'trustSystem',
  'trustFile',
  'addresses',
  'addressLiteral',
  'noProxy',
  'proxySet',
  'connected',
  'noConnectionInTime',
  'chain',
  'chainRefused',
  'plainHttp',
  'noPins',
  'pinMatches',
  'pinMissing',
  'noPortal',
  'gatewayAnswers',
  'answerLost',
  'noAnswerInTime',
  'clockOffset',
  'clockSynchronised',
  'clockNotSynchronised',
  'clockSourceUnknown',
  'latency',
  'terminal',
  'terminalRefused',
  'notActivated',
  'keyUnreadable',
  'deviceReady',
  'deviceTrouble',
  'paperLow',
  'deviceOff',
  'deviceNotSet',
  'tillNotNeeded',
  'tillSet',
  'onlyTheBoxKnows',
  'noObligations',
  'owedPayment',
  'owedRefund',
  'owedClose',
  'moreObligations',
  'diskFree',
  'wear',
  'noWear',
  'journalSound',
  'journalTooLarge',
  'settingsSound',
  'settingsDefaults',
  'settingsRefused',
  'rightsSound',
  'rightsWrong',
  'logs',
  'powerSound',
  'powerLow',
  'powerWasLow',
  'noPowerSensor',
  'uptime',
  'uptimeOfMachine',
] as const;
export type FoundKey = (typeof foundKeys)[number];

/** Plain data: it travels over the control socket and is kept in the print ledger, in no language. */
export interface Finding {
  readonly name: CheckName;
  readonly state: CheckState;
  readonly found: { readonly key: FoundKey; readonly params?: Readonly<Record<string, string | number>> };
  /** With every `warn` and `fail`; with `skipped` where something can be done about it. */
  readonly error?: FieldError;
}

export interface DoctorTexts {
  readonly checks: Readonly<Record<CheckName, string>>;
  readonly states: Readonly<Record<CheckState, string>>;
  /** `{name}` is a parameter, `[… {name} …]` stands only where there is that parameter. */
  readonly found: Readonly<Record<FoundKey, string>>;
  readonly title: string;
  readonly help: string;
  readonly allWell: string;
  readonly summary: (fail: number, warn: number, skipped: number) => string;
  readonly toBePrinted: string;
  /** Head of the slip's row with the instant. */
  readonly at: string;
}

export const doctorTexts: Readonly<Record<Language, DoctorTexts>> = { ru: doctorRu, en: doctorEn };

export const foundText = ({ found: { key, params = {} }, error }: Finding, language: Language): string => {
  const { found, checks } = doctorTexts[language];
  if (key === 'message' && error !== undefined) return errorText(error, language).message;
  const names: Readonly<Record<string, string>> = checks;
  const check = params.check;
  return fillText(found[key], check === undefined ? params : { ...params, check: names[check] ?? check });
};

/** `NET-02 message cure (detail)`; empty where nothing is to be done. */
export const adviceText = (finding: Finding, language: Language): string => {
  const { error } = finding;
  if (error === undefined) return '';
  const { message, cure } = errorText(error, language);
  const found = foundText(finding, language);
  const isSaid = error.detail === undefined || found.includes(error.detail);
  return `${error.code} ${found === message ? '' : `${message} `}${cure}${isSaid ? '' : ` (${error.detail})`}`;
};

/** All of it in one line. */
export const saidText = (finding: Finding, language: Language): string => {
  const [found, advice] = [foundText(finding, language), adviceText(finding, language)];
  if (advice === '') return found;
  return `${found}${/[.!?]$/.test(found) ? '' : '.'} ${advice}`;
};

export const summaryText = (checks: readonly Finding[], language: Language): string => {
  const texts = doctorTexts[language];
  const count = (state: CheckState): number => checks.filter((check) => check.state === state).length;
  const [fail, warn] = [count('fail'), count('warn')];
  return fail + warn === 0 ? texts.allWell : texts.summary(fail, warn, count('skipped'));
};
