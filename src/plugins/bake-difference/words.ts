import type { WordTable } from '../../../model/text/words.ts';

type DifferenceWords = typeof differenceWords;

declare module '../../kit/words.ts' {
  interface PageWords extends DifferenceWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const differenceWords = {
  'difference.title': { zh: '版本差异', en: 'Version difference' },
  'difference.answers': { zh: '两版数据差在哪里', en: 'what two versions differ in' },
  'difference.about': {
    zh: '与本市保留的旧版比较，或打开管理员给的差异文件（GeoJSON）；图上标出新增、删除和改动的对象。',
    en: 'Compare with a former version that is kept of this city, or open a file of differences (GeoJSON) from an administrator; what was added, removed and changed is marked on the map.',
  },
  'difference.open': { zh: '打开差异文件', en: 'Open a file of differences' },
  'difference.failed': { zh: '差异文件没有打开', en: 'The file of differences was not opened' },
  'difference.listed': {
    zh: '下表列出其中 {count} 处；全部数目如上。',
    en: 'The table lists {count} of them; the numbers above are of all.',
  },
  'difference.ghosts': {
    zh: '删除的对象按旧版的形状半透明显示；改动以属性值、位置和大小为准，形状细部不比较。',
    en: 'What was removed stands half transparent in its former shape. Changes are of values, place and size; details of shape are not compared.',
  },
  'difference.clear': { zh: '收起', en: 'Put away' },
  'difference.sum': {
    zh: '新增 {added}，删除 {removed}，改动 {changed}。',
    en: '{added} added, {removed} removed, {changed} changed.',
  },
  'difference.layer': { zh: '图层', en: 'Layer' },
  'difference.thing': { zh: '对象', en: 'Thing' },
  'difference.what': { zh: '差异', en: 'Difference' },
  'difference.changes': { zh: '改动项', en: 'What changed' },
  'difference.added': { zh: '新增', en: 'added' },
  'difference.removed': { zh: '删除', en: 'removed' },
  'difference.changed': { zh: '改动', en: 'changed' },
  'difference.place': { zh: '位置', en: 'place' },
  'difference.size': { zh: '大小', en: 'size' },
} as const satisfies WordTable;
