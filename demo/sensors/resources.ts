import type { Text } from '../../model/city/manifest.ts';
import { vehicleKind } from '../../model/resources/vehicle-kinds.ts';
import type { LayerInput } from '../../tiles/model.ts';
import type { DemoCity } from '../demo-city.ts';
import { type Field, nameFields, type PointRow, pointLayer, text, whole } from '../emit.ts';
import { CODE_LABEL, componentCode } from '../names/codes.ts';
import { NAMELESS, partOf, textOf } from '../names/words.ts';
import type { Landmark } from '../plan.ts';

interface ResourceRow extends PointRow {
  kind: 'team' | 'store' | 'shelter';
  name: Text;
  people: number | undefined;
  capacity: number | undefined;
  floodSafe: boolean | undefined;
  detail: string;
  code: string | undefined;
}

/** The five teams that the plan names by their base are the fire brigades'. */
const ofBase = (base: Landmark | undefined, kind: string): Text =>
  base && kind === 'fire' ? partOf(textOf(base), ' 消防救援队', 'brigade') : NAMELESS;

/** Words of the plan for what is no vehicle but lies at the team's base. */
const STOCK_WORDS = /^flood board\b/;

/** A count and what it is of: "2 ladder 53 m" is two ladder trucks of 53 m. */
function lotsOf(team: DemoCity['plan']['resources']['teams'][number]) {
  return team.vehicles.map((words) => {
    const match = /^(\d+) (.+)$/.exec(words);
    if (!match) throw new Error(`plan.json: resources.teams.${team.id}: expected "<count> <vehicle>", got "${words}"`);
    return { count: Number(match[1]), what: match[2] };
  });
}

/** Vehicles one by one, with the number that tells how much one can do. */
function vehiclesOf(city: DemoCity) {
  const out: { id: string; team: string; kind: string; rating: number | null }[] = [];
  for (const team of city.plan.resources.teams)
    for (const { count, what } of lotsOf(team)) {
      if (STOCK_WORDS.test(what)) continue;
      const [, name = what, rating] = /^(.+?) ([\d,]+) (?:t|m|kW|m³\/h)$/.exec(what) ?? [];
      const kind = vehicleKind(name.replaceAll(' ', '-'));
      if (!kind) throw new Error(`plan.json: resources.teams.${team.id}: expected a known vehicle, got "${what}"`);
      for (let k = 0; k < count; k++)
        out.push({
          id: `vh-${out.length + 1}`,
          team: team.id,
          kind: kind.id,
          rating: rating === undefined ? null : Number(rating.replaceAll(',', '')),
        });
    }
  return out;
}

const RESOURCE_FIELDS: Field<ResourceRow>[] = [
  ...nameFields<ResourceRow>(),
  {
    name: 'kind',
    type: 'code',
    label: { zh: '类别', en: 'Kind' },
    values: {
      team: { zh: '队伍', en: 'team' },
      store: { zh: '物资库', en: 'store' },
      shelter: { zh: '避难场所', en: 'shelter' },
    },
    of: (row) => row.kind,
  },
  whole('people', '1', { zh: '人数', en: 'People' }, (row) => row.people),
  whole('capacity', '1', { zh: '可容纳', en: 'Places' }, (row) => row.capacity),
  {
    name: 'floodSafe',
    type: 'code',
    label: { zh: '百年一遇水位以上', en: 'Above the 100-year level' },
    values: { yes: { zh: '是', en: 'yes' }, no: { zh: '否', en: 'no' } },
    of: (row) => (row.floodSafe === undefined ? undefined : row.floodSafe ? 'yes' : 'no'),
  },
  text('detail', { zh: '说明', en: 'Detail' }, (row) => row.detail),
  text('code', CODE_LABEL, (row) => row.code),
];

