import { readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join, sep } from 'node:path';
import type { Command } from 'commander';
import { type CrowdPresetName, PRESET_HOLDS, PRESET_TESTS } from '../../model/scenarios/crowd-preset-tests.ts';
import { BASE_KINDS } from '../../model/sensors/base-kinds.ts';
import { type SensorKindRecord, SensorKindsSchema } from '../../model/sensors/sensor-kind.ts';
import { requirementOf } from '../../model/text/requirements.ts';
import { wordsIn } from '../../model/text/words.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { speakHelp } from '../help.ts';
import { formatsPage } from './formats-page.ts';
import { validationPage } from './validation-page.ts';
import { kindWords, pageWords, typeWords } from './words.ts';

/** Pages of the guide that are made of the program itself, so that they cannot part from it: commands, formats of cases, messages. */

type Language = 'en' | 'zh';
type Json = { [key: string]: unknown };

/** Columns of help texts on a page. */
const HELP_COLUMNS = 100;
/** Depth of a case's format that a page shows; deeper parts are in the schema file. */
const MAX_SHOWN_DEPTH = 4;

const CASES = [
  { page: 'flood-scenario', file: 'flood.schema.json', en: 'Flood scenario', zh: '洪涝情景' },
  { page: 'crowd-case', file: 'crowd.schema.json', en: 'Crowd case', zh: '人群算例' },
  { page: 'construction-case', file: 'construction.schema.json', en: 'Construction case', zh: '工程算例' },
  { page: 'sun-case', file: 'sun.schema.json', en: 'Sunlight case', zh: '日照算例' },
  { page: 'height-case', file: 'height.schema.json', en: 'Height limit case', zh: '限高算例' },
  { page: 'pipe-case', file: 'pipe.schema.json', en: 'Pipe network case', zh: '管网算例' },
  { page: 'view-case', file: 'view.schema.json', en: 'View case', zh: '视线算例' },
  { page: 'dispatch-case', file: 'dispatch.schema.json', en: 'Dispatch case', zh: '调度算例' },
  { page: 'terrain-case', file: 'terrain.schema.json', en: 'Terrain case', zh: '地形算例' },
  { page: 'service-case', file: 'service.schema.json', en: 'Service area case', zh: '服务圈算例' },
  { page: 'noise-case', file: 'noise.schema.json', en: 'Noise case', zh: '噪声算例' },
  { page: 'siting-case', file: 'siting.schema.json', en: 'Site selection case', zh: '选址算例' },
  { page: 'districts-case', file: 'districts.schema.json', en: 'Districts case', zh: '分区算例' },
  { page: 'rounds-case', file: 'rounds.schema.json', en: 'Rounds case', zh: '巡查路线算例' },
  { page: 'theme-case', file: 'theme.schema.json', en: 'Thematic map case', zh: '专题图算例' },
  { page: 'traffic-case', file: 'traffic.schema.json', en: 'Traffic case', zh: '交通影响算例' },
  { page: 'heat-case', file: 'heat.schema.json', en: 'Outdoor heat case', zh: '户外热环境算例' },
  { page: 'traffic-flow-case', file: 'traffic-flow.schema.json', en: 'Traffic flow case', zh: '逐车推演算例' },
  { page: 'air-case', file: 'air.schema.json', en: 'Air case', zh: '大气算例' },
  { page: 'plan-rules', file: 'plan-rules.schema.json', en: 'Rules of plan conflicts', zh: '多规冲突规则' },
  {
    page: 'plan-crosswalk',
    file: 'plan-crosswalk.schema.json',
    en: 'Crosswalk of land-use codes',
    zh: '用地代码对照表',
  },
  { page: 'response-plan', file: 'response-plan.schema.json', en: 'Response plan', zh: '预案' },
  { page: 'scene-file', file: 'scene.schema.json', en: 'Scene file', zh: '场景文件' },
  { page: 'picture-style', file: 'style.schema.json', en: 'Picture style', zh: '画面样式' },
  { page: 'index-card', file: 'city-index.schema.json', en: 'City intelligence index', zh: '城市智能指数' },
] as const;

