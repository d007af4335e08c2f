import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { answerLayers, type LayerQuestion } from './layer-figures.ts';

try {
  // On Linux this thread alone: where processors are short, readings go before reports.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where that is forbidden, all are alike.
}

parentPort?.postMessage(await answerLayers(workerData as LayerQuestion));
