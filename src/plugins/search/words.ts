import type { WordTable } from '../../../model/text/words.ts';

type SearchWords = typeof searchWords;

declare module '../../kit/words.ts' {
  interface PageWords extends SearchWords {}
}

/** What the plug-in writes on screen; its keys are known to the compiler by the augmentation above. */
export const searchWords = {
  'search.open': { zh: '搜索', en: 'Search' },
  'search.placeholder': { zh: '找对象、地点，或要做的事', en: 'Find an object, a place or a task' },
  'search.short': { zh: '搜索', en: 'Search' },
  'search.tools': { zh: '工具', en: 'Tools' },
  'search.layers': { zh: '图层', en: 'Layers' },
  'search.layer': { zh: '显示图层', en: 'show layer' },
  'search.objects': { zh: '对象和地点', en: 'Objects and places' },
  'search.results': { zh: '搜索结果', en: 'Search results' },
  'search.searching': { zh: '正在搜索…', en: 'Searching…' },
  'search.none': { zh: '未找到“{text}”。已搜索全部图层的编号、名称、地址和部件代码。', en: 'No results for “{text}”. Ids, names, addresses and component codes of all layers were searched.' },
  'search.failed': { zh: '搜索未能完成', en: 'The search could not be completed' },
  'search.found': { zh: '{count} 个结果', en: '{count} results', one: '{count} result' },
} as const satisfies WordTable;
