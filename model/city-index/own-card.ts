import type { Text } from '../text/text.ts';
import { type Basis, INDEX_FORMAT, type IndexCard, PERCENT, soleBasis } from './index-card.ts';

/** The second card tells what a twin's own data say of a city, with weights and limits of this program that all can be changed. */
const PROPOSAL: Text = {
  zh: '本程序的建议，不属于公布的指数；指标、权重和满分值采用前请核对',
  en: "This program's proposal, no part of the published index: check indicator, weight and limits before use",
};

type Given = Pick<Basis, 'id' | 'name' | 'unit' | 'formula' | 'zeroAt' | 'fullAt'> & { isSurvey?: true };

const indicator = (given: Given): Basis => ({
  isSurvey: false,
  ...given,
  source: PROPOSAL,
  isChecked: false,
  weight: 1,
});

const GROUPS: readonly { id: string; name: Text; indicators: Basis[] }[] = [
  {
    id: 'sensing',
    name: { zh: '感知设施', en: 'Sensing' },
    indicators: [
      indicator({
        id: 'sensorDensity',
        name: { zh: '监测设备密度', en: 'Sensors per area' },
        unit: { zh: '台/km²', en: 'per km²' },
        formula: { zh: '监测设备数 ÷ 城市数据范围面积', en: 'sensors ÷ area of the city’s data' },
        zeroAt: 0,
        fullAt: 20,
      }),
      indicator({
        id: 'cameraCoverage',
        name: { zh: '摄像头覆盖率', en: 'Camera coverage' },
        unit: PERCENT,
        formula: {
          zh: '至少被一台摄像头看到的空地面积 ÷ 空地面积 × 100',
          en: 'free ground that a camera sees ÷ free ground × 100',
        },
        zeroAt: 0,
        fullAt: 90,
      }),
      indicator({
        id: 'readingCompleteness',
        name: { zh: '读数完整率', en: 'Complete readings' },
        unit: PERCENT,
        formula: { zh: '收到的读数 ÷（收到 + 缺失的读数）× 100', en: 'readings received ÷ (received + lost) × 100' },
        zeroAt: 80,
        fullAt: 99.5,
      }),
      indicator({
        id: 'gigabitCoverage',
        name: { zh: '千兆网络覆盖率', en: 'Gigabit coverage' },
        unit: PERCENT,
        formula: { zh: '千兆网络覆盖户数 ÷ 总户数 × 100', en: 'households with gigabit access ÷ households × 100' },
        zeroAt: 0,
        fullAt: 95,
      }),
    ],
  },
  {
    id: 'data',
    name: { zh: '数据与孪生', en: 'Data and twin' },
    indicators: [
      indicator({
        id: 'buildingAttributes',
        name: { zh: '建筑属性完整率', en: 'Building attributes' },
        unit: PERCENT,
        formula: {
          zh: '现状建筑的非空属性值 ÷（建筑数 × 属性数）× 100',
          en: 'attribute values of existing buildings ÷ (buildings × attributes) × 100',
        },
        zeroAt: 0,
        fullAt: 100,
      }),
      indicator({
        id: 'pipeAttributes',
        name: { zh: '管线属性完整率', en: 'Pipe attributes' },
        unit: PERCENT,
        formula: {
          zh: '现状管线的非空属性值 ÷（管段数 × 属性数）× 100',
          en: 'attribute values of existing pipes ÷ (pipes × attributes) × 100',
        },
        zeroAt: 0,
        fullAt: 100,
      }),
      indicator({
        id: 'layerFreshness',
        name: { zh: '数据现势率', en: 'Fresh data' },
        unit: PERCENT,
        formula: {
          zh: '来源日期在两年以内的图层 ÷ 注明日期的图层 × 100',
          en: 'layers whose source is of the last two years ÷ layers with a date × 100',
        },
        zeroAt: 0,
        fullAt: 100,
      }),
    ],
  },
  {
    id: 'governance',
    name: { zh: '运行治理', en: 'Operations' },
    indicators: [
      indicator({
        id: 'alarmAcknowledgement',
        name: { zh: '告警确认时间', en: 'Alarm acknowledgement' },
        unit: { zh: '分钟', en: 'min' },
        formula: { zh: '告警发生到确认的时间，取中位数', en: 'median time from an alarm to its acknowledgement' },
        zeroAt: 30,
        fullAt: 1,
      }),
      indicator({
        id: 'casesOnTime',
        name: { zh: '案件未超期率', en: 'Cases in time' },
        unit: PERCENT,
        formula: { zh: '未超期的在办案件 ÷ 在办案件 × 100', en: 'open cases within their limit ÷ open cases × 100' },
        zeroAt: 60,
        fullAt: 100,
      }),
      indicator({
        id: 'dataSharing',
        name: { zh: '部门数据共享率', en: 'Shared data' },
        unit: PERCENT,
        formula: { zh: '已共享的数据目录 ÷ 应共享的数据目录 × 100', en: 'catalogues shared ÷ to be shared × 100' },
        zeroAt: 0,
        fullAt: 95,
      }),
    ],
  },
  {
    id: 'resilience',
    name: { zh: '安全韧性', en: 'Safety' },
    indicators: [
      indicator({
        id: 'warningLead',
        name: { zh: '预警提前量', en: 'Warning lead' },
        unit: { zh: '分钟', en: 'min' },
        formula: { zh: '险情预警早于发生的时间，取中位数', en: 'median time from a warning to the event' },
        zeroAt: 0,
        fullAt: 60,
      }),
      indicator({
        id: 'rescueArrival',
        name: { zh: '救援到场时间', en: 'Rescue arrival' },
        unit: { zh: '分钟', en: 'min' },
        formula: { zh: '接警到首支力量到场的时间，取中位数', en: 'median time from a call to the first unit' },
        zeroAt: 30,
        fullAt: 5,
      }),
      indicator({
        id: 'drills',
        name: { zh: '预案演练次数', en: 'Drills' },
        unit: { zh: '次/年', en: 'per year' },
        formula: { zh: '每部预案一年内演练次数的平均值', en: 'mean drills a response plan and year' },
        zeroAt: 0,
        fullAt: 4,
      }),
    ],
  },
  {
    id: 'people',
    name: { zh: '居民体验', en: 'People' },
    indicators: [
      indicator({
        id: 'onlineServices',
        name: { zh: '网上可办率', en: 'Services online' },
        unit: PERCENT,
        formula: { zh: '可全程网办的事项 ÷ 政务服务事项 × 100', en: 'services done online ÷ public services × 100' },
        zeroAt: 0,
        fullAt: 100,
      }),
      indicator({
        id: 'satisfaction',
        name: { zh: '居民满意度', en: 'Satisfaction' },
        unit: { zh: '分', en: 'points' },
        formula: { zh: '抽样调查得分，百分制；注明样本量', en: 'survey score of 100; name the sample' },
        isSurvey: true,
        zeroAt: 0,
        fullAt: 100,
      }),
      indicator({
        id: 'accessibleServices',
        name: { zh: '适老无障碍服务率', en: 'Accessible services' },
        unit: PERCENT,
        formula: {
          zh: '通过适老化和无障碍检查的服务渠道 ÷ 服务渠道 × 100',
          en: 'service channels that pass an accessibility check ÷ channels × 100',
        },
        zeroAt: 0,
        fullAt: 100,
      }),
    ],
  },
];

/** Returns the program's own card without values. */
export const ownCard = (city: string): IndexCard => ({
  format: INDEX_FORMAT,
  kind: 'city-index',
  card: 'own',
  city,
  title: { zh: '孪生自评表', en: "The twin's own card" },
  groups: GROUPS.map((group) => ({ ...group, weight: 1, indicators: group.indicators.map(soleBasis) })),
  years: {},
});
