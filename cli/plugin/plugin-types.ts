import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ROOT } from '../root.ts';

/** Packages whose types stand in those of the seam. */
const TYPED_BY = ['@types/react', 'valibot', 'zustand'] as const;

/** Declarations that add to the state of the twin: the compiler leaves out imports that no type names. */
const ADDS_STATE = /^declare module '[./]*\/slice\.ts'/m;

/**
 * Makes a package of the declarations that `npm run plugin-types` emits: `shapan-plugin` is the seam, `shapan-plugin/kit/plugin` any other file of
 * the page's source that the seam leads to. Gives how many files it has.
 */
export async function writeTypes(folder: string): Promise<number> {
  const names = (await readdir(folder, { recursive: true }))
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => name.endsWith('.d.ts') && name !== 'index.d.ts')
    .sort();
  const adding: string[] = [];
  for (const name of names) if (ADDS_STATE.test(await readFile(join(folder, name), 'utf8'))) adding.push(name);
  const sourceOf = (name: string) => `./${name.replace(/\.d\.ts$/, '.ts')}`;
  const lines = [...adding.map((name) => `import '${sourceOf(name)}';`), `export * from './src/kit/seam.ts';`];
  await writeFile(join(folder, 'index.d.ts'), `${lines.join('\n')}\n`);
  const { version, license, dependencies, devDependencies } = JSON.parse(
    await readFile(join(ROOT, 'package.json'), 'utf8'),
  );
  const versions: Record<string, string> = { ...dependencies, ...devDependencies };
  const manifest = {
    name: 'shapan-plugin',
    version,
    license,
    description: 'Types of the seam between the page of Shapan and its plug-ins',
    types: './index.d.ts',
    exports: {
      '.': { types: './index.d.ts' },
      './model/*': { types: './model/*.d.ts' },
      './*': { types: './src/*.d.ts' },
    },
    dependencies: Object.fromEntries(TYPED_BY.map((name) => [name, versions[name]])),
  };
  await writeFile(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return names.length;
}
