import type { Offender } from './figure.ts';
import type { Link } from './imports.ts';
import { containsWords, nameOf, wordsOfName } from './names.ts';
import { lineAt, type Node, type Source, walk } from './source.ts';

/** How strictly the use of an id as a word counts as a mention of it. */
type Strictness = 'any name' | 'compound name' | 'exact text' | 'in place of an id';

/** A plug-in or an engine, which nothing outside its folders may name. */
export interface Subject {
  id: string;
  words: readonly string[];
  /** Its folders, ending with a slash. */
  homes: readonly string[];
  strictness: Strictness;
}

/** The lists, one line a plug-in or engine: the only places that should name them all. */
const LISTS = ['src/app/plugins.ts', 'src/tasks.ts', 'src/app/desks.ts', 'workers/engines.ts'];
/** Code that runs the same whatever plug-ins and engines there are. Readers, tiles, scenarios and cli are no part of it. */
const GENERAL_FOLDERS = ['src/', 'workers/', 'hub/', 'model/'];
/** Folders of `workers` that hold no engine. */
const NO_ENGINES = ['shared'];
/** Ids that are everyday words of programs or of cities besides. */
const COMMON_WORDS = new Set(
  'air build card compare energy labels layers measure noise plans rounds routes search settings sources sun time tour traffic view'.split(
    ' ',
  ),
);
/** Engines whose id alone also is something else: `construction` is a state of a layer, as `planned` is. */
const AMBIGUOUS_ENGINES = ['construction'];
/** Terms that have an id in them and mean something else: an alarm flood is too many alarms at once (EN IEC 62682). */
const OTHER_TERMS = /alarms? flood/;
/** Names of variables, properties and attributes that hold an id. */
const ID_NAMES = new Set(['plugin', 'pluginId', 'engine', 'engineId', 'owner']);
/** Collections that have one entry an id. */
const ID_HOLDERS = new Set(['plugins', 'controllers', 'engines', 'slices', 'runs', 'services']);

/**
 * Plug-ins (folders of `src/plugins`) and engines (folders of `workers`), one entry an id: a plug-in and an engine of
 * one id are one subject with two homes.
 */
export function findSubjects(sources: readonly Source[]): Subject[] {
  const engines = foldersBelow(sources, 'workers/').filter((id) => !NO_ENGINES.includes(id));
  const plugins = foldersBelow(sources, 'src/plugins/');
  const ids = [...new Set([...engines, ...plugins])].sort();
  return ids.map((id) => ({
    id,
    words: wordsOfName(id),
    homes: [`src/plugins/${id}/`, `workers/${id}/`],
    strictness: strictnessOf(id, engines.includes(id), sources),
  }));
}

/**
 * Places in code of `GENERAL_FOLDERS`, the lists apart, that name a plug-in or an engine in whose folder they do not
 * lie. A plug-in may name its own engine: the one of its own id, and the one that its `plugin.ts` gives as
 * `engine: 'id'`. What counts as naming:
 *
 * - for every id, an import of a file in its folder, of types too, or a start of it by its URL;
 * - for an engine, any identifier with the id among its words (`floodForm`, `showFlood`, `MAX_FLOODS`), and any text
 *   without spaces that has it (`'flood'`, `'flood-panel'`); but a text `'id.word'` names a field, which consumers may
 *   name, unless it stands in `t(…)`, which looks a word up; and `OTHER_TERMS` are no names of engines;
 * - for an engine of `AMBIGUOUS_ENGINES`, any identifier with the id and a further word (`startConstruction`), and the
 *   text `'id'` as for common words;
 * - for a plug-in that is no engine, the text `'id'` alone;
 * - for an id that is a common word (`COMMON_WORDS`), or that a plug-in shares with a subject of the model, hub, twin,
 *   view or kit (`model/alarms`, `src/twin/clock.ts`), the text `'id'` where an id is expected: compared with or given to
 *   a name of `ID_NAMES`, or looked up in a collection of `ID_HOLDERS` (`controllers.get('sun')`, `controllers.sun`).
 *
 * In `model`, which holds the contracts of subjects, only imports count. Comments, the text of JSX, paths (`'./…'`),
 * names of files, styles and tables of words (`words.ts`) are not read.
 */
export function findOutsideMentions(sources: readonly Source[], links: readonly Link[]): Offender[] {
  const subjects = findSubjects(sources);
  const engineByPlugin = findOwnEngines(sources);
  const looked = sources.filter(({ path }) => isGeneral(path));
  return looked.flatMap((source) => {
    const foreign = subjects.filter((subject) => !isOwn(subject, source.path, engineByPlugin));
    const imports = links
      .filter(({ from }) => from === source.path)
      .flatMap(({ to, line }) =>
        foreign
          .filter(({ homes }) => homes.some((home) => to.startsWith(home)))
          .map(({ id }) => ({ path: source.path, line, what: `${id}: imports ${to}` })),
      );
    const names = /^model\/|\/words\.ts$/.test(source.path) ? [] : findNames(source, foreign);
    return [...imports, ...names].sort((a, b) => a.line - b.line);
  });
}

function foldersBelow(sources: readonly Source[], folder: string): string[] {
  const rests = sources.filter(({ path }) => path.startsWith(folder)).map(({ path }) => path.slice(folder.length));
  return [...new Set(rests.filter((rest) => rest.includes('/')).map((rest) => rest.split('/')[0]))];
}

