import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { IncidentAct } from '../../model/incidents/incident-entry.ts';
import { DATABASES, newDatabase, type TestDatabase } from './databases.ts';
import { openWholeHub, type WholeHub } from './whole-hub.ts';

describe.each(DATABASES)('exercises, %s database', (kind) => {
  let house: WholeHub;
  let token = '';
  let database: TestDatabase | null = null;
  const counts = new Map<string, number>();

  beforeAll(async () => {
    database = await newDatabase(kind);
    house = await openWholeHub({ databaseUrl: database?.url });
    token = await house.login('dispatcher', 'dispatcher');
  });
  afterAll(async () => {
    await house.close();
    await database?.stop();
  });

  async function add(incident: string, act: IncidentAct): Promise<string | null> {
    const n = (counts.get(incident) ?? 0) + 1;
    counts.set(incident, n);
    const answer = await house.http.inject({
      method: 'POST',
      url: `/incidents/${incident}/log`,
      headers: { authorization: `Bearer ${token}` },
      payload: { client: 'client-of-the-test', n, atMs: 1, act },
    });
    expect(answer.statusCode).toBe(201);
    return answer.json().entry.refused?.code ?? null;
  }

  const opened = (exercise?: string): IncidentAct => ({
    kind: 'opened',
    title: 'Gas at the pit',
    hazard: 'gas',
    level: 2,
    place: null,
    object: '',
    source: { kind: 'hand' },
    plan: null,
    ...(exercise === undefined ? {} : { exercise }),
  });

  const order = (key: string): IncidentAct => ({
    kind: 'order',
    order: key,
    resource: 'vh-60',
    name: 'Van',
    task: 'Close the valve',
    place: null,
    etaMs: null,
    route: [],
  });

  test('an exercise is told apart in the list, and its orders hold up no real one', async () => {
    await add('drill-0001', opened('gas-burst'));
    expect(await add('drill-0001', order('order-of-drill'))).toBeNull();
    await add('incident-0001', opened());
    expect(await add('incident-0001', order('order-of-truth'))).toBeNull();
    // Two real ones hold up each other, and so do two orders of one exercise.
    await add('incident-0002', opened());
    expect(await add('incident-0002', order('order-too-many'))).toBe('busy-resource');
    expect(await add('drill-0001', order('order-of-drill-2'))).toBe('busy-resource');
    await add('drill-0002', opened('gas-burst'));
    expect(await add('drill-0002', order('order-of-drill-3'))).toBeNull();
    const { incidents } = (
      await house.http.inject({ method: 'GET', url: '/incidents', headers: { authorization: `Bearer ${token}` } })
    ).json();
    const marked = Object.fromEntries(
      incidents.map((one: { id: string; isExercise: boolean }) => [one.id, one.isExercise]),
    );
    expect(marked).toEqual({ 'drill-0001': true, 'drill-0002': true, 'incident-0001': false, 'incident-0002': false });
  });
});
