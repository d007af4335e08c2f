import { join } from 'node:path';
import { messagesOf } from '../../../model/text/message.ts';
import { doorOf } from './doors.ts';

/** What the process that takes the files is asked and answers. */
export interface Ask {
  door: string;
  name: string;
  bytes: Uint8Array;
}

export interface Answer {
  /** `fault`: an error that was not written for users. */
  outcome: 'taken' | 'refused' | 'fault';
  text: string;
  /** The most memory that the process had so far. */
  peakMb: number;
  rssMb: number;
}

const folder = join(process.argv[2], String(process.pid));

process.on('message', async ({ door, name, bytes }: Ask) => {
  let outcome: Answer['outcome'] = 'taken';
  let text = '';
  try {
    await doorOf(door)(Uint8Array.from(bytes), name, folder);
  } catch (error) {
    outcome = isForUsers(error) ? 'refused' : 'fault';
    text = error instanceof Error ? (outcome === 'fault' ? `${error.stack}` : error.message) : String(error);
  }
  const answer: Answer = {
    outcome,
    text,
    peakMb: process.resourceUsage().maxRSS / 1024,
    rssMb: process.memoryUsage.rss() / 2 ** 20,
  };
  process.send?.(answer);
});

/** JSON that is none is said by the engine, and every caller says whose file it is. */
const isForUsers = (error: unknown): boolean =>
  messagesOf(error) !== null || error instanceof SyntaxError || (error instanceof Error && error.name === 'FaultError');