/** How a case is run; the page begins with it. */
const RUN: Record<(typeof CASES)[number]['page'], Record<Language, string>> = {
  'flood-scenario': {
    en: '`npm run shapan -- sim flood <case> --out <folder>` plays it; `scenarios/` has examples with their expected results.',
    zh: '用 `npm run shapan -- sim flood <算例> --out <目录>` 推演；`scenarios/` 内有实例及预期结果。',
  },
  'crowd-case': {
    en: '`npm run shapan -- sim crowd <case> --out <folder>` plays it; the Crowd tool of the Command desk opens and saves the same file.',
    zh: '用 `npm run shapan -- sim crowd <算例> --out <目录>` 推演；指挥台的人群疏散工具打开和保存同一种文件。',
  },
  'construction-case': {
    en: '`npm run shapan -- sim construction <case> --out <folder>` judges it; the Build desk saves and opens its scenarios.',
    zh: '用 `npm run shapan -- sim construction <算例> --out <目录>` 评审；建造台保存和打开其中的情景。',
  },
  'sun-case': {
    en: '`npm run shapan -- sim sun <case> --out <folder>` studies it.',
    zh: '用 `npm run shapan -- sim sun <算例> --out <目录>` 计算。',
  },
  'height-case': {
    en: '`npm run shapan -- sim height <case> --out <folder>` checks it.',
    zh: '用 `npm run shapan -- sim height <算例> --out <目录>` 检查。',
  },
  'pipe-case': {
    en: '`npm run shapan -- sim pipe <case> --out <folder>` asks it.',
    zh: '用 `npm run shapan -- sim pipe <算例> --out <目录>` 计算。',
  },
  'view-case': {
    en: '`npm run shapan -- sim view <case> --out <folder>` analyses it.',
    zh: '用 `npm run shapan -- sim view <算例> --out <目录>` 分析。',
  },
  'dispatch-case': {
    en: '`npm run shapan -- sim dispatch <case> --out <folder>` answers it.',
    zh: '用 `npm run shapan -- sim dispatch <算例> --out <目录>` 计算。',
  },
  'terrain-case': {
    en: '`npm run shapan -- sim terrain <case> --out <folder>` analyses it.',
    zh: '用 `npm run shapan -- sim terrain <算例> --out <目录>` 分析。',
  },
  'service-case': {
    en: '`npm run shapan -- sim service <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim service <算例> --out <目录>` 计算。',
  },
  'noise-case': {
    en: '`npm run shapan -- sim noise <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim noise <算例> --out <目录>` 计算。',
  },
  'siting-case': {
    en: '`npm run shapan -- sim siting <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim siting <算例> --out <目录>` 计算。',
  },
  'districts-case': {
    en: '`npm run shapan -- sim districts <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim districts <算例> --out <目录>` 计算。',
  },
  'rounds-case': {
    en: '`npm run shapan -- sim rounds <case> --out <folder>` computes it; `scenarios/chengchuan-pump-rounds` is an example.',
    zh: '用 `npm run shapan -- sim rounds <算例> --out <目录>` 计算；`scenarios/chengchuan-pump-rounds` 是一例。',
  },
  'theme-case': {
    en: '`npm run shapan -- sim theme <case> --out <folder>` computes it; a map saved on the page is such a case.',
    zh: '用 `npm run shapan -- sim theme <算例> --out <目录>` 计算；页面保存的专题图就是这样的算例。',
  },
  'traffic-case': {
    en: '`npm run shapan -- sim traffic <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim traffic <算例> --out <目录>` 计算。',
  },
  'heat-case': {
    en: '`npm run shapan -- sim heat <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim heat <算例> --out <目录>` 计算。',
  },
  'traffic-flow-case': {
    en: '`npm run shapan -- sim traffic-flow <case> --out <folder>` plays its vehicles.',
    zh: '用 `npm run shapan -- sim traffic-flow <算例> --out <目录>` 推演其车辆。',
  },
  'air-case': {
    en: '`npm run shapan -- sim air <case> --out <folder>` computes it.',
    zh: '用 `npm run shapan -- sim air <算例> --out <目录>` 计算。',
  },
  'plan-rules': {
    en: 'Plan conflicts on the Plan desk edits, saves and opens it; `npm run shapan -- sim plans <city> --rules <file> --out <folder>` compares by it; a recipe’s `planRules` gives it to a city. Results carry name, edition and SHA-256 of the rules; a set whose content differs needs an edition of its own.',
    zh: '规划台的“多规冲突”编辑、保存和打开这种文件；用 `npm run shapan -- sim plans <城市> --rules <文件> --out <目录>` 按它比对；配方的 `planRules` 把它交给城市。结果载有规则的名称、版次与 SHA-256；内容不同，版次须另取。',
  },
  'plan-crosswalk': {
    en: 'Plan conflicts on the Plan desk edits, saves and opens it; `npm run shapan -- sim plans <city> --crosswalk <file> --out <folder>` compares by it; a recipe’s `planCrosswalk` gives it to a city, for its plans, its pipes and its schemes. Results carry its name, edition and SHA-256.',
    zh: '规划台的“多规冲突”编辑、保存和打开这种文件；用 `npm run shapan -- sim plans <城市> --crosswalk <文件> --out <目录>` 按它比对；配方的 `planCrosswalk` 把它交给城市，规划、管线与方案都按它。结果载有其名称、版次与 SHA-256。',
  },
  'response-plan': {
    en: 'The Command desk edits it (*Response plan editor*), opens incidents with it and saves the same file; logs of incidents hold it whole. Format 2 has delays and conditions of triggers, and steps that wait for a later one; format 3 has alarms whose reading reaches a value (`reach`). A plan is written with the lowest format that says it.',
    zh: '指挥台的“预案编辑”编辑、导入和导出这种文件，建立事件时选用；事件日志收录其全文。格式 2 有启动条件的延时与筛选，步骤也可等待排在后面的步骤；格式 3 有告警的监测值条件（`reach`）。预案总按能表达其内容的最低格式写出。',
  },
  'scene-file': {
    en: 'The page saves and opens it (*Scene*, beside *Print*): a zip with `scene.json`, which this schema describes, and beside it `<plugin>.bin` with the arrays and files of a part; `{"$bytes": [kind, from, length]}` in its data names them. At most 1,000 MB, 64 MB of JSON, 400 entries, 64 levels. A part that is broken, newer than the program or of an unknown plug-in is named and left out.',
    zh: '页面保存和打开这种文件（“打印”旁的“场景”）：一个 zip，内有 `scene.json`（即本模式所述）和各部分的 `<plugin>.bin`，其中是数组与文件；数据中以 `{"$bytes": [类型, 起点, 长度]}` 指向。至多 1,000 MB，JSON 64 MB，400 个条目，64 层嵌套。损坏的、版本更新的或未知插件的部分指明后略去。',
  },
  'picture-style': {
    en: "The page saves and opens it (*Picture style*); `scenarios/styles/` has the four shipped ones. A style that is not shipped stands in full in links, scenes and tours. Each entry of `colours` names a `layer` or a `kind` and an `attribute`; of a number `breaks` (its unit is the attribute's) or a `method`, and a `ramp`; of words the `values` with a colour of their own. What a city lacks is told and left out.",
    zh: '页面的“画面样式”保存和打开这种文件；`scenarios/styles/` 内有随附的四种。非随附的样式完整写入链接、场景和导览。`colours` 的每一条写明 `layer` 或 `kind`，以及 `attribute`；数值可给 `breaks`（单位同属性）或 `method`，以及 `ramp`；类别可给各有颜色的 `values`。本市没有的会说明并从略。',
  },
  'index-card': {
    en: 'The Plan desk edits, saves and opens it (*City intelligence index*). A score is 100 × (value − zeroAt) ÷ (fullAt − zeroAt) within 0 to 100; indicators, groups and total are means by weight. What has no value is missing, never 0. `card` tells the index as published (2019) from the twin’s own card; `years` holds the values of each year. Files of the first format are read as the own card.',
    zh: '规划台的“城市智能指数”编辑、保存和打开这种文件。得分为 100 ×（取值 − 零分值）÷（满分值 − 零分值），限于 0 至 100；二级、一级指标与总分为加权平均。没有取值的为缺项，不按 0 计。`card` 区分公布的指数（2019）与孪生自评表；`years` 按年份存取值。第一版格式的文件按自评表读入。',
  },
};

