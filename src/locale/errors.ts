/** The sentence and the cure of every field code: the same on the screen, in the CLI and in the runbook. */
import type { FieldCode, FieldError } from '../errors.ts';
import { reasonTexts } from './error-reasons.ts';
import type { ErrorText } from './error-text.ts';
import { boxErrorsEn } from './errors-box-en.ts';
import { boxErrorsRu } from './errors-box-ru.ts';
import { doctorErrorsEn } from './errors-doctor-en.ts';
import { doctorErrorsRu } from './errors-doctor-ru.ts';
import { paymentErrorsEn } from './errors-payment-en.ts';
import { paymentErrorsRu } from './errors-payment-ru.ts';
import type { Language } from './language.ts';
import { slipTexts } from './slip.ts';

export const errorTexts: Readonly<Record<Language, Readonly<Record<FieldCode, ErrorText>>>> = {
  ru: { ...boxErrorsRu, ...paymentErrorsRu, ...doctorErrorsRu },
  en: { ...boxErrorsEn, ...paymentErrorsEn, ...doctorErrorsEn },
};

/** The texts with the error's parameters in them. A parameter that is not there leaves no hole in the sentence. */
export const errorText = (error: FieldError, language: Language): ErrorText => {
  const { short, message, cure } = errorTexts[language][error.code];
  const params = inWords(error.params ?? {}, language);
  const reason = reasonOf(params.reason, language);
  const whole = reason === undefined ? message : `${message} ${reason}`;
  return { short: fillText(short, params), message: fillText(whole, params), cure: fillText(cure, params) };
};

/** Why its code was given, where that has several causes; null: it has not. */
export const reasonSentence = (error: FieldError, language: Language): string | null => {
  const params = inWords(error.params ?? {}, language);
  const reason = reasonOf(params.reason, language);
  return reason === undefined ? null : fillText(reason, params);
};

const statusParams = ['before', 'now'] as const;

/** The statuses of a transaction are said as on slips; one of a newer gateway as it came. */
const inWords = (params: NonNullable<FieldError['params']>, language: Language): NonNullable<FieldError['params']> => {
  const words: Readonly<Record<string, string>> = slipTexts[language].statuses;
  const said = statusParams.flatMap((name) => {
    const status = params[name];
    return typeof status === 'string' && Object.hasOwn(words, status) ? [[name, words[status] ?? status]] : [];
  });
  return said.length === 0 ? params : { ...params, ...Object.fromEntries(said) };
};

/** One of a newer version has no sentence here. */
const reasonOf = (reason: string | number | undefined, language: Language): string | undefined => {
  const texts: Readonly<Record<string, string>> = reasonTexts[language];
  return typeof reason === 'string' && Object.hasOwn(texts, reason) ? texts[reason] : undefined;
};

/** `{limit}` is a parameter; `[… {limit} …]` stands only where there is that parameter. */
export const fillText = (template: string, params: Readonly<Record<string, string | number>>): string =>
  template
    .replace(/\[([^\]]*)\]/g, (_, part: string) =>
      namesIn(part).every((name) => Object.hasOwn(params, name)) ? part : '',
    )
    .replace(/\{(\w+)\}/g, (_, name: string) => String(params[name] ?? ''))
    .trim();

const namesIn = (template: string): string[] => [...template.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? '');
