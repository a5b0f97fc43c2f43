/**
 * Planted bugs: small edits of the shipped sources, each of which would lose a payment, charge one twice, print one
 * twice, or let the service PIN be guessed. They are made in memory, while a module is loaded by a process that does nothing else; no shipped code knows of
 * them. A simulator that does not catch one of them proves nothing by being quiet.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from '../errors.ts';
import { editsOf, type Plant, type PlantedEdit } from './plant.ts';
import { dayClosePlants } from './plants-day-close.ts';
import { gatewayPlants } from './plants-gateway.ts';
import { journalPlants } from './plants-journal.ts';
import { printingPlants } from './plants-printing.ts';
import { recoveryPlants } from './plants-recovery.ts';
import { salePlants } from './plants-sale.ts';
import { servicePlants } from './plants-service.ts';

export const plants: readonly Plant[] = [
  ...journalPlants,
  ...gatewayPlants,
  ...salePlants,
  ...recoveryPlants,
  ...printingPlants,
  ...servicePlants,
  ...dayClosePlants,
];

export const plantNamed = (name: string): Plant | null => plants.find((plant) => plant.name === name) ?? null;

/** Files of the plant that have not been loaded; null: nothing is planted. */
let missing: Set<string> | null = null;

const root = join(import.meta.dirname, '..', '..');

/** A function, so that `$` in the text is no pattern. */
const edited = (source: string, edits: readonly PlantedEdit[]): string =>
  edits.reduce((text, { find, replace }) => text.replace(find, () => replace), source);

const editsByFile = (plant: Plant) => Map.groupBy(editsOf(plant), ({ file }) => file);

const stalenessOf = (file: string, edits: readonly PlantedEdit[]): string | null => {
  const path = join(root, file);
  if (!existsSync(path)) return `${file} is gone`;
  const source = readFileSync(path, 'utf8');
  for (const { find } of edits) {
    const times = source.split(find).length - 1;
    if (times !== 1) return `its text stands ${times} times in ${file}`;
  }
  try {
    stripTypeScriptTypes(edited(source, edits));
    return null;
  } catch (thrown) {
    return `${file} is no program any more: ${thrown instanceof Error ? thrown.message : thrown}`;
  }
};

/** Null: it can be planted. Else why it is stale: the source has moved on, and the plant must follow. */
export const staleness = (plant: Plant): string | null => {
  for (const [file, edits] of editsByFile(plant)) {
    const stale = stalenessOf(file, edits);
    if (stale !== null) return stale;
  }
  return null;
};

/** To be called before anything of the box is loaded. Throws on a stale plant, and when its file was loaded already. */
export const plantBug = (plant: Plant): void => {
  const stale = staleness(plant);
  assert(stale === null, `${plant.name}: ${stale}`);
  const byUrl = new Map(
    [...editsByFile(plant)].map(([file, edits]) => [pathToFileURL(join(root, file)).href, edits] as const),
  );
  const notLoaded = new Set(byUrl.keys());
  missing = notLoaded;
  registerHooks({
    load(wanted, context, next) {
      const loaded = next(wanted, context);
      const edits = byUrl.get(wanted);
      if (edits === undefined || loaded.source === undefined || loaded.source === null) return loaded;
      const source =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
      notLoaded.delete(wanted);
      return { ...loaded, source: edited(source, edits) };
    },
  });
};

/** A plant of which a file was never loaded is not caught by anybody: whoever has run something asks. */
export const isPlanted = (): boolean => missing?.size === 0;
