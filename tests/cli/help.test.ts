import type { Command } from 'commander';
import { beforeAll, describe, expect, test } from 'vitest';
import { COMMANDS } from '../../cli/commands.ts';
import { callErrorInChinese, helpInChinese, speakHelp } from '../../cli/help.ts';
import { englishIn } from '../kit/english.ts';

let commands: Command[] = [];

beforeAll(async () => {
  const loaded = await Promise.all(Object.values(COMMANDS).map((load) => load()));
  commands = loaded.flatMap((command) => [command, ...(command.commands as Command[])]);
  // All commands, with the validators and the tools of the browser, take long to load at first.
}, 120_000);

/** What a wrong call writes and shows, in Chinese. */
async function said(name: string, callArgs: readonly string[]): Promise<string> {
  const command = await COMMANDS[name]();
  let written = '';
  const write = (text: string) => {
    written += text;
  };
  for (const one of [command, ...(command.commands as Command[])]) {
    one.exitOverride();
    one.configureOutput({ writeErr: write, writeOut: write });
  }
  speakHelp(command, 'zh');
  await command.parseAsync([...callArgs], { from: 'user' }).catch(() => undefined);
  return written;
}

describe('the command line in Chinese', () => {
  test('every text of the help is there', () => {
    const texts = commands.flatMap((command) => [
      command.description(),
      ...command.options.map(({ description }) => description),
      ...command.registeredArguments.map(({ description }) => description),
    ]);
    expect(texts.length).toBeGreaterThan(80);
    expect(texts.filter((text) => text !== '' && helpInChinese(text) === null)).toEqual([]);
  });

  test('a page of help has no English sentence', () => {
    for (const command of commands) {
      speakHelp(command, 'zh');
      const help = command.helpInformation();
      expect(help).toContain('用法：');
      expect({ name: command.name(), english: help.split('\n').map(englishIn).filter(Boolean) }).toEqual({
        name: command.name(),
        english: [],
      });
    }
  });

  test('English comes back when it is asked for', () => {
    const [command] = commands;
    speakHelp(command, 'zh');
    speakHelp(command, 'en');
    expect(command.helpInformation()).toContain('Usage: ');
    expect(command.helpInformation()).not.toMatch(/\p{Script=Han}/u);
  });

  test.each([
    ['no argument', 'bake', [], '错误：缺少参数 sources'],
    ['an unknown option', 'bake', ['a.geojson', '--thread', '2'], '错误：没有选项 --thread\n（是否指 --threads？）'],
    ['an option without its value', 'start', ['--port'], '错误：选项 --port <number> 缺少值'],
    [
      'a value that is none',
      'bake',
      ['a.geojson', '--kind', 'castle'],
      '错误：选项 --kind <kind> 的值“castle”无效。只能是',
    ],
    [
      'a number that is none',
      'bake',
      ['a.geojson', '--assume-height', 'tall'],
      '错误：选项 --assume-height <m> 的值“tall”无效。',
    ],
    ['an argument too many', 'audit', ['a', 'b'], '错误：参数至多 1 个，现为 2 个。'],
    ['an unknown part', 'sim', ['storm'], '错误：没有命令 storm'],
    ['no case', 'sim', ['flood'], '错误：缺少算例'],
    ['no folder for results', 'sim', ['flood', 'a.json'], '错误：缺少 --out <folder>'],
  ])('%s is refused in words', async (_, name, callArgs, words) => {
    expect(await said(name, callArgs)).toContain(words);
  });

  test('what the library says otherwise stays as it is', () => {
    expect(callErrorInChinese('error: something else')).toBe('error: something else');
  });
});
