import { messageTable } from '../../model/text/message.ts';

/** What an analysis of views cannot be made of. */
export const viewMessage = messageTable({
  'nothing-stands': {
    zh: '城市既没有地面高程栅格也没有建筑体块，无法分析视线；请管理员更新城市数据',
    en: "this city has neither a raster of its ground nor building volumes: no view can be analysed; ask the administrator to update the city's data",
  },
  'no-layer': {
    zh: 'planned：应为有建筑体块的图层（{known}），现为“{got}”',
    en: 'planned: expected layers with building volumes ({known}), got "{got}"',
  },
  'inside-building': {
    zh: '视点在建筑“{id}”之内（标高 {eye} m，屋顶 {top} m）：请选在室外，或选在屋顶',
    en: 'the viewpoint lies inside building "{id}" (at {eye} m, its roof at {top} m): choose a place outside, or its roof',
  },
  'same-place': {
    zh: '两点相距不足 1 m，请另选一点',
    en: 'expected two points at least 1 m apart, got one place: choose another point',
  },
});
