import { messageTable } from '../../model/text/message.ts';

/** What traffic cannot be drawn for. */
export const trafficMessage = messageTable({
  'no-roads': {
    zh: '城市没有道路网（road-network.json），请用含道路的数据重新烘焙',
    en: 'this city has no road network (road-network.json): bake it again from data with roads',
  },
});
