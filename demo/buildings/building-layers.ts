import type { Text } from '../../model/city/manifest.ts';
import { FACADE_WORDS, type LayerInput } from '../../tiles/model.ts';
import { blockLayer, type Field, nameFields, quantity, surfaceLayer, text, whole } from '../emit.ts';
import { CODE_LABEL } from '../names/codes.ts';
import type { Plan } from '../plan.ts';
import { BUILDING_USES } from './building-uses.ts';
import type { Building } from './buildings.ts';
import type { LandmarkSolid } from './landmark-solids.ts';

/** What buildings and landmarks say of themselves. */
export interface BuildingFacts {
  id: string;
  name: Text;
  use: string;
  district: string;
  address: Text;
  code: string;
  heightM: number;
  sillM: number;
  storeys: number;
  facade: number;
  year: number;
  floorM2: number;
  dwellings: number;
  residents: number;
  jobs: number;
}

function fields<Row extends BuildingFacts>(plan: Plan): Field<Row>[] {
  const districts: Record<string, Text> = {};
  for (const district of plan.districts) districts[district.id] = { zh: district.nameZh, en: district.nameEn };
  const uses: Record<string, Text> = {};
  for (const [id, use] of Object.entries(BUILDING_USES)) uses[id] = use.label;
  return [
    ...nameFields<Row>(),
    { name: 'use', type: 'code', label: { zh: '类别', en: 'Class' }, values: uses, of: (row) => row.use },
    text('address', { zh: '地址', en: 'Address' }, (row) => row.address.zh),
    text('addressEn', { zh: '英文地址', en: 'English address' }, (row) => row.address.en),
    quantity('height', 'm', { zh: '高度', en: 'Height' }, (row) => row.heightM),
    quantity('sill', 'm', { zh: '室内外高差', en: 'Floor over ground' }, (row) => row.sillM),
    whole('storeys', '1', { zh: '层数', en: 'Storeys' }, (row) => row.storeys),
    whole('year', 'a', { zh: '建成年份', en: 'Built in' }, (row) => row.year),
    quantity('floorArea', 'm2', { zh: '建筑面积', en: 'Floor area' }, (row) => Math.round(row.floorM2)),
    whole('dwellings', '1', { zh: '户数', en: 'Dwellings' }, (row) => row.dwellings),
    whole('residents', '1', { zh: '居民', en: 'Residents' }, (row) => row.residents),
    whole('jobs', '1', { zh: '岗位', en: 'Jobs' }, (row) => row.jobs),
    {
      name: 'district',
      type: 'code',
      label: { zh: '片区', en: 'District' },
      values: districts,
      of: (row) => row.district,
    },
    {
      name: 'facade',
      type: 'integer',
      unit: '1',
      label: { zh: '立面类别', en: 'Facade class' },
      values: FACADE_WORDS,
      of: (row) => row.facade,
    },
    text('code', CODE_LABEL, (row) => row.code),
  ];
}

export function buildingLayers(
  plan: Plan,
  buildings: Building[],
  solids: (LandmarkSolid & BuildingFacts)[],
): LayerInput[] {
  const common = { kind: 'building', group: 'building', shownAtStart: true } as const;
  return [
    blockLayer(
      {
        ...common,
        id: 'buildings',
        label: { zh: '建筑', en: 'Buildings' },
        cimLevel: 4,
        colour: { token: 'map-build' },
      },
      buildings,
      fields<Building>(plan),
    ),
    surfaceLayer(
      {
        ...common,
        id: 'landmarks',
        label: { zh: '标志建筑', en: 'Landmarks' },
        cimLevel: 5,
        colour: { token: 'map-build' },
      },
      solids,
      fields<LandmarkSolid & BuildingFacts>(plan),
    ),
  ];
}
