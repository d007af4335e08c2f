import type { Text } from '../../city/manifest.ts';
import type { CitySensor, CityStream } from '../../city/sensors.ts';
import { alarmKey } from './alarms.ts';
import { WATCHES } from './city-watches.ts';
import type { Priority, StreamRule } from './rules.ts';

/** What passing a kind's set points means, and what to do; a city's own 预案 goes before it. */
interface KindMeaning {
  priority: { warn: Priority; alarm: Priority };
  title: Text;
  consequence: Text;
  action: Text;
}

/** What endangers people, and what a system or a structure may fail by. */
const LIVES = { warn: 2, alarm: 1 } as const;
const WORKS = { warn: 3, alarm: 2 } as const;

const OF_KIND: Readonly<Record<string, KindMeaning>> = {
  river: {
    priority: LIVES,
    title: { zh: '河道水位', en: 'River stage' },
    consequence: { zh: '堤防临水，低洼处可能倒灌', en: 'Water stands at the levee; low ground may flood backwards' },
    action: {
      zh: '加密巡堤，预置抢险力量，关闭排口闸门',
      en: 'Patrol the levee, place rescue forces, close the outfall gates',
    },
  },
  'pipe-level': {
    priority: WORKS,
    title: { zh: '管网液位', en: 'Sewer level' },
    consequence: { zh: '管道满流，井口可能溢流', en: 'The sewer is full; manholes may overflow' },
    action: { zh: '查下游堵点，调泵站', en: 'Look for a block downstream, raise the pumps' },
  },
  pond: {
    priority: LIVES,
    title: { zh: '道路积水', en: 'Ponding on the road' },
    consequence: { zh: '车辆熄火，行人涉水危险', en: 'Cars stall; wading is dangerous' },
    action: { zh: '封闭路段，派排涝车', en: 'Close the road, send a pump truck' },
  },
  'gas-leak': {
    priority: LIVES,
    title: { zh: '甲烷浓度', en: 'Methane' },
    consequence: { zh: '可燃气体积聚，遇火爆炸', en: 'Gas gathers; a spark sets it off' },
    action: { zh: '断火断电，疏散，通知燃气公司', en: 'No fire, no power, clear the place, call the gas company' },
  },
  noise: {
    priority: { warn: 4, alarm: 4 },
    title: { zh: '噪声', en: 'Noise' },
    consequence: { zh: '超过该处声环境限值', en: 'Above the limit of the place' },
    action: { zh: '核查夜间施工许可', en: 'Check the permit for night work' },
  },
  slope: {
    priority: LIVES,
    title: { zh: '边坡位移', en: 'Slope movement' },
    consequence: { zh: '坡体失稳，可能滑塌', en: 'The slope may slide' },
    action: { zh: '撤离坡脚，封路，请地质人员到场', en: 'Clear the foot, close the road, call a geologist' },
  },
  levee: {
    priority: LIVES,
    title: { zh: '堤防渗压', en: 'Levee seepage' },
    consequence: { zh: '可能管涌', en: 'Piping may begin' },
    action: { zh: '查背水坡，备反滤料', en: 'Inspect the land side, bring filter material' },
  },
  site: {
    priority: WORKS,
    title: { zh: '基坑监测', en: 'Pit monitoring' },
    consequence: { zh: '围护变形加大，周边沉降', en: 'The wall moves; the ground around settles' },
    action: { zh: '停止开挖，加撑，复测', en: 'Stop digging, add struts, measure again' },
  },
  building: {
    priority: WORKS,
    title: { zh: '建筑结构监测', en: 'Structural health' },
    consequence: { zh: '沉降或受力超过预期，可能开裂', en: 'It settles or bears more than expected, and may crack' },
    action: {
      zh: '查裂缝，加密观测，请结构工程师评估',
      en: 'Look for cracks, measure more often, ask a structural engineer',
    },
  },
};

const OF_OTHERS: KindMeaning = {
  priority: WORKS,
  title: { zh: '超过限值', en: 'Above its limit' },
  consequence: { zh: '超过设备方给出的限值', en: 'Above the limit that its owner gave' },
  action: { zh: '派人核查', en: 'Send someone to look' },
};

/** The share of a limit by which a value must fall back before the alarm goes: noise of the sensor raises it once. */
const HYSTERESIS_RATIO = 0.05;
/** Two samples over a warning limit are needed, one over an alarm's. */
const WARN_CADENCES = 1;
const SILENT_CADENCES = 5;

/**
 * The rules of a stream of the city: its owner's set points, what its kind is watched for, and silence. A set point is passed from below:
 * none of the city's 25 kinds warns of too little. A level's hysteresis is a share of the way from warning to alarm, where both are known:
 * of an elevation of 379 m a share would be metres. Suppressed by design: what comes before a limit by the limit, a warning by its alarm,
 * and of one device that is silent all streams but the first.
 */
export function rulesOf(
  { kind, datastreams }: CitySensor,
  { id: stream, warn, alarm, cadenceS, unit }: CityStream,
): StreamRule[] {
  const cadenceMs = 1000 * cadenceS;
  const meaning = Object.hasOwn(OF_KIND, kind) ? OF_KIND[kind] : OF_OTHERS;
  const hysteresisOf = (limit: number) => {
    if (warn !== undefined && alarm !== undefined) return 0.2 * (alarm - warn);
    return unit === 'm' && limit > 50 ? 0.05 : HYSTERESIS_RATIO * Math.abs(limit);
  };
  const over = (id: 'warn' | 'alarm', limit: number): StreamRule => ({
    id,
    priority: meaning.priority[id],
    title: meaning.title,
    consequence: meaning.consequence,
    action: meaning.action,
    cause: `${kind} ${id}`,
    suppresses: (id === 'warn' ? ['rate'] : ['rate', 'warn']).map((rule) => alarmKey(stream, rule)),
    condition: { kind: 'above', limit, hysteresis: hysteresisOf(limit) },
    onDelayMs: id === 'warn' ? WARN_CADENCES * cadenceMs : 0,
    offDelayMs: cadenceMs,
    clearOnSilenceMs: null,
  });
  const watches = (Object.hasOwn(WATCHES, kind) ? WATCHES[kind] : []).filter((watch) => watch.unit === unit);
  const isFirst = datastreams[0]?.id === stream;
  return [
    ...(warn === undefined ? [] : [over('warn', warn)]),
    ...(alarm === undefined ? [] : [over('alarm', alarm)]),
    ...watches.map(
      ({ unit: _, ...watch }): StreamRule => ({
        ...watch,
        cause: `${kind} ${watch.id}`,
        onDelayMs: 0,
        // A change has no hysteresis: near its limit it would come and go with the noise.
        offDelayMs: watch.condition.overMs,
        clearOnSilenceMs: watch.condition.overMs,
      }),
    ),
    {
      id: 'silent',
      suppresses: isFirst ? datastreams.slice(1).map(({ id }) => alarmKey(id, 'silent')) : [],
      priority: 4,
      title: { zh: '数据中断', en: 'No data' },
      consequence: { zh: '此处状态未知', en: 'What happens there is unknown' },
      action: { zh: '查供电与通信，必要时派人', en: 'Check power and line, send someone if need be' },
      cause: `${kind} silent`,
      condition: { kind: 'missing', afterMs: SILENT_CADENCES * cadenceMs },
      onDelayMs: 0,
      offDelayMs: 0,
      clearOnSilenceMs: null,
    },
  ];
}
