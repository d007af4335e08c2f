import { jsonOfBlob } from '../../../model/text/json-file.ts';
import type { App } from '../../kit/plugin.ts';
import { refuseLarge } from '../../kit/start-task.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type BakeDifference, readDifference } from './read-difference.ts';

/** Id of the plug-in and of its tool. */
export const BAKE_DIFFERENCE = 'bake-difference';

/** Colours of what was added, removed and changed. */
export const DIFFERENCE_TOKENS = { added: 'ok', removed: 'danger', changed: 'warn' } as const;
/** Things that stayed as they were. */
const SAME_TOKEN = 'line';
const MAX_DIFFERENCE_MIB = 64;
/** Around a thing that is flown to. */
const SIGHT_M = 60;

/** Shows in what two versions of the city differ. */
export interface DifferenceController extends Controller {
  openFile(file: File): Promise<void>;
  /** Colours another layer; null puts the file away. */
  choose(layer: string | null): void;
  /** Flies to a thing, and selects it where it is there still. */
  look(one: BakeDifference): Promise<void>;
}

export const differenceController: Opener<App, DifferenceController> = {
  id: BAKE_DIFFERENCE,
  open(app) {
    const { twin, catalogue, view } = app;
    const { setDifferences } = twin.getState();
    let serial = 0;

    /** The things of the layer in the colours of what became of them, all others pale. */
    async function paint(id: string | null, list: readonly BakeDifference[]): Promise<void> {
      const own = ++serial;
      const layer = twin.city.layers.find((one) => one.id === id);
      if (!layer) {
        twin.getState().paintRows(null);
        return;
      }
      const classes = new Uint8Array(layer.count).fill(2);
      const there = list.filter(({ layer: of, what }) => of === id && what !== 'removed');
      const gids = await Promise.all(there.map((one) => catalogue.gidOf(one.id)));
      if (own !== serial) return;
      for (const [i, gid] of gids.entries())
        if (gid !== null) classes[gid - layer.gidBase] = there[i].what === 'added' ? 0 : 1;
      const tokens = [DIFFERENCE_TOKENS.added, DIFFERENCE_TOKENS.changed, SAME_TOKEN];
      twin.getState().paintRows({ layerId: layer.id, classes, tokens });
      twin.getState().showLayer(layer.id, true);
    }

    function choose(layer: string | null): void {
      setDifferences(layer === null ? { bakeDifferences: null, differenceLayer: null } : { differenceLayer: layer });
      void paint(layer, twin.getState().bakeDifferences ?? []).catch((error: unknown) =>
        app.report(BAKE_DIFFERENCE, error),
      );
    }

    async function look({ layer, id, what, atM: [eastM, northM] }: BakeDifference): Promise<void> {
      const found = what === 'removed' ? null : await catalogue.gidOf(id);
      if (found !== null) twin.getState().showLayer(layer, true);
      const place = found === null ? null : ((await catalogue.describe(found))?.place ?? null);
      view.flyToPlace(place ?? { eastM, northM, upM: 0, radiusM: SIGHT_M });
      twin.getState().select(found);
    }

    return {
      async openFile(file) {
        refuseLarge(file, MAX_DIFFERENCE_MIB);
        const list = readDifference(await jsonOfBlob(file, file.name), file.name, twin.city);
        setDifferences({ bakeDifferences: list });
        choose(differingLayers(list)[0]?.layer ?? twin.city.layers[0]?.id ?? null);
        if (list[0]) await look(list.find(({ layer }) => layer === twin.getState().differenceLayer) ?? list[0]);
      },
      choose,
      look,
      close: () => {
        serial++;
      },
    };
  },
};

/** Layers that differ, those with most differences first. */
export function differingLayers(list: readonly BakeDifference[]): { layer: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { layer } of list) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return [...counts].map(([layer, count]) => ({ layer, count })).sort((a, b) => b.count - a.count);
}
