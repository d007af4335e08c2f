import { messageTable } from '../../model/text/message.ts';

/** What traffic cannot be drawn for. */
export const trafficMessage = messageTable({
  'no-roads': {
    zh: '城市没有道路网，请管理员加入道路图层',
    en: 'this city has no road network: ask the administrator to add a layer of roads',
  },
  'no-tracks': {
    zh: '城市没有列车与船的线路：请管理员加入线路',
    en: 'this city has no lines of trains and boats: ask the administrator to add them',
  },
});