/** Path below `docs/` → text of the page. `root` is the repository; the commands are handed in, because one of them calls this. */
export async function referencePages(
  root: string,
  loadCommands: readonly (() => Promise<Command>)[],
): Promise<Map<string, string>> {
  const pages = new Map<string, string>();
  const words = JSON.parse(readFileSync(join(root, 'docs/site/reference-zh.json'), 'utf8')) as Record<string, string>;
  const commands = await Promise.all(loadCommands.map((load) => load()));
  const messages = messagesOf(root);
  for (const language of ['en', 'zh'] as const) {
    pages.set(`${language}/reference/cli.md`, cliPage(commands, language));
    pages.set(`${language}/reference/errors.md`, errorsPage(messages, language));
    pages.set(`${language}/reference/sensor-kinds.md`, kindsPage(language));
    pages.set(`${language}/reference/crowd-presets.md`, presetsPage(language));
    pages.set(`${language}/reference/validation.md`, validationPage(root, language));
    pages.set(`${language}/reference/files-met.md`, formatsPage(root, language));
    for (const { page, file, ...title } of CASES) {
      const schema = JSON.parse(readFileSync(join(root, 'scenarios', file), 'utf8')) as Json;
      const worded = (text: string) => (language === 'zh' ? (words[text] ?? requirementOf(text)?.zh ?? text) : text);
      const head = `${RUN[page][language]} ${wordsIn(pageWords, language).schema}: [scenarios/${file}](../../../scenarios/${file}).`;
      const rows = fieldRows(schema, '', 0, worded, language);
      const { generated, deeper } = wordsIn(pageWords, language);
      const parts = [`# ${title[language]}`, head, generated, table(rows, language), deeper];
      pages.set(`${language}/reference/${page}.md`, `${parts.join('\n\n')}\n`);
    }
  }
  return pages;
}

