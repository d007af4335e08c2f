import type { ReportedRule } from '../../model/alarms/alarm-store.ts';
import type { CitySensor } from '../../model/sensors/sensors.ts';

const MIN_GAP_MS = 60_000;
/** Cadences of the fastest sensor: as many missing in a row are no accident of the wire. */
const CADENCES = 5;

/**
 * Nothing at all came for so long: the hub was down, or its wire was cut. That is one cause and one alarm; the silence of each sensor
 * behind it is none of its own.
 */
export function feedGapMs(things: readonly CitySensor[]): number {
  const fastestS = things
    .flatMap(({ datastreams }) => datastreams)
    .reduce((least, { cadenceS }) => Math.min(least, cadenceS), Number.POSITIVE_INFINITY);
  return Number.isFinite(fastestS) ? Math.max(MIN_GAP_MS, 1000 * CADENCES * fastestS) : Number.POSITIVE_INFINITY;
}

/** The rule of the alarm that tells that no data came in for a while, since alarms of that time may be lacking. */
export const GAP_RULE: ReportedRule = {
  id: 'hub gap',
  at: null,
  priority: 3,
  title: { zh: '数据接收中断', en: 'No data received' },
  consequence: {
    zh: '中断期间没有收到任何监测数据，其间的告警可能缺失',
    en: 'No sensor was heard meanwhile; alarms of that time may be missing',
  },
  action: { zh: '查服务、网络与消息代理', en: 'Check the hub, the network and the message broker' },
  cause: 'hub gap',
};
