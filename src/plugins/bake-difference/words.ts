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
    zh: '打开管理员比较本市两版数据得到的差异文件（GeoJSON），在图上标出新增、删除和改动的对象。',
    en: 'Open the file of differences (GeoJSON) that an administrator made from two versions of this city; what was added, removed and changed is marked on the map.',
  },
  'difference.open': { zh: '打开差异文件', en: 'Open a file of differences' },
  'difference.failed': { zh: '差异文件没有打开', en: 'The file of differences was not opened' },
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
