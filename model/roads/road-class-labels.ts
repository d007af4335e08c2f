import type { Text } from '../text/text.ts';
import type { RoadClass } from './road-network.ts';

/** Names of the classes of roads and ways, as a person reads them. */
export const ROAD_CLASS_LABELS: Readonly<Record<RoadClass, Text>> = {
  motorway: { zh: '高速公路', en: 'motorways' },
  expressway: { zh: '快速路', en: 'expressways' },
  primary: { zh: '主干路', en: 'primary roads' },
  secondary: { zh: '次干路', en: 'secondary roads' },
  tertiary: { zh: '三级路', en: 'tertiary roads' },
  local: { zh: '支路', en: 'local roads' },
  residential: { zh: '居住区道路', en: 'residential streets' },
  lane: { zh: '街巷', en: 'lanes' },
  service: { zh: '内部道路', en: 'service roads' },
  busway: { zh: '公交专用路', en: 'busways' },
  track: { zh: '机耕路', en: 'tracks' },
  pedestrian: { zh: '步行街', en: 'pedestrian streets' },
  link: { zh: '匝道与连接线', en: 'links' },
  cycleway: { zh: '自行车道', en: 'cycle ways' },
  path: { zh: '小路', en: 'paths' },
  steps: { zh: '台阶', en: 'steps' },
};
