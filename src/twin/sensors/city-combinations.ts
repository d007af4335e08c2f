import type { CitySensor } from '../../city/sensors.ts';
import { type AlarmKey, alarmKey } from './alarms.ts';
import { rulesOf } from './city-rules.ts';
import type { CombinedRule } from './rules.ts';

/** Streets and sewers that drain to a station lie about so far from it. */
const REACH_M = 800;
/** Of gauges and sewer levels around one station; one alone may be a blocked gully. */
const WATERLOGGED_NEEDED = 3;

const distanceM = (a: CitySensor, b: CitySensor) => Math.hypot(a.at[0] - b.at[0], a.at[1] - b.at[1]);

/**
 * What several sensors say together, told at the pumping station that has to answer it. It then stands for its parts' warnings, which are
 * its consequences (ISA-18.2, suppressed by design); alarms of danger to life, the second set points, are never suppressed by it.
 */
export function combinedRulesOf(sensors: readonly CitySensor[]): CombinedRule[] {
  const keyOf = (sensor: CitySensor, id: string): AlarmKey[] =>
    sensor.datastreams.flatMap((stream) =>
      rulesOf(sensor, stream).some((rule) => rule.id === id) ? [alarmKey(stream.id, id)] : [],
    );
  const ofKind = (kind: string) => sensors.filter((sensor) => sensor.kind === kind);
  const [ponds, levels, rivers] = ['pond', 'pipe-level', 'river'].map(ofKind);
  return ofKind('pump').flatMap((pump): CombinedRule[] => {
    const near = (all: readonly CitySensor[]) => all.filter((sensor) => distanceM(pump, sensor) <= REACH_M);
    const wet = [
      ...near(ponds).flatMap((pond) => keyOf(pond, 'warn')),
      ...near(levels).flatMap((level) => keyOf(level, 'rate')),
    ];
    const nearest = (all: readonly CitySensor[]) =>
      all.toSorted((a, b) => distanceM(pump, a) - distanceM(pump, b)).slice(0, 1);
    const forebay = nearest(levels.filter((level) => keyOf(level, 'alarm').length > 0));
    const backed = [
      ...nearest(rivers).flatMap((river) => keyOf(river, 'warn')),
      ...forebay.flatMap((level) => keyOf(level, 'alarm')),
    ];
    const [{ id: at }] = pump.datastreams;
    return [
      {
        id: alarmKey(at, 'waterlogged'),
        at,
        needed: WATERLOGGED_NEEDED,
        of: wet,
        suppresses: wet,
        priority: 1 as const,
        title: { zh: '片区内涝', en: 'Area waterlogged' },
        consequence: {
          zh: '多处同时积水或管网骤升，排水能力不足',
          en: 'Several places pond or fill at once: drainage is not enough',
        },
        action: {
          zh: '泵站全开，调移动泵车，封控低洼路段，转移地下空间人员',
          en: 'All pumps on, send pump trucks, close the lows, clear places below ground',
        },
        cause: 'waterlogged',
      },
      {
        id: alarmKey(at, 'backwater'),
        at,
        needed: backed.length,
        of: backed,
        priority: 1 as const,
        title: { zh: '外河顶托', en: 'Backed up by the river' },
        consequence: {
          zh: '河水高、前池满，自流排口已关，全靠泵排',
          en: 'The river is high and the forebay full: no outfall runs by itself, all is up to the pumps',
        },
        action: {
          zh: '确认闸门关闭、泵全开，备用电源到位',
          en: 'See that gates are shut, pumps on, spare power there',
        },
        cause: 'backwater',
      },
    ].filter(({ of, needed }) => needed > 1 && of.length >= needed);
  });
}
