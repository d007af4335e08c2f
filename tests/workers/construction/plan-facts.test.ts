import { describe, expect, test } from 'vitest';
import { planFacts } from '../../../workers/construction/plan-facts.ts';

const bytesOf = (text: string) => new TextEncoder().encode(text);

/** A works 5 days from Monday 5 January 2026, B 3 days after it, C beside B for 1 day. */
const TABLE =
  'id,name,duration,start,finish,predecessors\nA,Dig,5d,2026-01-05 08:00,2026-01-09 17:00,\nB,Pour,3d,,,A\nC,Fence,1d,,,A\n';

const facts = await planFacts(bytesOf(TABLE), 'small.csv');

describe('what the desk shows of a schedule', () => {
  const row = (id: string) => facts.rows.find((one) => one.id === id);

  test('dates, floats and what is critical', async () => {
    const iso = (min: number | undefined) => new Date((min ?? 0) * 60_000).toISOString().slice(0, 16);
    expect(iso(row('B')?.startMin)).toBe('2026-01-12T08:00');
    expect(iso(facts.finishMin)).toBe('2026-01-14T17:00');
    expect([row('A')?.critical, row('B')?.critical, row('C')?.critical]).toEqual([true, true, false]);
    expect(row('C')?.floatMin).toBe(2 * 480);
  });

  test('an S-curve that rises to all of it', async () => {
    const { forecast } = facts.curve;
    expect(forecast.at(-1)).toBeCloseTo(1, 6);
    for (let i = 1; i < forecast.length; i++) expect(forecast[i]).toBeGreaterThanOrEqual(forecast[i - 1]);
  });

  test('risk by an assumption that it owns to, the same each time', async () => {
    expect(facts.risk.assumed).toBe(true);
    expect(facts.risk.p80Min).toBeGreaterThanOrEqual(facts.risk.p50Min);
    expect((await planFacts(bytesOf(TABLE), 'small.csv')).risk).toEqual(facts.risk);
  });

  test('fourteen points, those with an unread limit without a verdict', async () => {
    expect(facts.points).toHaveLength(14);
    expect(facts.points.filter(({ id }) => id === 'highDuration').map(({ verdict }) => verdict)).toEqual(['unsure']);
    expect(facts.points.find(({ id }) => id === 'logic')).toMatchObject({ verdict: 'fail', rows: [0, 1, 2] });
  });
});

test('a circle and a file that is none are said in words', async () => {
  const circle = 'id,duration,predecessors\nA,1d,B\nB,1d,A\n';
  await expect(planFacts(bytesOf(circle), 'circle.csv')).rejects.toThrow(
    /circle.csv: expected logic without a circle, got A → B → A|got B → A → B/,
  );
  await expect(planFacts(bytesOf('nothing'), 'x.xml')).rejects.toThrow(
    /^x.xml: expected Primavera P6 XER, Primavera P6 XML, Microsoft Project XML, Tasks of IFC or Table of activities/,
  );
});
