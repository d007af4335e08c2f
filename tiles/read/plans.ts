import { BASE_PLAN_BASIS } from '../../model/plans/base-basis.ts';
import type { PlanFeature, PlanProperties } from '../../model/plans/plan.ts';
import type { PlanBasis } from '../../model/plans/plan-basis.ts';
import { type BasisPart, readBasisFile, refuseLarge } from '../../model/plans/read-basis-file.ts';
import { ReadError } from '../../readers/shared/problems.ts';
import { bakeMessage } from '../messages.ts';
import type { Features, InputColumn, LayerInput, PlanInput, PolygonGeometry } from '../model.ts';
import type { PlanPartRecipe, PlanRecipe } from '../recipe.ts';
import { readText } from './facts.ts';

/** The plans of a recipe: which of its layers belong to each, and which of their columns say what a planner writes. */
export function readPlans(plans: readonly PlanRecipe[], layers: readonly LayerInput[]): PlanInput[] {
  return plans.map(({ parts, ...stated }) => {
    const used = parts.map((part) => ({ part, layer: layerOf(stated.id, part, layers) }));
    const { name, licence, date, crs } = used[0].layer.source;
    return {
      ...stated,
      source: { name, licence, crs, ...(date === undefined ? {} : { date }) },
      features: used.flatMap(({ part, layer }) => featuresOf(stated.id, part, layer)),
    };
  });
}

function layerOf(plan: string, { layer }: PlanPartRecipe, layers: readonly LayerInput[]): LayerInput {
  const found = layers.find(({ id }) => id === layer);
  if (found?.features.geometry.kind === 'polygon') return found;
  throw new ReadError(bakeMessage('plan-layer', { plan, layer, known: layers.map(({ id }) => id).join(', ') }));
}

/** A city's own rules of conflict, or its own crosswalk of codes; null: those of the program. Other content than the program's goes by another edition. */
export function readOwnBasis<Part extends BasisPart>(part: Part, path: string | undefined): PlanBasis[Part] | null {
  if (path === undefined) return null;
  const text = readText(path);
  refuseLarge(Buffer.byteLength(text), path);
  return readBasisFile(part, text, path, BASE_PLAN_BASIS)[part];
}

type ValueOf = (row: number) => string | number | undefined;

function featuresOf(plan: string, part: PlanPartRecipe, layer: LayerInput): PlanFeature[] {
  const { features } = layer;
  const columnOf = (field: string): ValueOf => {
    const column = features.columns.find(({ name }) => name === field);
    if (column) return readerOf(column);
    const known = features.columns.map(({ name }) => name).join(', ');
    throw new ReadError(bakeMessage('plan-column', { plan, layer: layer.id, field, known }));
  };
  const fields = Object.entries(part.fields).flatMap(([name, field]) =>
    field === undefined ? [] : [{ name, of: columnOf(field) }],
  );
  const kindOf = typeof part.kind === 'string' ? null : { of: columnOf(part.kind.field), values: part.kind.values };
  const out: PlanFeature[] = [];
  for (let row = 0; row < features.count; row++) {
    const kind = kindOf ? kindOf.values[String(kindOf.of(row) ?? '')] : part.kind;
    if (typeof kind !== 'string') continue;
    const stated = fields.flatMap(({ name, of }) => {
      const value = of(row);
      return value === undefined ? [] : [[name, TEXTS.has(name) ? String(value) : Number(value)]];
    });
    const properties = { kind, ...Object.fromEntries(stated) } as PlanProperties;
    out.push({ type: 'Feature', id: idOf(features, row), properties, geometry: geometryOf(features, row) });
  }
  return out;
}

const TEXTS = new Set(['name', 'nameEn', 'code']);
const UTF8 = new TextDecoder();

function readerOf(column: InputColumn): ValueOf {
  if (column.type === 'string') {
    const { offsets, bytes } = column.values;
    return (row) => UTF8.decode(bytes.subarray(offsets[row], offsets[row + 1])) || undefined;
  }
  const { values } = column;
  if (values instanceof Uint32Array) return (row) => (values[row] === 0xffffffff ? undefined : values[row]);
  // A float32's own digits, not the binary fraction's.
  return (row) => (Number.isNaN(values[row]) ? undefined : Number(values[row].toPrecision(7)));
}

const idOf = ({ ids }: Features, row: number): string =>
  UTF8.decode(ids.bytes.subarray(ids.offsets[row], ids.offsets[row + 1]));

function geometryOf(features: Features, row: number): PlanFeature['geometry'] {
  const { featurePart, partRing, ringVertex, lonLatDeg } = features.geometry as PolygonGeometry;
  const coordinates = range(featurePart[row], featurePart[row + 1]).map((part) =>
    range(partRing[part], partRing[part + 1]).map((ring) => {
      const corners = range(ringVertex[ring], ringVertex[ring + 1]).map((v) => [
        lonLatDeg[2 * v],
        lonLatDeg[2 * v + 1],
      ]);
      return [...corners, corners[0]];
    }),
  );
  return coordinates.length === 1
    ? { type: 'Polygon', coordinates: coordinates[0] }
    : { type: 'MultiPolygon', coordinates };
}

const range = (from: number, to: number): number[] => Array.from({ length: to - from }, (_, i) => from + i);
