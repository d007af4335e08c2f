import { PictureStyle } from '../model/scenarios/picture-style.ts';
import { parseCase } from './faults.ts';
import night from './styles/night.json' with { type: 'json' };
import paper from './styles/paper.json' with { type: 'json' };
import realistic from './styles/realistic.json' with { type: 'json' };
import thematic from './styles/thematic.json' with { type: 'json' };

/** A style by its schema; its errors name the file, the place, what was expected and what came. */
export const parsePictureStyle = (json: unknown, file: string): PictureStyle => parseCase(PictureStyle, json, file);

/** Styles that come with the program, in the order of the list; the first is the one of a fresh start. */
export const SHIPPED_STYLES: readonly PictureStyle[] = [realistic, paper, night, thematic].map((json) =>
  parsePictureStyle(json, `scenarios/styles/${json.id}.json`),
);
