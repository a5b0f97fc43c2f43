/**
 * Planted bugs: small edits of the shipped sources, each of which would lose a payment, charge one twice, or print one
 * twice. They are made in memory, while a module is loaded by a process that does nothing else; no shipped code knows of
 * them. A simulator that does not catch one of them proves nothing by being quiet.
 */
import { existsSync, readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { assert } from '../errors.ts';
import type { Plant } from './plant.ts';
import { gatewayPlants } from './plants-gateway.ts';
import { journalPlants } from './plants-journal.ts';
import { printingPlants } from './plants-printing.ts';
import { recoveryPlants } from './plants-recovery.ts';
import { salePlants } from './plants-sale.ts';

export const plants: readonly Plant[] = [
  ...journalPlants,
  ...gatewayPlants,
  ...salePlants,
  ...recoveryPlants,
  ...printingPlants,
];

export const plantNamed = (name: string): Plant | null => plants.find((plant) => plant.name === name) ?? null;

let planted = false;

const root = join(import.meta.dirname, '..', '..');

/** A function, so that `$` in the text is no pattern. */
const edited = (plant: Plant, source: string): string => source.replace(plant.find, () => plant.replace);

const sourceOf = (plant: Plant): string | null => {
  const path = join(root, plant.file);
  return existsSync(path) ? readFileSync(path, 'utf8') : null;
};

/** Null: it can be planted. Else why it is stale: the source has moved on, and the plant must follow. */
export const staleness = (plant: Plant): string | null => {
  const source = sourceOf(plant);
  if (source === null) return `${plant.file} is gone`;
  const times = source.split(plant.find).length - 1;
  if (times !== 1) return `its text stands ${times} times in ${plant.file}`;
  try {
    stripTypeScriptTypes(edited(plant, source));
    return null;
  } catch (thrown) {
    return `${plant.file} is no program any more: ${thrown instanceof Error ? thrown.message : thrown}`;
  }
};

/** To be called before anything of the box is loaded. Throws on a stale plant, and when its file was loaded already. */
export const plantBug = (plant: Plant): void => {
  const stale = staleness(plant);
  assert(stale === null, `${plant.name}: ${stale}`);
  const url = pathToFileURL(join(root, plant.file)).href;
  registerHooks({
    load(wanted, context, next) {
      const loaded = next(wanted, context);
      if (wanted !== url || loaded.source === undefined || loaded.source === null) return loaded;
      const source =
        typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString('utf8');
      planted = true;
      return { ...loaded, source: edited(plant, source) };
    },
  });
};

/** A plant that was never loaded is not caught by anybody: whoever has run something asks. */
export const isPlanted = (): boolean => planted;
