import { FEET_M } from '../../model/geo/units.ts';
import { sharedFloats } from '../../readers/shared/growable.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import type { PointGeometry } from '../model.ts';
import type { LayerTable } from './table.ts';

/** Trees are as wide as their crown (their models are 1 m across); other points keep their model's size. */
export function pointsOf(table: LayerTable, lonLatDeg: Float64Array, rows: Uint32Array): PointGeometry {
  const { recipe } = table;
  const count = rows.length;
  const elevation = table.numbers(recipe.fields.elevation);
  const crown = table.numbers(recipe.fields.crown);
  const heading = table.numbers(recipe.fields.heading);
  const toM = recipe.units.elevation === 'ft' ? FEET_M : 1;
  const elevationM = sharedFloats(count);
  const scale = sharedFloats(count);
  const headingDeg = sharedFloats(count);
  let assumed = 0;
  for (let i = 0; i < count; i++) {
    const row = rows[i];
    elevationM[i] = (elevation?.[row] ?? Number.NaN) * toM;
    headingDeg[i] = (((heading?.[row] ?? 0) % 360) + 360) % 360 || 0;
    scale[i] = 1;
    if (recipe.kind !== 'tree') continue;
    const known = crown?.[row] ?? Number.NaN;
    if (!(known > 0)) assumed++;
    scale[i] = known > 0 ? known : (recipe.assume.crownM ?? Number.NaN);
  }
  if (assumed > 0 && recipe.assume.crownM === undefined)
    throw new ReadError(bakeMessage('tree-crown', { file: table.raw.file, assumed }));
  if (assumed > 0 && recipe.assume.crownM)
    table.assumptions.push({ code: 'crown-stated', values: { count: assumed, crownM: recipe.assume.crownM } });
  return {
    kind: 'point',
    lonLatDeg,
    elevationM,
    model: new Uint8Array(new SharedArrayBuffer(count)),
    scale,
    headingDeg,
  };
}
