/** The service menu as the display says it: one setting on the screen, its name and value on the two upper lines. */
import type { ServiceView } from '../../machines/service-view.ts';
import type { FieldError } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import type { Language } from '../locale/language.ts';
import { type ScreenTexts, screenTexts } from '../locale/screen.ts';
import { type ServiceTexts, serviceTexts } from '../locale/screen-service.ts';
import type { PanelEntry, PanelSetting, PanelValue } from '../settings/panel-list.ts';
import { settingKeys } from '../settings/schema.ts';
import { digits, type Face, saidShortly, wrapLines } from './face.ts';
import { screenColumns } from './screen.ts';

/** For every digit one; it is in CP866 and on the displays' own character tables. */
const dot = '∙';

const typingKeys: readonly PanelKey[] = [...digits, 'CLEAR', 'ENTER', 'CANCEL'];
const listKeys: readonly PanelKey[] = ['UP', 'DOWN', 'ENTER', 'CANCEL'];

interface Words {
  readonly language: Language;
  readonly t: ScreenTexts;
  readonly s: ServiceTexts;
}

const valueText = ({ key }: PanelSetting, value: PanelValue, { s }: Words): string => {
  if (key === 'language') return s.languages[value as Language];
  if (key === 'mode') return s.modes[value as keyof ServiceTexts['modes']];
  if (typeof value === 'boolean') return value ? s.on : s.off;
  if (value !== null) return String(value);
  if (key === 'timeZone') return s.systemZone;
  return key === 'serverUrl' || key === 'caFile' ? s.notSet : s.foundByItself;
};

/** Displays have no en dash. */
const allowedText = ({ key }: PanelSetting, { s }: Words): string =>
  `${s.allowed} ${settingKeys[key].allowed.replaceAll('–', '-')}`;

/** What is wrong, over the two lower lines; a number that is not allowed with its range. */
const errorLines = (error: FieldError, setting: PanelEntry | null, words: Words): readonly string[] =>
  error.code === 'SET-02' && setting?.kind === 'number'
    ? [`${error.code} ${words.s.notAllowed}`, allowedText(setting, words)]
    : wrapLines(saidShortly(error, words.language), 2);

/** What was wrong stands on the upper lines, where a display of two lines shows it, until the next key. */
const pinFace = (title: string, { pinDigits, error }: ServiceView, words: Words): Face => {
  const entry = `${dot.repeat(pinDigits)}_`;
  return {
    lines:
      error === null
        ? [title, entry, words.s.pinLength, words.s.enterPin]
        : [title, ...errorLines(error, null, words), entry],
    tone: 'ask',
    keys: typingKeys,
  };
};

const named = (setting: PanelEntry, place: string, { s }: Words): string =>
  s.names[setting.key].padEnd(screenColumns - place.length) + place;

const listFace = ({ setting, place, count, saved }: ServiceView, words: Words): Face => {
  const { s, t } = words;
  if (setting === null) return { lines: [t.wait], tone: 'progress', keys: ['CANCEL'] };
  const title = named(setting, `${place}/${count}`, words);
  if (setting.kind === 'shown') {
    const [first = '', second = s.onlyShown] = wrapLines(valueText(setting, setting.value, words), 2);
    return { lines: [title, first, second, s.upDownCancel], tone: 'ask', keys: ['UP', 'DOWN', 'CANCEL'] };
  }
  if (setting.kind === 'job')
    return { lines: [title, s.activateAgain, s.enterBegins, s.upDownCancel], tone: 'ask', keys: listKeys };
  const value = setting.kind === 'pin' ? s.pinIsSet : valueText(setting, setting.value, words);
  return { lines: [title, value, saved ? s.saved : s.enterChanges, s.upDownCancel], tone: 'ask', keys: listKeys };
};

const changeFace = (view: ServiceView, words: Words): Face => {
  const { setting, stage, option, typed, error } = view;
  const { s, t } = words;
  if (setting === null || setting.kind === 'job') return { lines: [t.wait], tone: 'progress', keys: ['CANCEL'] };
  const isNumber = stage === 'number';
  const hints = [isNumber ? allowedText(setting, words) : s.upDownPick, s.enterSaves];
  return {
    lines: [
      s.names[setting.key],
      isNumber ? `${typed}_` : `>${valueText(setting, option, words)}`,
      ...(error === null ? hints : errorLines(error, setting, words)),
    ],
    tone: 'ask',
    keys: isNumber ? typingKeys : listKeys,
  };
};

export const serviceFace = (view: ServiceView, language: Language): Face => {
  const words: Words = { language, t: screenTexts[language], s: serviceTexts[language] };
  const { s } = words;
  switch (view.stage) {
    case 'pin':
      return pinFace(s.askPin, view, words);
    case 'newPin':
      return pinFace(s.newPin, view, words);
    case 'repeatedPin':
      return pinFace(s.repeatedPin, view, words);
    case 'list':
      return listFace(view, words);
    case 'picking':
    case 'number':
      return changeFace(view, words);
    case 'working':
      return {
        lines: [view.setting === null ? s.askPin : s.names[view.setting.key], s.saving],
        tone: 'progress',
        keys: [],
      };
  }
};
