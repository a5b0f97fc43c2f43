import type { DeviceReport, StatusReport } from '../../control/protocol.ts';
import type { CliTexts } from '../../locale/cli.ts';
import type { Language } from '../../locale/language.ts';
import { formatNumber } from '../../payment/money.ts';
import { paymentLine } from '../payment-lines.ts';
import { type Command, refuseOperands } from '../session.ts';
import { localMinute, type Paint, printable, table } from '../terminal-text.ts';

export const statusCommand: Command = {
  name: 'status',
  usage: ['status'],
  options: {},
  async run(session, _options, operands) {
    refuseOperands(operands);
    const answer = await session.client.request('status', undefined);
    if (!answer.ok) return session.failed(answer.error);
    const language = session.json ? 'en' : await session.language();
    const lines = session.json ? [] : statusLines(answer.value, await session.texts(), language, session.paint);
    session.answer(answer.value, lines);
    return 0;
  },
};

const statusLines = (status: StatusReport, texts: CliTexts, language: Language, paint: Paint): string[] => {
  const { terminal, gateway, clock, obstacle, storage } = status;
  const rows: [string, string][] = [
    [texts.state, stateText(status.state, texts, paint)],
    ...(obstacle === null ? [] : [['', paint('red', reason(obstacle))] satisfies [string, string]]),
    ...[storage, status.settings]
      .filter((trouble) => trouble !== null)
      .map((trouble): [string, string] => ['', paint('red', reason(trouble))]),
    [texts.version, printable(status.version)],
    [
      texts.terminal,
      terminal === null
        ? texts.notActivated
        : printable(`${terminal.id} · ${terminal.serialNumber} · ${terminal.name}`),
    ],
    [texts.shift, status.shiftNumber === null ? '-' : String(status.shiftNumber)],
    [texts.gateway, gatewayText(gateway, texts, paint)],
    [
      texts.clock,
      `${clock.synchronised ? texts.synchronised : paint('yellow', texts.notSynchronised)}, ${texts.offset(clock.offsetMs)}`,
    ],
    ...Object.entries(status.devices).map(
      ([name, report]) => [texts.devices[name] ?? name, deviceText(report, texts, paint)] satisfies [string, string],
    ),
    ...obligationRows(status, texts, paint),
    [texts.lastPayment, status.lastPayment === null ? texts.none : paymentLine(status.lastPayment, language)],
  ];
  return table(rows);
};

const reason = ({ code, message }: { readonly code: string; readonly message: string }): string =>
  printable(`${code} ${message}`);

const stateText = (state: string, texts: CliTexts, paint: Paint): string => {
  const root = state.split('.')[0] ?? state;
  const colour = root === 'ready' ? 'green' : root === 'outOfService' ? 'red' : 'bold';
  return `${paint(colour, texts.states[root] ?? printable(root))} (${printable(state)})`;
};

const gatewayText = (gateway: StatusReport['gateway'], texts: CliTexts, paint: Paint): string => {
  const link =
    gateway.reachable === null
      ? texts.notTriedYet
      : gateway.reachable
        ? paint('green', texts.reachable)
        : paint('red', texts.unreachable);
  const lastError = gateway.lastError === null ? '' : ` (${printable(gateway.lastError)})`;
  return `${gateway.url === null ? texts.notSet : printable(gateway.url)}, ${link}${lastError}`;
};

const deviceText = (report: DeviceReport, texts: CliTexts, paint: Paint): string => {
  const word = texts.deviceStates[report.state] ?? printable(report.state);
  if (report.error !== undefined) return `${paint('red', word)}: ${reason(report.error)}`;
  return report.state === 'ready' ? paint('green', word) : word;
};

const obligationRows = ({ obligations }: StatusReport, texts: CliTexts, paint: Paint): [string, string][] =>
  obligations.length === 0
    ? [[texts.obligations, texts.none]]
    : obligations.map((owed, index) => [
        index === 0 ? texts.obligations : '',
        paint(
          'yellow',
          `${texts.kinds[owed.kind]}${owed.transactionNumber === null ? '' : ` № ${owed.transactionNumber}`}  ${formatNumber(owed.amount)}  ` +
            `${texts.since(localMinute(owed.since))}${owed.lastError === null ? '' : `  ${printable(owed.lastError)}`}`,
        ),
      ]);
