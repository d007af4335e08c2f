import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which panels are open: a matter of this window alone, so it is not in the twin; the page keeps the open tool in the link. */
export interface PanelsState {
  /** The tool that stands open, by its panel's id; one at a time. */
  tool: string | null;
  /** Other panels that can be opened and closed, by their ids. */
  opened: readonly string[];
  /** What the inspector shows where both a tool is open and something is selected: what came last. */
  front: 'tool' | 'object';
  /** The desk's first card stands while nothing else is inspected, until somebody closes it. */
  isStartOpen: boolean;
  /** Desks that a hand opened in this window, by their ids: a link that opens one wants what it says. */
  entered: readonly string[];
  /** The steps of a desk stand in place of what it shows its visitors. */
  isOperated: boolean;
  /** One line for a moment, also read out: a copied link, a failure of the clipboard. */
  notice: string | null;
  openTool(id: string | null): void;
  /** Opens or closes a panel that is no tool. */
  show(id: string, shown: boolean): void;
  bringToFront(front: 'tool' | 'object'): void;
  openStart(isStartOpen: boolean): void;
  enter(desk: string): void;
  operate(isOperated: boolean): void;
  notify(notice: string | null): void;
}

export type Panels = StoreApi<PanelsState>;

/** The panels of a window with these open at first. */
export function createPanels(opened: readonly string[] = []): Panels {
  return createStore<PanelsState>()((set) => ({
    tool: null,
    opened,
    front: 'tool',
    isStartOpen: true,
    entered: [],
    isOperated: false,
    notice: null,
    openTool: (tool) => set(tool === null ? { tool } : { tool, front: 'tool' }),
    show: (id, shown) =>
      set(({ opened }) => {
        const others = opened.filter((each) => each !== id);
        return { opened: shown ? [...others, id] : others };
      }),
    bringToFront: (front) => set({ front }),
    openStart: (isStartOpen) => set({ isStartOpen }),
    enter: (desk) => set(({ entered }) => ({ entered: [...entered, desk] })),
    operate: (isOperated) => set({ isOperated }),
    notify: (notice) => set({ notice }),
  }));
}
