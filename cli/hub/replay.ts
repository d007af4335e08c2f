import { setTimeout as sleep } from 'node:timers/promises';
import { Command } from 'commander';
import { FASTEST, lineOf, openRecording, replay, SLOWEST } from '../../hub/recording/recording.ts';
import { MessageError } from '../../model/text/message.ts';
import { help } from '../help.ts';
import { cliMessage } from '../messages.ts';

export function replayCommand(): Command {
  return new Command('replay')
    .description(help('replay.about'))
    .argument('<file>', help('replay.file'))
    .option('--from <time>', help('replay.from'))
    .option('--rate <number>', help('replay.rate', { slowest: SLOWEST, fastest: FASTEST }))
    .option('--incidents', help('replay.incidents'))
    .action(play);
}

async function play(file: string, options: { from?: string; rate?: string; incidents?: boolean }): Promise<void> {
  const fromMs = options.from === undefined ? 0 : Date.parse(options.from);
  if (!Number.isFinite(fromMs)) throw new MessageError(cliMessage('from', { got: options.from ?? '' }));
  const recording = await openRecording(file);
  try {
    if (options.incidents) {
      for (const { logMs, text } of recording.incidents)
        process.stdout.write(`${new Date(logMs).toISOString()} ${text}\n`);
      return;
    }
    const played =
      options.rate === undefined
        ? recording.from(fromMs)
        : replay(recording, fromMs, Number(options.rate), { nowMs: () => performance.now(), sleep: (ms) => sleep(ms) });
    for await (const message of played) process.stdout.write(`${lineOf(message)}\n`);
  } finally {
    await recording.close();
  }
}
