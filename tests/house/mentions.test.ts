import { expect, test } from 'vitest';
import { findLinks } from './imports.ts';
import { findOutsideMentions, findSubjects } from './mentions.ts';
import { parseFiles } from './parse-files.ts';

/** A tree with two engines, of which one serves a plug-in of another id, and three plug-ins. */
const TREE = {
  'workers/flood/engine.ts': '',
  'workers/construction/engine.ts': '',
  'workers/shared/host.ts': '',
  'src/plugins/flood/plugin.ts': "export const floodPlugin = { id: 'flood', engine: 'flood' };",
  'src/plugins/build/plugin.ts': "export const buildPlugin = { id: 'build', engine: 'construction' };",
  'src/plugins/handover/plugin.ts': '',
  'src/plugins/alarms/plugin.ts': '',
  'model/alarms/rule.ts': '',
};

/** What a file of this text mentions, as if it stood in the tree. */
function mentionsOf(path: string, text: string): string[] {
  const sources = parseFiles({ ...TREE, [path]: text });
  const found = findOutsideMentions(sources, findLinks(sources));
  return found.filter((mention) => mention.path === path).map(({ what }) => what);
}

test('subjects are the folders of plug-ins and engines', () => {
  const found = findSubjects(parseFiles(TREE)).map(({ id, strictness }) => `${id}: ${strictness}`);
  expect(found).toEqual([
    'alarms: in place of an id',
    'build: in place of an id',
    'construction: compound name',
    'flood: any name',
    'handover: exact text',
  ]);
});

test('the tree itself mentions nothing outside its place', () => {
  const sources = parseFiles(TREE);
  expect(findOutsideMentions(sources, findLinks(sources))).toEqual([]);
});

test('an engine is mentioned by any name that has its id', () => {
  expect(mentionsOf('src/view/a.ts', 'showFlood(state.floodForm, MAX_FLOODS, flooded);')).toEqual([
    'flood: showFlood',
    'flood: floodForm',
    'flood: MAX_FLOODS',
  ]);
  expect(mentionsOf('src/view/a.ts', "f('flood', `flood-`, 'a flood is near');")).toEqual([
    "flood: 'flood'",
    "flood: 'flood-'",
  ]);
  expect(mentionsOf('src/kit/a.tsx', 'const a = <FloodPanel flood="x">flood</FloodPanel>;')).toEqual([
    'flood: FloodPanel',
    'flood: flood',
  ]);
});

test('a field may be named, a word of the engine may not', () => {
  expect(mentionsOf('src/view/a.ts', "inputs['flood.depth'];")).toEqual([]);
  expect(mentionsOf('src/view/a.ts', "t('flood.title');")).toEqual(["flood: 'flood.title'"]);
});

test('an alarm flood is no flood', () => {
  expect(mentionsOf('src/view/a.ts', "const isAlarmFlood = 'alarm-flood';")).toEqual([]);
});

test('the state of works is no engine, its name with another word is', () => {
  expect(mentionsOf('src/view/a.ts', "if (layer.state === 'construction') colours.construction;")).toEqual([]);
  expect(mentionsOf('src/view/a.ts', "startConstruction({ engine: 'construction' }, engines.construction);")).toEqual([
    'construction: startConstruction',
    "construction: 'construction'",
    'construction: construction',
  ]);
});

test('comments and paths are not read', () => {
  expect(mentionsOf('src/view/a.ts', "/** Draws a flood. */\nimport { x } from './flood-sheet.ts';")).toEqual([]);
});

test('an import of its folder is a mention, of types and from the model too', () => {
  expect(
    mentionsOf('model/a.ts', "const floodId = 'flood'; import type { F } from '../workers/flood/engine.ts';"),
  ).toEqual(['flood: imports workers/flood/engine.ts']);
  expect(mentionsOf('src/kit/a.ts', "import '../plugins/build/plugin.ts';")).toEqual([
    'build: imports src/plugins/build/plugin.ts',
  ]);
});

test('the lists name all, and tiles, scenarios and cli are not asked', () => {
  for (const path of [
    'src/app/plugins.ts',
    'src/tasks.ts',
    'src/app/desks.ts',
    'workers/engines.ts',
    'cli/a.ts',
    'tiles/a.ts',
  ])
    expect(mentionsOf(path, "const flood = 'handover';")).toEqual([]);
});

test('a plug-in names itself and its own engine, and no other', () => {
  expect(mentionsOf('src/plugins/build/a.ts', 'startConstruction(build); showFlood();')).toEqual(['flood: showFlood']);
  expect(mentionsOf('src/plugins/flood/a.ts', 'startConstruction(flood);')).toEqual([
    'construction: startConstruction',
  ]);
  expect(mentionsOf('workers/flood/a.ts', "const flood = 'handover';")).toEqual(["handover: 'handover'"]);
});

test('a plug-in without engine is mentioned by its id as a text', () => {
  expect(mentionsOf('src/app/a.ts', "handover('handover', 'handover-note');")).toEqual(["handover: 'handover'"]);
});

test('an id that is a common word counts where an id is expected', () => {
  expect(mentionsOf('src/app/a.ts', "f('build'); if (kind === 'build' || x.alarms) {}")).toEqual([]);
  const text = [
    "if (plugin === 'build') {}",
    "controllers.get('alarms');",
    'controllers.build.close();',
    "const a = { engine: 'build' };",
    "switch (state.owner) { case 'alarms': }",
    "app.controllers['build'];",
  ].join('\n');
  expect(mentionsOf('src/app/a.ts', text)).toEqual([
    "build: 'build'",
    "alarms: 'alarms'",
    'build: build',
    "build: 'build'",
    "alarms: 'alarms'",
    "build: 'build'",
  ]);
});
