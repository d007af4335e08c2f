import { PeopleLook, WaterLook } from '../../../model/questions/look-ahead.ts';
import { defaultsOf } from '../../../model/questions/question.ts';

/** The form of an incident: kept while the page is open, so that going to the log and back empties nothing. */
export interface AheadDraft {
  water: WaterLook;
  people: PeopleLook;
}

/** What stands there first. */
export const DEFAULT_DRAFT: AheadDraft = { water: defaultsOf(WaterLook), people: defaultsOf(PeopleLook) };