const PRESET_NAMES: readonly CrowdPresetName[] = ['weidmann', 'laboratory', 'pupils', 'pressing', 'prescriptive'];

/** The page tells the people that each population stands for, and which tests of its own it passes: those that some fail first. */
function presetsPage(language: Language): string {
  const { generated, presets, presetsIntro, presetsFilmed, test, pass, fail, open, inCase, holds } = wordsIn(
    pageWords,
    language,
  );
  const rows = Object.entries(PRESET_TESTS)
    .map(([name, by]) => ({ name, by, failed: PRESET_NAMES.filter((preset) => by[preset] === 0).length }))
    .sort((a, b) => b.failed - a.failed)
    .map(
      ({ name, by }) =>
        `| ${name} | ${PRESET_NAMES.map((preset) => (by[preset] === undefined ? open : by[preset] === 1 ? pass : fail)).join(' | ')} |`,
    );
  const whom = [
    `| ${inCase} | ${holds} |`,
    '| --- | --- |',
    ...PRESET_NAMES.map((name) => `| \`${name}\` | ${PRESET_HOLDS[name][language]} |`),
  ];
  const heads = [`| ${test} | ${PRESET_NAMES.join(' | ')} |`, `|${' --- |'.repeat(PRESET_NAMES.length + 1)}`];
  const filmed = `![${presetsFilmed}](../../../public/pictures/crowd-filmed.jpg)\n\n${presetsFilmed}`;
  const parts = [`# ${presets}`, presetsIntro, generated, whom.join('\n'), filmed, [...heads, ...rows].join('\n')];
  return `${parts.join('\n\n')}\n`;
}

