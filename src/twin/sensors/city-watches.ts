import type { Text } from '../../city/manifest.ts';
import type { Condition, Priority } from './rules.ts';

/** What is looked for in a kind's values beside the set points of its owner: how fast they change, how far they are from what they were. */
export interface Watch {
  id: 'rate' | 'unusual';
  /** UCUM: of the kind's streams only those in it. */
  unit: string;
  condition: Extract<Condition, { kind: 'rising' | 'falling' | 'deviating' }>;
  priority: Priority;
  title: Text;
  consequence: Text;
  action: Text;
}

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/**
 * Limits of the demo city, own values: each at least twice what its sensor's noise and the course of a dry day make of it, so that a dry
 * day raises none (`tests/twin/sensors/city-rules.test.ts`). A city that has its own puts them here.
 */
export const WATCHES: Readonly<Record<string, readonly Watch[]>> = {
  river: [
    {
      id: 'rate',
      unit: 'm',
      condition: { kind: 'rising', perMin: 0.5 / 60, overMs: 30 * MINUTE_MS },
      priority: 3,
      title: { zh: '河道涨水过快', en: 'River rising fast' },
      consequence: { zh: '数小时内可能到警戒水位', en: 'The warning stage may be met within hours' },
      action: { zh: '通知巡堤，看上游雨量和预报', en: 'Tell the levee patrol, look at the rain and forecast upstream' },
    },
  ],
  'pipe-level': [
    {
      id: 'rate',
      unit: 'm',
      condition: { kind: 'rising', perMin: 0.02, overMs: 5 * MINUTE_MS },
      priority: 3,
      title: { zh: '管网液位骤升', en: 'Sewer level rising fast' },
      consequence: { zh: '管道将满流，下游低洼处可能积水', en: 'The sewer will be full; lows downstream may pond' },
      action: { zh: '开泵预降，查下游', en: 'Start the pumps, look downstream' },
    },
  ],
  'water-p': [
    {
      id: 'rate',
      unit: 'MPa',
      condition: { kind: 'falling', perMin: 0.01, overMs: 3 * MINUTE_MS },
      priority: 2,
      title: { zh: '供水压力骤降', en: 'Water pressure falling fast' },
      consequence: { zh: '疑似爆管，路面可能塌陷', en: 'A main may have burst; the road may cave in' },
      action: { zh: '关两端阀门，派抢修，围护路面', en: 'Shut the valves on both sides, send repair, fence the road' },
    },
  ],
  'gas-p': [
    {
      id: 'rate',
      unit: 'MPa',
      condition: { kind: 'falling', perMin: 0.005, overMs: MINUTE_MS },
      priority: 1,
      title: { zh: '燃气压力骤降', en: 'Gas pressure falling fast' },
      consequence: { zh: '疑似管道破裂，燃气外泄', en: 'A pipe may be broken and gas escaping' },
      action: { zh: '切断上游阀门，疏散，禁火', en: 'Shut the valve upstream, clear the place, no fire' },
    },
  ],
  'gas-leak': [
    {
      id: 'rate',
      unit: '%',
      condition: { kind: 'rising', perMin: 0.02, overMs: 5 * MINUTE_MS },
      priority: 3,
      title: { zh: '甲烷持续上升', en: 'Methane keeps rising' },
      consequence: { zh: '井内燃气正在积聚', en: 'Gas is gathering in the manhole' },
      action: { zh: '通知燃气公司开井检测', en: 'Ask the gas company to open and test it' },
    },
  ],
  heat: [
    {
      id: 'unusual',
      unit: 'Cel',
      condition: { kind: 'deviating', by: 3, overMs: HOUR_MS },
      priority: 3,
      title: { zh: '供热温度异常', en: 'Heating temperature unusual' },
      consequence: { zh: '疑似失水或换热故障', en: 'Water may be lost or the exchanger at fault' },
      action: { zh: '查热力井和换热站', en: 'Look at the chamber and the heat station' },
    },
  ],
  power: [
    {
      id: 'unusual',
      unit: 'A',
      condition: { kind: 'deviating', by: 60, overMs: 15 * MINUTE_MS },
      priority: 2,
      title: { zh: '负荷突变', en: 'Load jumps' },
      consequence: { zh: '疑似跳闸或转供，下游可能停电', en: 'A breaker may have opened; parts may be without power' },
      action: { zh: '核对停电范围和重要用户', en: 'Check the area without power and who depends on it' },
    },
  ],
  air: [
    {
      id: 'unusual',
      unit: 'ug/m3',
      condition: { kind: 'deviating', by: 25, overMs: HOUR_MS },
      priority: 4,
      title: { zh: '空气质量异常', en: 'Air quality unusual' },
      consequence: { zh: '附近可能有烟或扬尘', en: 'There may be smoke or dust near by' },
      action: { zh: '查火情和工地', en: 'Look for fire and at the building sites' },
    },
  ],
  slope: [
    {
      id: 'rate',
      unit: 'mm',
      condition: { kind: 'rising', perMin: 1 / 60, overMs: HOUR_MS },
      priority: 2,
      title: { zh: '边坡位移加速', en: 'Slope moving faster' },
      consequence: { zh: '坡体可能在数小时内滑塌', en: 'The slope may slide within hours' },
      action: { zh: '加密观测，准备撤离坡脚', en: 'Measure more often, prepare to clear the foot' },
    },
  ],
  levee: [
    {
      id: 'rate',
      unit: 'kPa',
      condition: { kind: 'rising', perMin: 3 / 60, overMs: HOUR_MS },
      priority: 2,
      title: { zh: '堤防渗压上升过快', en: 'Levee seepage rising fast' },
      consequence: { zh: '渗流通道可能正在形成', en: 'A way for seepage may be forming' },
      action: { zh: '查背水坡渗水是否浑浊', en: 'See whether the water on the land side is muddy' },
    },
  ],
  site: [
    {
      id: 'unusual',
      unit: 'mm',
      condition: { kind: 'deviating', by: 3, overMs: 6 * HOUR_MS },
      priority: 2,
      title: { zh: '基坑变形突变', en: 'Pit deformation jumps' },
      consequence: { zh: '围护或支撑可能失效', en: 'The wall or a strut may be giving way' },
      action: { zh: '停止开挖，复测，撤离坑边', en: 'Stop digging, measure again, clear the edge' },
    },
  ],
};
