/**
 * A document as data, independent of the printer: blocks that say what is on the paper, and `typeset`, which turns them
 * into lines of a given width. What becomes bytes, and which, is the printer's codec's business.
 */
import { assert } from '../errors.ts';
import { toPaperText, wrapWords } from './paper-text.ts';

export type Align = 'left' | 'center' | 'right';
/** tall: twice as high. double: twice as high and wide, so that a line holds half the characters. */
export type Size = 'normal' | 'tall' | 'double';

export type Block =
  | {
      readonly type: 'text';
      readonly text: string;
      readonly align?: Align;
      readonly bold?: boolean;
      readonly size?: Size;
    }
  /** A label on the left and its value on the right. */
  | { readonly type: 'row'; readonly label: string; readonly value: string; readonly bold?: boolean }
  | { readonly type: 'rule' }
  /** large: the paper's whole width is used, for a phone held over a counter. small: a reference to scan again later. */
  | { readonly type: 'qr'; readonly text: string; readonly size: 'small' | 'large' }
  | { readonly type: 'feed'; readonly lines: number }
  /** Feeds to the knife and cuts. */
  | { readonly type: 'cut' };

export interface Layout {
  /** Characters of a line, 24–64 (setting `slipWidth`). */
  readonly width: number;
  readonly blocks: readonly Block[];
}

export const minWidth = 24;
export const maxWidth = 64;

/** One line as it is printed: only characters of CP866, never longer than the paper is wide, no space at its end. */
export interface Line {
  readonly type: 'line';
  readonly text: string;
  readonly align: Align;
  readonly bold: boolean;
  readonly size: Size;
}

export type Typeset = Line | Extract<Block, { readonly type: 'qr' | 'feed' | 'cut' }>;

const line = (text: string, align: Align = 'left', bold = false, size: Size = 'normal'): Line => ({
  type: 'line',
  text: text.trimEnd(),
  align,
  bold,
  size,
});

/** A value that does not fit beside its label stands below it, on the right: they never run into each other. */
const typesetRow = (label: string, value: string, bold: boolean, width: number): Line[] => {
  const [left, right] = [toPaperText(label).trim(), wrapWords(value, width).join(' ')];
  if (left === '' && right === '') return [];
  if (left.length + 1 + right.length <= width) {
    return [line(left + right.padStart(width - left.length), 'left', bold)];
  }
  return [
    ...wrapWords(left, width).map((text) => line(text, 'left', bold)),
    ...wrapWords(value, width).map((text) => line(text.padStart(width), 'left', bold)),
  ];
};

const typesetBlock = (block: Block, width: number): Typeset[] => {
  switch (block.type) {
    case 'text': {
      const columns = block.size === 'double' ? Math.floor(width / 2) : width;
      return wrapWords(block.text, columns).map((text) => line(text, block.align, block.bold, block.size));
    }
    case 'row':
      return typesetRow(block.label, block.value, block.bold ?? false, width);
    case 'rule':
      return [line('-'.repeat(width))];
    default:
      return [block];
  }
};

export const typeset = (layout: Layout): Typeset[] => {
  assert(layout.width >= minWidth && layout.width <= maxWidth, 'a slip is 24 to 64 characters wide');
  return layout.blocks.flatMap((block) => typesetBlock(block, layout.width));
};

/** The document as plain lines, for a terminal or a test; `[QR]` stands for a code. */
export const plainText = (layout: Layout): string => {
  const placed = (item: Typeset): string | null => {
    if (item.type === 'qr') return '[QR]'.padStart(Math.floor(layout.width / 2) + 2);
    if (item.type === 'feed') return '\n'.repeat(item.lines - 1);
    if (item.type === 'cut') return null;
    const free = layout.width - item.text.length * (item.size === 'double' ? 2 : 1);
    const indent = item.align === 'center' ? Math.floor(free / 2) : item.align === 'right' ? free : 0;
    return ' '.repeat(Math.max(0, indent)) + item.text;
  };
  return typeset(layout)
    .map(placed)
    .filter((text) => text !== null)
    .join('\n');
};
