/** What the journal puts on paper, in the words of the terminal that it belongs to. */
import { buildAnswer } from '../documents/answers.ts';
import { buildNotice } from '../documents/notices.ts';
import { buildSlip } from '../documents/slip.ts';
import type { JournalOptions } from '../journal/journal.ts';
import type { TerminalInfo } from '../payment/types.ts';
import type { Settings } from '../settings/schema.ts';

export interface PapersOptions {
  /** Of the activated terminal; without one nothing is owed on paper. */
  readonly info: () => TerminalInfo;
  readonly timeZone: () => string;
  readonly now: () => string;
  readonly settings: () => Pick<Settings, 'language' | 'slipWidth' | 'slipCopies'>;
}

export const papersFor = ({
  info,
  timeZone,
  now,
  settings,
}: PapersOptions): Pick<JournalOptions, 'slipFor' | 'noticeFor' | 'answerFor' | 'paper'> => ({
  slipFor: (sale) => buildSlip(sale, info(), timeZone()),
  noticeFor: (kind, sale, refund) => buildNotice(kind, sale, refund, info(), timeZone()),
  answerFor: (answer) => buildAnswer(answer, info(), timeZone(), now()),
  paper() {
    const { language, slipWidth: width, slipCopies } = settings();
    return { language, width, slipCopies };
  },
});
