import { constants, setPriority } from 'node:os';
import { parentPort, workerData } from 'node:worker_threads';
import { type Message, messagesOf } from '../../model/text/message.ts';
import {
  type FeatureAnswer,
  type FeatureRequest,
  openFeatureAnswers,
  type TileAnswer,
  type TileRequest,
} from './feature-answers.ts';

/** A request with its number, and what comes back under the same one; `said` is a sentence for whoever asked. */
export type FeatureCall = { call: number } & (
  | { kind: 'features'; request: FeatureRequest }
  | { kind: 'tile'; request: TileRequest }
);
export type FeatureReply = { call: number } & (
  | { answer: FeatureAnswer | TileAnswer }
  | { said: Message }
  | { fault: string }
);

try {
  // On Linux this thread alone: where processors are short, readings go before features.
  if (process.platform === 'linux') setPriority(constants.priority.PRIORITY_BELOW_NORMAL);
} catch {
  // Where that is forbidden, all are alike.
}

const answers = openFeatureAnswers((workerData as { cityFolder: string }).cityFolder);

parentPort?.on('message', async (call: FeatureCall) => {
  const reply = (part: object) => parentPort?.postMessage({ call: call.call, ...part });
  try {
    // The thread that sends them has given each asker a share.
    const answer =
      call.kind === 'tile' ? await answers.tile(call.request, '') : await answers.features(call.request, '');
    reply({ answer });
  } catch (error) {
    const [said] = messagesOf(error) ?? [];
    reply(said ? { said } : { fault: error instanceof Error ? error.message : String(error) });
  }
});
