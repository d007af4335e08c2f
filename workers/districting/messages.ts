import { messageTable } from '../../model/text/message.ts';

/** What ground cannot be divided for. */
export const districtsMessage = messageTable({
  'no-load': {
    zh: 'load：应有要均分的人或对象，实际没有。本城建筑没有居民数，请改用图层中的对象，或请管理员加入居民数',
    en: 'load: expected people or things to share out, got none: the buildings of this city have no residents; choose things of a layer, or ask the administrator to add residents',
  },
  'no-ground': {
    zh: 'within：应至少有两个 {cellM} m 的方格，实际不足。请画大范围或改小方格',
    en: 'within: expected two squares of {cellM} m or more, got fewer: draw a larger area or choose smaller squares',
  },
  'too-many': {
    zh: 'cellM：应不超过 {most} 个方格，实际 {squares} 个（每格 {cellM} m）。请改大方格或缩小范围',
    en: 'cellM: expected at most {most} squares, got {squares} of {cellM} m: choose larger squares or a smaller area',
  },
  'no-areas': {
    zh: 'from.layer：应为面图层，实际为 {layer}。请另选图层',
    en: 'from.layer: expected a layer of areas, got {layer}: choose another layer',
  },
  'too-few': {
    zh: 'from：应有 2 到 {most} 个片区，实际 {count} 个。请另选图层或范围',
    en: 'from: expected 2 to {most} districts, got {count}: choose another layer or area',
  },
  'no-capacity': {
    zh: 'balance：按容量均分应有每处的容量，{name} 没有。请改为各片相同，或给图层补上容量',
    en: 'balance: expected a capacity of every place, {name} has none: share out evenly, or add capacities to the layer',
  },
});
