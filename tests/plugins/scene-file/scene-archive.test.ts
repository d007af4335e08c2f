import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { BlobWriter, TextReader, ZipWriter } from '@zip.js/zip.js';
import { expect, test } from 'vitest';
import { SCENE_FORMAT, Scene } from '../../../model/scene-files/scene-file.ts';
import { jsonSchemaOf } from '../../../scenarios/json-schema.ts';
import { readSceneArchive, writeScene } from '../../../src/plugins/scene-file/tasks/scene-archive.ts';

const HEAD = {
  format: SCENE_FORMAT as typeof SCENE_FORMAT,
  kind: 'scene' as const,
  city: { id: 'small', name: { zh: '小城', en: 'Small town' } },
  savedMs: 1_800_000_000_000,
  view: { c: '108.75,34.3,900,0,-40', l: 'a:1:0.5:both' },
};
const PARTS: Scene['parts'] = [
  { plugin: 'flood', version: 1, data: { runs: [{ name: '甲', cells: Uint16Array.of(1, 2, 3) }] } },
  { plugin: 'tour', version: 2, data: { kept: [] } },
];

async function archive(entries: Record<string, string>): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter('application/zip'), { useWebWorkers: false });
  for (const [name, text] of Object.entries(entries)) await writer.add(name, new TextReader(text));
  return writer.close();
}

test('the schema file says what the parser takes', () => {
  const file = readFileSync(resolve(import.meta.dirname, '../../../scenarios/scene.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(Scene, 'Shapan scene'));
});

test('a scene goes through its file unchanged', async () => {
  const scene = { ...HEAD, parts: PARTS };
  const { scene: read, faults } = await readSceneArchive(await writeScene(scene), 'a.scene.zip');
  expect(faults).toEqual([]);
  expect(read).toEqual(scene);
});

test('a broken part is named with its field, and the rest is read', async () => {
  const parts = [
    { plugin: 'flood', version: 1, data: { runs: { $bytes: ['Uint16Array', 0, 6] } } },
    { plugin: 'tour', version: 'two', data: null },
    { plugin: 'measure', version: 1, data: { kept: 1 } },
  ];
  const blob = await archive({ 'scene.json': JSON.stringify({ ...HEAD, parts }) });
  const { scene, faults } = await readSceneArchive(blob, 'a.scene.zip');
  expect(scene.parts).toEqual([parts[2]]);
  const texts = faults.map(({ text }) => text.en);
  expect(texts).toHaveLength(2);
  expect(texts.join()).toContain('a.scene.zip#parts.1');
  expect(texts.join()).toContain('version');
  expect(texts.join()).toContain('a.scene.zip#flood.runs');
});

test('a file that is no scene, a newer one, and one of too many entries are refused in words', async () => {
  const read = (entries: Record<string, string>) => async () => readSceneArchive(await archive(entries), 'a.zip');
  await expect(readSceneArchive(new Blob(['no zip']), 'a.zip')).rejects.toThrow('a.zip');
  await expect(read({ 'other.json': '{}' })()).rejects.toThrow(
    'a.zip: expected a scene file, got another kind of file',
  );
  await expect(read({ 'scene.json': '{"format": 1,' })()).rejects.toThrow('a.zip');
  await expect(read({ 'scene.json': '{"format": 1}' })()).rejects.toThrow('kind');
  const newer = JSON.stringify({ ...HEAD, format: SCENE_FORMAT + 1, parts: [] });
  await expect(read({ 'scene.json': newer })()).rejects.toThrow(`this program knows ${SCENE_FORMAT}`);
  const many = Object.fromEntries(Array.from({ length: 401 }, (_, i) => [`${i}.bin`, 'x']));
  await expect(read(many)()).rejects.toThrow('expected 400 entries or fewer, got 401');
});
