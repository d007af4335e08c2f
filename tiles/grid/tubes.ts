import type { FactOrigin } from '../../model/city/facts.ts';
import { encodeTubes, isSwept, TUBES_FILE, type Tubes } from '../../model/city/tubes.ts';
import type { CityInput, LayerInput } from '../model.ts';
import type { Ground } from '../shape/ground.ts';
import { coverOf, SAME_POINT_M } from '../shape/sweep.ts';

const FILE = 'tubes.bin';

/** Tubes as they are written, and which of them have no levels of their own. */
export interface SweptTubes {
  tubes: Tubes;
  isAssumed: readonly boolean[];
}

interface BakedTubes {
  facts: Partial<Record<'tubes', FactOrigin>>;
  files: Record<string, string | Uint8Array>;
  /** Null: there are none. */
  swept: SweptTubes | null;
}

/** Plain lists, filled layer by layer. */
interface TubeDraft {
  layer: number[];
  row: number[];
  vertexOf: number[];
  widthM: number[];
  heightM: number[];
  axisM: number[];
  groundM: number[];
  /** True for a tube whose depth was assumed. */
  isAssumed: boolean[];
}

/** All swept layers of a city as lines with their section, where its tiles show them, and the ground over them. */
export function bakeTubes({ layers }: Pick<CityInput, 'layers'>, ground: Ground): BakedTubes {
  const draft: TubeDraft = {
    layer: [],
    row: [],
    vertexOf: [0],
    widthM: [],
    heightM: [],
    axisM: [],
    groundM: [],
    isAssumed: [],
  };
  const swept = layers.filter(({ kind, features }) => isSwept(kind) && features.geometry.kind === 'line');
  for (const [at, layer] of swept.entries()) addTubes(layer, at, ground, draft);
  const count = draft.layer.length;
  if (count === 0) return { facts: {}, files: {}, swept: null };
  const tubes: Tubes = {
    count,
    layers: swept.map(({ id }) => id),
    layer: Uint32Array.from(draft.layer),
    row: Uint32Array.from(draft.row),
    vertexOf: Uint32Array.from(draft.vertexOf),
    widthM: Float32Array.from(draft.widthM),
    heightM: Float32Array.from(draft.heightM),
    axisM: Float32Array.from(draft.axisM),
    groundM: Float32Array.from(draft.groundM),
  };
  const { head, bytes } = encodeTubes(tubes, FILE);
  const { isAssumed } = draft;
  const assumed = isAssumed.filter(Boolean).length;
  const origin: FactOrigin =
    assumed === 0
      ? { state: 'given' }
      : { state: 'inferred', code: 'tubes-of-lines', values: { tubes: count, assumed } };
  return { facts: { tubes: origin }, files: { [TUBES_FILE]: head, [FILE]: bytes }, swept: { tubes, isAssumed } };
}

function addTubes(layer: LayerInput, at: number, ground: Ground, draft: TubeDraft): void {
  const { geometry, count } = layer.features;
  if (geometry.kind !== 'line') return;
  const { featureLine, lineVertex, lonLatDeg, elevationM, widthM, boxHeightM } = geometry;
  const enu = new Float64Array(3);
  for (let row = 0; row < count; row++)
    for (let line = featureLine[row]; line < featureLine[row + 1]; line++) {
      const heightM = boxHeightM[line] > 0 ? boxHeightM[line] : widthM[line];
      const belowM = coverOf(layer) + heightM / 2;
      const axis: number[] = [];
      const over: number[] = [];
      let isAssumed = false;
      for (let vertex = lineVertex[line]; vertex < lineVertex[line + 1]; vertex++) {
        const lonDeg = lonLatDeg[2 * vertex];
        const latDeg = lonLatDeg[2 * vertex + 1];
        ground.enu(lonDeg, latDeg, 0, enu, 0);
        const groundElevationM = ground.elevationAt(enu[0], enu[1]);
        const isOpen = Number.isNaN(elevationM[vertex]);
        isAssumed ||= isOpen;
        ground.enu(lonDeg, latDeg, isOpen ? groundElevationM - belowM : elevationM[vertex], enu, 0);
        const last = axis.length - 3;
        const isSame =
          last >= 0 && Math.hypot(enu[0] - axis[last], enu[1] - axis[last + 1], enu[2] - axis[last + 2]) < SAME_POINT_M;
        if (isSame) continue;
        axis.push(enu[0], enu[1], enu[2]);
        over.push(enu[2] + groundElevationM - (isOpen ? groundElevationM - belowM : elevationM[vertex]));
      }
      if (over.length < 2) continue;
      draft.isAssumed.push(isAssumed);
      draft.layer.push(at);
      draft.row.push(row);
      draft.widthM.push(widthM[line]);
      draft.heightM.push(heightM);
      for (const value of axis) draft.axisM.push(value);
      for (const value of over) draft.groundM.push(value);
      draft.vertexOf.push(draft.groundM.length);
    }
}
