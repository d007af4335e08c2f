import { expose, transferHandlers } from 'comlink';
import { carryMessages } from '../../../../model/text/carry-messages.ts';
import { readSensorTable } from './sensor-table.ts';

const reader = { read: readSensorTable };
/** What the form of a list asks of it. */
export type SensorTableReader = typeof reader;

carryMessages(transferHandlers);
expose(reader);
