import * as v from 'valibot';
import type { Message } from '../../../model/text/message.ts';
import { readTour, type Tour } from '../../../model/tours/tour.ts';
import type { ScenePart } from '../../kit/plugin.ts';
import { freshName, sceneData } from '../../kit/scene-data.ts';
import { tourController } from './controller.ts';
import { draftOf } from './tour-draft.ts';

const Data = v.object({ kept: v.pipe(v.array(v.unknown()), v.maxLength(200)), draft: v.unknown() });

/** Tours that this browser keeps, and the one under the pencil. */
export const tourScenePart: ScenePart = {
  title: 'tourEditor.title',
  version: 1,
  async save(app) {
    const { kept, draft } = app.controllerOf(tourController).tours.state.getState();
    return kept.length > 0 || draft ? { data: { kept, draft: draft?.tour ?? null } } : null;
  },
  async open(app, data) {
    const { kept, draft } = sceneData(Data, data, 'tour');
    const { tours } = app.controllerOf(tourController);
    const notes: Message[] = [];
    const read = (one: unknown, name: string): Tour => {
      const { tour, faults } = readTour(one, name);
      notes.push(...faults);
      return tour;
    };
    const had = tours.state.getState().kept;
    const taken = had.map(({ id }) => id);
    for (const [i, one] of kept.entries()) {
      const tour = read(one, `tour.${i}`);
      if (had.some((own) => JSON.stringify(own) === JSON.stringify(tour))) continue;
      const id = freshName(tour.id, taken);
      taken.push(id);
      await tours.put({ ...tour, id });
    }
    if (draft !== null) tours.edit(draftOf(read(draft, 'tour.draft')));
    return notes;
  },
};
