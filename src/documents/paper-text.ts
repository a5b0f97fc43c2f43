/**
 * Text as CP866 paper can show it: one character, one column. Everything a document prints passes through here, so that
 * widths are counted on what really comes out, and nothing that a merchant or a gateway wrote can act as a command.
 */

/** What CP866 has above ASCII (IBM code page 866). */
const cp866 = new Set(
  'АБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯабвгдежзийклмнопрстуфхцчшщъыьэюяЁёЄєЇїЎў░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀°∙·√№¤■',
);

/** How a typist would spell what the code page lacks. */
const spellings: Readonly<Record<string, string>> = {
  '₽': 'руб.',
  '€': 'EUR',
  '£': 'GBP',
  '₸': 'тенге',
  '₴': 'грн',
  '«': '"',
  '»': '"',
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '‘': "'",
  '’': "'",
  '‚': ',',
  '‹': "'",
  '›': "'",
  ʼ: "'",
  '′': "'",
  '″': '"',
  '‐': '-',
  '‑': '-',
  '‒': '-',
  '–': '-',
  '—': '-',
  '―': '-',
  '−': '-',
  '…': '...',
  '•': '*',
  '×': 'x',
  '÷': '/',
  '±': '+/-',
  '≤': '<=',
  '≥': '>=',
  '≈': '~',
  '→': '->',
  '←': '<-',
  '©': '(c)',
  '®': '(R)',
  '™': '(TM)',
  '½': '1/2',
  '¼': '1/4',
  '¾': '3/4',
  '²': '2',
  '³': '3',
  ß: 'ss',
  æ: 'ae',
  Æ: 'AE',
  œ: 'oe',
  Œ: 'OE',
  ø: 'o',
  Ø: 'O',
  ł: 'l',
  Ł: 'L',
  đ: 'd',
  Đ: 'D',
  ı: 'i',
  // Letters of Belarusian, Ukrainian, Kazakh and Tatar names that the page lacks
  І: 'I',
  і: 'i',
  Ґ: 'Г',
  ґ: 'г',
  Ә: 'А',
  ә: 'а',
  Ғ: 'Г',
  ғ: 'г',
  Қ: 'К',
  қ: 'к',
  Ң: 'Н',
  ң: 'н',
  Ө: 'О',
  ө: 'о',
  Ұ: 'У',
  ұ: 'у',
  Ү: 'У',
  ү: 'у',
  Җ: 'Ж',
  җ: 'ж',
  Һ: 'Х',
  һ: 'х',
};

const isPlain = (character: string): boolean => (character >= ' ' && character <= '~') || cp866.has(character);

const spell = (character: string): string => {
  if (isPlain(character)) return character;
  const spelling = spellings[character];
  if (spelling !== undefined) return spelling;
  if (/[\p{Zs}\p{Cc}\p{Zl}\p{Zp}]/u.test(character)) return ' ';
  // Soft hyphens, zero-width and direction marks, and accents that stand alone
  if (/[\p{Cf}\p{M}]/u.test(character)) return '';
  const bare = character.normalize('NFKD').replace(/\p{M}/gu, '');
  return bare !== '' && [...bare].every(isPlain) ? bare : '?';
};

/**
 * The text with every character printable in CP866: what the page lacks is spelled (`₽` → `руб.`, `—` → `-`, `é` → `e`),
 * a control character becomes a space, what no rule covers becomes `?`. Applied twice it changes nothing more.
 */
export const toPaperText = (text: string): string =>
  /^[ -~]*$/.test(text) ? text : Array.from(text.normalize('NFC'), spell).join('');

/** Lines of at most `width` columns, broken at spaces; a word longer than that is cut. Line ends in the text are kept. */
export const wrapWords = (text: string, width: number): string[] => {
  const lines: string[] = [];
  for (const paragraph of text.split(/\r\n|[\n\r\u2028\u2029]/)) {
    let line = '';
    for (const word of toPaperText(paragraph).split(' ')) {
      if (word === '') continue;
      if (line !== '' && line.length + 1 + word.length <= width) {
        line += ` ${word}`;
        continue;
      }
      if (line !== '') lines.push(line);
      let rest = word;
      for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
      line = rest;
    }
    if (line !== '') lines.push(line);
  }
  return lines;
};
