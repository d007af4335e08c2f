import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCity, packCommand } from '../../cli/city/pack.ts';
import { contentsOf, PACK_FILE, spoiltFiles } from '../../cli/city/pack-contents.ts';
import { messagesOf } from '../../model/text/message.ts';
import { SHIPPED_TOURS } from '../../scenarios/tours/shipped-tours.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shapan-pack-'));
  for (const id of ['north', 'south']) {
    await mkdir(join(folder, 'cities', id), { recursive: true });
    const manifest = { id, name: { zh: id, en: id }, layers: [] };
    await writeFile(join(folder, 'cities', id, 'manifest.json'), JSON.stringify(manifest));
  }
});
afterAll(() => rm(folder, { recursive: true }));

/** What `shapan pack` refuses before it builds or writes anything. */
async function refused(...callArgs: string[]): Promise<string[]> {
  const out = join(folder, 'out');
  const command = packCommand().parseAsync([...callArgs, '--cities', join(folder, 'cities'), '--out', out], {
    from: 'user',
  });
  const error = await command.then(
    () => null,
    (reason: unknown) => reason,
  );
  return messagesOf(error)?.map(({ code }) => code) ?? [];
}

async function tourFile(name: string, change: object): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify({ ...SHIPPED_TOURS[0], ...change }));
  return path;
}

describe('a pack', () => {
  test('is of cities that are baked, and of their tours alone', async () => {
    const east = await tourFile('east.json', { city: 'east' });
    const one = await tourFile('one.json', { city: 'north' });
    const same = await tourFile('same.json', { city: 'south' });
    await writeFile(join(folder, 'none.json'), '{"format":');
    expect(await refused('west')).toEqual(['pack-city']);
    expect(await refused('north', '--tour', east)).toEqual(['pack-tour-city']);
    expect(await refused('north', '--tour', same)).toEqual(['pack-tour-city']);
    expect(await refused('north', 'south', '--tour', one, same)).toEqual(['pack-tour-twice']);
    expect(await refused('north', '--tour', join(folder, 'none.json'))).toEqual(['pack-tour-json']);
    expect(await refused('north', '--tour', join(folder, 'lost.json'))).toEqual(['no-file']);
    expect(await refused('north', '--node', join(folder, 'lost'))).toEqual(['no-file']);
  });

  test('has the data of a city and their packed twins, and names what it left out', async () => {
    const city = join(folder, 'cities/north');
    await mkdir(join(city, 'grid'));
    for (const name of ['grid/a.bin', 'grid/a.bin.gz', 'page.html', '.env', '.reuse'])
      await writeFile(join(city, name), 'x');
    await writeFile(join(folder, 'secret.json'), 'secret');
    await symlink(join(folder, 'secret.json'), join(city, 'link.json'));
    const to = join(folder, 'copied');
    const leftOut = await copyCity(join(folder, 'cities'), 'north', to, new AbortController().signal);
    expect(leftOut).toEqual(['north/.env', 'north/link.json', 'north/page.html']);
    expect((await contentsOf(to)).map(({ path }) => path)).toEqual(['grid/a.bin', 'grid/a.bin.gz', 'manifest.json']);
    for (const name of ['link.json', 'page.html', '.env', '.reuse', 'grid'])
      await rm(join(city, name), { recursive: true });
  });

  test('knows its files by path, and those that are lost, cut short or altered', async () => {
    const pack = join(folder, 'pack');
    await mkdir(join(pack, 'city/north'), { recursive: true });
    await writeFile(join(pack, 'server.mjs'), 'listen()');
    await writeFile(join(pack, 'city/north/manifest.json'), '{"id":"north"}');
    await writeFile(join(pack, 'city/north/lost.bin'), 'x');
    await writeFile(join(pack, PACK_FILE), '{}');
    const files = await contentsOf(pack);
    expect(files.map(({ path, bytes }) => [path, bytes])).toEqual([
      ['city/north/lost.bin', 1],
      ['city/north/manifest.json', 14],
      ['server.mjs', 8],
    ]);
    expect(await spoiltFiles(pack, files, true)).toEqual([]);
    await rm(join(pack, 'city/north/lost.bin'));
    await writeFile(join(pack, 'server.mjs'), 'listen');
    await writeFile(join(pack, 'city/north/manifest.json'), '{"id":"south"}');
    expect(await spoiltFiles(pack, files, false)).toEqual(['city/north/lost.bin', 'server.mjs']);
    expect(await spoiltFiles(pack, files, true)).toEqual([
      'city/north/lost.bin',
      'city/north/manifest.json',
      'server.mjs',
    ]);
    expect(await readFile(join(pack, PACK_FILE), 'utf8')).toBe('{}');
  });
});
