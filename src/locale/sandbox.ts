/** What `npm start` says on the terminal, in the language of the terminal. */
import type { Language } from './language.ts';

export interface SandboxTexts {
  readonly usage: string;
  readonly unknownFlag: (flag: string) => string;
  readonly portNotANumber: string;
  readonly gatewayUrlWrong: string;
  readonly activatedNeedsBuiltIn: string;
  readonly dataInUse: (directory: string) => string;
  readonly dataUnusable: (directory: string, why: string) => string;
  readonly pathTooLong: (directory: string, limit: number) => string;
  readonly portTaken: (port: number) => string;
  readonly portTakenOther: (port: number) => string;
  readonly gatewayUnusable: (why: string) => string;
  readonly boxDied: (how: string) => string;
  readonly hint: (url: string) => string;
}

export const sandboxTexts: Readonly<Record<Language, SandboxTexts>> = {
  ru: {
    usage: `npm start -- [флаги]
  --panel-port N     порт страницы (0 - любой свободный; по умолчанию 4510)
  --data DIR         каталог данных (по умолчанию .sandbox)
  --fresh            забыть прежние данные
  --activated        терминал уже активирован
  --gateway-url URL  внешний шлюз вместо встроенного (не вместе с --activated)
  --headless         не напоминать о браузере
`,
    unknownFlag: (flag) => `непонятный аргумент: ${flag}`,
    portNotANumber: '--panel-port: нужно целое число от 0 до 65535',
    gatewayUrlWrong: '--gateway-url: нужен адрес https://…/ (или http:// этого же компьютера)',
    activatedNeedsBuiltIn: '--activated работает только со встроенным шлюзом',
    dataInUse: (directory) => `каталог ${directory} занят: на нём уже работает другая песочница`,
    dataUnusable: (directory, why) => `каталог ${directory} не годится: ${why}`,
    pathTooLong: (directory, limit) => `путь ${directory} слишком длинный для сокета (больше ${limit} байт)`,
    portTaken: (port) => `порт ${port} занят: выберите другой, --panel-port 0 найдёт свободный`,
    portTakenOther: (port) => `порт ${port} занят, взят свободный`,
    gatewayUnusable: (why) => `встроенный шлюз не запустился: ${why}`,
    boxDied: (how) => `модуль завершился (${how}), запускаем снова`,
    hint: (url) => `Откройте ${url} в браузере. Ctrl-C остановит всё.`,
  },
  en: {
    usage: `npm start -- [flags]
  --panel-port N     port of the page (0: any free one; by default 4510)
  --data DIR         data directory (by default .sandbox)
  --fresh            forget earlier data
  --activated        the terminal is activated already
  --gateway-url URL  an outside gateway in place of the built-in one (not with --activated)
  --headless         no hint about the browser
`,
    unknownFlag: (flag) => `argument not understood: ${flag}`,
    portNotANumber: '--panel-port: a whole number from 0 to 65535 is needed',
    gatewayUrlWrong: '--gateway-url: needs an address https://…/ (or http:// of this computer)',
    activatedNeedsBuiltIn: '--activated works with the built-in gateway only',
    dataInUse: (directory) => `${directory} is in use: another sandbox runs on it`,
    dataUnusable: (directory, why) => `${directory} cannot be used: ${why}`,
    pathTooLong: (directory, limit) => `the path ${directory} is too long for a socket (over ${limit} bytes)`,
    portTaken: (port) => `port ${port} is taken: choose another, --panel-port 0 finds a free one`,
    portTakenOther: (port) => `port ${port} is taken, a free one was taken`,
    gatewayUnusable: (why) => `the built-in gateway did not start: ${why}`,
    boxDied: (how) => `the box has ended (${how}), starting it again`,
    hint: (url) => `Open ${url} in a browser. Ctrl-C stops everything.`,
  },
};
