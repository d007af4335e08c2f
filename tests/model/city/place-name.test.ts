import { expect, test } from 'vitest';
import { placeName } from '../../../model/city/place-name.ts';

const label = (kind: 'street' | 'district' | 'water', en: string, eastM: number) => ({
  kind,
  text: { zh: en, en },
  eastM,
  northM: 0,
  upM: 0,
});
const LABELS = [label('district', 'Old town', 0), label('street', 'Bell Street', 200), label('water', 'River', 10)];

test('a place is called by the street that is near, else by its district, and by no name that is far', () => {
  expect(placeName(LABELS, 0, 0)?.en).toBe('Bell Street');
  expect(placeName(LABELS, -100, 0)?.en).toBe('Old town');
  expect(placeName(LABELS, -2000, 0)).toBeNull();
});
