/** What the box says of itself: registration, what is allowed, addresses, versions. In sections, for paper and terminal. */
import type { FieldCode } from '../errors.ts';
import { cliTexts } from '../locale/cli.ts';
import { informationTexts } from '../locale/information.ts';
import type { Language } from '../locale/language.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import { type PaymentMethod, type PaymentSystem, paymentMethods, paymentSystems } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { duplicateMark, type MarkedOptions, row } from './notices.ts';
import { localDateTime } from './slip.ts';

/** Plain data: shown on the display, printed as JSON by the command, and kept in the journal when it is owed on paper. */
export interface Information {
  /** Null, like all of the registration: not activated. */
  readonly merchant: { readonly name: string; readonly taxId: string; readonly address: string } | null;
  readonly terminal: { readonly id: string; readonly serialNumber: string; readonly name: string } | null;
  /** RFC 3339 UTC. */
  readonly activatedAt: string | null;
  /** By the gateway, as it told at the activation. */
  readonly allowed: {
    readonly paymentSystems: readonly PaymentSystem[];
    readonly modes: readonly PaymentMethod[];
    readonly currency: string;
    /** Minor units. */
    readonly limits: { readonly minAmount: number; readonly maxAmount: number };
    readonly refund: boolean;
  } | null;
  /** What the settings have switched on of it. */
  readonly switchedOn: {
    readonly paymentSystems: readonly PaymentSystem[];
    readonly modes: readonly PaymentMethod[];
    readonly mode: PaymentMethod | 'ask';
  } | null;
  readonly versions: {
    readonly version: string;
    readonly commit: string | null;
    readonly runtime: string;
    /** `file`: what it was loaded from, or is built into; null: that could not be found out. */
    readonly cryptoLibrary: {
      readonly name: string;
      readonly version: string;
      readonly file: string | null;
      readonly isBuiltIn: boolean;
    };
  };
  readonly addresses: {
    readonly serverUrl: string | null;
    readonly hostName: string;
    /** Of this machine in its network. */
    readonly ip: readonly string[];
  };
  readonly gateway: { readonly reachable: boolean | null; readonly lastError: FieldCode | null };
  readonly clock: { readonly synchronised: boolean; readonly offsetMs: number };
  /** The open one, or the one that the next transaction opens; null: the gateway has not told yet. */
  readonly shiftNumber: number | null;
  /** Null: the journal knows of none. */
  readonly lastDayClose: { readonly shiftNumber: number; readonly closedAt: string } | null;
  readonly devices: Readonly<
    Record<'printer' | 'scanner' | 'keypad' | 'display', { readonly state: string; readonly error: FieldCode | null }>
  >;
  /** RFC 3339 UTC: as it was then. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
}

export type Right = 'on' | 'off' | 'forbidden';

/** Of a wallet or a method: allowed, and switched on? */
export const rightOf = <T>(one: T, allowed: readonly T[], switchedOn: readonly T[]): Right => {
  if (!allowed.includes(one)) return 'forbidden';
  return switchedOn.includes(one) ? 'on' : 'off';
};

export interface InformationSection {
  readonly title: string;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

const allowedRows = ({ allowed, switchedOn }: Information, language: Language): InformationSection['rows'] => {
  if (allowed === null || switchedOn === null) return [];
  const [texts, slip] = [informationTexts[language], slipTexts[language]];
  const money = (amountMinor: number): string => formatForPaper(amountMinor, allowed.currency, language);
  return [
    ...paymentSystems.map((system): [string, string] => [
      systemNames[system],
      texts.rights[rightOf(system, allowed.paymentSystems, switchedOn.paymentSystems)],
    ]),
    ...paymentMethods.map((method): [string, string] => [
      slip.methods[method],
      texts.rights[rightOf(method, allowed.modes, switchedOn.modes)],
    ]),
    [texts.mode, texts.modeOf[switchedOn.mode]],
    [slip.minAmount, money(allowed.limits.minAmount)],
    [slip.maxAmount, money(allowed.limits.maxAmount)],
    [slip.refunds, allowed.refund ? slip.allowed : slip.notAllowed],
  ];
};

const linkText = ({ reachable, lastError }: Information['gateway'], language: Language): string => {
  const texts = cliTexts[language];
  const word = reachable === null ? texts.notTriedYet : reachable ? texts.reachable : texts.unreachable;
  return lastError === null ? word : `${word} (${lastError})`;
};

const linkRows = ({ addresses, gateway, clock }: Information, language: Language): InformationSection['rows'] => {
  const [texts, cli] = [informationTexts[language], cliTexts[language]];
  return [
    [texts.server, addresses.serverUrl ?? cli.notSet],
    [texts.link, linkText(gateway, language)],
    [cli.clock, clock.synchronised ? `${cli.synchronised}, ${cli.offset(clock.offsetMs)}` : cli.notSynchronised],
    [texts.hostName, addresses.hostName],
    [texts.ipAddresses, addresses.ip.length === 0 ? cli.none : addresses.ip.join(', ')],
  ];
};

const workRows = (
  { shiftNumber, lastDayClose, timeZone }: Information,
  language: Language,
): InformationSection['rows'] => {
  const texts = informationTexts[language];
  const close =
    lastDayClose === null
      ? texts.noneKnown
      : texts.dayClosed(lastDayClose.shiftNumber, localDateTime(lastDayClose.closedAt, timeZone));
  return [
    [texts.shift, shiftNumber === null ? texts.noneKnown : String(shiftNumber)],
    [texts.lastDayClose, close],
  ];
};

const deviceRows = ({ devices }: Information, language: Language): InformationSection['rows'] => {
  const texts = cliTexts[language];
  return Object.entries(devices).map(([name, { state, error }]): [string, string] => {
    const word = texts.deviceStates[state] ?? state;
    return [texts.devices[name] ?? name, error === null ? word : `${word} (${error})`];
  });
};

const versionRows = ({ versions }: Information, language: Language): InformationSection['rows'] => {
  const texts = informationTexts[language];
  const { name, version, file, isBuiltIn } = versions.cryptoLibrary;
  return [
    [texts.program, versions.version],
    [texts.commit, versions.commit?.slice(0, 12) ?? texts.noneKnown],
    [texts.runtime, versions.runtime],
    [texts.cryptoLibrary, `${name} ${version}`],
    [isBuiltIn ? texts.builtInto : texts.loadedFrom, file ?? texts.noneKnown],
  ];
};

const merchantRows = ({ merchant }: Information, language: Language): InformationSection['rows'] => {
  const [texts, slip] = [informationTexts[language], slipTexts[language]];
  if (merchant === null) return [[slip.terminal, cliTexts[language].notActivated]];
  return [
    [slip.name, merchant.name],
    [texts.taxId, merchant.taxId],
    [texts.address, merchant.address],
  ];
};

const terminalRows = (
  { terminal, activatedAt, timeZone }: Information,
  language: Language,
): InformationSection['rows'] => {
  const slip = slipTexts[language];
  if (terminal === null) return [];
  return [
    [slip.terminal, terminal.id],
    [slip.serialNumber, terminal.serialNumber],
    [slip.name, terminal.name],
    [
      slip.activatedAt,
      activatedAt === null ? informationTexts[language].noneKnown : localDateTime(activatedAt, timeZone),
    ],
  ];
};

/** In the order of the paper. A section that has nothing to say is left out. */
export const informationSections = (of: Information, language: Language): readonly InformationSection[] => {
  const texts = informationTexts[language];
  return [
    { title: texts.merchant, rows: merchantRows(of, language) },
    { title: slipTexts[language].terminal, rows: terminalRows(of, language) },
    { title: texts.allowed, rows: allowedRows(of, language) },
    { title: texts.link, rows: linkRows(of, language) },
    { title: texts.work, rows: workRows(of, language) },
    { title: texts.devices, rows: deviceRows(of, language) },
    { title: texts.versions, rows: versionRows(of, language) },
  ].filter(({ rows }) => rows.length > 0);
};

export const renderInformation = (of: Information, options: MarkedOptions): Layout => {
  const { language, width, duplicate } = options;
  const texts = informationTexts[language];
  return {
    width,
    blocks: [
      { type: 'text', text: texts.title, align: 'center', bold: true },
      ...duplicateMark(duplicate, language),
      ...informationSections(of, language).flatMap(({ title, rows }): Block[] => [
        { type: 'rule' },
        { type: 'text', text: title, align: 'center', bold: true },
        ...rows.flatMap(([label, value]) => row(label, value)),
      ]),
      { type: 'rule' },
      ...row(texts.at, localDateTime(of.at, of.timeZone)),
      { type: 'cut' },
    ],
  };
};
