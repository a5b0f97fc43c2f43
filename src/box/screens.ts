/** The screen as it is now, and who is told when it changes: the display, the panel page, `watch` on the socket. */
import type { BoxView } from '../../machines/box-view.ts';
import type { RunningBox } from '../../machines/running-box.ts';
import type { Language } from '../locale/language.ts';
import { present, type Troubles } from '../panel/presenter.ts';
import type { Screen } from '../panel/screen.ts';

export interface Screens {
  current(): Screen;
  /** The present screen at once, then every other. Returns the unsubscribe function. */
  listen(listener: (screen: Screen) => void): () => void;
  /** After a change that the machines do not know of, such as the language. */
  refresh(): void;
}

export const followScreens = (box: RunningBox, language: () => Language, troubles: () => Troubles): Screens => {
  const listeners = new Set<(screen: Screen) => void>();
  let screen = present(box.view(), language(), troubles());
  let shown = JSON.stringify(screen);

  const show = (view: BoxView): void => {
    const next = present(view, language(), troubles());
    const text = JSON.stringify(next);
    if (text === shown) return;
    screen = next;
    shown = text;
    for (const listener of listeners) listener(next);
  };
  box.onView(show);

  return {
    current: () => screen,
    listen(listener) {
      listeners.add(listener);
      listener(screen);
      return () => listeners.delete(listener);
    },
    refresh: () => show(box.view()),
  };
};
