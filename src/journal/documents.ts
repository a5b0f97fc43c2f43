/**
 * The print ledger: what is owed on paper, each copy once. Documents are kept as data with the language and the width
 * of their day, and are rendered when they are printed.
 */
import type { DocumentKind, OwedDocument } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import type { Language } from '../locale/language.ts';
import type { NoticeKind } from '../locale/notice.ts';
import type { Connection } from './store.ts';

/** How documents look and how many copies a slip has: settings `language`, `slipWidth`, `slipCopies`. */
export interface PaperSettings {
  readonly language: Language;
  /** Characters in a line. */
  readonly width: number;
  /** 0–5. */
  readonly slipCopies: number;
}

export interface NewDocument {
  readonly kind: DocumentKind;
  /** Of a notice: which one. There is one of each about a transaction at most. */
  readonly notice?: NoticeKind;
  readonly transactionNumber: number | null;
  /** JSON: what `src/documents/` renders. */
  readonly data: unknown;
  readonly copies: number;
  /** It was printed before: every copy of it is marked as a duplicate. */
  readonly isDuplicate?: boolean;
}

export interface StoredDocument {
  readonly id: number;
  readonly scopeId: number | null;
  readonly transactionNumber: number | null;
  readonly kind: DocumentKind;
  readonly data: unknown;
  readonly language: Language;
  readonly width: number;
  /** 1-based. */
  readonly copy: number;
  readonly copies: number;
  readonly mayBeOut: boolean;
}

/** A printer that is away for a day must not fill the memory: the rest follows when these are printed. */
const maxOwed = 1_000;
const maxDocumentChars = 65_536;
const maxCopies = 9;
/** The id of a copy is its document's × 10 + the copy: the copies of a document are found without an index. */
const idsOfDocument = 10;

