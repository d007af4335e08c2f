import type { AttributeInfo, Text } from '../../model/city/manifest.ts';
import type { BuildingModel, ModelElement } from './building-model.ts';

/** One fact of every element, as the baker and the page show it. */
export interface ModelColumn extends Pick<AttributeInfo, 'name' | 'label' | 'values' | 'unit'> {
  type: 'code' | 'string' | 'number';
  of(element: ModelElement): string | number | null;
}

const DISCIPLINES: Record<ModelElement['discipline'], Text> = {
  structure: { zh: '结构', en: 'Structure' },
  architecture: { zh: '建筑', en: 'Architecture' },
  services: { zh: '机电', en: 'Services' },
  site: { zh: '场地', en: 'Site' },
};

type Known = Omit<ModelColumn, 'of'> & {
  of(element: ModelElement, storeys: BuildingModel['storeys']): string | number | null;
};

/** What every model has, in both languages. */
export const DEFAULT_COLUMNS: readonly Known[] = [
  { name: 'class', type: 'code', label: { zh: '类别', en: 'Class' }, of: ({ ifcClass }) => ifcClass },
  {
    name: 'discipline',
    type: 'code',
    label: { zh: '专业', en: 'Discipline' },
    values: DISCIPLINES,
    of: ({ discipline }) => discipline,
  },
  {
    name: 'storey',
    type: 'code',
    label: { zh: '楼层', en: 'Storey' },
    of: ({ storey }, storeys) => (storey === null ? null : storeys[storey].name),
  },
  { name: 'name', type: 'string', label: { zh: '名称', en: 'Name' }, of: ({ name }) => name },
  { name: 'tag', type: 'string', label: { zh: '标记', en: 'Tag' }, of: ({ tag }) => tag },
  {
    name: 'material',
    type: 'string',
    label: { zh: '材料', en: 'Material' },
    of: ({ materials }) => materials.join(', '),
  },
  {
    name: 'code',
    type: 'string',
    label: { zh: '分类编码', en: 'Classification' },
    of: ({ codes }) => codes.join(', '),
  },
  { name: 'zone', type: 'string', label: { zh: '区域', en: 'Zone' }, of: ({ zones }) => zones.join(', ') },
  {
    name: 'volume',
    type: 'number',
    unit: 'm3',
    label: { zh: '模型体积', en: 'Volume of the model' },
    of: ({ meshVolumeM3 }) => meshVolumeM3,
  },
  {
    name: 'statedVolume',
    type: 'number',
    unit: 'm3',
    label: { zh: '文件所载净体积', en: 'Net volume stated' },
    of: ({ stated }) => stated?.volumeM3 ?? null,
  },
];

/**
 * Greatest number of single properties that become columns, the best filled first; the rest would be a column for a handful of elements
 * each.
 */
const MAX_PROPERTY_COLUMNS = 40;
const MIN_FILLED_RATIO = 0.02;

/** The usual columns, then properties by how many elements have them. */
export function columnsOf({ elements, storeys }: Pick<BuildingModel, 'elements' | 'storeys'>): ModelColumn[] {
  const filled = new Map<string, number>();
  for (const { properties } of elements)
    for (const name of properties.keys()) filled.set(name, (filled.get(name) ?? 0) + 1);
  const kept = [...filled]
    .filter(([, times]) => times >= MIN_FILLED_RATIO * elements.length)
    .sort(([a, times], [b, others]) => others - times || (a < b ? -1 : 1))
    .slice(0, MAX_PROPERTY_COLUMNS);
  return [
    ...DEFAULT_COLUMNS.map((column) => ({ ...column, of: (element: ModelElement) => column.of(element, storeys) })),
    ...kept.map(
      ([name]): ModelColumn => ({
        name,
        type: 'string',
        label: { zh: name, en: name },
        of: ({ properties }) => {
          const value = properties.get(name);
          return value === undefined ? null : String(value);
        },
      }),
    ),
  ];
}
