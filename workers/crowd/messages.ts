import { messageTable } from '../../model/text/message.ts';

/** What is wrong with a plan or a file of paths of a crowd, and with a city that people are to walk in. */
export const crowdMessage = messageTable({
  'dxf-far': {
    zh: '{file}：第 {fileLine} 行：坐标应在距原点 {farthestM} m 以内，现为 [{place}]；请在算例该楼层的 `dxf.originM` 中给出一个邻近的原点',
    en: '{file}: line {fileLine}: expected places within {farthestM} m of 0, 0, got [{place}]; name a near one as `dxf.originM` of the floor in the case',
  },
  'dxf-no-area': {
    zh: '{file}：第 {fileLine} 行：应为有面积的闭合环，现为一条线',
    en: '{file}: line {fileLine}: expected a ring with an area, got a line',
  },
  'dxf-crossing': {
    zh: '{file}：第 {fileLine} 行：环应在第 {line} 行的环之内或之外，现在 [{beside}] 处相交',
    en: '{file}: line {fileLine}: expected a ring that lies within that of line {line} or beside it, got one that crosses it at [{beside}]',
  },
  'no-polygon': { zh: '{file}：没有可步行的多边形', en: '{file}: expected a polygon to walk on, got none' },
  'plan-large': {
    zh: '{file}：网页至多打开 {most} 个角点的平面图，现为 {got} 个；更大的用 shapan sim crowd 推演',
    en: '{file}: expected a plan of at most {most} corners in the page, got {got}; larger ones are for shapan sim crowd',
  },
  'plan-not-json': { zh: '{file}：不是 JSON（{reason}）', en: '{file}: expected JSON ({reason})' },
  'not-trajectories': {
    zh: '{file}：文件开头应为 {magic}，现为 {got}',
    en: '{file}: expected {magic} at its start, got {got}',
  },
  'trajectories-length': {
    zh: '{file}：应为 {expected} 字节，现为 {got} 字节',
    en: '{file}: expected {expected} bytes, got {got}',
  },
  'dxf-no-lines': {
    zh: '{file}：图层 {layers} 上没有闭合的线；图中的图层：{got}',
    en: '{file}: expected closed lines on a layer of {layers}, got none; its layers: {got}',
  },
  'dxf-few-corners': {
    zh: '{file}：第 {fileLine} 行：图层“{layer}”上的闭合线至少要有三个角点，现为 {corners} 个',
    en: '{file}: line {fileLine}: expected a closed line of three corners or more on layer "{layer}", got one of {corners}',
  },
  'dxf-open': {
    zh: '{file}：第 {fileLine} 行：图层“{layer}”上应为至少三个角点的闭合线，现为 {corners} 个角点的开口线',
    en: '{file}: line {fileLine}: expected a closed line of three corners or more on layer "{layer}", got an open one of {corners}',
  },
  'no-grid': {
    zh: '城市 {id} 的数据由旧版生成，没有栅格：请管理员重新生成城市数据后再推演人群',
    en: "{id}: the city's data are of an older version without a raster: ask the administrator to process the city again",
  },
});
