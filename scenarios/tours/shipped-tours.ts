import { MessageError } from '../../model/text/message.ts';
import { readTour, type Tour } from '../../model/tours/tour.ts';
import day from './day-in-chengchuan.json' with { type: 'json' };
import raindrop from './journey-of-a-raindrop.json' with { type: 'json' };
import storm from './night-of-the-storm.json' with { type: 'json' };
import building from './plan-to-building.json' with { type: 'json' };

/** Tours that come with the program, in the order of the list; each says of which city it is. */
export const SHIPPED_TOURS: readonly Tour[] = [day, raindrop, building, storm].map((json) => {
  const { tour, faults } = readTour(json, `scenarios/tours/${json.id}.json`);
  if (faults.length > 0) throw new MessageError(...faults);
  return tour;
});
