import type { Text } from '../text/text.ts';

/** What a shape of a plan is, whatever authority drew it: rules name these kinds. */
export const PLAN_KINDS = {
  parcel: { zh: '规划地块', en: 'Planned parcel' },
  'street-line': { zh: '道路红线', en: 'Street red line' },
  'use-zone': { zh: '用途分区', en: 'Use zone' },
  'urban-boundary': { zh: '城镇开发边界', en: 'Urban growth boundary' },
  farmland: { zh: '永久基本农田', en: 'Permanent basic farmland' },
  ecology: { zh: '生态保护红线', en: 'Ecological red line' },
  forest: { zh: '林地', en: 'Forest land' },
  wetland: { zh: '重要湿地', en: 'Important wetland' },
  river: { zh: '河道管理范围', en: 'River management range' },
  detention: { zh: '蓄滞洪区', en: 'Flood detention area' },
  'view-corridor': { zh: '视廊限高区', en: 'View corridor' },
  heritage: { zh: '历史街区紫线', en: 'Historic district' },
  metro: { zh: '轨道控制保护区', en: 'Metro protection zone' },
  tunnel: { zh: '综合管廊', en: 'Utility tunnel' },
  underground: { zh: '地下空间', en: 'Underground space' },
  existing: { zh: '现状用地', en: 'Existing land use' },
  building: { zh: '现状建筑', en: 'Existing building' },
  'planned-building': { zh: '规划建筑', en: 'Planned building' },
  pipe: { zh: '现状管线', en: 'Existing pipe' },
  'planned-pipe': { zh: '规划管线', en: 'Planned pipe' },
  'rail-tunnel': { zh: '现状轨道隧道', en: 'Existing rail tunnel' },
  'planned-tunnel': { zh: '规划轨道隧道', en: 'Planned rail tunnel' },
  basement: { zh: '地下室', en: 'Basement' },
  pile: { zh: '桩基', en: 'Piles' },
} as const satisfies Record<string, Text>;

/** A kind of shape in plans. */
export type PlanKind = keyof typeof PLAN_KINDS;

/** Kinds in the order of their list. */
export const PLAN_KIND_NAMES = Object.keys(PLAN_KINDS) as PlanKind[];

/** Land that nothing is built on without leave of whoever keeps it. */
export const PROTECTED_KINDS: readonly PlanKind[] = [
  'farmland',
  'ecology',
  'forest',
  'wetland',
  'river',
  'detention',
  'heritage',
];

/** Where a plan stands on its way. */
export const PLAN_STATUSES = ['preparing', 'draft', 'approved', 'archived', 'survey'] as const;

/** What a pipe carries. */
export const PIPE_SYSTEMS = ['storm', 'sanitary', 'water', 'gas', 'heat', 'power', 'telecom'] as const;
