import { RAD_PER_DEG } from '../../model/geo/lon-lat.ts';
import type { LayerInput } from '../model.ts';
import type { Ground } from './ground.ts';
import type { TileInstances } from './mesh.ts';
import { DEFAULT_MODEL, modelNamed } from './models.ts';
import { treeStretch } from './tree-kinds.ts';

/** Models of a layer of points: its own, or one for its kind. */
export function modelNames({ models, kind }: LayerInput): readonly string[] {
  return models ?? [kind === 'tree' ? 'tree-a' : DEFAULT_MODEL];
}

/**
 * Points as instances, one group a model in the order of the layer's `models`; groups without an instance are left out.
 * Up is the up of the city's plane: 10 km from the origin it leans from the true vertical by 0.09°, 1.4 cm on a lamp.
 */
export function placePoints(layer: LayerInput, rows: Uint32Array, ground: Ground): TileInstances[] {
  const { geometry } = layer.features;
  if (geometry.kind !== 'point') throw new Error(`layer ${layer.id}: expected points, got ${geometry.kind}`);
  const names = modelNames(layer);
  for (const name of names) modelNamed(name);
  const counts = new Uint32Array(names.length);
  for (const row of rows) {
    const model = geometry.model[row];
    if (model >= names.length)
      throw new Error(`layer ${layer.id}, row ${row}: expected a model 0 to ${names.length - 1}, got ${model}`);
    counts[model]++;
  }
  const isTree = layer.kind === 'tree';
  const groups = names.map((model, i): TileInstances => {
    const count = counts[i];
    return {
      model,
      positionM: new Float64Array(3 * count),
      headingRad: new Float32Array(count),
      scale: new Float32Array(count),
      ...(isTree ? { stretch: new Float32Array(count).fill(1) } : {}),
      featureIndex: new Uint16Array(count),
    };
  });
  counts.fill(0);
  const heightsM = treeHeights(layer);
  for (let feature = 0; feature < rows.length; feature++) {
    const row = rows[feature];
    const scale = geometry.scale[row];
    if (!(scale > 0)) throw new Error(`layer ${layer.id}, row ${row}: expected a scale > 0, got ${scale}`);
    const group = groups[geometry.model[row]];
    const i = counts[geometry.model[row]]++;
    const lonDeg = geometry.lonLatDeg[2 * row];
    const latDeg = geometry.lonLatDeg[2 * row + 1];
    let elevationM = geometry.elevationM[row];
    if (Number.isNaN(elevationM)) {
      ground.enu(lonDeg, latDeg, 0, group.positionM, 3 * i);
      elevationM = ground.elevationAt(group.positionM[3 * i], group.positionM[3 * i + 1]);
    }
    ground.enu(lonDeg, latDeg, elevationM, group.positionM, 3 * i);
    group.headingRad[i] = geometry.headingDeg[row] * RAD_PER_DEG;
    group.scale[i] = scale;
    if (group.stretch && heightsM) group.stretch[i] = treeStretch(group.model, scale, Number(heightsM[row]));
    group.featureIndex[i] = feature;
  }
  return groups.filter(({ scale }) => scale.length > 0).flatMap((group) => [group, ...shaftsOf(layer, rows, group)]);
}

/** A tree's scale is its crown; how high it is may stand in a column. */
function treeHeights({ kind, features }: LayerInput): ArrayLike<number> | null {
  const column = kind === 'tree' ? features.columns.find(({ name }) => name === 'height') : undefined;
  return column && column.type !== 'string' ? column.values : null;
}

/** Outside diameter of a manhole's shaft: chambers of 700 to 1,000 mm clear width are the common ones. */
const SHAFT_M = 1;

/** Manholes of a layer with a column `depth` (metres) have a shaft of that depth, so that they meet their pipes below. */
function shaftsOf(layer: LayerInput, rows: Uint32Array, group: TileInstances): TileInstances[] {
  const depth = layer.features.columns.find(({ name }) => name === 'depth');
  if (group.model !== 'manhole' || depth?.type !== 'float32') return [];
  const deep = Array.from(group.scale.keys()).filter((i) => depth.values[rows[group.featureIndex[i]]] > 0);
  if (deep.length === 0) return [];
  return [
    {
      model: 'shaft',
      positionM: Float64Array.from(deep.flatMap((i) => Array.from(group.positionM.subarray(3 * i, 3 * i + 3)))),
      headingRad: new Float32Array(deep.length),
      scale: new Float32Array(deep.length).fill(SHAFT_M),
      stretch: Float32Array.from(deep, (i) => depth.values[rows[group.featureIndex[i]]] / SHAFT_M),
      featureIndex: Uint16Array.from(deep, (i) => group.featureIndex[i]),
    },
  ];
}
