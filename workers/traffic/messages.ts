import { messageTable } from '../../model/text/message.ts';

/** What an equilibrium cannot be searched for. */
export const equilibriumMessage = messageTable({
  'no-roads': {
    zh: '城市没有道路网，请管理员加入道路图层',
    en: 'this city has no road network: ask the administrator to add a layer of roads',
  },
  'no-residents': {
    zh: '城市没有居民数，无法推算出行。请管理员给一个图层赋予“人口”角色',
    en: 'this city has no residents to make trips of: ask the administrator to give a layer the role of the population',
  },
  'no-trips': {
    zh: '没有一个小区与其他小区有车行道路相连。请检查道路网',
    en: 'expected zones that are joined by roads for cars, got none: check the road network',
  },
  'nobody-leaves': {
    zh: 'evacuation：范围内没有居民，或居民 500 m 内没有车行道路。请画在有人居住的地方',
    en: 'evacuation: expected residents with a road for cars within 500 m in the area, got none: draw it where people live',
  },
  'no-exit': {
    zh: 'evacuation：没有道路从范围内通到范围外。请把范围画小一些，或画在路网以内',
    en: 'evacuation: expected a road that leaves the area, got none: draw it smaller or within the road network',
  },
  'too-many-leave': {
    zh: 'evacuation：共 {vehicles} 辆车，最多 {most} 辆。请画小一些的范围，或分批计算',
    en: 'evacuation: expected {most} vehicles at most, got {vehicles}: draw a smaller area, or compute it in parts',
  },
  'no-junction': {
    zh: 'opened：第 {at} 条新路的端点离最近的路口 {gotM} m，应不超过 {mostM} m。请画到路口附近',
    en: 'opened: expected the ends of new road {at} within {mostM} m of a junction, got {gotM} m: draw it nearer to one',
  },
  'unknown-segment': {
    zh: 'roads：道路网没有路段“{id}”（共 {count} 处）。请按当前城市重新选择封路',
    en: 'roads: expected segments of the network, got "{id}" ({count} in all): choose the closures in this city again',
  },
});
