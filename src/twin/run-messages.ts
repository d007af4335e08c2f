import { messageTable } from '../../model/text/message.ts';

/** What a run came to, in a few words. */
export const runMessage = messageTable({
  running: { zh: '计算中 {percent} %', en: 'computing {percent} %' },
  count: { zh: '{count} 次推演', en: '{count} runs' },
  wetResidents: { zh: '{count} 人受淹', en: '{count} people flooded' },
  wetDwellings: { zh: '{count} 户进水', en: '{count} dwellings flooded' },
  closedRoads: { zh: '{count} 段路中断', en: '{count} roads closed' },
  left: { zh: '{count} 人已离开', en: '{count} people out' },
});
