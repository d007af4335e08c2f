import type { Remote } from 'comlink';
import { MAX_OWN_SENSORS } from '../../../../model/sensors/own-sensors.ts';
import { askTask } from '../../../kit/start-task.ts';
import type * as sensorTable from './sensor-table.ts';
import { tableFault } from './start-table-reader.ts';

/** A list of two thousand is read in a second; a file that was made to keep its reader busy is ended. */
const LIMIT_S = 30;

/** A worker a list, ended with it. */
export const readSensorList = (file: File, crs: string): Promise<sensorTable.SensorTable> =>
  askTask('sensor-table', { startS: 0, readS: LIMIT_S, failed: tableFault }, (task: Remote<typeof sensorTable>) =>
    task.readSensorTable(file, file.name, crs, MAX_OWN_SENSORS),
  );