function strictnessOf(id: string, isEngine: boolean, sources: readonly Source[]): Strictness {
  if (COMMON_WORDS.has(id)) return 'in place of an id';
  if (isEngine) return AMBIGUOUS_ENGINES.includes(id) ? 'compound name' : 'any name';
  const shared = ['model', 'hub', 'src/twin', 'src/view', 'src/kit'];
  const isShared = shared.some((folder) =>
    sources.some(({ path }) => path.startsWith(`${folder}/${id}/`) || path === `${folder}/${id}.ts`),
  );
  return isShared ? 'in place of an id' : 'exact text';
}

function isGeneral(path: string): boolean {
  return GENERAL_FOLDERS.some((folder) => path.startsWith(folder)) && !LISTS.includes(path);
}

function isOwn({ id, homes }: Subject, path: string, engineByPlugin: ReadonlyMap<string, string>): boolean {
  if (homes.some((home) => path.startsWith(home))) return true;
  const plugin = /^src\/plugins\/([^/]+)\//.exec(path)?.[1];
  return plugin !== undefined && engineByPlugin.get(plugin) === id;
}

function findOwnEngines(sources: readonly Source[]): Map<string, string> {
  const engines = new Map<string, string>();
  for (const { path, program } of sources) {
    const plugin = /^src\/plugins\/([^/]+)\/plugin\.tsx?$/.exec(path)?.[1];
    if (plugin === undefined) continue;
    walk(program, (node) => {
      if (node.type !== 'Property' || nameOf(node.key) !== 'engine') return;
      const engine = textOf(node.value);
      if (engine !== null) engines.set(plugin, engine);
    });
  }
  return engines;
}

function findNames(source: Source, subjects: readonly Subject[]): Offender[] {
  const found = new Map<string, Offender>();
  const add = ({ id }: Subject, node: Node, shown: string) => {
    const offender = { path: source.path, line: lineAt(source, node.start), what: `${id}: ${shown}` };
    found.set(`${offender.line} ${offender.what}`, offender);
  };
  walk(source.program, (node, parents) => {
    const parent = parents.at(-1);
    if (!parent || isSpecifier(node, parent)) return;
    const text = textOf(node);
    const name = text === null ? nameOf(node) : null;
    for (const subject of subjects) {
      if (text !== null && isNamedByText(text, subject, node, parents)) add(subject, node, `'${text}'`);
      if (name !== null && isNamedByName(name, subject, node, parent)) add(subject, node, name);
    }
  });
  return [...found.values()];
}

function textOf(node: Node): string | null {
  if (node.type === 'TemplateElement') return node.value.cooked;
  if (node.type === 'Literal' && typeof node.value === 'string') return node.value;
  return null;
}

function isSpecifier(node: Node, parent: Node): boolean {
  return 'source' in parent && parent.source === node;
}

function isNamedByText(
  text: string,
  { id, words, strictness }: Subject,
  node: Node,
  parents: readonly Node[],
): boolean {
  if (strictness === 'exact text') return text === id;
  if (strictness !== 'any name') return text === id && isInPlaceOfId(node, parents);
  if (/\s|^\.\.?\//.test(text) || !hasWordsOf(text, words)) return false;
  return !isField(text, id) || isLookedUpWord(parents.at(-1));
}

function hasWordsOf(name: string, id: readonly string[]): boolean {
  const found = wordsOfName(name);
  return containsWords(found, id) && !OTHER_TERMS.test(found.join(' '));
}

function isField(text: string, id: string): boolean {
  return text.startsWith(`${id}.`) && /^[\w-]+(\.[A-Za-z][\w-]*)+$/.test(text);
}

function isLookedUpWord(parent: Node | undefined): boolean {
  return parent?.type === 'CallExpression' && nameOf(parent.callee) === 't';
}

function isNamedByName(name: string, { id, words, strictness }: Subject, node: Node, parent: Node): boolean {
  // A member is seen twice, as a whole and by its last name.
  if (node.type === 'MemberExpression' || node.type === 'ChainExpression') return false;
  if (strictness === 'exact text') return false;
  if (strictness === 'any name') return hasWordsOf(name, words);
  if (strictness === 'compound name' && name !== id) return hasWordsOf(name, words);
  return name === id && parent.type === 'MemberExpression' && parent.property === node && isHolder(parent.object);
}

function isHolder(node: Node): boolean {
  return ID_HOLDERS.has(nameOf(node) ?? '');
}

function isIdName(node: Node): boolean {
  return ID_NAMES.has(nameOf(node) ?? '');
}

function isInPlaceOfId(node: Node, parents: readonly Node[]): boolean {
  const parent = parents.at(-1);
  switch (parent?.type) {
    case 'BinaryExpression':
      return isIdName(parent.left === node ? parent.right : parent.left);
    case 'AssignmentExpression':
      return isIdName(parent.left);
    case 'SwitchCase': {
      const choice = parents.at(-2);
      return choice?.type === 'SwitchStatement' && isIdName(choice.discriminant);
    }
    case 'VariableDeclarator':
      return isIdName(parent.id);
    case 'Property':
      return parent.value === node && isIdName(parent.key);
    case 'JSXAttribute':
      return isIdName(parent.name);
    case 'MemberExpression':
      return parent.computed && isHolder(parent.object);
    case 'CallExpression':
      return parent.callee.type === 'MemberExpression' && isHolder(parent.callee.object);
    default:
      return false;
  }
}