const sql = {
  insertDocument: `INSERT INTO document (scope_id, number, kind, notice, language, width, data, copies, created_at)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  insertCopy: 'INSERT INTO document_copy (id, document_id, copy, may_be_out) VALUES (?, ?, ?, ?)',
  notice: `SELECT 1 FROM document INDEXED BY document_notice WHERE scope_id = ? AND number = ? AND notice = ?`,
  lastSlip: `SELECT language, width, data FROM document INDEXED BY document_of_payment
    WHERE scope_id = ? AND number = ? AND kind = 'slip' ORDER BY id DESC LIMIT 1`,
  /** A number of another terminal is not a number of ours. */
  owed: `SELECT c.id, iif(d.scope_id IS ?, d.number, NULL) AS number, d.kind, c.copy, c.may_be_out
    FROM document_copy c JOIN document d ON d.id = c.document_id WHERE c.printed = 0
    AND d.kind <> 'detail' ORDER BY c.id LIMIT ${maxOwed}`,
  /** Pieces of long reports come last: no slip waits for one. */
  owedPieces: `SELECT c.id, NULL AS number, d.kind, c.copy, c.may_be_out
    FROM document_copy c JOIN document d ON d.id = c.document_id WHERE c.printed = 0
    AND d.kind = 'detail' ORDER BY c.id LIMIT ${maxOwed}`,
  one: `SELECT c.id, d.scope_id, d.number, d.kind, d.data, d.language, d.width, c.copy, d.copies, c.may_be_out
    FROM document_copy c JOIN document d ON d.id = c.document_id WHERE c.id = ?`,
  ofPayment: `SELECT c.id, d.scope_id, d.number, d.kind, d.data, d.language, d.width, c.copy, d.copies, c.may_be_out
    FROM document d JOIN document_copy c ON c.id BETWEEN d.id * ${idsOfDocument} + 1 AND d.id * ${idsOfDocument} + ${maxCopies}
    WHERE d.scope_id = ? AND d.number = ? ORDER BY d.id, c.id LIMIT 100`,
  printed: `UPDATE document_copy SET printed = 1 WHERE id = ? AND printed = 0
    RETURNING (SELECT scope_id FROM document WHERE document.id = document_id) AS scope_id,
      (SELECT number FROM document WHERE document.id = document_id) AS number,
      (SELECT kind FROM document WHERE document.id = document_id) AS kind, copy`,
  mayBeOut: 'UPDATE document_copy SET may_be_out = 1 WHERE id = ?',
} as const;

/** Returns the ids of the copies, in the order they are to be printed. */
export const insertDocument = (
  connection: Connection,
  scopeId: number | null,
  document: NewDocument,
  paper: Pick<PaperSettings, 'language' | 'width'>,
  createdAt: string,
): readonly number[] => {
  const { copies } = document;
  assert(Number.isSafeInteger(copies) && copies >= 0 && copies <= maxCopies, 'copies of a document in bounds');
  if (copies === 0) return [];
  const data = JSON.stringify(document.data);
  assert(typeof data === 'string' && data.length <= maxDocumentChars, 'a document is JSON and in bounds');
  const { lastInsertRowid } = connection
    .sql(sql.insertDocument)
    .run(
      scopeId,
      document.transactionNumber,
      document.kind,
      document.notice ?? null,
      paper.language,
      paper.width,
      data,
      document.copies,
      createdAt,
    );
  const ids: number[] = [];
  for (let copy = 1; copy <= copies; copy += 1) {
    const id = Number(lastInsertRowid) * idsOfDocument + copy;
    connection.sql(sql.insertCopy).run(id, lastInsertRowid, copy, Number(document.isDuplicate === true));
    ids.push(id);
  }
  return ids;
};

interface CopyRow {
  readonly id: number;
  readonly scope_id: number | null;
  readonly number: number | null;
  readonly kind: string;
  readonly data: string;
  readonly language: string;
  readonly width: number;
  readonly copy: number;
  readonly copies: number;
  readonly may_be_out: number;
}

const documentOf = (row: unknown): StoredDocument => {
  const r = row as CopyRow;
  return {
    id: r.id,
    scopeId: r.scope_id,
    transactionNumber: r.number,
    kind: r.kind as DocumentKind,
    data: JSON.parse(r.data),
    language: r.language as Language,
    width: r.width,
    copy: r.copy,
    copies: r.copies,
    mayBeOut: r.may_be_out === 1,
  };
};

export const owedDocuments = (connection: Connection, scopeId: number | null): readonly OwedDocument[] =>
  [...connection.sql(sql.owed).all(scopeId), ...connection.sql(sql.owedPieces).all()].slice(0, maxOwed).map((row) => {
    const r = row as unknown as Pick<CopyRow, 'id' | 'number' | 'kind' | 'copy' | 'may_be_out'>;
    return {
      id: r.id,
      transactionNumber: r.number,
      kind: r.kind as DocumentKind,
      copy: r.copy,
      mayBeOut: r.may_be_out === 1,
    };
  });

export const findDocument = (connection: Connection, id: number): StoredDocument | null => {
  const row = connection.sql(sql.one).get(id);
  return row === undefined ? null : documentOf(row);
};

export const hasNotice = (connection: Connection, scopeId: number, number: number, notice: NoticeKind): boolean =>
  connection.sql(sql.notice).get(scopeId, number, notice) !== undefined;

export type StoredSlip = Pick<StoredDocument, 'data' | 'language' | 'width'>;

/** The slip of this transaction as it was made last. */
export const lastSlipOf = (connection: Connection, scopeId: number, number: number): StoredSlip | null => {
  const row = connection.sql(sql.lastSlip).get(scopeId, number) as
    | Pick<CopyRow, 'data' | 'language' | 'width'>
    | undefined;
  if (row === undefined) return null;
  return { data: JSON.parse(row.data), language: row.language as Language, width: row.width };
};

export const documentsOfPayment = (
  connection: Connection,
  scopeId: number,
  number: number,
): readonly StoredDocument[] => connection.sql(sql.ofPayment).all(scopeId, number).map(documentOf);

export interface PrintedCopy {
  readonly scopeId: number | null;
  readonly transactionNumber: number | null;
  readonly kind: DocumentKind;
  readonly copy: number;
}

/** Null: it was marked before. */
export const markPrinted = (connection: Connection, id: number): PrintedCopy | null => {
  const row = connection.sql(sql.printed).get(id);
  if (row === undefined) return null;
  return {
    scopeId: row.scope_id as number | null,
    transactionNumber: row.number as number | null,
    kind: row.kind as DocumentKind,
    copy: Number(row.copy),
  };
};

export const markMayBeOut = (connection: Connection, id: number): void => {
  assert(connection.sql(sql.mayBeOut).run(id).changes === 1, 'the document is in the ledger');
};
