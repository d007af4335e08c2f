import { type Message, messagesOf } from '../../model/text/message.ts';
import type { FeatureAnswer, FeatureAnswers, FeatureRequest, TileAnswer, TileRequest } from './feature-answers.ts';

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

/** Answers a call; shares of askers are the matter of the thread that sends it. */
export async function replyTo(answers: FeatureAnswers, given: FeatureCall): Promise<FeatureReply> {
  const { call } = given;
  try {
    const answer =
      given.kind === 'tile' ? await answers.tile(given.request, '') : await answers.features(given.request, '');
    return { call, answer };
  } catch (error) {
    const [said] = messagesOf(error) ?? [];
    return said ? { call, said } : { call, fault: error instanceof Error ? error.message : String(error) };
  }
}
