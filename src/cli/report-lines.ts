/** A report as people read it on the terminal: the same sections as on paper. */
import { type ReportData, reportSections } from '../documents/report.ts';
import type { Session } from './session.ts';
import { printable, table } from './terminal-text.ts';

type Shown = Pick<ReportData, 'report' | 'closed' | 'timeZone'>;

export const reportLines = async (session: Session, shown: Shown): Promise<readonly string[]> => {
  const language = await session.language();
  const status = await session.client.request('status', undefined);
  const terminal = status.ok && status.value.terminal !== null ? status.value.terminal : { id: '', serialNumber: '' };
  const sections = reportSections({ ...shown, terminal, at: new Date().toISOString() }, language);
  return table(
    sections.flatMap(({ title, rows }) => [
      ...(title === null ? [] : [[session.paint('bold', title), '']]),
      ...rows
        .filter(([, value]) => value !== '')
        .map(([label, value]) => [title === null ? label : `  ${label}`, printable(value)]),
    ]),
  );
};
