/** What `sendybox backup` and `sendybox support` say. */
import type { Language } from './language.ts';

export interface CliFileTexts {
  readonly backupHelp: string;
  readonly supportHelp: string;
  readonly backedUp: (file: string, bytes: number) => string;
  readonly backupHolds: (highestTransactionNumber: number, openObligations: number) => string;
  readonly bundled: (file: string, bytes: number) => string;
  /** `part` with its reason. */
  readonly notInBundle: (part: string) => string;
}

const inRussian = (count: number): string => new Intl.NumberFormat('ru').format(count).replace(/\s/g, ' ');
const inEnglish = (count: number): string => new Intl.NumberFormat('en').format(count);

export const cliFileTexts: Readonly<Record<Language, CliFileTexts>> = {
  ru: {
    backupHelp: [
      'ФАЙЛ     архив tar.gz: journal.db, settings.json, manifest.json; читать его может только тот, кто его создал',
      '--force  заменить прежнюю копию с этим именем; ничего другого эта команда не заменяет',
      'Работает и во время продаж, и без запущенного терминала. Нужны права root или пользователя sendybox: sudo.',
      'Ключа терминала (terminal.json) в копии нет: ключ не покидает терминал, восстановленный терминал активируют заново.',
      'На время создания рядом с файлом нужно место для копии журнала.',
      'Статус выхода: 0 копия на диске, 1 не сделана, и от неё ничего не осталось.',
    ].join('\n'),
    supportHelp: [
      'ФАЙЛ      архив tar.gz для поддержки; что было с оплатой N, написано словами в payments/N.txt',
      '--days N  журнал событий за N последних дней (7, если не указано)',
      '--force   заменить прежний архив с этим именем; ничего другого эта команда не заменяет',
      'Внутри: журнал событий, последние 2000 операций с их историей, настройки, регистрационные данные, состояние',
      'терминала, версии, место на диске. Ключа, кодов, PIN и QR-кодов внутри нет.',
      'Работает и без запущенного терминала. Чего нельзя прочитать, того в архиве нет: причины в missing.txt и на экране.',
      'Журнал оплат читают только root и пользователь sendybox: sudo.',
      'Статус выхода: 0 архив на диске, 1 не сделан, и от него ничего не осталось.',
    ].join('\n'),
    backedUp: (file, bytes) => `Копия: ${file}, ${inRussian(bytes)} байт`,
    backupHolds: (highest, open) => `Последняя операция № ${highest}, не завершено: ${open}`,
    bundled: (file, bytes) => `Архив для поддержки: ${file}, ${inRussian(bytes)} байт`,
    notInBundle: (part) => `нет в архиве: ${part}`,
  },
  en: {
    backupHelp: [
      'FILE     a tar.gz: journal.db, settings.json, manifest.json; nobody but its maker may read it',
      '--force  replace an earlier backup of that name; nothing else is ever replaced',
      'Works while the box sells, and without a running box. Only root and the user sendybox may: sudo.',
      'The terminal’s key (terminal.json) is not in it: the key stays on the box, and a restored box is activated anew.',
      'While it is made there must be room for a copy of the journal beside the file.',
      'Exit status: 0 the backup is on the disk, 1 it was not made, and nothing is left of it.',
    ].join('\n'),
    supportHelp: [
      'FILE      a tar.gz for support; what happened to payment N stands in plain words in payments/N.txt',
      '--days N  the logs of the last N days (7 when not given)',
      '--force   replace an earlier bundle of that name; nothing else is ever replaced',
      'In it: the logs, the last 2,000 transactions with their history, settings, registration data, the state of the',
      'box, versions, disk space. Neither the key, nor a code, a PIN or a QR is in it.',
      'Works without a running box. What cannot be read is not in it: the reasons are in missing.txt and on the screen.',
      'Only root and the user sendybox may read the journal of payments: sudo.',
      'Exit status: 0 the bundle is on the disk, 1 it was not made, and nothing is left of it.',
    ].join('\n'),
    backedUp: (file, bytes) => `Backup: ${file}, ${inEnglish(bytes)} bytes`,
    backupHolds: (highest, open) => `Last transaction No. ${highest}, unresolved: ${open}`,
    bundled: (file, bytes) => `Support bundle: ${file}, ${inEnglish(bytes)} bytes`,
    notInBundle: (part) => `not in the bundle: ${part}`,
  },
};
