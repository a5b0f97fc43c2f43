export interface Plant {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly what: string;
  /** From the project's root. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}
