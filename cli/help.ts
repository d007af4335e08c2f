import { type Argument, type Command, Help, type Option } from 'commander';
import { cutText } from '../model/text/cut-text.ts';
import type { Text } from '../model/text/text.ts';
import { sayWord, type ValuesFor } from '../model/text/words.ts';
import { helpWords } from './words.ts';

type Language = keyof Text;

/** The Chinese of each text of the help: of the library's own words, and of what the commands said of themselves. */
const CHINESE = new Map([
  ['Usage:', '用法：'],
  ['Arguments:', '参数：'],
  ['Options:', '选项：'],
  ['Commands:', '命令：'],
  ['display help for command', '显示帮助'],
  ['output the version number', '输出版本号'],
]);

type HelpWords = typeof helpWords;

/** A text of the help. The library gets it in English; its Chinese is kept for help in Chinese. */
export function help<Key extends keyof HelpWords>(key: Key, ...[values]: ValuesFor<HelpWords[Key]>): string {
  const english = sayWord(helpWords[key], values ?? {}, 'en');
  CHINESE.set(english, sayWord(helpWords[key], values ?? {}, 'zh'));
  return english;
}

/** What the library says of a wrong call. */
const ERRORS_ZH: readonly [english: RegExp, chinese: string][] = [
  [/error: missing required argument '(.*)'/, '错误：缺少参数 $1'],
  [/error: option '(.*)' argument missing/, '错误：选项 $1 缺少值'],
  [/error: required option '(.*)' not specified/, '错误：缺少选项 $1'],
  [/error: option '(.*)' argument '(.*)' is invalid\. ?/, '错误：选项 $1 的值“$2”无效。'],
  [/error: command-argument value '(.*)' is invalid for argument '(.*)'\. ?/, '错误：参数 $2 的值“$1”无效。'],
  [/error: unknown option '(.*)'/, '错误：没有选项 $1'],
  [/error: unknown command '(.*)'/, '错误：没有命令 $1'],
  [
    /error: too many arguments(?: for '(.*)')?\. Expected (\d+) arguments? but got (\d+)\./,
    '错误：参数至多 $2 个，现为 $3 个。',
  ],
  [/Allowed choices are (.*)\./, '只能是 $1。'],
  [/\(Did you mean one of (.*)\?\)/, '（是否指 $1？）'],
  [/\(Did you mean (.*)\?\)/, '（是否指 $1？）'],
  [/error: expected a case, got none/, '错误：缺少算例'],
  [/error: expected --language zh or en, got (.*)/, '错误：--language 应为 zh 或 en，现为 $1'],
  [/error: expected --out <folder>, got none/, '错误：缺少 --out <folder>'],
];

/** A text of the help in Chinese; null: it has none. */
export const helpInChinese = (english: string): string | null => CHINESE.get(english) ?? null;

/** What the library says of a wrong call, in Chinese. */
export const callErrorInChinese = (english: string): string =>
  ERRORS_ZH.reduce((text, [said, chinese]) => text.replace(said, chinese), english);

/** The library's help with the Chinese of each text in place of the English. */
class ChineseHelp extends Help {
  override styleTitle(title: string): string {
    return worded(title);
  }

  override commandDescription(command: Command): string {
    return worded(super.commandDescription(command));
  }

  override subcommandDescription(command: Command): string {
    return worded(super.subcommandDescription(command));
  }

  override optionDescription(option: Option): string {
    return described(option.description, super.optionDescription(option));
  }

  override argumentDescription(argument: Argument): string {
    return described(argument.description, super.argumentDescription(argument));
  }
}

const worded = (text: string): string => helpInChinese(text) ?? text;

/** A description, and behind it what may stand there and what does by itself. */
function described(own: string, whole: string): string {
  const more = whole
    .slice(own.length)
    .replace(' (choices: ', '（可选：')
    .replace(' (default: ', '（默认：')
    .replace(', default: ', '，默认：')
    .replace(/\)$/, '）');
  return worded(own) + more;
}

/** Help and errors of a command and its parts in a language. */
export function speakHelp(command: Command, language: Language): void {
  const isChinese = language === 'zh';
  command.createHelp = () => Object.assign(isChinese ? new ChineseHelp() : new Help(), command.configureHelp());
  command.configureOutput({
    // It repeats what was typed, which a script may have filled with a file.
    outputError: (text, write) => write(`${cutText((isChinese ? callErrorInChinese(text) : text).trimEnd())}\n`),
  });
  for (const part of command.commands) speakHelp(part as Command, language);
}
