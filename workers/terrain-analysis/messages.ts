import { messageTable } from '../../model/text/message.ts';

/** What the ground cannot be analysed for. */
export const terrainMessage = messageTable({
  'no-ground': {
    zh: '城市没有地面栅格，请管理员加入高程数据',
    en: 'this city has no raster of its ground: ask the administrator to add elevation data',
  },
  'crossed-ring': {
    zh: 'ringM：边界自相交或没有面积，请重新绘制',
    en: 'ringM: expected a ring whose edges do not cross, with an area, got one that is not: draw it again',
  },
  outside: {
    zh: 'ringM：应有一部分在地面栅格与目标面之内，现全在其外，请重新绘制',
    en: 'ringM: expected a part of it over the ground and the target, got none: draw it again',
  },
  'short-line': {
    zh: 'lineM：长度应不小于 1 m，现为 {length} m，请重新绘制',
    en: 'lineM: expected a line of at least 1 m, got {length} m: draw it again',
  },
  'unknown-layer': {
    zh: 'source.layer：应为城市的图层（{known}），现为“{got}”',
    en: 'source.layer: expected a layer of the city ({known}), got "{got}"',
  },
  'unknown-thing': {
    zh: 'source.id：图层“{layer}”中没有“{id}”，请另选',
    en: 'source.id: expected a thing of layer "{layer}", got "{id}": choose another',
  },
  'too-many': {
    zh: 'source.layer：缓冲区至多 {most} 个对象，图层“{layer}”有 {got} 个，请分别选取',
    en: 'source.layer: expected at most {most} things, got {got} in layer "{layer}": choose single ones',
  },
  'too-large': {
    zh: 'ringM：范围内至多 {most} 个栅格，现约 {got} 个，请缩小范围',
    en: 'ringM: expected at most {most} cells of ground in it, got about {got}: draw a smaller area',
  },
});
