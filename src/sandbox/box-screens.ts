/** What the box's display shows, over its control socket; and a dark display while there is no box. */
import type { ControlClient } from '../control/control-client.ts';
import type { Language } from '../locale/language.ts';
import { screenTexts } from '../locale/screen.ts';
import type { Screen } from '../panel/screen.ts';

/** The state that the panel shows while there is no box or it has not said anything yet. */
export const startingState = 'starting';

export interface BoxScreens {
  screen(): Screen;
  onScreen(listener: (screen: Screen) => void): () => void;
  /** A box was started: it is asked until it answers. */
  follow(): void;
  /** The box is gone. */
  goDark(): void;
}

/** A box listens within half a second of its start; asking costs nothing. */
const askAgainMs = 25;

const darkScreen = (language: Language, line: 'powerOff' | 'starting'): Screen => ({
  state: startingState,
  lines: ['', screenTexts[language][line]],
  tone: 'progress',
  keys: [],
  language,
});

/** `whenUsable`: the box has its devices open; until then a key that somebody presses on what he sees would be lost. */
export const createBoxScreens = (
  control: Pick<ControlClient, 'watch'>,
  whenUsable: () => Promise<void>,
): BoxScreens => {
  const listeners = new Set<(screen: Screen) => void>();
  let present = darkScreen('ru', 'powerOff');
  let timer: NodeJS.Timeout | undefined;
  let endWatch = (): void => {};
  /** Each start of the box; null while there is none. What belongs to an earlier one no longer counts. */
  let life: symbol | null = null;
  let usable = false;
  let held: Screen | null = null;

  const show = (screen: Screen): void => {
    present = screen;
    for (const listener of listeners) listener(screen);
  };

  const end = (line: 'powerOff' | 'starting'): void => {
    life = null;
    clearTimeout(timer);
    endWatch();
    endWatch = () => {};
    show(darkScreen(present.language, line));
  };

  const ask = (mine: symbol): void => {
    endWatch = control.watch(
      (screen) => {
        if (life !== mine) return;
        if (usable) show(screen);
        else held = screen;
      },
      () => {
        if (life === mine) timer = setTimeout(() => ask(mine), askAgainMs);
      },
    );
  };

  const waitUntilUsable = async (mine: symbol): Promise<void> => {
    await whenUsable();
    if (life !== mine) return;
    usable = true;
    if (held !== null) show(held);
  };

  return {
    screen: () => present,
    onScreen(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    follow() {
      end('starting');
      const mine = Symbol('life');
      life = mine;
      usable = false;
      held = null;
      ask(mine);
      void waitUntilUsable(mine);
    },
    goDark: () => end('powerOff'),
  };
};
