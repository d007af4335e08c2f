import { messageTable } from '../../model/text/message.ts';

/** What traffic cannot be drawn for. */
export const trafficMessage = messageTable({
  'no-roads': {
    zh: '城市没有道路网（road-network.json），请用含道路的数据重新烘焙',
    en: 'this city has no road network (road-network.json): bake it again from data with roads',
  },
  'no-tracks': {
    zh: '城市没有列车与船的线路（tracks.json）：请在配方的 facts.tracks 中写明线路文件（GeoJSON），再重新烘焙',
    en: 'this city has no lines of trains and boats (tracks.json): name a file of lines (GeoJSON) under facts.tracks of its recipe and bake it again',
  },
});
