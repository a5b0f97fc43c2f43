export interface PlantedEdit {
  /** From the project's root. */
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

export interface Plant extends PlantedEdit {
  readonly name: string;
  /** What goes wrong, in one line. */
  readonly what: string;
  /** Further lines of defence, which would mend the bug: what is left is for the judge alone. */
  readonly also?: readonly PlantedEdit[];
}

export const editsOf = ({ file, find, replace, also = [] }: Plant): readonly PlantedEdit[] => [
  { file, find, replace },
  ...also,
];
