import { messageTable } from '../../model/text/message.ts';

/** What a pipe network cannot be asked. */
export const pipeMessage = messageTable({
  'no-network': {
    zh: '城市没有管网：请管理员加入管线图层',
    en: 'this city has no pipe network: ask the administrator to add a layer of pipes',
  },
  'no-table': {
    zh: '没有净距表：本市没有自己的净距表，所在国家的规则未收录或国家未知。请附上净距表，或选择以他国规范比照',
    en: 'this city has no table of clearances: it brings none of its own, and none of its country is known here. Give one, or choose to compare with that of another country',
  },
  'no-pipe': {
    zh: 'pipe：图层“{layer}”中没有编号为“{id}”的管线',
    en: 'pipe: expected a pipe of layer "{layer}", got "{id}", which it does not have',
  },
  'no-pipe-near': {
    zh: 'pipe：所选位置 {reach} m 内没有{system}管线，请另选一点',
    en: 'pipe: expected a pipe ({system}) within {reach} m of the place, found none: choose another place',
  },
  'no-direction': {
    zh: '该管线所属系统没有上下游之分（压力管或线缆），请选“连通”',
    en: 'this pipe’s system has no upstream and downstream (pressure or cables): trace all that hangs together',
  },
  'not-pressure': {
    zh: '爆管关阀只适用于给水、燃气、热力等压力管，所选为“{system}”',
    en: 'a burst is of pipes under pressure (water, gas, heat), got "{system}"',
  },
  'unknown-valve': {
    zh: 'broken：没有编号为“{id}”的阀门',
    en: 'broken: expected ids of valves, got "{id}", which is none',
  },
  'unknown-planned': {
    zh: 'planned：应为规划的管线或建筑图层（{known}），现为“{got}”',
    en: 'planned: expected planned layers of pipes or buildings ({known}), got "{got}"',
  },
});
