import { CITY_FACTS, type CityFact, type FactOrigin } from '../city/facts.ts';
import type { LayerInfo, Manifest, Text } from '../city/manifest.ts';
import { lonLatFromEnu } from '../geo/enu.ts';

/** A grade tells how good a dataset's own record of itself is: a layer without a fault, a guess or a gap is `A`. */
export const GRADES = ['A', 'B', 'C', 'D'] as const;
export type Grade = (typeof GRADES)[number];

/** Says why a dataset is not of the best grade. */
export type GradeReason =
  | { code: 'problems'; count: number; kinds: number }
  | { code: 'assumptions'; count: number }
  | { code: 'no-date' }
  | { code: 'no-licence' }
  | { code: 'inferred' };

/** A record holds what a city tells of one of its datasets. */
export interface CatalogueRecord {
  id: string;
  title: Text;
  /** `layer`: drawn, its things can be picked; `terrain`; `fact`: for engines alone; `plans`. */
  type: 'layer' | 'terrain' | 'fact' | 'plans';
  /** Heading of the layer list; null for what stands in none. */
  theme: LayerInfo['group'] | null;
  kind: string;
  state: LayerInfo['state'] | null;
  /** Things; null where there are none to count. */
  count: number | null;
  attributes: Text[];
  roles: string[];
  source: Text | null;
  licence: string | null;
  /** Date of the source as it states it, ISO 8601; null: it states none. */
  date: string | null;
  /** Reference system of the input, and the vertical reference of the city. */
  crs: string | null;
  vertical: string;
  /** Degrees: west, south, east, north. */
  boxDeg: [number, number, number, number];
  grade: Grade;
  reasons: GradeReason[];
  /** Program that made it and the hash of what it was made of. */
  lineage: { by: string; inputHash: string };
}

/** A layer is of grade B up to this part of its things with a problem, and of C below the next. */
const FEW_RATIO = 0.01;
const MANY_RATIO = 0.1;

/** Lists what a city has: its layers in their order, then terrain, plans and what engines alone read. */
export function catalogueOf(city: Manifest): CatalogueRecord[] {
  const all = city.extentM;
  const common = {
    vertical: city.datum.vertical,
    boxDeg: boxOf(city, all),
    lineage: { by: city.bakedBy, inputHash: city.inputHash },
  };
  /** Records that are no layers state neither date nor licence. */
  const other = (
    part: Pick<CatalogueRecord, 'id' | 'title' | 'type' | 'kind'> & Partial<CatalogueRecord>,
    reasons: GradeReason[] = [],
  ): CatalogueRecord => ({
    ...common,
    ...graded([...reasons, { code: 'no-date' }, { code: 'no-licence' }], 0),
    theme: null,
    state: null,
    count: null,
    attributes: [],
    roles: [],
    source: null,
    licence: null,
    date: null,
    crs: null,
    ...part,
  });
  const { terrain, plans, facts = {} } = city;
  return [
    ...city.layers.map((layer): CatalogueRecord => ({ ...common, ...ofLayer(city, layer) })),
    ...(terrain
      ? [other({ id: 'terrain', title: TERRAIN, type: 'terrain', kind: 'terrain', source: terrain.source })]
      : []),
    ...(plans ? [other({ id: 'plans', title: PLANS, type: 'plans', kind: 'plans', count: plans.count })] : []),
    ...Object.entries(facts).flatMap(([name, origin]) =>
      isFile(name)
        ? [
            other(
              { id: `fact-${name}`, title: CITY_FACTS[name].label, type: 'fact', kind: name },
              reasonsOfFact(origin),
            ),
          ]
        : [],
    ),
  ];
}

const TERRAIN: Text = { zh: '地形', en: 'Terrain' };
const PLANS: Text = { zh: '规划方案', en: 'Plans' };

const isFile = (name: string): name is CityFact => Object.hasOwn(CITY_FACTS, name);

const reasonsOfFact = ({ state }: FactOrigin): GradeReason[] => (state === 'inferred' ? [{ code: 'inferred' }] : []);

function ofLayer(city: Manifest, layer: LayerInfo) {
  const [west, south, , east, north] = layer.boundsM;
  const { name, licence, date, crs, inputHash } = layer.source;
  const problems = layer.problems.reduce((sum, { count }) => sum + count, 0);
  const reasons: GradeReason[] = [
    ...(problems > 0 ? [{ code: 'problems' as const, count: problems, kinds: layer.problems.length }] : []),
    ...(layer.assumptions.length > 0 ? [{ code: 'assumptions' as const, count: layer.assumptions.length }] : []),
    ...(date === undefined ? [{ code: 'no-date' as const }] : []),
    ...(licence.trim() === '' ? [{ code: 'no-licence' as const }] : []),
  ];
  return {
    id: layer.id,
    title: layer.label,
    type: 'layer' as const,
    theme: layer.group,
    kind: layer.kind,
    state: layer.state,
    count: layer.count,
    attributes: layer.attributes.map(({ label }) => label),
    roles: Object.keys(layer.roles ?? {}),
    source: name,
    licence: licence.trim() === '' ? null : licence,
    date: date ?? null,
    crs,
    boxDeg: boxOf(city, [west, south, east, north]),
    ...graded(reasons, layer.count === 0 ? 0 : problems / layer.count),
    // A layer that was generated has no input of its own.
    lineage: { by: city.bakedBy, inputHash: inputHash || city.inputHash },
  };
}

/** Grades by reasons: A has none; B has guesses, gaps or few problems; C has more of them; in D one thing in ten or more has one. */
function graded(reasons: GradeReason[], problemRatio: number): Pick<CatalogueRecord, 'grade' | 'reasons'> {
  const grade = reasons.length === 0 ? 'A' : problemRatio <= FEW_RATIO ? 'B' : problemRatio < MANY_RATIO ? 'C' : 'D';
  return { grade, reasons };
}

/** Six digits of a degree are a tenth of a metre. */
const DEGREE_DIGITS = 6;

function boxOf({ origin }: Manifest, [west, south, east, north]: readonly number[]): CatalogueRecord['boxDeg'] {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
  ].map(([x, y]) => lonLatFromEnu(origin, [x, y, 0]));
  const lons = corners.map(({ lonDeg }) => lonDeg);
  const lats = corners.map(({ latDeg }) => latDeg);
  const shown = (deg: number) => Number(deg.toFixed(DEGREE_DIGITS));
  return [shown(Math.min(...lons)), shown(Math.min(...lats)), shown(Math.max(...lons)), shown(Math.max(...lats))];
}
