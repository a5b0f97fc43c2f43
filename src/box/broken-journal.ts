/** Stands in for a journal that cannot be opened: the box is out of service, but it answers, says why, and can be set. */
import { type FieldError, FieldFailure, failed } from '../errors.ts';
import type { Journal } from '../journal/journal.ts';

export const brokenJournal = (error: FieldError): Journal => {
  const refuse = (): Promise<never> => Promise.reject(new FieldFailure(error));
  return {
    scope: () => failed(error),
    beginSale: refuse,
    beginRefund: refuse,
    adopt: refuse,
    recordSale: refuse,
    recordPrinted: refuse,
    recordMayBeOut: refuse,
    createDocument: refuse,
    reprint: refuse,
    oweAnswer: refuse,
    beginClose: refuse,
    concludeClose: refuse,
    abandonClose: refuse,
    // Nothing is known: questions find nothing, so that `status` still answers.
    owedDocuments: () => Promise.resolve([]),
    openSales: () => Promise.resolve([]),
    openScopes: () => Promise.resolve([]),
    findByRef: () => Promise.resolve(null),
    sale: () => Promise.resolve(null),
    refundsOf: () => Promise.resolve([]),
    lastSale: () => Promise.resolve(null),
    transactions: () => Promise.resolve([]),
    bookPage: () => Promise.resolve([]),
    hasInShift: () => Promise.resolve(false),
    openClose: () => Promise.resolve(null),
    closedShift: () => Promise.resolve(null),
    history: () => Promise.resolve([]),
    highestNumber: () => Promise.resolve(0),
    highestInstant: () => Promise.resolve(null),
    document: () => Promise.resolve(null),
    documentsOf: () => Promise.resolve([]),
    checkpoint: () => Promise.resolve(),
    failure: () => error,
    probe: refuse,
    close: () => {},
  };
};
