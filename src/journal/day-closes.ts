/** The shifts that this box closes or has closed, by terminal and gateway as every row of the journal. */
import type { ClosedShift, DayClose } from '../../machines/ports.ts';
import { assert } from '../errors.ts';
import type { Reconciliation } from '../payment/reconciliation.ts';
import type { NewDocument } from './documents.ts';
import type { PaperDesk } from './paper-desk.ts';
import type { Connection, Store } from './store.ts';

/** Each call is one commit or one question, and rejects as the journal's others do. */
export interface DayCloseBook {
  /** On disk before its first request leaves. There is one without an answer at most. */
  beginClose(comparison: Reconciliation): Promise<DayClose>;
  /** The answer, and what is owed on paper because of it. */
  concludeClose(closed: ClosedShift, papersFor: (dayClose: DayClose) => readonly NewDocument[]): Promise<DayClose>;
  /** It came to nothing; one that was answered stays. */
  abandonClose(shiftNumber: number): Promise<void>;
  /** The one without an answer, or null. */
  openClose(): Promise<DayClose | null>;
  /** Of this shift, or the last one; null: this box closed none. */
  closedShift(shiftNumber: number | null): Promise<DayClose | null>;
}

export interface CloseBookOptions {
  readonly store: Pick<Store, 'read' | 'commit'>;
  /** Null: the box is not activated. */
  readonly scope: () => number | null;
  readonly owe: PaperDesk['owe'];
  readonly now: () => string;
}

const columns = 'shift_number, begun_at, comparison, closed_at, closed_totals';

const sql = {
  table: `SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'day_close'`,
  insert: 'INSERT INTO day_close (scope_id, shift_number, begun_at, comparison) VALUES (?, ?, ?, ?)',
  close: `UPDATE day_close SET closed_at = ?, closed_totals = ?
    WHERE scope_id = ? AND shift_number = ? AND closed_at IS NULL`,
  abandon: 'DELETE FROM day_close WHERE scope_id = ? AND shift_number = ? AND closed_at IS NULL',
  ofShift: `SELECT ${columns} FROM day_close INDEXED BY day_close_of_shift
    WHERE scope_id = ? AND shift_number = ? AND closed_at IS NOT NULL ORDER BY id DESC LIMIT 1`,
  open: `SELECT ${columns} FROM day_close INDEXED BY day_close_open WHERE scope_id = ? AND closed_at IS NULL`,
  last: `SELECT ${columns} FROM day_close INDEXED BY day_close_of_shift
    WHERE scope_id = ? AND closed_at IS NOT NULL ORDER BY shift_number DESC, id DESC LIMIT 1`,
} as const;

interface Row {
  readonly shift_number: number;
  readonly begun_at: string;
  readonly comparison: string;
  readonly closed_at: string | null;
  readonly closed_totals: string | null;
}

const closeOf = (row: unknown): DayClose | null => {
  if (row === undefined) return null;
  const { shift_number, begun_at, comparison, closed_at, closed_totals } = row as Row;
  return {
    shiftNumber: shift_number,
    begunAt: begun_at,
    comparison: JSON.parse(comparison) as Reconciliation,
    closed:
      closed_at === null || closed_totals === null
        ? null
        : {
            shiftNumber: shift_number,
            closedAt: closed_at,
            totals: JSON.parse(closed_totals) as ClosedShift['totals'],
          },
  };
};

/** The latest close of this shift that was answered. */
const closeOfShift = (connection: Connection, scopeId: number, shiftNumber: number): DayClose | null =>
  closeOf(connection.sql(sql.ofShift).get(scopeId, shiftNumber));

/** Read aside, a journal may be of an earlier version. */
export const hasDayCloses = (connection: Connection): boolean => connection.sql(sql.table).get() !== undefined;

/** Without an answer; there is one at most. */
export const openClose = (connection: Connection, scopeId: number): DayClose | null =>
  closeOf(connection.sql(sql.open).get(scopeId));

/** The latest that was answered. */
const lastClose = (connection: Connection, scopeId: number): DayClose | null =>
  closeOf(connection.sql(sql.last).get(scopeId));

const insertClose = (
  connection: Connection,
  scopeId: number,
  comparison: Reconciliation,
  begunAt: string,
): DayClose => {
  const { shiftNumber } = comparison.report;
  assert(shiftNumber !== undefined, 'a shift is closed by its number');
  assert(openClose(connection, scopeId) === null, 'one shift is closed at a time');
  connection.sql(sql.insert).run(scopeId, shiftNumber, begunAt, JSON.stringify(comparison));
  return { shiftNumber, begunAt, comparison, closed: null };
};

export const closeBook = ({ store, scope, owe, now }: CloseBookOptions): DayCloseBook => {
  const scoped = (): number => {
    const id = scope();
    assert(id !== null, 'a shift belongs to an activated terminal');
    return id;
  };
  const read = (find: (connection: Connection, scopeId: number) => DayClose | null): DayClose | null => {
    const id = scope();
    return id === null ? null : store.read((connection) => find(connection, id));
  };

  return {
    async beginClose(comparison) {
      const id = scoped();
      return store.commit((connection) => insertClose(connection, id, comparison, now()));
    },

    async concludeClose(closed, papersFor) {
      const id = scoped();
      return store.commit((connection) => {
        const { shiftNumber, closedAt, totals } = closed;
        const { changes } = connection.sql(sql.close).run(closedAt, JSON.stringify(totals), id, shiftNumber);
        const known = closeOfShift(connection, id, shiftNumber);
        assert(known !== null, 'what is answered was begun');
        // none changed: a commit that was said to have failed has written the answer and owed the report
        if (changes > 0) for (const paper of papersFor(known)) owe(connection, id, paper);
        return known;
      });
    },

    async abandonClose(shiftNumber) {
      const id = scoped();
      store.commit((connection) => connection.sql(sql.abandon).run(id, shiftNumber));
    },

    openClose: async () => read(openClose),

    closedShift: async (shiftNumber) =>
      read((connection, id) =>
        shiftNumber === null ? lastClose(connection, id) : closeOfShift(connection, id, shiftNumber),
      ),
  };
};
