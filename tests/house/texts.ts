import { nameOf } from './names.ts';
import { lineAt, type Node, type Source, walk } from './source.ts';

/** A text of the product in both languages, with the key that it has in its table. */
export interface Text {
  path: string;
  line: number;
  key: string;
  zh: string;
  en: string;
}

/** A text that a reader should not meet, and what is wrong with it. */
export interface BadText {
  path: string;
  line: number;
  key: string;
  language: 'zh' | 'en';
  what: string;
}

/** A word that no reader outside the administrator's pages meets, with what is said instead. */
interface ForbiddenWord {
  language: 'zh' | 'en';
  word: RegExp;
  instead: string;
}

const zh = (word: RegExp, instead: string): ForbiddenWord => ({ language: 'zh', word, instead });
const en = (word: RegExp, instead: string): ForbiddenWord => ({ language: 'en', word, instead });

/** Files of a processed city by their names, which tell a planner nothing. */
const CITY_FILES =
  /\b(cameras|drain-network|flood-works|grid|manifest|pipe-network|population|prisms|recipe|resources|road-network|sensors|tracks|tubes|walkable)\.json\b/;

const FORBIDDEN: readonly ForbiddenWord[] = [
  zh(/配方/, '城市文件，或请管理员加入'),
  zh(/烘焙/, '生成，或请管理员加入'),
  zh(/控制台/, '读者能做的事'),
  zh(/原文未读|未见原文|课程材料/, '待核，见“依据与版本”'),
  zh(/散列|哈希/, '校验码'),
  zh(/碎屑/, '细碎图斑'),
  zh(/前瞻/, '趋势推演'),
  zh(/想定/, '情景'),
  zh(/开敞度/, '空地率'),
  zh(/中枢/, '服务器'),
  zh(/规划之间/, '规划冲突'),
  zh(/一张蓝图|生成蓝图/, '“一张图”成果'),
  zh(/改代码/, '调整用地性质'),
  zh(/重叠归/, '重叠范围划归'),
  zh(/(^|[^A-Za-z·/(])ha($|[^A-Za-z)])/, '公顷'),
  en(/\brecipes?\b/i, 'city file, or ask the administrator'),
  en(/\bbak(e|ed|es|er|ing)\b/i, 'processed, or ask the administrator'),
  en(/\bconsole\b/i, 'what the reader can do'),
  en(/\bhash(es|ed)?\b/i, 'checksum'),
  en(/\bnot said\b/i, 'not stated'),
  en(/\banew\b/i, 'again'),
  en(/\bto be verified\b/i, 'unconfirmed'),
  en(/\bnobody knows\b/i, 'unknown'),
  en(/\bstands first\b/i, 'is sorted first'),
  ...(['zh', 'en'] as const).map((language) => ({
    language,
    word: CITY_FILES,
    instead: 'what is missing, and that the administrator adds it',
  })),
];

/** Texts that the administrator or the maker of a city alone reads: a folder, a file, or a file with the key of one text, and why. */
const OWN_READERS: Readonly<Record<string, string>> = {
  'cli/': 'the command line is the administrator’s own page',
  'tiles/': 'messages of the command that makes a city',
  'hub/service-messages.ts': 'the log of the service',
  'readers/las/messages.ts#crs': 'point clouds are read by the command alone, which names its option',
  'readers/shared/messages.ts#osm-key': 'a key that stands in the maker’s file',
  'readers/shared/messages.ts#table-several': 'an option of the command that reads the file',
  'readers/shared/messages.ts#place-columns': 'an option of the command that reads the file',
  'readers/vector-tiles/messages.ts#pictures': 'tiles are read by the command alone',
  'readers/vector-tiles/messages.ts#features': 'tiles are read by the command alone',
};

/** Names that are written alike in both languages, and those of a language in itself. */
const SAME_IN_BOTH = new Set(['English', 'EN', '中文', '换成中文', 'Switch to English']);

/** Returns every pair of texts, `{ zh, en }`, of a product's source; parts that are filled in stand as `{…}`. */
export function findTexts(sources: readonly Source[]): Text[] {
  return sources
    .filter(({ kind }) => kind === 'product' || kind === 'demo')
    .flatMap((source) => {
      const texts: Text[] = [];
      const keys = new Map<Node, string>();
      walk(source.program, (node) => {
        if (node.type === 'Property') keys.set(node.value, String(nameOf(node.key)));
        if (node.type !== 'ObjectExpression') return;
        const textIn = (language: string): string | null => {
          const property = node.properties.find((one) => one.type === 'Property' && nameOf(one.key) === language);
          return property?.type === 'Property' ? textOf(property.value) : null;
        };
        const pair = { zh: textIn('zh'), en: textIn('en') };
        if (pair.zh === null || pair.en === null) return;
        texts.push({
          path: source.path,
          line: lineAt(source, node.start),
          key: keys.get(node) ?? '',
          zh: pair.zh,
          en: pair.en,
        });
      });
      return texts;
    });
}

function textOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  if (node.type === 'TemplateLiteral') return node.quasis.map(({ value }) => value.cooked ?? '').join('{…}');
  return null;
}

/** Returns the words of the list that a text has, unless it is one that the administrator alone reads; the command itself may be named to the administrator. */
export function findForbiddenWords(texts: readonly Text[]): BadText[] {
  return texts
    .filter(
      ({ path, key }) =>
        !Object.keys(OWN_READERS).some((own) =>
          own.endsWith('/') ? path.startsWith(own) : own === path || own === `${path}#${key}`,
        ),
    )
    .flatMap((text) =>
      FORBIDDEN.filter(({ language, word }) => word.test(plain(text[language]))).map(({ language, word, instead }) => ({
        ...placeOf(text),
        language,
        what: `${word.exec(plain(text[language]))?.[0].trim()} → ${instead}`,
      })),
    );
}

/** Without what is filled in, and without the command of one who is named as the administrator. */
function plain(text: string): string {
  const words = text.replace(/\{[^}]*\}/g, '…').replace('Shapan 沙盘', 'Shapan');
  return /管理员|administrator/i.test(words) ? words.replace(/(shapan|npm run) bake[\w .…-]*/g, '') : words;
}

/** Returns the texts that are left in the other language or are written in both beside each other. */
export function findUntranslated(texts: readonly Text[]): BadText[] {
  return texts.flatMap((text) => {
    const zhWords = plain(text.zh);
    const enWords = plain(text.en);
    const own = placeOf(text);
    if (SAME_IN_BOTH.has(text.zh) || SAME_IN_BOTH.has(text.en)) return [];
    const faults: BadText[] = [];
    if (/\p{Script=Han}/u.test(enWords))
      faults.push({ ...own, language: 'en', what: `Chinese in English: ${text.en}` });
    if (!/\p{Script=Han}/u.test(zhWords) && /[a-z]{3,} [a-z]{2,}/.test(zhWords))
      faults.push({ ...own, language: 'zh', what: `English in Chinese: ${text.zh}` });
    else if (/[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+/.test(zhWords))
      faults.push({ ...own, language: 'zh', what: `English in Chinese: ${text.zh}` });
    return faults;
  });
}

const placeOf = ({ path, line, key }: Text) => ({ path, line, key });
