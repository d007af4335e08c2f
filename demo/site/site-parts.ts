import type { Text } from '../../model/city/manifest.ts';
import { type Field, nameFields, quantity, type SurfaceRow, text } from '../emit.ts';
import { taskFields } from './site-model.ts';

export interface PartRow extends SurfaceRow {
  name: Text;
  part: string;
  topM: number;
  bottomM: number;
  kind: string;
  /** Of struts, from the top, 0 the first. */
  row?: number;
  task?: number;
  removal?: number;
}

const PARTS = {
  wall: { zh: '地下连续墙', en: 'diaphragm wall' },
  strut: { zh: '支撑', en: 'strut' },
  floor: { zh: '坑底', en: 'pit floor' },
  crane: { zh: '塔吊', en: 'tower crane' },
  well: { zh: '降水井', en: 'dewatering well' },
  earth: { zh: '土方', en: 'earth' },
  fill: { zh: '回填', en: 'backfill' },
  hoarding: { zh: '围挡', en: 'hoarding' },
  scaffold: { zh: '脚手架', en: 'scaffold' },
  road: { zh: '施工便道', en: 'haul road' },
  heap: { zh: '土堆', en: 'heap of soil' },
  store: { zh: '材料堆场', en: 'store' },
} as const;

export const PART_FIELDS: Field<PartRow>[] = [
  ...nameFields<PartRow>(),
  { name: 'part', type: 'code', label: { zh: '部位', en: 'Part' }, values: { ...PARTS }, of: (row) => row.part },
  quantity('top', 'm', { zh: '顶标高', en: 'Top' }, (row) => row.topM),
  quantity('bottom', 'm', { zh: '底标高', en: 'Bottom' }, (row) => row.bottomM),
  text('kind', { zh: '做法', en: 'Construction' }, (row) => row.kind),
  ...taskFields<PartRow>(),
];
