/** The pages of «Information»: a title with the page's number over three lines, or four lines without one. */
import type { BoxView, InformationView } from '../../machines/box-view.ts';
import { type Information, rightOf } from '../documents/information.ts';
import { localDateTime } from '../documents/slip.ts';
import type { Language } from '../locale/language.ts';
import { screenTexts } from '../locale/screen.ts';
import {
  type InformationPage,
  type InformationScreenTexts,
  informationPages,
  informationScreenTexts,
} from '../locale/screen-information.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForScreen } from '../payment/money.ts';
import { paymentSystems } from '../payment/types.ts';
import { type Face, fitting, oneLine, saidShortly, wrapLines } from './face.ts';
import { screenColumns } from './screen.ts';

type Lines = readonly string[];
type PageOf = (of: Information, texts: InformationScreenTexts, language: Language) => Lines;

/** What a box that is not activated cannot tell: the menu opens on an activated one, which may lose that meanwhile. */
const notActivated = (language: Language): Lines => [screenTexts[language].notActivated];

const registered =
  <Key extends 'merchant' | 'terminal' | 'activatedAt'>(
    key: Key,
    page: (value: NonNullable<Information[Key]>, of: Information) => Lines,
  ): PageOf =>
  (of, _texts, language) => {
    const value = of[key];
    return value === null ? notActivated(language) : page(value, of);
  };

type Rights = Pick<Information, 'allowed' | 'switchedOn'>;
type Known = { readonly [Key in keyof Rights]: NonNullable<Rights[Key]> };

const permitted =
  (page: (known: Known, texts: InformationScreenTexts) => Lines): PageOf =>
  ({ allowed, switchedOn }, texts, language) =>
    allowed === null || switchedOn === null ? notActivated(language) : page({ allowed, switchedOn }, texts);

const deviceLine = (
  device: 'printer' | 'scanner' | 'keypad' | 'display',
  { devices }: Information,
  { devices: names, deviceStates }: InformationScreenTexts,
): string => {
  const { state } = devices[device];
  const known: Readonly<Record<string, string>> = deviceStates;
  return `${names[device]}: ${Object.hasOwn(known, state) ? known[state] : deviceStates.other}`;
};

/** Of an error's code there is room on the line below. */
const deviceLines = (
  device: 'printer' | 'scanner' | 'keypad' | 'display',
  of: Information,
  texts: InformationScreenTexts,
) => {
  const { error } = of.devices[device];
  return [deviceLine(device, of, texts), ...(error === null ? [] : [`  ${error}`])];
};

const linkLine = ({ gateway }: Information, { link }: InformationScreenTexts): string => {
  const word = gateway.reachable === null ? link.untried : gateway.reachable ? link.reachable : link.unreachable;
  return gateway.lastError === null ? word : fitting(`${word} ${gateway.lastError}`, gateway.lastError);
};

