import type { WordTable } from '../../../model/text/words.ts';

type CardWords = typeof cardWords;

declare module '../../kit/words.ts' {
  interface PageWords extends CardWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const cardWords = {
  'card.title': { zh: '对象', en: 'Object' },
  'card.copyFailed': { zh: '浏览器禁止复制，请从地址栏复制链接', en: 'The browser blocked copying; copy the link from the address bar' },
  'card.attributes': { zh: '全部属性', en: 'All attributes' },
  'card.filterBy': { zh: '按{name}筛选', en: 'Filter by {name}' },
  'card.failed': { zh: '无法读取此对象', en: 'This object could not be read' },
  'card.unknown': { zh: '本市没有编号为 {gid} 的对象。', en: 'This city has no object with number {gid}.' },
  'card.version': { zh: '数据版本', en: 'Data version' },
  'card.tabs': { zh: '对象内容', en: 'Sections of the object' },
  'card.now': { zh: '现状', en: 'Now' },
  'card.goTo': { zh: '转到 {id}', en: 'Go to {id}' },
  'card.near': { zh: '附近的摄像头与救援力量（直线距离）', en: 'Nearby cameras and resources (straight-line distance)' },
  'card.otherPlans': { zh: '与其重叠的其他规划', en: 'Other plans that overlap it' },
  'card.plans': { zh: '所在规划（按对象中心点）', en: "Plans at the object's centre" },
  'card.noPlan': { zh: '此处没有规划覆盖。', en: 'No plan covers this location.' },
  'card.plansFailed': { zh: '无法读取规划范围', en: 'The plan areas could not be read' },
  'card.higher': { zh: '建筑超出 {over} m', en: 'the building exceeds it by {over} m' },
  'card.overLimit': { zh: '超限高 {over} m', en: '{over} m over the limit' },
  'why.open': { zh: '{name}：计算依据', en: '{name}: how it was derived' },
  'why.edition': { zh: '版次', en: 'Edition' },
  'why.notStated': { zh: '来源未注明', en: 'not stated by the source' },
  'why.unit': { zh: '单位', en: 'Unit' },
  'why.range': { zh: '本图层取值范围', en: 'Range in this layer' },
  'why.column': { zh: '数据列', en: 'Data column' },
  'why.rule': { zh: '计算依据', en: 'Derivation' },
  'why.asStated': { zh: '来源给定，未作假设', en: 'as given by the source; nothing assumed' },
  'why.whichNotKnown': { zh: '未逐个记录哪些对象采用了假设值。', en: 'Which objects hold assumed values is not recorded.' },
} as const satisfies WordTable;
