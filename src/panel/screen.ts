/** What the display shows now: made by the presenter, drawn by the panel page, folded to 2 lines for a 2 × 20 display. */

import type { PanelKey } from '../keys.ts';

/** They differ on the page by colour, shape and word. */
export const tones = ['idle', 'progress', 'ask', 'paid', 'failed', 'unknown'] as const;
export type Tone = (typeof tones)[number];

export const screenColumns = 20;
export const screenRows = 4;

export interface Screen {
  /** The box's state as a dotted path. */
  readonly state: string;
  /** At most 4 lines of at most 20 characters; the first two are what a 2 × 20 display shows. */
  readonly lines: readonly string[];
  readonly tone: Tone;
  /** The keys that do something now. */
  readonly keys: readonly PanelKey[];
  /** RFC 3339: when the wait on the screen ends. */
  readonly deadline?: string;
  readonly language: 'ru' | 'en';
}

/** What the panel server needs of a box. */
export interface PanelSource {
  screen(): Screen;
  /** Returns the unsubscribe function. */
  onScreen(listener: (screen: Screen) => void): () => void;
  press(key: PanelKey): void;
}
