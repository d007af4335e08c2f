import type { Text } from '../../model/city/manifest.ts';

/**
 * Classes of city components by GB/T 30428.2: district 619901 (fictional), two digits major, two minor, six running.
 * The majors are the standard's; which minor a thing has is 待核 (the edition was not at hand), and the label says so.
 */
const CODE_CLASSES = {
  'manhole-water': { major: '01', minor: '01', zh: '上水井盖', en: 'Water manhole' },
  'manhole-sanitary': { major: '01', minor: '02', zh: '污水井盖', en: 'Sanitary manhole' },
  'manhole-storm': { major: '01', minor: '03', zh: '雨水井盖', en: 'Storm manhole' },
  inlet: { major: '01', minor: '04', zh: '雨水箅子', en: 'Storm inlet' },
  'manhole-power': { major: '01', minor: '05', zh: '电力井盖', en: 'Power manhole' },
  lamp: { major: '01', minor: '06', zh: '路灯', en: 'Street lamp' },
  'manhole-telecom': { major: '01', minor: '08', zh: '通信井盖', en: 'Telecom manhole' },
  'manhole-heat': { major: '01', minor: '10', zh: '热力井盖', en: 'Heat chamber' },
  'manhole-gas': { major: '01', minor: '11', zh: '燃气井盖', en: 'Gas chamber' },
  hydrant: { major: '01', minor: '13', zh: '消火栓', en: 'Hydrant' },
  camera: { major: '01', minor: '15', zh: '监控摄像头', en: 'Camera' },
  pump: { major: '01', minor: '20', zh: '排水泵站', en: 'Drainage pumping station' },
  outfall: { major: '01', minor: '21', zh: '排水口', en: 'Outfall' },
  valve: { major: '01', minor: '22', zh: '管线阀门', en: 'Valve' },
  sensor: { major: '01', minor: '30', zh: '监测设备', en: 'Monitoring device' },
  'pipe-YS': { major: '01', minor: '41', zh: '雨水管线', en: 'Storm pipe' },
  'pipe-WS': { major: '01', minor: '42', zh: '污水管线', en: 'Sanitary pipe' },
  'pipe-JS': { major: '01', minor: '43', zh: '给水管线', en: 'Water pipe' },
  'pipe-RQ': { major: '01', minor: '44', zh: '燃气管线', en: 'Gas pipe' },
  'pipe-RL': { major: '01', minor: '45', zh: '热力管线', en: 'Heating pipe' },
  'pipe-DL': { major: '01', minor: '46', zh: '电力管线', en: 'Power duct' },
  'pipe-TX': { major: '01', minor: '47', zh: '通信管线', en: 'Telecom duct' },
  road: { major: '02', minor: '01', zh: '道路', en: 'Road segment' },
  bridge: { major: '02', minor: '02', zh: '桥梁', en: 'Bridge' },
  parking: { major: '02', minor: '03', zh: '停车场', en: 'Car park' },
  metro: { major: '02', minor: '10', zh: '轨道交通设施', en: 'Metro structure' },
  tree: { major: '04', minor: '01', zh: '树木', en: 'Tree' },
  green: { major: '04', minor: '02', zh: '绿地', en: 'Green space' },
  building: { major: '05', minor: '01', zh: '房屋', en: 'Building' },
  parcel: { major: '05', minor: '02', zh: '地块', en: 'Parcel' },
  shelter: { major: '06', minor: '01', zh: '应急避难场所', en: 'Shelter' },
  store: { major: '06', minor: '02', zh: '应急物资库', en: 'Emergency store' },
} as const;

export type CodeClass = keyof typeof CODE_CLASSES;

/** District code of the demo city; that 6199 is unassigned is 待核. */
const DISTRICT = '619901';

/** The code of the n-th thing (1 …) of a class: unique as long as every class counts once over the whole city. */
export function componentCode(kind: CodeClass, n: number): string {
  const { major, minor } = CODE_CLASSES[kind];
  return `${DISTRICT}${major}${minor}${String(n).padStart(6, '0')}`;
}

/** Label of a `code` attribute. */
export const CODE_LABEL: Text = { zh: '部件编码（小类待核）', en: 'Component code (minor class unverified)' };
