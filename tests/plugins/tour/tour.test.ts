import { expect, test } from 'vitest';
import { coverView } from '../../../src/plugins/tour/panels/tour.tsx';

test('the cover stands before the middle of the view home and sinks to the skyline', () => {
  const origin = { lonDeg: 0, latDeg: 0, heightM: 100 };
  const home = { lonDeg: 0, latDeg: 0, heightM: 1100, headingDeg: 0, pitchDeg: -45 };
  const view = coverView({ home, origin });
  expect(view).toMatchObject({ lonDeg: 0, heightM: 420, headingDeg: 0, pitchDeg: -6 });
  expect(view.latDeg * 111_320).toBeCloseTo(1000 - 1300, 0);
});
