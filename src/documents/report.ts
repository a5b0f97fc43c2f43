/** A report of a shift or of a span of time, and that of a shift that was closed: its sums, for paper and terminal. */
import type { DayClose } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import type { Language } from '../locale/language.ts';
import { type ReportTexts, reportTexts } from '../locale/report.ts';
import { slipTexts } from '../locale/slip.ts';
import { systemNames } from '../locale/wallets.ts';
import { formatForPaper } from '../payment/money.ts';
import type { Difference, Reconciliation } from '../payment/reconciliation.ts';
import { netOf, sameTotals } from '../payment/totals.ts';
import { paymentMethods, paymentSystems, type Report, type TerminalInfo, type TotalsPart } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { duplicateMark, type MarkedOptions, row } from './notices.ts';
import { localDateTime } from './slip.ts';

/** Plain data: it is stored as JSON and rendered when it is printed. */
export interface ReportData {
  readonly terminal: { readonly id: string; readonly serialNumber: string };
  readonly report: Report;
  /** Of a shift that this box has closed: where the two books differed. */
  readonly closed?: Pick<Reconciliation, 'differences' | 'differenceCount'> | undefined;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
}

export interface ReportSection {
  /** Null: the head. */
  readonly title: string | null;
  readonly rows: readonly (readonly [label: string, value: string])[];
}

export const buildReport = (report: Report, info: TerminalInfo, timeZone: string, at: string): ReportData => ({
  terminal: { id: info.terminal.id, serialNumber: info.terminal.serialNumber },
  report,
  at,
  timeZone,
});

/** Null: the gateway has not answered yet. */
export const reportOfClose = ({ shiftNumber, comparison, closed }: DayClose): Report | null =>
  closed === null
    ? null
    : {
        shiftNumber,
        openedAt: comparison.report.openedAt,
        closedAt: closed.closedAt,
        currency: comparison.report.currency,
        totals: closed.totals,
        source: 'gateway',
      };

export const buildCloseReport = (
  close: DayClose,
  info: Pick<TerminalInfo, 'terminal'>,
  timeZone: string,
  at: string,
): ReportData => {
  const report = reportOfClose(close);
  assert(report !== null, 'only a shift that is closed has its report');
  const { differences, differenceCount } = close.comparison;
  // Closed elsewhere before a repeat of ours arrived: what is closed is not what was compared.
  const moved: readonly Difference[] = sameTotals(report.totals, close.comparison.report.totals)
    ? []
    : [{ kind: 'sums', transactionNumber: null, amount: netOf(close.comparison.report.totals) }];
  return {
    terminal: { id: info.terminal.id, serialNumber: info.terminal.serialNumber },
    report,
    closed: { differences: [...moved, ...differences], differenceCount: differenceCount + moved.length },
    at,
    timeZone,
  };
};

const headRows = ({ terminal, report, at, timeZone }: ReportData, language: Language): ReportSection['rows'] => {
  const [texts, slip] = [reportTexts[language], slipTexts[language]];
  const time = (instant: string): string => localDateTime(instant, timeZone);
  const { shiftNumber, from, to, openedAt, closedAt, source } = report;
  const span: ReportSection['rows'] =
    shiftNumber === undefined
      ? [
          [texts.from, from === undefined ? '' : time(from)],
          [texts.to, to === undefined ? '' : time(to)],
        ]
      : [
          [texts.shift, String(shiftNumber)],
          // The journal does not know when a shift was opened and closed.
          ...(source === 'gateway'
            ? ([
                [texts.opened, openedAt === null ? texts.notOpenedYet : time(openedAt)],
                [texts.closed, closedAt === null ? texts.notClosedYet : time(closedAt)],
              ] as const)
            : []),
        ];
  return [
    [slip.terminal, terminal.id],
    [slip.serialNumber, terminal.serialNumber],
    ...span,
    [texts.source, texts.sources[source]],
    [texts.printedAt, time(at)],
  ];
};

const sumRows = (part: TotalsPart, currency: string, language: Language, texts: ReportTexts): ReportSection['rows'] => {
  const money = (amountMinor: number): string => formatForPaper(amountMinor, currency, language);
  return [
    [texts.paid(part.paid.count), money(part.paid.amount)],
    [texts.refunded(part.refunded.count), money(part.refunded.amount)],
    [texts.net, money(netOf(part))],
  ];
};

const differenceRow = (
  { kind, transactionNumber, amount }: Difference,
  currency: string,
  language: Language,
): ReportSection['rows'][number] => {
  const said = reportTexts[language].difference[kind];
  return [
    transactionNumber === null ? said : `N ${transactionNumber} ${said}`,
    formatForPaper(amount, currency, language),
  ];
};

/** None: one row in the head says so. */
const differenceSections = ({ closed, report }: ReportData, language: Language): readonly ReportSection[] => {
  if (closed === undefined || closed.differenceCount === 0) return [];
  const { differences, differenceCount } = closed;
  const texts = reportTexts[language];
  const left = differenceCount - differences.length;
  const rows = differences.map((difference) => differenceRow(difference, report.currency, language));
  return [
    {
      title: texts.differences(differenceCount),
      rows: left === 0 ? rows : [...rows, [texts.moreDifferences, String(left)]],
    },
  ];
};

const hasSums = ({ paid, refunded }: TotalsPart): boolean => paid.count > 0 || refunded.count > 0;

/** In the order of the paper. A wallet and a method that nothing was sold by are left out. */
export const reportSections = (data: ReportData, language: Language): readonly ReportSection[] => {
  const [texts, slip] = [reportTexts[language], slipTexts[language]];
  const { totals, currency } = data.report;
  const parts: readonly (readonly [string, TotalsPart])[] = [
    ...paymentSystems.map((system) => [systemNames[system], totals.bySystem[system]] as const),
    ...paymentMethods.map((method) => [slip.methods[method], totals.byMethod[method]] as const),
  ];
  return [
    {
      title: null,
      rows: [...headRows(data, language), ...(data.closed?.differenceCount === 0 ? [texts.noDifferences] : [])],
    },
    ...differenceSections(data, language),
    { title: texts.all, rows: sumRows(totals, currency, language, texts) },
    ...parts
      .filter(([, part]) => hasSums(part))
      .map(([title, part]) => ({ title, rows: sumRows(part, currency, language, texts) })),
  ];
};

export const renderReport = (data: ReportData, { language, width, duplicate }: MarkedOptions): Layout => ({
  width,
  blocks: [
    {
      type: 'text',
      text: data.closed === undefined ? reportTexts[language].title : reportTexts[language].closeTitle,
      align: 'center',
      bold: true,
    },
    ...duplicateMark(duplicate, language),
    ...reportSections(data, language).flatMap(({ title, rows }): Block[] => [
      { type: 'rule' },
      ...(title === null ? [] : [{ type: 'text', text: title, align: 'center', bold: true } as const]),
      ...rows.flatMap(([label, value]) => row(label, value)),
    ]),
    ...((data.closed?.differenceCount ?? 0) === 0
      ? []
      : [{ type: 'rule' } as const, { type: 'text', text: reportTexts[language].changeNothing } as const]),
    { type: 'cut' },
  ],
});
