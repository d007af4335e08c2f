import * as v from 'valibot';
import { quantity, whole } from './field.ts';

/** How fast a film goes: what its maker is asked on every desk, and what each desk asks beside. */
export const FilmPace = v.strictObject({
  /** Half of a film's usual rate is smooth enough for a model. */
  framesPerS: whole({ unit: 'filming.fpsUnit', min: 1, max: 30, usual: 12, word: 'filming.fps' }),
  /** Minutes of the clock between frames. */
  stepMin: whole({ unit: 'filming.min', min: 1, max: 1440, usual: 5, word: 'filming.step' }),
  /** Days of a schedule between frames. */
  daysPerFrame: whole({ unit: 'film.days', min: 1, max: 365, word: 'film.pace' }),
  /** A tour is filmed so much faster than it plays. */
  speedRatio: quantity({ unit: '×', min: 1, max: 20, usual: 1, word: 'tourFilm.speed' }),
});