/** What tells one server from another, without what all have in common. */
const serverName = (url: string | null): string => (url ?? '-').replace(/^https?:\/\//, '').replace(/\/$/, '');

const dayCloseLine = (
  { lastDayClose, timeZone }: Information,
  { dayClose, noneKnown }: InformationScreenTexts,
): string =>
  `${dayClose}: ${lastDayClose === null ? noneKnown : localDateTime(lastDayClose.closedAt, timeZone).slice(0, 10)}`;

const pages: Readonly<Record<InformationPage, PageOf>> = {
  merchant: registered('merchant', ({ name, taxId }) => [...wrapLines(name, 2), taxId]),
  address: registered('merchant', ({ address }) => wrapLines(address, 3)),
  terminal: (of, _texts, language) => {
    const { terminal: word, serial } = screenTexts[language];
    return of.terminal === null
      ? notActivated(language)
      : [
          fitting(`${word} ${of.terminal.id}`, of.terminal.id),
          fitting(`${serial} ${of.terminal.serialNumber}`, of.terminal.serialNumber),
          wrapLines(of.terminal.name, 1)[0] ?? '',
        ];
  },
  activation: registered('activatedAt', (at, { timeZone }) => localDateTime(at, timeZone).split(' ')),
  wallets: permitted(({ allowed, switchedOn }, { rights }) =>
    paymentSystems.map(
      (system) =>
        `${systemNames[system]}: ${rights[rightOf(system, allowed.paymentSystems, switchedOn.paymentSystems)]}`,
    ),
  ),
  methods: permitted(({ allowed, switchedOn }, { rights, methods, mode, modeOf }) => [
    `${mode}: ${modeOf[switchedOn.mode]}`,
    ...(['offline', 'online'] as const).map((method) => {
      const right = rights[rightOf(method, allowed.modes, switchedOn.modes)];
      return fitting(`${methods[method]}: ${right}`, `${methods[method]} ${right}`);
    }),
  ]),
  limits: permitted(({ allowed }, { from, upTo, refunds, yes, no }) => [
    `${from} ${formatForScreen(allowed.limits.minAmount, allowed.currency)}`,
    `${upTo} ${formatForScreen(allowed.limits.maxAmount, allowed.currency)}`,
    `${refunds}: ${allowed.refund ? yes : no}`,
  ]),
  server: (of, texts) => [...wrapLines(serverName(of.addresses.serverUrl), 2), linkLine(of, texts)],
  clock: (of, texts) => {
    const { synchronised, offsetMs } = of.clock;
    return [
      synchronised ? `${texts.clock}: ${offsetMs} ${texts.milliseconds}` : texts.notSynchronised,
      `${texts.shift}: ${of.shiftNumber ?? texts.noneKnown}`,
      dayCloseLine(of, texts),
    ];
  },
  network: ({ addresses: { hostName, ip } }, { noAddress }) => [
    hostName.slice(0, screenColumns),
    ...(ip.length === 0 ? [noAddress] : ip.flatMap((address) => wrapLines(address, 2))).slice(0, 2),
  ],
  printer: (of, texts) => [...deviceLines('printer', of, texts), deviceLine('scanner', of, texts)],
  keypad: (of, texts) => [...deviceLines('keypad', of, texts), deviceLine('display', of, texts)],
  versions: ({ versions: { version, commit, runtime, cryptoLibrary } }) => [
    fitting(`${version} ${commit?.slice(0, 7) ?? ''}`.trimEnd(), version),
    runtime.split(' ').slice(0, 2).join(' '),
    `${cryptoLibrary.name} ${cryptoLibrary.version}`,
  ],
  keys: (_of, texts) => texts.keys,
};

const titleLine = (title: string, page: number): string => {
  const place = `${page + 1}/${informationPages.length}`;
  return title.padEnd(screenColumns - place.length) + place;
};

export const informationFace = (
  box: BoxView,
  view: InformationView | null,
  title: string,
  language: Language,
): Face => {
  const [t, texts] = [screenTexts[language], informationScreenTexts[language]];
  const information = view?.information ?? null;
  if (view === null || view.stage === 'reading')
    return { lines: [title, texts.gathering, '', t.cancelLeaves], tone: 'progress', keys: ['CANCEL', 'MENU'] };
  if (view.stage === 'failed' || information === null) {
    const said = view.error === null ? [] : wrapLines(saidShortly(view.error, language), 2);
    return { lines: [title, ...said, t.cancelLeaves], tone: 'failed', keys: ['ENTER', 'CANCEL'] };
  }
  if (view.stage === 'owing' || view.stage === 'told') {
    if (view.error !== null)
      return {
        lines: [title, ...wrapLines(saidShortly(view.error, language), 2), t.enter],
        tone: 'failed',
        keys: ['ENTER', 'CANCEL'],
      };
    const { error } = box.printing;
    return {
      lines: [title, texts.printing, error === null ? '' : oneLine(error, language), t.enter],
      tone: 'progress',
      keys: view.stage === 'told' ? ['ENTER', 'CANCEL'] : [],
    };
  }
  const name = informationPages[view.page] ?? 'merchant';
  return {
    lines: [titleLine(texts.titles[name], view.page), ...pages[name](information, texts, language).slice(0, 3)],
    tone: 'idle',
    keys: ['UP', 'DOWN', 'ENTER', 'CANCEL', 'MENU'],
  };
};
