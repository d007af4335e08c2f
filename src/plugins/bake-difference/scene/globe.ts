import { type Cesium3DTile, Cesium3DTileColorBlendMode, type Cesium3DTileset, Color } from '@cesium/engine';
import { themeOf } from '../../../twin/appearance.ts';
import { endAll } from '../../../view/end-all.ts';
import type { GlobeHost } from '../../../view/globe/host.ts';
import { openForeignTileset } from '../../../view/globe/layers/foreign-tileset.ts';
import { retriedResource } from '../../../view/globe/quality/retried-resource.ts';
import type { SceneDrawing } from '../../../view/scene.ts';
import { tokenColour } from '../../../view/tokens.ts';
import { DIFFERENCE_TOKENS, type RemovedThings } from '../controller.ts';

const OPACITY = 0.55;

/** Draws of a former bake's tiles the things that are gone, half transparent; all its others are hidden. */
export function openRemovedThings(host: GlobeHost): SceneDrawing<RemovedThings> {
  const { scene } = host.globe.stage;
  let tileset: Cesium3DTileset | null = null;
  let isLoading = false;
  let wanted = 0;

  function clear(): void {
    if (tileset) scene.primitives.remove(tileset);
    tileset = null;
    host.requestFrame();
  }

  async function show({ url, gids }: RemovedThings): Promise<void> {
    const serial = ++wanted;
    isLoading = true;
    const loaded = await openForeignTileset(retriedResource(url, host.twin), 'bake-difference.removed').finally(() => {
      isLoading = false;
    });
    if (serial !== wanted) {
      loaded.destroy();
      return;
    }
    const colour = (): Color => {
      const [red, green, blue] = tokenColour(themeOf(host.twin.getState()), DIFFERENCE_TOKENS.removed);
      return new Color(red, green, blue, OPACITY);
    };
    loaded.colorBlendMode = Cesium3DTileColorBlendMode.REPLACE;
    loaded.tileLoad.addEventListener((tile: Cesium3DTile) => showOnly(tile, gids, colour()));
    tileset = scene.primitives.add(loaded) as Cesium3DTileset;
    host.requestFrame();
  }

  return {
    show(picture) {
      wanted++;
      clear();
      if (picture) show(picture).catch(host.fail);
    },
    isWaiting: () => isLoading,
    close: endAll([() => void wanted++, clear]),
  };
}

function showOnly({ content }: Cesium3DTile, gids: ReadonlySet<number>, colour: Color): void {
  for (let i = 0; i < content.featuresLength; i++) {
    const feature = content.getFeature(i);
    feature.show = gids.has(Number(feature.getProperty('gid')));
    if (feature.show) feature.color = colour;
  }
}
