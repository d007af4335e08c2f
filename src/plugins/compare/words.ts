import type { WordTable } from '../../../model/text/words.ts';

type CompareWords = typeof compareWords;

declare module '../../kit/words.ts' {
  interface PageWords extends CompareWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const compareWords = {
  'compare.title': { zh: '对比', en: 'Compare' },
  'compare.short': { zh: '对看', en: 'Swipe' },
  'compare.off': { zh: '单屏', en: 'Single view' },
  'compare.swipe': { zh: '卷帘', en: 'Swipe' },
  'compare.split': { zh: '分屏', en: 'Split' },
  'compare.sides': { zh: '各侧图层', en: 'Layers on each side' },
  'compare.left': { zh: '左', en: 'Left' },
  'compare.both': { zh: '两侧', en: 'Both' },
  'compare.right': { zh: '右', en: 'Right' },
  'compare.preset': { zh: '现状在左，规划在右', en: 'Existing left, planned right' },
  'compare.leftSide': { zh: '左侧', en: 'Left side' },
  'compare.rightSide': { zh: '右侧', en: 'Right side' },
  'compare.common': { zh: '两侧共有图层', en: 'Layers on both sides' },
  'compare.handle': { zh: '卷帘位置', en: 'Swipe position' },
  'compare.side': { zh: '{name}显示在', en: 'Show {name} on' },
  'compare.groupSide': { zh: '{name}全部显示在', en: 'Show all of {name} on' },
  'compare.firstIsPage': { zh: '第一个画面的配色、筛选和推演与本页一致，其余画面可另设。', en: 'The first view has the style, filter and runs of this page; the others can have their own.' },
  'compare.style': { zh: '配色', en: 'Style' },
  'compare.filter': { zh: '按状态筛选', en: 'Filter by state' },
  'compare.asPage': { zh: '与本页一致', en: 'As this page' },
  'compare.light': { zh: '浅色', en: 'Light' },
  'compare.dark': { zh: '深色', en: 'Dark' },
  'compare.onlyExisting': { zh: '仅现状', en: 'Existing only' },
  'compare.withConstruction': { zh: '现状与在建', en: 'Existing and under construction' },
  'compare.everyState': { zh: '全部状态', en: 'All states' },
  'compare.noRun': { zh: '不显示推演', en: 'No run' },
  'compare.layersByView': { zh: '各画面的图层', en: 'Layers in each view' },
  'compare.layer': { zh: '图层', en: 'Layer' },
} as const satisfies WordTable;
