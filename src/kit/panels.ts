import { createStore, type StoreApi } from 'zustand/vanilla';

/** Which panels are open: a matter of this window alone, so it is not in the twin; the page keeps the open tool in the link. */
export interface PanelsState {
  /** The tool that stands open, by its panel's id; one at a time. */
  tool: string | null;
  /** Other panels that can be opened and closed, by their ids. */
  opened: readonly string[];
  /** The panel above the map's foot; one at a time. */
  aboveFoot: string | null;
  /** One line for a moment, also read out: a copied link, a failure of the clipboard. */
  notice: string | null;
  openTool(id: string | null): void;
  /** Opens or closes a panel that is no tool. */
  show(id: string, shown: boolean): void;
  openAboveFoot(id: string | null): void;
  notify(notice: string | null): void;
}

export type Panels = StoreApi<PanelsState>;

/** The panels of a window with these open at first. */
export function createPanels(opened: readonly string[] = []): Panels {
  return createStore<PanelsState>()((set) => ({
    tool: null,
    opened,
    aboveFoot: null,
    notice: null,
    openTool: (tool) => set({ tool }),
    show: (id, shown) =>
      set(({ opened }) => {
        const others = opened.filter((each) => each !== id);
        return { opened: shown ? [...others, id] : others };
      }),
    openAboveFoot: (aboveFoot) => set({ aboveFoot }),
    notify: (notice) => set({ notice }),
  }));
}
