import type { Text } from '../../../src/city/manifest.ts';
import { FACADE_WORDS, type LayerInput } from '../../model.ts';
import { BUILDING_USES } from './building-uses.ts';
import type { Building } from './buildings.ts';
import { CODE_LABEL } from './codes.ts';
import { blockLayer, type Field, nameFields, surfaceLayer } from './emit.ts';
import type { LandmarkSolid } from './landmarks.ts';
import type { Plan } from './plan.ts';

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
    { name: 'address', type: 'string', label: { zh: '地址', en: 'Address' }, of: (row) => row.address.zh },
    {
      name: 'addressEn',
      type: 'string',
      label: { zh: '英文地址', en: 'English address' },
      of: (row) => row.address.en,
    },
    { name: 'height', type: 'number', unit: 'm', label: { zh: '高度', en: 'Height' }, of: (row) => row.heightM },
    {
      name: 'sill',
      type: 'number',
      unit: 'm',
      label: { zh: '室内外高差', en: 'Floor over ground' },
      of: (row) => row.sillM,
    },
    { name: 'storeys', type: 'integer', unit: '1', label: { zh: '层数', en: 'Storeys' }, of: (row) => row.storeys },
    { name: 'year', type: 'integer', unit: 'a', label: { zh: '建成年份', en: 'Built in' }, of: (row) => row.year },
    {
      name: 'floorArea',
      type: 'number',
      unit: 'm2',
      label: { zh: '建筑面积', en: 'Floor area' },
      of: (row) => Math.round(row.floorM2),
    },
    {
      name: 'dwellings',
      type: 'integer',
      unit: '1',
      label: { zh: '户数', en: 'Dwellings' },
      of: (row) => row.dwellings,
    },
    {
      name: 'residents',
      type: 'integer',
      unit: '1',
      label: { zh: '居民', en: 'Residents' },
      of: (row) => row.residents,
    },
    { name: 'jobs', type: 'integer', unit: '1', label: { zh: '岗位', en: 'Jobs' }, of: (row) => row.jobs },
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
    { name: 'code', type: 'string', label: CODE_LABEL, of: (row) => row.code },
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
