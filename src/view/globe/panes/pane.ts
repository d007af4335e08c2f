import type { Message } from '../../../../model/text/message.ts';
import { themeOf } from '../../../twin/appearance.ts';
import type { Twin } from '../../../twin/twin.ts';
import { PICTURE_LINE } from '../../dom.ts';
import { endAll } from '../../end-all.ts';
import { openReaders, type Readers } from '../../readers.ts';
import type { MountedScene, SceneLoop } from '../../scene-loop.ts';
import { type CameraControl, controlCamera } from '../camera/camera.ts';
import { setView } from '../camera/camera-view.ts';
import { showSelection } from '../camera/selection.ts';
import { attract } from '../camera/turning.ts';
import { showWallPart } from '../camera/wall-part.ts';
import { playClock } from '../clock.ts';
import { type GlobeHandles, globeHost } from '../host.ts';
import { openCut } from '../layers/cut.ts';
import { showGround } from '../layers/ground.ts';
import { showLabels } from '../layers/labels.ts';
import { type LayerTilesets, showLayers } from '../layers/layers.ts';
import { showOutline } from '../layers/outline.ts';
import { applyQuality } from '../quality/apply-quality.ts';
import { type FrameMeter, meterFrames } from '../quality/meter.ts';
import { restWhenStill } from '../quality/resting.ts';
import { reasonOf } from '../reason.ts';
import { showBakedLight } from '../shader/baked-light.ts';
import { createPicture } from '../shader/picture.ts';
import { showSky } from '../sky/sky.ts';
import { showSun } from '../sky/sun.ts';
import { showSwipe } from './compare.ts';
import { type CityStage, type Stage, showCityOn } from './stage.ts';

/** A stage with everything of the twin shown on it. */
export interface Pane {
  readonly stage: CityStage;
  readonly control: CameraControl;
  readonly layers: LayerTilesets;
  readonly meter: FrameMeter;
  readonly readers: Readers;
  /** Draws the scene layers here, in place of those before. */
  drawScene(loop: SceneLoop): void;
  close(): void;
}

/** What a pane is opened with; the rest it reads from the twin. */
export interface PaneOptions {
  /** As this pane sees it. */
  twin: Twin;
  cityUrl: string;
  /** The leading pane takes flights, plays the clock and reports; others follow. */
  leads: boolean;
  /** See `LayerTilesets.paint`. */
  paint: Uint8Array | null;
  /** Null: no scene layers are listed yet. */
  loop: SceneLoop | null;
  /** A camera's picture: of the scene layers only what stands in the city. */
  isPhoto?: boolean;
  isAttracting: () => boolean;
  fail(what: string, reason: string | Message): void;
}

/** Everything here is built from the twin and the scene layers alone: that is what a lost graphics context is answered with. */
export function openPane(bare: Stage, options: PaneOptions): Pane {
  const { twin, cityUrl, leads, paint, loop } = options;
  const stage = showCityOn(bare, twin);
  const picture = createPicture(() => stage.scene.requestRender());
  setView(stage.scene.camera, twin.getState().camera);
  const control = controlCamera(stage, leads);
  const layers = showLayers(stage, cityUrl, picture, leads);
  if (paint) layers.paint(paint);
  const cut = openCut(stage, layers);
  const readers = openReaders();
  const handles = { stage, layers, picture, cut, readers };
  const scene = openScene(handles, control, options);
  if (loop) scene.draw(loop);
  const light = showBakedLight(stage, cityUrl, picture, (reason) => options.fail('light', reasonOf(reason)));
  const isWaiting = () => layers.isWaiting() || light.isWaiting() || scene.isWaiting();
  const meter = meterFrames(stage, isWaiting, layers);
  const end = showCity(handles, control, scene, options);
  return {
    stage,
    control,
    layers,
    meter,
    readers,
    drawScene: scene.draw,
    close() {
      meter.close();
      end();
      scene.close();
      cut.close();
      layers.close();
      light.close();
      control.close();
      stage.close();
    },
  };
}

/** The mounted scene layers of a pane; none before the list is known. */
interface PaneScene extends MountedScene {
  draw(loop: SceneLoop): void;
}

function openScene(globe: GlobeHandles, control: CameraControl, options: PaneOptions): PaneScene {
  const { twin, leads, isPhoto, fail } = options;
  let mounted: MountedScene | null = null;
  return {
    draw(loop) {
      mounted?.close();
      mounted = loop.mount(
        'globe',
        (layerId) => globeHost(globe, control, leads, (reason) => fail(layerId, reasonOf(reason))),
        { isShown: ({ stands }) => !isPhoto || stands === true, seen: twin },
      );
    },
    isWaiting: () => mounted?.isWaiting() ?? false,
    holdsPointer: () => mounted?.holdsPointer() ?? false,
    click: (at) => mounted?.click(at) ?? false,
    close() {
      mounted?.close();
      mounted = null;
    },
  };
}

/** The city itself: ground, sky, light, names, selection; what every desk shows. */
function showCity(
  { stage, picture }: GlobeHandles,
  control: CameraControl,
  scene: MountedScene,
  { cityUrl, leads, isAttracting, fail }: PaneOptions,
): () => void {
  return endAll([
    showGround(stage, cityUrl, picture, (what, reason) => fail(what, reasonOf(reason))),
    applyQuality(stage),
    showSky(stage, picture),
    showSun(stage, picture),
    showSelection(stage, picture, scene),
    showOutline(stage),
    showSwipe(stage),
    showLabels(stage, control.insets),
    nameCanvas(stage),
    wearTheme(stage),
    restWhenStill(stage),
    ...(leads ? [playClock(stage), attract(stage, isAttracting), showWallPart(stage)] : []),
  ]);
}

/** The picture is one control to a screen reader, named after the city; its keys are those of key-steering.ts. */
function nameCanvas({ widget, twin, city }: CityStage): () => void {
  widget.canvas.setAttribute('role', 'application');
  widget.canvas.setAttribute('aria-describedby', PICTURE_LINE);
  return twin.follow(
    ({ language }) => language,
    (language) => widget.canvas.setAttribute('aria-label', city.name[language]),
  );
}

/** Names and lines over the picture have the colours of the picture's own theme. */
function wearTheme({ element, twin }: CityStage): () => void {
  return twin.follow(themeOf, (theme) => {
    element.dataset.theme = theme;
  });
}
