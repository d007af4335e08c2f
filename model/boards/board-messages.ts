import { messageTable } from '../text/message.ts';

/** What can be wrong with a board that is shared, and with what is asked of its reports. */
export const sharedBoardMessage = messageTable({
  unknown: {
    zh: '没有这一版共享看板：{revision}',
    en: 'shared board: expected a revision that is kept, got {revision}',
  },
  moved: {
    zh: '{who} 已先共享了第 {revision} 版看板：请先看过再共享',
    en: 'shared board: {who} shared revision {revision} meanwhile: look at it before you share yours',
  },
  'other-city': {
    zh: '{file}：看板属于城市“{got}”，当前城市是“{expected}”',
    en: '{file}: city: expected "{expected}", got "{got}"',
  },
  report: { zh: '没有这份看板报表：{name}', en: 'board reports: expected the name of one that is kept, got {name}' },
});
