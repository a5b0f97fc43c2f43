/**
 * The order of the sources: imports run downwards, folders make no circles, machines are pure, names say something, and
 * a file fits in a head. `npm run check` prints what breaks it.
 */
import { dirname, join, normalize } from 'node:path';

export interface SourceFile {
  /** From the project's root, with `/`. */
  readonly path: string;
  readonly text: string;
}

interface Import {
  readonly from: string;
  readonly to: string;
  /** `import type`: gone at run time. */
  readonly typeOnly: boolean;
}

/** From the top to the bottom: a file imports from its own layer or from one below. */
const layers: readonly (readonly string[])[] = [
  ['scripts', 'test'],
  ['src/cli', 'src/main.ts', 'src/sandbox', 'src/simulation'],
  ['src/box', 'src/support'],
  ['machines', 'devices', 'src/panel', 'src/control', 'src/doctor'],
  ['src/gateway', 'src/journal', 'src/settings', 'src/terminal', 'src/documents', 'src/logging', 'src/storage'],
  ['src/payment', 'src/locale', 'src/errors.ts', 'src/keys.ts'],
];

/** Agreed seams: their types may be imported from anywhere. */
const seams: ReadonlySet<string> = new Set(['machines/ports.ts', 'src/panel/screen.ts']);

const emptyNames = /(^|\/)(utils?|helpers?|common|misc)(\.[a-z]+)*(\/|$)/;

/** A machine may need 400; nothing else does. */
export const maxLines = 400;

/** Everything that breaks a rule, one line each. */
export const checkImports = (files: readonly SourceFile[]): string[] => {
  const imports = files.flatMap(importsOf);
  return [
    ...files
      .filter(({ path }) => unitOf(path) === null)
      .map(({ path }) => `${path}: in no layer of scripts/import-check.ts`),
    ...imports.filter(goesUp).map(({ from, to }) => `${from}: imports upwards from ${to}`),
    ...files.flatMap(impurities),
    ...circles(imports),
    ...files
      .filter(({ path }) => emptyNames.test(path) && !path.startsWith('test/helpers/'))
      .map(({ path }) => `${path}: a name that says nothing`),
    ...files
      .filter(({ text }) => lineCount(text) > maxLines)
      .map(({ path, text }) => `${path}: ${lineCount(text)} lines`),
  ];
};

const lineCount = (text: string): number => text.split('\n').length - (text.endsWith('\n') ? 1 : 0);

/** The import and export statements as the formatter writes them, and `import('…')`. */
const statements = /^(?:import|export)\s+(type\s)?(?:[\w*{}$,\s]+?\sfrom\s+)?'([^']+)'|\bimport\(\s*'([^']+)'\s*\)/gm;

export const importsOf = ({ path, text }: SourceFile): Import[] =>
  [...text.matchAll(statements)].flatMap(([, type, fixed, dynamic]) => {
    const target = fixed ?? dynamic ?? '';
    if (!target.startsWith('.')) return [];
    return [{ from: path, to: normalize(join(dirname(path), target)), typeOnly: type !== undefined }];
  });

/** The entry of `layers` that a file belongs to: a folder, or one of the files beside `src/main.ts`. */
const unitOf = (path: string): string | null =>
  layers.flat().find((unit) => path === unit || path.startsWith(`${unit}/`)) ?? null;

const rankOf = (path: string): number => layers.findIndex((layer) => layer.includes(unitOf(path) ?? ''));

const isSeam = ({ to, typeOnly }: Import): boolean => typeOnly && seams.has(to);

const goesUp = (one: Import): boolean => !isSeam(one) && unitOf(one.to) !== null && rankOf(one.to) < rankOf(one.from);

/** A machine does nothing itself: what it needs of the world comes in by `machines/ports.ts`. */
const impurities = ({ path, text }: SourceFile): string[] => {
  if (!path.startsWith('machines/')) return [];
  const outside = [...text.matchAll(/^import\s.*'(node:[^']+)'/gm)].map(([, module]) => module);
  const doers = importsOf({ path, text })
    .filter(
      ({ to, typeOnly }) =>
        !typeOnly && /^(devices|src\/(journal|settings|terminal|logging|storage|panel|control))\//.test(to),
    )
    .map(({ to }) => to);
  return [...outside, ...doers].map((module) => `${path}: a machine that imports ${module}`);
};

/** Folders that import each other, over however many steps; a type of a seam binds nobody. */
const circles = (imports: readonly Import[]): string[] => {
  const edges = new Map<string, Set<string>>();
  for (const one of imports) {
    const [from, to] = [unitOf(one.from), unitOf(one.to)];
    if (from === null || to === null || from === to || isSeam(one)) continue;
    edges.set(from, (edges.get(from) ?? new Set()).add(to));
  }
  const found = new Set<string>();
  const walk = (unit: string, trail: readonly string[]): void => {
    const start = trail.indexOf(unit);
    if (start >= 0) found.add([...trail.slice(start)].sort().join(' ⇄ '));
    else for (const next of edges.get(unit) ?? []) walk(next, [...trail, unit]);
  };
  for (const unit of edges.keys()) walk(unit, []);
  return [...found].map((circle) => `circle of folders: ${circle}`);
};
