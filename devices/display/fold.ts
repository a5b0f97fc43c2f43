/** Four lines of the box's screen on two lines of twenty characters that have no more letters than CP866. */
import type { Screen } from '../../src/panel/screen.ts';
import { type DisplayLines, displayColumns } from './types.ts';

/** Signs that CP866 lacks, by something of the same width, so that a line keeps its length. */
const spellings: Readonly<Record<string, string>> = {
  '—': '-',
  '–': '-',
  '−': '-',
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '’': "'",
  '…': '.',
  '✓': 'v',
  '×': 'x',
  '→': '>',
  '\u00a0': ' ',
  '\u202f': ' ',
};

/** The rouble sign as a word, as long as the line has room for. */
const roubleWords: Readonly<Record<Screen['language'], readonly string[]>> = {
  ru: ['руб.', 'руб', 'р.', 'р'],
  en: ['RUB', 'R'],
};

const spell = (line: string, language: Screen['language']): string => {
  const plain = line.replace(/\p{Cc}/gu, ' ').replace(/[^\x20-\x7e]/gu, (sign) => spellings[sign] ?? sign);
  const words = roubleWords[language];
  const word =
    words.find((candidate) => plain.replaceAll('₽', candidate).length <= displayColumns) ?? words.at(-1) ?? '';
  return plain.replaceAll('₽', word).slice(0, displayColumns).padEnd(displayColumns);
};

/** The first line, and the first of the others that says something. */
export const foldScreen = ({ lines, language }: Pick<Screen, 'lines' | 'language'>): DisplayLines => [
  spell(lines[0] ?? '', language),
  spell(lines.slice(1).find((line) => line.trim() !== '') ?? '', language),
];
