import { wrap } from 'comlink';
import { FeedError } from '../../../model/sensors/decode.ts';
import { MAX_OWN_SENSORS } from '../../../model/sensors/own-sensors.ts';
import { sourceMessage } from './messages.ts';
import type { SensorTable } from './worker/sensor-table.ts';
import type { SensorTableReader } from './worker/sensor-table.worker.ts';

/** A list of two thousand is read in a second; a file that was made to keep its reader busy is ended. */
const LIMIT_S = 30;

/** A worker a list, ended with it. */
export async function readSensorList(file: File, crs: string): Promise<SensorTable> {
  const worker = new Worker(new URL('./worker/sensor-table.worker.ts', import.meta.url), { type: 'module' });
  let timer: ReturnType<typeof setTimeout> | undefined;
  const ended = new Promise<never>((_, reject) => {
    worker.onerror = ({ message }) => reject(new FeedError(sourceMessage('table-stopped', { reason: message })));
    timer = setTimeout(() => reject(new FeedError(sourceMessage('table-slow', { seconds: LIMIT_S }))), LIMIT_S * 1000);
  });
  try {
    const reading = wrap<SensorTableReader>(worker).read(file, file.name, crs, MAX_OWN_SENSORS);
    return await Promise.race([reading, ended]);
  } finally {
    clearTimeout(timer);
    worker.terminate();
  }
}
