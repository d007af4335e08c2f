import type { Text } from '../city/manifest.ts';

/** A set of people's speeds and bodies that a case of a crowd can choose. */
export type CrowdPresetName = 'prescriptive' | 'laboratory' | 'weidmann' | 'pupils' | 'pressing';

/** The people that each population stands for, and where it holds: the page, a run's record and the guide say it. */
export const PRESET_HOLDS: Readonly<Record<CrowdPresetName, Text>> = {
  weidmann: {
    zh: '各年龄混合的公众，按 Weidmann（1993）拟合。适用：0.5 m 以上的门，5 人/m² 以下。车站、商场、办公楼、医院按此取值；老人、轮椅在人员构成中另选。',
    en: 'The public, all ages mixed, fitted to Weidmann (1993). Holds for doors from 0.5 m and up to 5 people/m². For stations, shops, offices, hospitals; the elderly and wheelchairs are classes within it.',
  },
  laboratory: {
    zh: '不争抢的青年，按 HERMES 实拍（2009）拟合，自由步速 1.55 m/s。适用：0.9–3 m 的出口，3 人/m² 以下；0.7 m 出口流量偏低约两成。观众中老幼较多时请选“公共建筑”。',
    en: 'Calm young adults, fitted to the films of HERMES (2009), free speed 1.55 m/s. Holds for exits of 0.9 to 3 m and up to 3 people/m²; at 0.7 m the flow is a fifth too low. Where many are old or young choose “Public building”.',
  },
  pupils: {
    zh: '11–16 岁学生：身体按成人九成，时距同公众（待核）。没有学生实拍可对照，结果只宜用于方案比较；小学请在人员构成中加“儿童”。',
    en: 'Pupils of 11 to 16 years: bodies of nine tenths, time gap of the public (unconfirmed). No filmed pupils are compared with it; use it to compare options. For primary schools add the class “Child”.',
  },
  pressing: {
    zh: '被催促的青年，仅按一次试验（0.5 m 门，75 人）拟合。门前可达 5–8 人/m²，不用于平静的疏散。',
    en: 'Young adults urged on, fitted to one experiment (a door of 0.5 m, 75 people). 5 to 8 people/m² before a door; not for a calm egress.',
  },
  prescriptive: {
    zh: '不代表任何实际人群：有意比各类人群都慢，0.8 m 以上的门每米不超过 1.33 人/s（IMO、SFPE）。宜作设计下限，不能当作实测速度或密度。',
    en: 'Stands for nobody: slower than every population on purpose, at most 1.33 persons/(m·s) at doors of 0.8 m and more (IMO, SFPE). A design bound; its speeds and densities are not measured ones.',
  },
};

