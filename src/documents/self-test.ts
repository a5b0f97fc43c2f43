/** What `sendybox doctor` found, on paper. */
import { adviceText, doctorTexts, type Finding, foundText, summaryText } from '../locale/doctor.ts';
import { slipTexts } from '../locale/slip.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { Block, Layout } from './layout.ts';
import { duplicateMark, type MarkedOptions, row } from './notices.ts';
import { localDateTime } from './slip.ts';

/** Plain data: it is stored as JSON and rendered when it is printed. */
export interface SelfTestData {
  /** Null: not activated. */
  readonly terminal: { readonly id: string; readonly serialNumber: string } | null;
  /** RFC 3339 UTC. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly checks: readonly Finding[];
}

export const buildSelfTest = (
  checks: readonly Finding[],
  info: TerminalInfo | null,
  timeZone: string,
  at: string,
): SelfTestData => ({
  terminal: info === null ? null : { id: info.terminal.id, serialNumber: info.terminal.serialNumber },
  at,
  timeZone,
  checks,
});

export const renderSelfTest = (data: SelfTestData, { language, width, duplicate }: MarkedOptions): Layout => {
  const [slip, texts] = [slipTexts[language], doctorTexts[language]];
  const blocksOf = (finding: Finding): Block[] => {
    const isBad = finding.state === 'fail' || finding.state === 'warn';
    const advice = adviceText(finding, language);
    return [
      { type: 'row', label: texts.checks[finding.name], value: texts.states[finding.state], bold: isBad },
      { type: 'text', text: foundText(finding, language) },
      ...(advice === '' ? [] : [{ type: 'text', text: advice } as const]),
    ];
  };
  return {
    width,
    blocks: [
      { type: 'text', text: texts.title, align: 'center', bold: true },
      ...duplicateMark(duplicate, language),
      { type: 'rule' },
      ...row(slip.terminal, data.terminal?.id ?? null),
      ...row(slip.serialNumber, data.terminal?.serialNumber ?? null),
      ...row(texts.at, localDateTime(data.at, data.timeZone)),
      { type: 'rule' },
      ...data.checks.flatMap(blocksOf),
      { type: 'rule' },
      { type: 'text', text: summaryText(data.checks, language), bold: true },
      { type: 'cut' },
    ],
  };
};
