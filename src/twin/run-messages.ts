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

/** Says as an order what a run supposes that people do. */
export const measureMessage = messageTable({
  wall: {
    zh: '{time} 前筑挡水墙，长 {length} m、高 {height} m',
    en: 'By {time}: put up a flood wall, {length} m long, {height} m high',
  },
  closure: { zh: '{time} 前封堵溃口，长 {length} m', en: 'By {time}: close the breach, {length} m' },
  pump: { zh: '{time} 前架泵排水 {rate} m³/h', en: 'By {time}: set up pumps, {rate} m³/h' },
  gateShut: { zh: '{time} 关闭闸门', en: 'At {time}: close the gate' },
  gateSet: { zh: '{time} 闸门开到 {percent} %', en: 'At {time}: open the gate to {percent} %' },
  notify: { zh: '{time} 通知周边人员疏散', en: 'At {time}: tell people nearby to leave' },
  shutNorth: { zh: '{time} 封闭北侧出口', en: 'At {time}: close the exits on the north side' },
  shutEast: { zh: '{time} 封闭东侧出口', en: 'At {time}: close the exits on the east side' },
  shutSouth: { zh: '{time} 封闭南侧出口', en: 'At {time}: close the exits on the south side' },
  shutWest: { zh: '{time} 封闭西侧出口', en: 'At {time}: close the exits on the west side' },
});
