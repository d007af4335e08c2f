import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ResponsePlan } from '../../model/incidents/response-plan.ts';
import { jsonSchemaOf } from '../../scenarios/json-schema.ts';
import { DEFAULT_PLANS } from '../../scenarios/response-plans.ts';

test('the schema file says what the parser takes', () => {
  const file = readFileSync(join(import.meta.dirname, '../../scenarios/response-plan.schema.json'), 'utf8');
  expect(JSON.parse(file)).toEqual(jsonSchemaOf(ResponsePlan, 'Shapan response plan'));
});

test('the default plans say whose their limits are, and every step can begin', () => {
  expect(DEFAULT_PLANS.map(({ hazard }) => hazard)).toEqual(['flood', 'gas', 'crowd', 'search']);
  for (const { source, steps } of DEFAULT_PLANS) {
    expect(source.zh).toContain('自拟');
    expect(steps.some(({ trigger }) => trigger.on === 'opened')).toBe(true);
  }
});