function cliPage(commands: readonly Command[], language: Language): string {
  const all = commands.flatMap((command) => [
    { name: command.name(), command },
    ...command.commands.map((part) => ({ name: `${command.name()} ${part.name()}`, command: part as Command })),
  ]);
  const parts = all.flatMap(({ name, command }) => {
    command.configureHelp({ helpWidth: HELP_COLUMNS });
    showFoldersFromRoot(command);
    speakHelp(command, language);
    const help = command
      .helpInformation()
      .trimEnd()
      .replace(/^(Usage:|用法：) /, '$1 shapan ');
    return [`## ${name}`, `\`\`\`text\n${help}\n\`\`\``];
  });
  const { cli, cliIntro, generated } = wordsIn(pageWords, language);
  return `${[`# ${cli}`, cliIntro, generated, ...parts].join('\n\n')}\n`;
}

/** Defaults are folders two deep in the repository, shown from there: a page is the same wherever the repository lies. */
function showFoldersFromRoot({ options }: Command): void {
  for (const option of options) {
    const value: unknown = option.defaultValue;
    if (typeof value === 'string' && isAbsolute(value))
      option.defaultValueDescription = JSON.stringify(value.split(sep).slice(-2).join('/'));
  }
}

interface FieldRow {
  path: string;
  type: string;
  isRequired: boolean;
  meaning: string;
}

function fieldRows(
  schema: Json,
  path: string,
  depth: number,
  worded: (text: string) => string,
  language: Language,
): FieldRow[] {
  if (depth > MAX_SHOWN_DEPTH || isText(schema)) return [];
  const options = (schema.anyOf ?? []) as Json[];
  const rows = options.flatMap((option) => {
    const at = `${path}${optionName(option)}`;
    const fields = fieldRows(option, at, depth, worded, language);
    if (at === path || !option.description) return fields;
    // What a kind is, also of one that has no fields of its own.
    const meaning = worded(String(option.description));
    return [{ path: at, type: typeOf(option, language), isRequired: false, meaning }, ...fields];
  });
  if (schema.items) rows.push(...fieldRows(schema.items as Json, `${path}[]`, depth, worded, language));
  const required = (schema.required ?? []) as string[];
  for (const [name, part] of Object.entries((schema.properties ?? {}) as Record<string, Json>)) {
    if ('const' in part && path !== '') continue;
    const at = path === '' ? name : `${path}.${name}`;
    rows.push({
      path: at,
      type: typeOf(part, language),
      isRequired: required.includes(name),
      meaning: [part.description ? worded(String(part.description)) : '', defaultOf(part, language)]
        .filter(Boolean)
        .join(language === 'zh' ? '；' : '; '),
    });
    rows.push(...fieldRows(part, at, depth + 1, worded, language));
  }
  return rows;
}

/** A text in both languages is one value to whoever writes a case. */
function isText({ properties }: Json): boolean {
  const names = Object.keys((properties ?? {}) as Json);
  return names.length === 2 && names.includes('zh') && names.includes('en');
}

/** `(kind)` of an option that says its kind by a constant. */
function optionName({ properties }: Json): string {
  const constant = Object.values((properties ?? {}) as Record<string, Json>).find((part) => 'const' in part);
  return constant ? `(${String(constant.const)})` : '';
}

function typeOf(schema: Json, language: Language): string {
  const types: Readonly<Record<string, string>> = wordsIn(typeWords, language);
  const { or, list, range } = types;
  const of = (part: Json) => typeOf(part, language);
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return (schema.enum as unknown[]).map((one) => JSON.stringify(one)).join(', ');
  if (schema.anyOf) return [...new Set((schema.anyOf as Json[]).map(of))].join(or);
  if (isText(schema)) return '{zh, en}';
  if (schema.prefixItems) {
    const parts = (schema.prefixItems as Json[]).map(of);
    return parts.every((part) => part === parts[0]) ? `[${parts.length} × ${parts[0]}]` : `[${parts.join(', ')}]`;
  }
  if (schema.items) return `${list}${of(schema.items as Json)}`;
  const bounds = [schema.minimum, schema.maximum];
  const type = types[String(schema.type)] ?? String(schema.type ?? '');
  return bounds.every((bound) => bound !== undefined) ? `${type} ${bounds.join(range)}` : type;
}

