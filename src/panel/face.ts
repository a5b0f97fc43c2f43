/** What one display shows, before it is cut to size: made by the presenter's parts. */
import type { FieldError } from '../errors.ts';
import type { PanelKey } from '../keys.ts';
import { errorText } from '../locale/errors.ts';
import type { Language } from '../locale/language.ts';
import { screenTexts } from '../locale/screen.ts';
import type { DeclineCode, Payment } from '../payment/types.ts';
import { screenColumns, type Tone } from './screen.ts';

export interface Face {
  readonly lines: readonly string[];
  readonly tone: Tone;
  readonly keys: readonly PanelKey[];
}

export const digits: readonly PanelKey[] = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '00'];

/** Words over lines of 20 characters; a longer word is cut hard. */
export const wrapLines = (text: string, rows: number): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((w) => w.match(/.{1,20}/gu) ?? [])) {
    const candidate = line === '' ? word : `${line} ${word}`;
    if (candidate.length <= screenColumns) line = candidate;
    else {
      lines.push(line);
      line = word;
    }
  }
  if (line !== '') lines.push(line);
  return lines.slice(0, rows);
};

export const saidShortly = (error: FieldError, language: Language): string =>
  `${error.code} ${errorText(error, language).short}`;

/** As much of it as one line holds, cut between words. */
export const oneLine = (error: FieldError, language: Language): string =>
  (wrapLines(saidShortly(error, language), 1)[0] ?? '').replace(/[,;:]$/, '');

/** The first of these that one line holds; the last one where none does. */
export const fitting = (...texts: readonly [string, ...string[]]): string =>
  texts.find((text) => text.length <= screenColumns) ?? texts[texts.length - 1] ?? '';

/** Why not, in the words of the decline where there is one; a decline that we do not know is told as the gateway tells it. */
export const refusal = (error: FieldError | null, payment: Payment | null, language: Language): string => {
  if (error === null) return '';
  if (error.code !== 'PAY-01') return errorText(error, language).short;
  const known = screenTexts[language].declines[(payment?.declineCode ?? 'other') as DeclineCode];
  return known ?? payment?.message?.[language] ?? errorText(error, language).short;
};
