import { EDITION_DIFFERENCE, type Edition } from '../../../model/city/edition.ts';
import { type LayerInfo, type Manifest, parseManifest } from '../../../model/city/manifest.ts';
import { jsonOfBlob } from '../../../model/text/json-file.ts';
import { MessageError, messageTable } from '../../../model/text/message.ts';
import type { App } from '../../kit/plugin.ts';
import { refuseLarge } from '../../kit/start-task.ts';
import { EDITION_COMPARISON, editionUrl } from '../../twin/editions.ts';
import type { Controller, Opener } from '../../twin/services.ts';
import { type BakeDifference, readDifference } from './read-difference.ts';

const editionMessage = messageTable({
  'edition-file': {
    zh: '旧版的 {file} 没有取到（{got}）；它可能已被移走',
    en: '{file} of the former version: expected the file, got {got}; it may have been taken away',
  },
});

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
  /** Compares the city with a former bake that lies beside it. */
  compare(edition: Edition): Promise<void>;
  /** What was removed from the coloured layer, as the former bake has it; null: there is no such bake at hand, or nothing was removed. */
  removedThings(): RemovedThings | null;
  /** Colours another layer; null puts the file away. */
  choose(layer: string | null): void;
  /** Flies to a thing, and selects it where it is there still. */
  look(one: BakeDifference): Promise<void>;
}

/** Things of a former bake that the present one lacks. */
export interface RemovedThings {
  /** Address of the layer's tileset. */
  readonly url: string;
  readonly gids: ReadonlySet<number>;
}

interface Former {
  readonly url: string;
  readonly city: Manifest;
}

export const differenceController: Opener<App, DifferenceController> = {
  id: BAKE_DIFFERENCE,
  open(app) {
    const { twin, catalogue, view } = app;
    const { setDifferences } = twin.getState();
    let serial = 0;
    let former: Former | null = null;

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
      if (layer === null) former = null;
      setDifferences(
        layer === null
          ? { bakeDifferences: null, differenceCounts: null, differenceLayer: null, differenceEdition: null }
          : { differenceLayer: layer },
      );
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

    async function show(file: File, of: Former | null, edition: Edition | null): Promise<void> {
      refuseLarge(file, MAX_DIFFERENCE_MIB);
      const { list, counts } = readDifference(await jsonOfBlob(file, file.name), file.name, twin.city);
      former = of;
      setDifferences({ bakeDifferences: list, differenceCounts: counts, differenceEdition: edition });
      choose(differingLayers(list)[0]?.layer ?? twin.city.layers[0]?.id ?? null);
      if (list[0]) await look(list.find(({ layer }) => layer === twin.getState().differenceLayer) ?? list[0]);
    }

    async function compare(edition: Edition): Promise<void> {
      const url = editionUrl(app.cityUrl, edition);
      const [file, manifest] = await Promise.all([fileAt(url, EDITION_DIFFERENCE), fileAt(url, 'manifest.json')]);
      const city = parseManifest(await jsonOfBlob(manifest, manifest.name), `${edition.folder}/manifest.json`);
      await show(file, { url, city }, edition);
    }

    const end = app.offer(EDITION_COMPARISON, {
      compare(edition) {
        app.panels.getState().openTool(BAKE_DIFFERENCE);
        compare(edition).catch((error: unknown) => app.report(BAKE_DIFFERENCE, error));
      },
    });

    return {
      openFile: (file) => show(file, null, null),
      compare,
      removedThings() {
        const { bakeDifferences, differenceLayer } = twin.getState();
        const layer = former?.city.layers.find(({ id }) => id === differenceLayer);
        return former && layer ? removedIn(layer, former.url, bakeDifferences ?? []) : null;
      },
      choose,
      look,
      close: () => {
        end();
        serial++;
      },
    };
  },
};

async function fileAt(url: string, name: string): Promise<File> {
  const answer = await fetch(`${url}${name}`);
  if (!answer.ok) throw new MessageError(editionMessage('edition-file', { file: name, got: answer.status }));
  return new File([await answer.blob()], name);
}

function removedIn(layer: LayerInfo, url: string, list: readonly BakeDifference[]): RemovedThings | null {
  const rows = list.flatMap(({ layer: of, what, row }) => (of === layer.id && what === 'removed' ? (row ?? []) : []));
  return rows.length === 0
    ? null
    : { url: `${url}${layer.tileset}`, gids: new Set(rows.map((row) => layer.gidBase + row)) };
}

/** Layers that differ, those with most differences first. */
export function differingLayers(list: readonly BakeDifference[]): { layer: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { layer } of list) counts.set(layer, (counts.get(layer) ?? 0) + 1);
  return [...counts].map(([layer, count]) => ({ layer, count })).sort((a, b) => b.count - a.count);
}
