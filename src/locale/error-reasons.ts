/** Why a code was given, where it has several causes: the sentence behind that of the code. */
import type { ErrorReason } from '../errors.ts';
import type { Language } from './language.ts';

/** `{limit}` is a parameter of the error. */
export const reasonTexts: Readonly<Record<Language, Readonly<Record<ErrorReason, string>>>> = {
  ru: {
    terminalIdMissing: 'Номер терминала не указан.',
    serialNumberMissing: 'Серийный номер не указан.',
    codeMissing: 'Код активации не указан.',
    terminalIdCharacter: 'В номере терминала недопустимый знак: {character}.',
    serialNumberCharacter: 'В серийном номере недопустимый знак: {character}.',
    codeCharacter: 'В коде активации недопустимый знак: {character}.',
    terminalIdTooLong: 'Номер терминала длиннее {limit} знаков.',
    serialNumberTooLong: 'Серийный номер длиннее {limit} знаков.',
    codeTooLong: 'Код активации длиннее {limit} знаков.',
  },
  en: {
    terminalIdMissing: 'The terminal id is missing.',
    serialNumberMissing: 'The serial number is missing.',
    codeMissing: 'The activation code is missing.',
    terminalIdCharacter: 'The terminal id holds a character that cannot be in it: {character}.',
    serialNumberCharacter: 'The serial number holds a character that cannot be in it: {character}.',
    codeCharacter: 'The activation code holds a character that cannot be in it: {character}.',
    terminalIdTooLong: 'The terminal id is longer than {limit} characters.',
    serialNumberTooLong: 'The serial number is longer than {limit} characters.',
    codeTooLong: 'The activation code is longer than {limit} characters.',
  },
};
