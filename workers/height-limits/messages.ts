import { messageTable } from '../../model/text/message.ts';

/** What limits of height cannot be held against. */
export const limitMessage = messageTable({
  'no-volumes': {
    zh: '城市没有建筑体块，请管理员重新生成城市数据',
    en: 'this city has no building volumes: ask the administrator to process it again',
  },
  'unknown-layer': {
    zh: 'planned：应为有建筑体块的规划图层（{known}），现为“{got}”',
    en: 'planned: expected planned layers with building volumes ({known}), got "{got}"',
  },
  'crossed-ring': {
    zh: '{place}：边界自相交或没有面积，请重新绘制',
    en: '{place}: expected a ring whose edges do not cross, with an area, got one that is not: draw it again',
  },
  'short-edge': {
    zh: '{place}：两端相距不足 1 m，请重新选取',
    en: '{place}: expected ends at least 1 m apart, got one place: choose them again',
  },
});