function defaultOf(schema: Json, language: Language): string {
  return 'default' in schema ? `${wordsIn(pageWords, language).default} \`${JSON.stringify(schema.default)}\`` : '';
}

function table(rows: readonly FieldRow[], language: Language): string {
  const { field, type, required, meaning, yes } = wordsIn(pageWords, language);
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  return [
    `| ${field} | ${type} | ${required} | ${meaning} |`,
    '|---|---|---|---|',
    ...rows.map(
      (row) => `| \`${row.path}\` | ${cell(row.type)} | ${row.isRequired ? yes : ''} | ${cell(row.meaning)} |`,
    ),
  ].join('\n');
}

function kindsPage(language: Language): string {
  const { title, intro, base, head, format, formatIntro } = wordsIn(kindWords, language);
  const schema = jsonSchemaOf(SensorKindsSchema, 'Shapan sensor kinds');
  const rows = fieldRows(schema, '', 0, (text) => text, language);
  const kinds = [head, '|---|---|---|---|---|', ...(BASE_KINDS.kinds ?? []).map((kind) => kindRow(kind, language))];
  const parts = [`# ${title}`, intro, wordsIn(pageWords, language).generated, `## ${base}`, kinds.join('\n')];
  return `${[...parts, `## ${format}`, formatIntro, table(rows, language)].join('\n\n')}\n`;
}

function kindRow({ id, label, rules = [], streams = [], device }: SensorKindRecord, language: Language): string {
  const all = [...rules, ...streams.flatMap((stream) => stream.rules ?? [])];
  const ruleNames = [...new Set(all.map((rule) => `${rule.title[language]} (\`${rule.id}\`)`))];
  const units = [...new Set(streams.map(({ unit }) => `\`${unit}\``))];
  const command = device ? `\`${device.verb}\` ${device.min}–${device.max} ${device.unit}` : '';
  const cells = [`\`${id}\``, label?.[language] ?? '', units.join(', '), ruleNames.join(', '), command];
  return `| ${cells.join(' | ')} |`;
}

interface MessageRow {
  file: string;
  code: string;
  text: Record<Language, string>;
}

/** One entry of a table of messages: its code and its sentences, in either kind of quotes. */
const ENTRY =
  /^ {2}(?:'([\w-]+)'|([\w-]+)): \{\s*zh:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),\s*en:\s*('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"),?\s*\},?$/gm;

/** The tables stand beside the code that reports from them; they are read from the source, since what a table makes is a function. */
function messagesOf(root: string): MessageRow[] {
  const rows: MessageRow[] = [];
  for (const folder of ['model', 'readers', 'scenarios', 'workers', 'tiles', 'hub', 'cli', 'src'])
    for (const name of readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).sort()) {
      if (!/\.tsx?$/.test(name)) continue;
      const text = readFileSync(join(root, folder, name), 'utf8');
      for (const body of tablesIn(text))
        for (const [, quoted, bare, zh, en] of body.matchAll(ENTRY))
          rows.push({
            file: `${folder}/${name}`,
            code: quoted ?? bare,
            text: { zh: unquoted(zh), en: unquoted(en) },
          });
    }
  return rows;
}

function tablesIn(text: string): string[] {
  return text
    .split('messageTable({')
    .slice(1)
    .map((rest) => rest.split('\n});')[0]);
}

function unquoted(literal: string): string {
  return literal.slice(1, -1).replace(/\\(.)/g, '$1');
}

function errorsPage(rows: readonly MessageRow[], language: Language): string {
  const { errors, errorsIntro, generated, code, message } = wordsIn(pageWords, language);
  const files = [...new Set(rows.map(({ file }) => file))];
  const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('<', '&lt;');
  const parts = files.flatMap((file) => [
    `## ${file}`,
    [
      `| ${code} | ${message} |`,
      '|---|---|',
      ...rows.filter((row) => row.file === file).map((row) => `| \`${row.code}\` | ${cell(row.text[language])} |`),
    ].join('\n'),
  ]);
  return `${[`# ${errors}`, errorsIntro, generated, ...parts].join('\n\n')}\n`;
}
