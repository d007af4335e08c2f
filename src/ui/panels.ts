import { useSyncExternalStore } from 'react';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { useSurroundings } from './surroundings.tsx';

export const TOOLS = ['sun', 'colour', 'underground', 'compare', 'measure', 'flood', 'crowd'] as const;
export type Tool = (typeof TOOLS)[number];

/** Tools of the Command desk alone, which stand in its left dock. */
export const isDocked = (tool: Tool | null): boolean => tool === 'flood' || tool === 'crowd';

/** Which panels are open: a matter of this window alone, so it is not in the twin and not in a link. */
export interface PanelsState {
  layers: boolean;
  tool: Tool | null;
  /** Layer and attribute that the colour panel speaks of, when a card or a layer row sent there. */
  colourSubject: { layerId: string; attribute: string | null } | null;
  /** Logging in. */
  account: boolean;
  /** Naming a source of readings. */
  source: boolean;
  /** Named or taken away since the page was opened: what it hears is what was there then. */
  areSourcesChanged: boolean;
  /** Of the link of a hub's first start, until it is used. */
  invite: string | null;
  /** One line for a moment, also read out: a copied link, a failure of the clipboard. */
  notice: string | null;
  showLayers(shown: boolean): void;
  openTool(tool: Tool | null): void;
  openColour(layerId: string, attribute: string | null): void;
  notify(notice: string | null): void;
  showAccount(shown: boolean): void;
  showSource(shown: boolean): void;
  changeSources(): void;
}

export type Panels = StoreApi<PanelsState>;

export function createPanels(layers: boolean, invite: string | null = null): Panels {
  return createStore<PanelsState>()((set) => ({
    layers,
    tool: null,
    colourSubject: null,
    account: invite !== null,
    source: false,
    areSourcesChanged: false,
    invite,
    notice: null,
    showLayers: (shown) => set(({ tool }) => ({ layers: shown, tool: shown && isDocked(tool) ? null : tool })),
    // The login stands where tools do. An invitation is kept: its link was used to come here.
    openTool: (tool) => set(tool === null ? { tool } : { tool, account: false }),
    openColour: (layerId, attribute) => set({ tool: 'colour', account: false, colourSubject: { layerId, attribute } }),
    notify: (notice) => set({ notice }),
    showSource: (source) => set({ source }),
    changeSources: () => set({ areSourcesChanged: true, source: false }),
    showAccount: (account) => set(account ? { account } : { account, invite: null }),
  }));
}

export function usePanels<T>(select: (state: PanelsState) => T): T {
  const { panels } = useSurroundings();
  const read = () => select(panels.getState());
  return useSyncExternalStore(panels.subscribe, read, read);
}
