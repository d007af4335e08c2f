import type { TaskTable } from '../../twin/build-desk.ts';
import type { CrowdPicture } from '../../twin/crowd.ts';
import type { Side } from '../../twin/layers.ts';
import type { LinkTable } from '../../twin/linking-desk.ts';
import type { Twin } from '../../twin/twin.ts';
import { type CameraControl, controlCamera, setView } from './camera.ts';
import { playClock } from './clock.ts';
import { showSwipe } from './compare.ts';
import { type Crowd, showCrowd } from './crowd.ts';
import { type Flood, type ShownFlood, showFlood } from './flood.ts';

import { showGround } from './ground.ts';
import { showLabels } from './labels.ts';
import { type LayerTilesets, reasonOf, showLayers } from './layers.ts';
import { type Ruler, showMeasuring } from './measuring.ts';
import { type FrameMeter, meterFrames } from './meter.ts';
import { showOutline } from './outline.ts';
import { createPicture } from './picture.ts';
import { restWhenStill } from './resting.ts';
import { showRunPlan } from './run-plan.ts';
import { showSelection } from './selection.ts';
import { showSky } from './sky.ts';
import { type CityStage, endAll, type Stage, showCityOn } from './stage.ts';
import { showSun } from './sun.ts';
import { playTour } from './tour.ts';
import { attract } from './turning.ts';
import { showUnderground, type Underground } from './underground.ts';

/** A stage with everything of the twin shown on it. */
export interface Pane {
  readonly stage: CityStage;
  readonly control: CameraControl;
  readonly layers: LayerTilesets;
  readonly underground: Underground;
  readonly ruler: Ruler;
  readonly flood: Flood;
  readonly crowd: Crowd;
  readonly meter: FrameMeter;
  close(): void;
}

export interface PaneOptions {
  twin: Twin;
  cityUrl: string;
  side: () => Side;
  /** The leading pane takes flights, plays clock and tour, and reports; a second one follows. */
  leads: boolean;
  paint: Uint8Array | null;
  flood: ShownFlood;
  crowd: CrowdPicture | null;
  tasks: TaskTable | null;
  links: readonly LinkTable[];
  isAttracting: () => boolean;
  fail(what: string, reason: string): void;
}

/** Everything here is built from the twin alone: that is what a lost graphics context is answered with. */
export function openPane(bare: Stage, options: PaneOptions): Pane {
  const { twin, cityUrl, side, leads, paint, isAttracting, fail } = options;
  const stage = showCityOn(bare, twin, side);
  const { scene } = stage;
  const picture = createPicture(() => scene.requestRender());
  setView(scene.camera, twin.getState().camera);
  const control = controlCamera(stage, leads);
  const layers = showLayers(stage, cityUrl, picture, leads);
  if (paint) layers.paint(paint);
  layers.showTasks(options.tasks, options.links);
  const underground = showUnderground(stage, layers, picture, fail);
  const ruler = showMeasuring(stage, layers, (what, reason) => fail(what, reasonOf(reason)));
  const flood = showFlood(stage, picture, underground, (reason) => fail('flood', reason));
  flood.show(options.flood);
  const crowd = showCrowd(stage, picture, (reason) => fail('crowd', reason));
  crowd.show(options.crowd);
  const meter = meterFrames(stage, () => layers.isWaiting() || flood.isWaiting() || crowd.isWaiting(), layers);
  const end = endAll([
    showGround(stage, cityUrl, picture, (what, reason) => fail(what, reasonOf(reason))),
    showSky(stage, picture),
    showSun(stage, picture),
    showSelection(stage, picture, crowd.personAt),
    showOutline(stage),
    showRunPlan(stage, (reason) => fail('plan of a run', reasonOf(reason))),
    showSwipe(stage),
    showLabels(stage, control.insets),
    nameCanvas(stage),
    restWhenStill(stage),
    ...(leads ? [playClock(stage), playTour(stage, control), attract(stage, isAttracting)] : []),
  ]);
  return {
    stage,
    control,
    layers,
    underground,
    ruler,
    flood,
    crowd,
    meter,
    close() {
      meter.close();
      end();
      crowd.close();
      flood.close();
      ruler.close();
      underground.close();
      layers.close();
      control.close();
      stage.close();
    },
  };
}

/** The picture is one control to a screen reader, named after the city; its keys are those of camera.ts. */
function nameCanvas({ widget, twin, city }: CityStage): () => void {
  widget.canvas.setAttribute('role', 'application');
  return twin.follow(
    ({ language }) => language,
    (language) => widget.canvas.setAttribute('aria-label', city.name[language]),
  );
}
