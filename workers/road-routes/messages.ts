import { messageTable } from '../../model/text/message.ts';

/** What a question of dispatch cannot be answered about. */
export const dispatchMessage = messageTable({
  'no-roads': {
    zh: '本市没有道路网，无法计算行程；请管理员加入道路图层',
    en: 'this city has no road network: no route can be computed; ask the administrator to add a layer of roads',
  },
  'unknown-segment': {
    zh: 'roads：应为道路网中的路段，现为“{id}”（共 {count} 个未知）',
    en: 'roads: expected segments of the road network, got "{id}" ({count} unknown)',
  },
  'id-twice': {
    zh: '{list}：编号应各不相同，“{id}”出现两次',
    en: '{list}: expected ids that differ, got "{id}" twice',
  },
  'road-far': {
    zh: '最近的可通行道路距所选点 {m} m，这一段未计入时间和范围',
    en: 'roads that can be used end {m} m from a place; that stretch is not in the minutes',
  },
  'no-road-near': {
    zh: '{m} m 内没有该车辆可用的道路',
    en: 'no road within {m} m is open to this vehicle',
  },
  'too-many': {
    zh: 'demands：需求合计应不超过 {most} 个单位，现为 {got}',
    en: 'demands: expected {most} units or fewer in all, got {got}',
  },
});
