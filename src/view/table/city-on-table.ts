import type { Ray } from 'three';
import { endAll } from '../end-all.ts';
import { openReaders, type Readers } from '../readers.ts';
import type { CanvasPoint } from '../scene.ts';
import { type BlockModel, openBlockModel } from './block-model.ts';
import { type CityLayers, openCityLayers } from './city-layers.ts';
import { playTableClock } from './clock.ts';
import { openCut } from './cut.ts';
import { followLens } from './follow.ts';
import type { GroundMesh } from './ground-mesh.ts';
import { type Lens, openLens } from './lens.ts';
import { dressForLens } from './lens-dress.ts';
import { chooseAlong, pointAt } from './pointing.ts';
import { openSight, type Sight } from './sight.ts';
import type { TableStage } from './stage.ts';
import { turnTable } from './turning.ts';

/** What stands on the stage once the ground is there. */
export interface CityOnTable {
  readonly model: BlockModel;
  readonly layers: CityLayers;
  readonly sight: Sight;
  readonly readers: Readers;
  drawLens(): void;
  /** A click along a ray; false: it goes by the block. */
  choose(ray: Ray): boolean;
  close(): void;
}

interface CityOptions {
  /** Somebody hides it: it is not to be picked. */
  isHidden(gid: number): boolean;
  readonly scene: { click(at: CanvasPoint): boolean; holdsPointer(): boolean };
  isAttracting(): boolean;
  /** Something of the picture changed; `isShape`: shadows too. */
  changed(isShape: boolean): void;
  fail(what: string, reason: unknown): void;
}

/** Puts the city on its block: ground and earth, its layers, the hand, the lens and the clock. */
export function openCityOnTable(stage: TableStage, mesh: GroundMesh, options: CityOptions): CityOnTable {
  const { twin, block, uniforms } = stage;
  const model = openBlockModel(mesh, block, stage.saw, uniforms);
  uniforms.u_baseUp.value = model.baseUpM;
  stage.cityRoot.position.set(-block.eastM, -model.baseUpM, block.northM);
  stage.scene.add(model.root);
  const layers = openCityLayers(stage, model.field, options);
  const sight = openSight(stage, layers, model.ground, options.isHidden);
  const readers = openReaders();
  const cut = openCut(stage, layers, model);
  const lens: Lens = openLens(stage);
  stage.after.add(cut.follow);
  twin.getState().reportTable([...(mesh.isGiven ? [] : (['terrain'] as const)), ...layers.lacks()]);
  const end = endAll([
    model.close,
    layers.close,
    cut.close,
    lens.close,
    turnTable(stage, options.isAttracting),
    playTableClock(stage),
    pointAt({ stage, sight, lens, scene: options.scene, taken: () => {} }),
    followLens(stage, layers, readers, sight, lens),
  ]);
  return {
    model,
    layers,
    sight,
    readers,
    drawLens: () => lens.draw(() => dressForLens(stage, twin.getState().tableLens, layers.all(), model.ground)),
    choose: (ray) => chooseAlong({ stage, sight, scene: options.scene }, ray),
    close: end,
  };
}
