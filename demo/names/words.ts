import type { Text } from '../../model/city/manifest.ts';

/** English names of what plan.json names in Chinese alone, by id; cameras, which it names in English alone, in Chinese. */
const OTHER_LANGUAGE: Readonly<Record<string, string>> = {
  'YS-1': 'Tiyu Road storm trunk',
  'YS-2': 'Axis Road storm trunk',
  'YS-3': 'Xixi Road storm trunk',
  'YS-4': 'Beiyuan flood interceptor',
  'YS-5': 'Yongji Road storm trunk',
  'YS-6': 'East Ring Road storm trunk',
  'YS-7': 'Industry 3rd Road storm trunk',
  'YS-8': 'Axis South storm trunk',
  'YS-9': 'Yongji South storm trunk',
  'WS-1': 'North bank interceptor',
  'WS-2': 'Axis Road sanitary trunk',
  'WS-3': 'Yongji Road sanitary trunk',
  'WS-4': 'South bank interceptor',
  'WS-5': 'Axis South sanitary trunk',
  'JS-1': 'Waterworks east main',
  'JS-2': 'Axis Road water main',
  'JS-3': 'River crossing water main',
  'JS-4': 'Service reservoir main',
  'RQ-1': 'Beiyuan medium-pressure gas main',
  'RQ-2': 'Axis Road medium-pressure gas main',
  'RQ-3': 'Yongji Road medium-pressure gas main',
  'RL-1': 'North heat main',
  'RL-2': 'South heat main',
  'DL-1': 'New Town 110 kV cable tunnel',
  'DL-2': 'Old Town 110 kV ducts',
  'DL-3': 'South 110 kV ducts',
  'TX-1': 'Beiyuan telecom ducts',
  'TX-2': 'Yongji Road telecom ducts',
  'TX-3': 'Axis Road telecom ducts',
  'wl-1': 'Creek Mouth sanitary lift station',
  'ps-1': 'Tiyu Road storm pumping station',
  'ps-2': 'Axis Road storm pumping station',
  'ps-3': 'Xixi Road storm pumping station',
  'ps-6': 'East Ring Road storm pumping station',
  'ps-7': 'Industry 3rd Road storm pumping station',
  'ps-8': 'Axis South storm pumping station',
  'ps-9': 'Yongji South storm pumping station',
  'sn-river-0001': 'Chengxi gauge',
  'sn-river-0002': 'West Flats gauge',
  'sn-river-0003': 'Tiyu Road gauge',
  'sn-river-0004': 'Chengxin gauge',
  'sn-river-0005': 'Creek Mouth gauge',
  'sn-river-0006': 'Yongji gauge',
  'sn-river-0007': 'Dongdu gauge',
  'sn-river-0008': 'Liu Creek gauge',
  'tm-6': 'Municipal drainage team 1',
  'tm-7': 'Municipal drainage team 2',
  'tm-8': 'Levee rescue team',
  'tm-9': 'Gas repair team',
  'tm-10': 'Power repair team',
  'tm-11': 'Water repair team',
  'tm-12': 'Ambulance centre',
  'tm-13': 'Ambulance station west',
  'tm-14': 'Traffic police, special duty',
  'tm-15': 'Blue Sky volunteers',
  'tm-16': 'Metro rescue team',
  'store-1': 'Chengxin flood store',
  'store-2': 'East Gate flood store',
  'store-3': 'South Bank store',
  'store-4': 'Beiyuan store',
  'store-5': 'Metro flood board store',
  'sh-01': 'Pagoda Park',
  'sh-02': 'North Gate sports ground',
  'sh-03': 'School 13',
  'sh-04': 'School 14',
  'sh-05': 'North Pagoda Middle School',
  'sh-06': 'Innovation Park sports hall',
  'sh-07': 'Beiyuan Square',
  'sh-08': 'University sports hall',
  'sh-09': 'University sports ground',
  'sh-10': 'Exhibition Hall',
  'sh-11': 'Civic Park',
  'sh-12': 'Chengchuan Stadium',
  'sh-13': 'Southeast Middle School',
  'sh-14': 'South Ring logistics hall',
  'UGB-NW': 'Urban growth boundary, north-west',
  'UGB-NE': 'Urban growth boundary, north-east',
  'UGB-S': 'Urban growth boundary, south',
  'RMR-1': 'River management range, Cheng River',
  'RMR-2': 'River management range, Liu Creek',
  'DET-1': 'Southwest flood detention area',
  'MPZ-1': 'Metro protection zone, line 1, 50 m',
  'UTT-1': 'Utility tunnel under Beiyuan Avenue',
  'VC-1': 'View corridor pagoda – Drum Tower – river',
  'HIS-1': 'Old Town historic district, purple line',
  'cam-0001': '体育路下穿南口',
  'cam-0002': '体育路下穿北口',
  'cam-0003': '中轴路下穿',
  'cam-0004': '东环路下穿',
  'cam-0005': '体育场西侧',
  'cam-0006': '体育场东广场',
  'cam-0007': '体育中心站D口',
  'cam-0008': '澄心广场站D口广场',
  'cam-0009': '澄心广场站A口',
  'cam-0010': '鼓楼站广场',
  'cam-0011': '鼓楼',
  'cam-0012': '永济桥北',
  'cam-0013': '澄心大桥南',
  'cam-0014': '左堤K2+350',
  'cam-0015': '左堤K4+500',
  'cam-0016': '澄湖',
  'cam-0017': '燃气干管过街处',
  'cam-0018': '会展站工地北',
  'cam-0019': '会展站工地南',
  'cam-0020': '第一医院',
  'cam-0021': '第一医院西院',
  'cam-0022': '中轴路雨水泵站',
  'cam-0023': '青台山防火瞭望塔',
  'cam-0024': '文峰塔',
};

/** What a thing of the plan is called in both languages. */
export function textOf({ id, nameZh, nameEn }: { id: string; nameZh: string; nameEn?: string }, en = ''): Text {
  const english = nameEn ?? OTHER_LANGUAGE[id] ?? en;
  if (english === '') throw new Error(`words.ts: expected an English name of ${id} (${nameZh})`);
  return { zh: nameZh, en: english };
}

/** The plan's cameras are named in English; the other language is Chinese here. */
export function textOfCamera({ id, name }: { id: string; name: string }): Text {
  const zh = OTHER_LANGUAGE[id];
  if (zh === undefined) throw new Error(`words.ts: expected a Chinese name of ${id} (${name})`);
  return { zh, en: name };
}

/** A part of something named, or what belongs to it: 澄川大学 + 主楼, Chengchuan University + main building. */
export const partOf = (whole: Text, zh: string, en: string): Text => ({
  zh: `${whole.zh}${zh}`,
  en: `${whole.en} ${en}`.trim(),
});

/** For things that are known by their place or kind alone. */
export const NAMELESS: Text = { zh: '', en: '' };

/** plan.json `rail.station`, which has no id. */
export const FREIGHT_YARD: Text = { zh: '澄川南站 (货运)', en: 'Chengchuan South freight yard' };
