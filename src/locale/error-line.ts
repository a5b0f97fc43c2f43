/** A failure in one line: for the command, and for what support reads. */
import type { FieldError } from '../errors.ts';
import { errorText } from './errors.ts';
import type { Language } from './language.ts';

/** `PRN-02 The printer is out of paper. Put in a new roll …`, and of the technical detail what is data. */
export const errorLine = (error: FieldError, language: Language): string => {
  const { message, cure } = errorText(error, language);
  const data = dataIn(error.detail ?? '');
  return `${error.code} ${message} ${cure}${data === '' ? '' : ` (${data})`}`;
};

const forms: readonly RegExp[] = [
  /^\/[\p{L}\p{N}_.@+~/-]+$/u, // a path
  /^https?:\/\/\S+$/,
  /^[\w-]+(?:\.[\w-]+)+(?::\d+)?$/, // a host, an address, a dotted key
  /^\[?[0-9a-f]*(?::[0-9a-f]*){2,}\]?(?::\d+)?$/i, // IPv6
  /^(?:EIO|E[A-Z0-9]{3,}|[A-Z]+(?:_[A-Z0-9]+)+)$/, // errno, and the codes of TLS and HTTP
  /^[A-Z]{3}-\d\d$/, // a field code
];

/**
 * The words of a detail that are the same in every language, each once: paths, hosts, errno. Its prose is the program's
 * and stays in the log: what a person is to know is in the sentences of the locale.
 */
export const dataIn = (detail: string): string => {
  const words = detail.split(/\s+/).map((word) => word.replace(/^["'(]+|["'),:;.]+$/g, ''));
  return [...new Set(words.filter((word) => forms.some((form) => form.test(word))))].join(' ');
};
