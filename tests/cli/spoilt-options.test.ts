import { type Command, CommanderError } from 'commander';
import { expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { speakHelp } from '../../cli/help.ts';
import { cutText, MAX_MESSAGE_BYTES } from '../../model/text/cut-text.ts';
import { MessageError } from '../../model/text/message.ts';

/** What nobody means by an option: nothing, no number, too large, too long, of another alphabet, a key of prototypes, a path out of the tree. */
const SPOILT = [
  ...['', ' ', '-', '--', '-1', '0', '1e999', '-1e999', 'NaN', 'Infinity', '0x', '1,2,,3', '9'.repeat(400)],
  ...[
    '__proto__',
    'constructor',
    '../../../etc/passwd',
    '/',
    '\u0000',
    '\ud800',
    '沙盘'.repeat(50),
    '%00',
    '{}',
    '[[[',
  ],
  ...['a'.repeat(100_000), '<b>', '$(id)', '`id`', "'", '"', 'EPSG:999999', '2026-13-45T99:99:99Z', ':', '::', '::1:'],
];

/** What is said of these arguments; null: they were taken. What the command does with them is not begun. */
async function refusalOf(command: Command, args: readonly string[], language: 'zh' | 'en'): Promise<string | null> {
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  speakHelp(command, language);
  command.exitOverride().configureOutput({ writeErr: write, writeOut: write });
  command.action(() => undefined);
  try {
    await command.parseAsync([...args], { from: 'user' });
    return null;
  } catch (error) {
    if (error instanceof MessageError) return cutText(error.message);
    if (error instanceof CommanderError) return written;
    throw error;
  }
}

test('no value of an option breaks the command line, and none is refused in more than a paragraph', async () => {
  let tried = 0;
  for (const load of Object.values(COMMANDS)) {
    const names = (await load()).commands.map((command) => command.name());
    for (const name of ['', ...names]) {
      const commandOf = async () => {
        const command = await load();
        return command.commands.find((one) => one.name() === name) ?? command;
      };
      const options = (await commandOf()).options.filter((option) => option.required || option.optional);
      for (const { long, short } of options)
        for (const value of SPOILT) {
          const said = await refusalOf(await commandOf(), [`${long ?? short}=${value}`], tried % 2 ? 'zh' : 'en');
          if (said !== null)
            expect([long, value.slice(0, 60), Buffer.byteLength(said) <= MAX_MESSAGE_BYTES + 1]).toEqual([
              long,
              value.slice(0, 60),
              true,
            ]);
          tried++;
        }
    }
  }
  expect(tried).toBeGreaterThan(2000);
}, 240_000);
