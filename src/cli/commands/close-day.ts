/** `sendybox close-day`: as MENU 1 at the box; waits for the gateway's answer. */
import type { CloseDayReport } from '../../control/protocol.ts';
import { fieldError } from '../../errors.ts';
import { boxTimeZone } from '../local-time.ts';
import { awaitEnd } from '../money-order.ts';
import { reportLines } from '../report-lines.ts';
import { type Command, type ExitStatus, refuseOperands, type Session } from '../session.ts';

export const closeDayCommand: Command = {
  name: 'close-day',
  usage: ['close-day'],
  options: {},
  async run(session, _options, operands) {
    refuseOperands(operands);
    return awaitEnd(session, {
      request: (signal) => session.client.request('closeDay', undefined, { timeoutMs: null, signal }),
      report: (end) => report(session, end),
      goesOn: (texts) => texts.closeGoesOn,
      connectionLost: (texts) => texts.connectionLostInClose,
    });
  },
};

const statuses = { done: 0, failed: 1, unknown: 4 } as const satisfies Record<CloseDayReport['outcome'], ExitStatus>;

const report = async (session: Session, end: CloseDayReport): Promise<ExitStatus> => {
  const { outcome, shift, closed, isAgain, error } = end;
  if (outcome !== 'done' || shift === null)
    return session.fail(error ?? fieldError('BUG-01', 'no report and no reason'), statuses[outcome]);
  const texts = await session.texts();
  const lines = session.json
    ? []
    : await reportLines(session, { report: shift, closed, timeZone: await boxTimeZone(session) });
  const word = isAgain ? texts.dayClosedBefore : session.paint('green', texts.dayClosed);
  session.answer({ ...shift, ...closed, isAgain }, [word, ...lines]);
  return 0;
};
