/** How a day close ended, for who asked from outside. */
import type { JobResult } from '../../machines/job.ts';
import type { DayClosePort } from '../../machines/ports.ts';
import type { CloseDayReport } from '../control/protocol.ts';
import { reportOfClose } from '../documents/report.ts';
import { FieldFailure, fieldError } from '../errors.ts';

type Close = NonNullable<JobResult['dayClose']>['close'];

const told = (close: Close, isAgain: boolean): CloseDayReport => {
  const { differences, differenceCount } = close.comparison;
  return {
    outcome: 'done',
    shift: reportOfClose(close),
    closed: { differences, differenceCount },
    isAgain,
    error: null,
  };
};

const untold = { shift: null, closed: { differences: [], differenceCount: 0 }, isAgain: false } as const;

export const closeDayReport = ({ outcome, error, dayClose }: JobResult): CloseDayReport => {
  if (outcome === 'done' && dayClose !== undefined) return told(dayClose.close, dayClose.isAgain);
  const why = error ?? fieldError('PAY-09');
  return { ...untold, outcome: outcome === 'unknown' ? 'unknown' : 'failed', error: why };
};

/** `sendybox reprint close N`. Rejects with RPT-01: this box has not closed such a shift. */
export const reprintClose = async (
  port: Pick<DayClosePort, 'reprint'>,
  shiftNumber: number,
): Promise<CloseDayReport> => {
  const close = await port.reprint(shiftNumber);
  if (close === null) throw new FieldFailure(fieldError('RPT-01', undefined, { shift: shiftNumber }));
  return told(close, true);
};
