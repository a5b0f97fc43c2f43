/** What `sendybox transactions --help` says. */
import type { Language } from './language.ts';

export const transactionsHelp: Readonly<Record<Language, string>> = {
  ru: [
    'НОМЕР       одна операция и всё, что о ней записано; как ей стоит у сервера: sendybox query',
    '--shift N   операции смены N',
    '--state S   в этом состоянии; * в таблице: ещё не завершена',
    '--from T    начатые с этого времени; 2026-11-24 или 2026-11-24T06:30, по часам терминала',
    '--to T      начатые раньше этого времени: само оно не входит. За 24 ноября: --from 2026-11-24 --to 2026-11-25',
    '--csv       для таблиц: точка с запятой, суммы в рублях с запятой, время терминала; имена полей как в --json',
    'Самые новые сверху. --json: суммы в копейках, время UTC.',
  ].join('\n'),
  en: [
    'NUMBER      one transaction and all that was written of it; how it stands at the gateway: sendybox query',
    '--shift N   the transactions of shift N',
    '--state S   in this state; * in the table: not ended yet',
    '--from T    begun at this time or later; 2026-11-24 or 2026-11-24T06:30, by the clock of the box',
    '--to T      begun earlier: the time itself is not in it. November 24: --from 2026-11-24 --to 2026-11-25',
    '--csv       for spreadsheets: semicolons, sums in roubles with a comma, time of the box; field names as in --json',
    'The latest come first. --json: amounts in kopecks, times UTC.',
  ].join('\n'),
};
