import type { Group } from 'three';
import type { Twin } from '../../twin/twin.ts';
import type { BlockModel } from './block-model.ts';
import type { CityLayers, TableLayer } from './city-layers.ts';
import { disposeDiscs, endDiscs } from './cut-ends.ts';
import type { TableStage } from './stage.ts';

/** What the earth sides show of the city: ends of pipes and tunnels, and how high the water stands. */
interface Cut {
  /** After a frame: draws the ends anew when other tiles came. */
  follow(): void;
  close(): void;
}

/** Layers that lie in the ground are fetched when the city above it is there: the first picture does not wait for them. */
export function openCut(stage: TableStage, layers: CityLayers, model: BlockModel): Cut {
  let discs: Group | null = null;
  let drawn = '';
  let isFetched = false;

  function draw(): void {
    const buried = layers.all().filter(({ kind }) => kind === 'pipe');
    const key = buried.map(({ info, tileCount }) => `${info.id} ${tileCount()}`).join();
    if (key === drawn) return;
    drawn = key;
    if (discs) disposeDiscs(discs);
    discs = endDiscs(buried, stage.block, model.field, model.baseUpM);
    stage.scene.add(discs);
    model.setWater(waterUpM(layers.all(), stage));
    stage.requestFrame();
  }

  return {
    follow() {
      if (layers.isLoading()) return;
      if (!isFetched) {
        isFetched = true;
        for (const info of buriedOf(stage.twin)) layers.fetch(info);
        stage.requestFrame();
      } else draw();
    },
    close() {
      if (discs) disposeDiscs(discs);
    },
  };
}

const buriedOf = ({ city }: Twin) =>
  city.layers.filter(({ kind, count }) => (kind === 'pipe' || kind === 'tunnel') && count > 0);

/** The mean surface of the block's open water, which ground water is taken to meet; null: the block has none. */
function waterUpM(layers: readonly TableLayer[], { block }: TableStage): number | null {
  const half = block.sizeM / 2;
  let sum = 0;
  let count = 0;
  for (const mesh of layers.filter(({ kind }) => kind === 'water').flatMap((layer) => layer.meshes())) {
    const position = mesh.geometry.getAttribute('position');
    for (let i = 0; i < position.count; i++) {
      const east = position.getX(i) * mesh.scale.x + mesh.position.x - block.eastM;
      const north = -(position.getZ(i) * mesh.scale.z + mesh.position.z) - block.northM;
      if (Math.abs(east) > half || Math.abs(north) > half) continue;
      sum += position.getY(i) * mesh.scale.y + mesh.position.y;
      count++;
    }
  }
  return count > 0 ? sum / count : null;
}
