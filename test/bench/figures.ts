/** What a bench measures, and how it is told. Ratios are of pairs that were measured one after the other in one run. */

export interface Figure {
  readonly name: string;
  readonly unit: 'ratio' | 'ms' | 'fsyncs' | '%';
  readonly min: number | null;
  readonly median: number | null;
  /** What the median must not exceed; null: only reported. */
  readonly limit: number | null;
  /** The quantities behind it, with their units in their names. */
  readonly parts: Readonly<Record<string, number>>;
  /** Why there is no figure, or what to know of it. */
  readonly note?: string;
}

export interface Pair {
  readonly measured: number;
  readonly yardstick: number;
}

export const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  const lower = sorted[sorted.length % 2 === 0 ? middle - 1 : middle];
  if (upper === undefined || lower === undefined) throw new Error('no median of nothing');
  return (lower + upper) / 2;
};

export const rounded = (value: number, digits = 3): number => Number(value.toFixed(digits));

/** Minimum and median of the pairs' ratios, and the medians of both sides in milliseconds. */
export const ratioFigure = (name: string, limit: number | null, pairs: readonly Pair[], note?: string): Figure => {
  const ratios = pairs.map(({ measured, yardstick }) => measured / yardstick);
  return {
    name,
    unit: 'ratio',
    min: rounded(Math.min(...ratios)),
    median: rounded(median(ratios)),
    limit,
    parts: {
      measuredMs: rounded(median(pairs.map((pair) => pair.measured))),
      yardstickMs: rounded(median(pairs.map((pair) => pair.yardstick))),
      pairs: pairs.length,
    },
    ...(note === undefined ? {} : { note }),
  };
};

export const isMet = ({ median: value, limit }: Figure): boolean =>
  limit === null || (value !== null && value <= limit);

const verdict = (figure: Figure): string => {
  if (figure.limit === null) return 'reported';
  if (figure.median === null) return 'NOT MEASURED';
  return isMet(figure) ? 'met' : 'MISSED';
};

export const table = (figures: readonly Figure[]): string => {
  const rows = figures.map((figure) => [
    figure.name,
    figure.min === null ? '-' : String(figure.min),
    figure.median === null ? '-' : String(figure.median),
    figure.limit === null ? '-' : `≤ ${figure.limit}`,
    figure.unit,
    verdict(figure),
    [...Object.entries(figure.parts).map(([name, value]) => `${name} ${value}`), figure.note ?? ''].join('  ').trim(),
  ]);
  const all = [['figure', 'min', 'median', 'limit', 'unit', '', 'of'], ...rows];
  const widths = [0, 1, 2, 3, 4, 5].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) =>
      row
        .map((cell, column) => (column < 6 ? cell.padEnd(widths[column] ?? 0) : cell))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
};
