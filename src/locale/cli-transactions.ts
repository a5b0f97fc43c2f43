/** What the help of `sendybox transactions`, `report` and `close-day` says. */
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

export const reportHelp: Readonly<Record<Language, string>> = {
  ru: [
    'Без времени и номера - о текущей смене. Ничего не закрывается; в суммах только оплаченное и возвращённое.',
    '--shift N           о смене N',
    '--from T --to T     за время: 2026-11-24 или 2026-11-24T06:30, по часам терминала; конец не входит',
    '--detail            и каждая операция; на бумаге - по 20 на листе, слипы печатаются между листами',
    '--no-print          не печатать',
    'По данным сервера; если он недоступен - по журналу терминала, и это сказано.',
    'Статус выхода: 0 отчёт есть, 1 нет, 3 терминал не отвечает.',
  ].join('\n'),
  en: [
    'Without a time and a number: of the present shift. Nothing is closed; only what was paid and refunded is in the sums.',
    '--shift N           of shift N',
    '--from T --to T     of a span of time: 2026-11-24 or 2026-11-24T06:30, by the clock of the box; the end is not in it',
    '--detail            every transaction, too; on paper 20 a sheet, slips come out between the sheets',
    '--no-print          not on paper',
    'By the book of the server; where it cannot be reached by the journal of the box, which is said.',
    'Exit status: 0 here it is, 1 there is none, 3 the box does not answer.',
  ].join('\n'),
};

export const closeHelp: Readonly<Record<Language, string>> = {
  ru: [
    'То же, что МЕНЮ 1. Сначала проверяются принтер, связь и незавершённые оплаты, затем журнал сверяется с сервером.',
    'Расхождения печатаются в отчёте с номерами операций. Если с прошлого закрытия ничего не было, печатается его дубликат.',
    'Пока сервер не ответил, терминал повторяет закрытие сам, и продаж нет.',
    'Статус выхода: 0 закрыта, 1 не закрыта, 3 терминал не отвечает, 4 ещё не известно - не повторять.',
  ].join('\n'),
  en: [
    'As MENU 1. Printer, link and unfinished payments are looked at first, then the journal is compared with the gateway.',
    'Differences are on the report, by transaction number. Where nothing was done since the last close its report is printed again.',
    'Until the gateway has answered the box repeats the close by itself, and nothing is sold.',
    'Exit status: 0 closed, 1 not closed, 3 the box does not answer, 4 not known yet - do not repeat.',
  ].join('\n'),
};