/** `npm run validate -- crowd.presets` measured these and fails where it measures others: 1 passes, 0 fails; absent: of another population. */
export const PRESET_TESTS: Readonly<Record<string, Readonly<Partial<Record<CrowdPresetName, 0 | 1>>>>> = {
  'rimea.1': { weidmann: 1, prescriptive: 1 },
  'rimea.2': { weidmann: 1, prescriptive: 1 },
  'rimea.3': { weidmann: 1, prescriptive: 1 },
  'rimea.4': { weidmann: 0 },
  'rimea.5': { weidmann: 1, prescriptive: 1 },
  'rimea.6': { weidmann: 1, prescriptive: 1 },
  'rimea.7': { weidmann: 1, prescriptive: 1 },
  'rimea.8': { weidmann: 1, prescriptive: 1 },
  'rimea.9': { weidmann: 1, prescriptive: 1 },
  'rimea.10': { weidmann: 1, prescriptive: 1 },
  'rimea.11': { weidmann: 1, prescriptive: 1 },
  'rimea.12': { weidmann: 1, prescriptive: 1 },
  'rimea.13': { weidmann: 0 },
  'rimea.14': { weidmann: 1, prescriptive: 1 },
  'rimea.15': { weidmann: 1, prescriptive: 1 },
  'rimea.16': { weidmann: 1, laboratory: 1 },
  'imo.1': { weidmann: 1, prescriptive: 1 },
  'imo.2': { weidmann: 1, prescriptive: 1 },
  'imo.3': { weidmann: 1, prescriptive: 1 },
  'imo.4': { prescriptive: 1 },
  'imo.5': { weidmann: 1, prescriptive: 1 },
  'imo.6': { weidmann: 1, prescriptive: 1 },
  'imo.7': { weidmann: 1, prescriptive: 1 },
  'imo.8': { weidmann: 1, prescriptive: 1 },
  'imo.9': { weidmann: 1, prescriptive: 1 },
  'imo.10': { weidmann: 1, prescriptive: 1 },
  'imo.11': { weidmann: 1, prescriptive: 1 },
  'imo.12': { weidmann: 1, prescriptive: 1 },
  'nist.1.1': { weidmann: 1, prescriptive: 1 },
  'nist.2.1': { weidmann: 1, prescriptive: 1 },
  'nist.2.10': { weidmann: 1, prescriptive: 1 },
  'nist.2.2': { weidmann: 1, prescriptive: 1 },
  'nist.2.3': { weidmann: 1, prescriptive: 1 },
  'nist.2.4': { weidmann: 1, prescriptive: 1 },
  'nist.2.5': { weidmann: 1, prescriptive: 1 },
  'nist.2.6': { weidmann: 1, prescriptive: 1 },
  'nist.2.7': { weidmann: 1, prescriptive: 1 },
  'nist.2.8': { weidmann: 1, prescriptive: 1 },
  'nist.2.9': { weidmann: 1, prescriptive: 1 },
  'nist.3.1': { weidmann: 1, prescriptive: 1 },
  'nist.3.2': { weidmann: 1, prescriptive: 1 },
  'nist.3.3': { weidmann: 1, prescriptive: 1 },
  'nist.4.1': { weidmann: 1, prescriptive: 1 },
  'nist.5.1': { weidmann: 1, prescriptive: 1 },
  'nist.5.2': { prescriptive: 1 },
  'hermes.0.7m-of-1.8m.corners': { laboratory: 1 },
  'hermes.0.7m-of-1.8m.density': { laboratory: 1 },
  'hermes.0.7m-of-1.8m.flow': { laboratory: 0 },
  'hermes.0.95m-of-1.8m.corners': { laboratory: 1 },
  'hermes.0.95m-of-1.8m.density': { laboratory: 1 },
  'hermes.0.95m-of-1.8m.flow': { laboratory: 1 },
  'hermes.1.2m-of-1.8m.corners': { laboratory: 1 },
  'hermes.1.2m-of-1.8m.density': { laboratory: 1 },
  'hermes.1.2m-of-1.8m.flow': { laboratory: 1 },
  'hermes.1.3m-of-2.4m.corners': { laboratory: 1 },
  'hermes.1.3m-of-2.4m.density': { laboratory: 1 },
  'hermes.1.3m-of-2.4m.flow': { laboratory: 0 },
  'hermes.1.6m-of-2.4m.corners': { laboratory: 1 },
  'hermes.1.6m-of-2.4m.density': { laboratory: 1 },
  'hermes.1.6m-of-2.4m.flow': { laboratory: 1 },
  'hermes.1.6m-of-3m.corners': { laboratory: 1 },
  'hermes.1.6m-of-3m.density': { laboratory: 1 },
  'hermes.1.6m-of-3m.flow': { laboratory: 1 },
  'hermes.2m-of-3m.corners': { laboratory: 1 },
  'hermes.2m-of-3m.density': { laboratory: 1 },
  'hermes.2m-of-3m.flow': { laboratory: 1 },
  'one-way.0.4': { laboratory: 1 },
  'one-way.0.8': { laboratory: 1 },
  'one-way.1.2': { laboratory: 1 },
  'one-way.1.6': { laboratory: 1 },
  'one-way.2': { laboratory: 1 },
  'both-ways.0.45': { laboratory: 1 },
  'both-ways.1.2': { laboratory: 1 },
  'both-ways.1.5': { laboratory: 1 },
  'both-ways.1.9': { laboratory: 1 },
  'adrian.0.5m': { pressing: 1 },
  'door.0.5m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.0.6m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.0.7m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.0.8m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.0.9m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.1m': { weidmann: 1, laboratory: 0, pupils: 1, pressing: 1, prescriptive: 1 },
  'door.1.2m': { weidmann: 1, laboratory: 1, pupils: 1, pressing: 1, prescriptive: 1 },
};

/** A kind of test in words; `$1` and `$2` are the numbers of its name. */
const TEST_TITLES: readonly (readonly [RegExp, Text])[] = [
  [/^rimea\.(.+)$/, { zh: 'RiMEA 第 $1 项', en: 'RiMEA $1' }],
  [/^imo\.(.+)$/, { zh: 'IMO 第 $1 项', en: 'IMO $1' }],
  [/^nist\.(.+)$/, { zh: 'NIST 第 $1 项', en: 'NIST $1' }],
  [/^hermes\.(.+)m-of-(.+)m\.flow$/, { zh: '$2 m 通道的 $1 m 出口：流量', en: 'Exit $1 m of a hall $2 m wide: flow' }],
  [
    /^hermes\.(.+)m-of-(.+)m\.density$/,
    { zh: '$2 m 通道的 $1 m 出口：密度', en: 'Exit $1 m of a hall $2 m wide: density' },
  ],
  [
    /^hermes\.(.+)m-of-(.+)m\.corners$/,
    { zh: '$2 m 通道的 $1 m 出口：两侧角落', en: 'Exit $1 m of a hall $2 m wide: corners' },
  ],
  [/^one-way\.(.+)$/, { zh: '单向通道，$1 人/m²', en: 'One-way corridor, $1 people/m²' }],
  [/^both-ways\.(.+)$/, { zh: '双向通道，$1 人/m²', en: 'Two-way corridor, $1 people/m²' }],
  [/^adrian\.(.+)m$/, { zh: '被催促的人群，$1 m 门', en: 'People urged on, door of $1 m' }],
  [/^door\.(.+)m$/, { zh: '$1 m 门，100 人', en: 'Door of $1 m, 100 people' }],
];

/** The name of a published test as a reader meets it; a name of no known kind stays as it is. */
export function testTitle(name: string): Text {
  const found = TEST_TITLES.find(([pattern]) => pattern.test(name));
  if (!found) return { zh: name, en: name };
  const [pattern, { zh, en }] = found;
  return { zh: name.replace(pattern, zh), en: name.replace(pattern, en) };
}

/** The published tests that a preset passes, and those that it fails, by their names. */
export function testsOf(preset: CrowdPresetName): { passed: string[]; failed: string[] } {
  const names = Object.keys(PRESET_TESTS);
  return {
    passed: names.filter((name) => PRESET_TESTS[name][preset] === 1),
    failed: names.filter((name) => PRESET_TESTS[name][preset] === 0),
  };
}