/** Teams, stores and shelters of the plan as marks on the map. */
export function resourceLayer(city: DemoCity): LayerInput {
  const rows = [...teamRows(city), ...storeRows(city), ...shelterRows(city)];
  return pointLayer(
    {
      id: 'resources',
      kind: 'point',
      group: 'facility',
      label: { zh: '应急资源', en: 'Emergency resources' },
      cimLevel: 4,
      colour: { token: 'ok' },
    },
    ['marker'],
    rows,
    RESOURCE_FIELDS,
  );
}

/** By its own name, or by that of its base. */
const teamName = (team: DemoCity['plan']['resources']['teams'][number], landmarks: readonly Landmark[]): Text =>
  team.nameZh === undefined
    ? ofBase(
        landmarks.find(({ id }) => id === team.base),
        team.kind,
      )
    : textOf({ ...team, nameZh: team.nameZh });

function teamRows({ plan: { resources, landmarks } }: DemoCity): ResourceRow[] {
  const rows: ResourceRow[] = [];
  for (const team of resources.teams) {
    rows.push({
      id: team.id,
      at: team.at,
      kind: 'team',
      name: teamName(team, landmarks),
      people: team.people,
      capacity: undefined,
      floodSafe: undefined,
      detail: team.vehicles.join(' · '),
      code: undefined,
    });
  }
  return rows;
}

function storeRows({ plan: { resources } }: DemoCity): ResourceRow[] {
  const rows: ResourceRow[] = [];
  for (const [i, store] of resources.stores.entries())
    rows.push({
      id: store.id,
      at: store.at,
      kind: 'store',
      name: textOf(store),
      people: undefined,
      capacity: undefined,
      floodSafe: undefined,
      detail: Object.entries(store.stock)
        .map(([what, n]) => `${what} ${n}`)
        .join(' · '),
      code: componentCode('store', i + 1),
    });
  return rows;
}

function shelterRows({ plan: { shelters }, buildings }: DemoCity): ResourceRow[] {
  const rows: ResourceRow[] = [];
  // A hall that is a shelter is a building with the plan's id already; the places in it are an object of their own.
  const houses = new Set(buildings.map(({ id }) => id));
  for (const [i, shelter] of shelters.entries())
    rows.push({
      id: houses.has(shelter.id) ? `${shelter.id}-places` : shelter.id,
      at: shelter.at,
      kind: 'shelter',
      name: textOf(shelter),
      people: undefined,
      capacity: shelter.capacity,
      floodSafe: shelter.floodSafe,
      detail: shelter.indoor ? '室内' : '室外',
      code: componentCode('shelter', i + 1),
    });
  return rows;
}

/** resources.json: teams at their bases, their vehicles one by one, stores, shelters, hospitals. */
export function resourcesFile(city: DemoCity) {
  const { resources, shelters, landmarks } = city.plan;
  return {
    format: 1,
    teams: resources.teams.map((team) => ({
      id: team.id,
      name: teamName(team, landmarks),
      kind: team.kind,
      at: team.at,
      people: team.people,
      stock: Object.fromEntries(
        lotsOf(team)
          .filter(({ what }) => STOCK_WORDS.test(what))
          .map(({ count, what }) => [what, count]),
      ),
    })),
    vehicles: vehiclesOf(city),
    stores: resources.stores.map((store) => ({ id: store.id, name: textOf(store), at: store.at, stock: store.stock })),
    shelters: shelters.map(({ id, at, capacity, indoor, floodSafe, ...named }) => ({
      id,
      name: textOf({ id, ...named }),
      at,
      capacity,
      indoor,
      staysDry: floodSafe,
    })),
    hospitals: landmarks
      .filter(({ kind }) => kind === 'hospital')
      .map((landmark) => ({ id: landmark.id, name: textOf(landmark), at: landmark.at, beds: null })),
  };
}

/** population.json: who is where at which hour, by district; present(h) = residents·home + jobs·filled + visitors·v. */
export function populationFile(city: DemoCity) {
  const { population, districts } = city.plan;
  return {
    ...population,
    districts: districts.map(({ id, nameZh, nameEn, residents, jobs, polygon }) => ({
      id,
      nameZh,
      nameEn,
      residents,
      jobs,
      polygon,
    })),
  };
}
