/** What `sendybox activate` asks and says. */
import type { Language } from './language.ts';

export interface CliActivationTexts {
  readonly activateHelp: string;
  readonly askTerminalId: string;
  readonly askSerialNumber: string;
  readonly askCode: string;
  readonly askAgain: string;
  readonly askReplace: string;
  readonly yes: readonly string[];
  readonly activated: (terminal: string, merchant: string) => string;
  readonly activationGivenUp: string;
  readonly askPin: string;
  readonly askPinAgain: string;
  readonly pinsDiffer: string;
  readonly pinNotDigits: string;
  readonly pinSet: string;
  readonly pinNotSet: string;
}

export const cliActivationTexts: Readonly<Record<Language, CliActivationTexts>> = {
  ru: {
    activateHelp: [
      'Чего нет в команде, будет спрошено. Код вводят как в личном кабинете: пробелы и дефисы не мешают.',
      '--replace  активировать, даже если терминал уже был активирован здесь или активен на другом устройстве;',
      '           ключ другого устройства перестанет действовать',
      'На один код даются три попытки, их считает сервер. Ответ, который не дошёл, спрашивают ещё раз: это не попытка.',
      'После активации печатаются регистрационные данные и спрашивается PIN для меню «Сервис», если его ещё нет.',
      'Статус выхода: 0 активирован, 1 нет, 3 терминал не отвечает.',
    ].join('\n'),
    askTerminalId: 'Номер терминала: ',
    askSerialNumber: 'Серийный номер: ',
    askCode: 'Код активации: ',
    askAgain: 'На этом устройстве терминал уже активировали, возможно, он активен. Активировать всё равно? [д/Н] ',
    askReplace: 'Этот терминал активен на другом устройстве. Заменить его этим? [д/Н] ',
    yes: ['д', 'да', 'y', 'yes'],
    activated: (terminal, merchant) => `Терминал ${terminal} активирован: ${merchant}`,
    activationGivenUp: 'Активация прервана.',
    askPin: 'PIN для меню «Сервис», 4–8 цифр (ENTER - позже): ',
    askPinAgain: 'Ещё раз: ',
    pinsDiffer: 'Введено по-разному.',
    pinNotDigits: 'Нужно от четырёх до восьми цифр.',
    pinSet: 'PIN задан.',
    pinNotSet: 'PIN для меню «Сервис» не задан: sendybox settings set servicePin=…',
  },
  en: {
    activateHelp: [
      'What is not given is asked for. The code may be typed as the merchant account shows it: spaces and dashes do no harm.',
      '--replace  activate though the terminal was activated here before, or is active on another box;',
      '           the key of the other box becomes void',
      'There are three attempts a code, which the gateway counts. An answer that was lost is asked for again: no attempt.',
      'After it the registration data is printed, and the PIN of the service menu is asked for, if there is none yet.',
      'Exit status: 0 activated, 1 not, 3 the box does not answer.',
    ].join('\n'),
    askTerminalId: 'Terminal id: ',
    askSerialNumber: 'Serial number: ',
    askCode: 'Activation code: ',
    askAgain: 'A terminal has been activated on this box before, it may be active. Activate all the same? [y/N] ',
    askReplace: 'This terminal is active on another box. Take its place? [y/N] ',
    yes: ['y', 'yes', 'д', 'да'],
    activated: (terminal, merchant) => `Terminal ${terminal} is activated: ${merchant}`,
    activationGivenUp: 'Activation was given up.',
    askPin: 'PIN of the service menu, 4–8 digits (ENTER - later): ',
    askPinAgain: 'Once more: ',
    pinsDiffer: 'They differ.',
    pinNotDigits: 'Four to eight digits are needed.',
    pinSet: 'The PIN is set.',
    pinNotSet: 'The service menu has no PIN: sendybox settings set servicePin=…',
  },
};
