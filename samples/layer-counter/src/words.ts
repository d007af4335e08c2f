import type { WordTable } from 'shapan-plugin/model/text/words';

type CounterWords = typeof counterWords;

declare module 'shapan-plugin/kit/words' {
  interface PageWords extends CounterWords {}
}

/** What the plug-in writes on screen; keys begin with its id. */
export const counterWords = {
  'layer-counter.title': { zh: '图层计数', en: 'Count of things' },
  'layer-counter.answers': { zh: '显示的图层共有多少个对象', en: 'how many things the shown layers hold' },
  'layer-counter.total': { zh: '显示的对象', en: 'Things shown' },
  'layer-counter.everything': { zh: '也计隐藏的图层', en: 'Count hidden layers too' },
} as const satisfies WordTable;
