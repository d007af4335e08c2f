import * as v from 'valibot';
import { parseSchemesFile } from '../../../model/schemes/scheme-file.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { freshName, sceneData } from '../../kit/scene-data.ts';
import { schemeDesignController } from './controller.ts';

const Choice = v.nullable(v.string());
const Data = v.object({
  file: v.unknown(),
  shown: Choice,
  overlay: Choice,
  views: v.pipe(v.array(Choice), v.length(4)),
});

/** All schemes as their own file has them, and which of them are on the pictures. */
export const schemesScenePart: ScenePart = {
  title: 'schemes.title',
  version: 1,
  async save(app) {
    const { schemes, schemeShown, schemeOverlay, schemeViews } = app.twin.getState();
    if (schemes.length === 0) return null;
    const file = JSON.parse(app.controllerOf(schemeDesignController).fileText()) as unknown;
    return { data: { file, shown: schemeShown, overlay: schemeOverlay, views: schemeViews } };
  },
  async open(app, data) {
    const { file, shown, overlay, views } = sceneData(Data, data, 'scheme-design');
    const { twin } = app;
    const { id: city, origin } = twin.city;
    const read = parseSchemesFile(file, 'scheme-design', city, origin);
    // What the window had stays: under another id where the scene has something else under its own.
    const taken = read.schemes.map(({ id }) => id);
    const own = twin.getState().schemes.filter((one) => !read.schemes.some((two) => isSame(one, two)));
    const kept = own.map((one) => {
      const id = freshName(one.id, taken);
      taken.push(id);
      return { ...one, id };
    });
    app.controllerOf(schemeDesignController).takeAll({ ...read, schemes: [...read.schemes, ...kept] });
    twin.getState().setSchemes({ schemeShown: shown, schemeOverlay: overlay, schemeViews: views });
    return [];
  },
};

/** To the millimetre: places go through degrees and back. */
const isSame = (one: object, other: object): boolean => rounded(one) === rounded(other);
const rounded = (one: object): string =>
  JSON.stringify(one, (_, value: unknown) => (typeof value === 'number' ? Math.round(value * 1000) / 1000 : value));
