import { expect, test } from 'vitest';
import { withMergedLabels } from '../../../src/plugins/incident-log/unit-labels.ts';

const unit = (id: string, eastM: number) => ({ id, label: id, line: [[eastM, 0]] as const });

test('units at one place have one label, those elsewhere their own', () => {
  const units = [unit('a', 0), unit('b', 500), unit('c', 20), unit('d', 25)];
  const labels = withMergedLabels(units, (label, count) => `${label} × ${count}`).map(({ label }) => label);
  expect(labels).toEqual(['a × 3', 'b', '', '']);
});
